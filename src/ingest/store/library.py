"""Opens the records and their ledger as the settings say where they are."""

from __future__ import annotations

from pathlib import Path

from ingest.settings import Settings
from ingest.store.ledger import Ledger, default_url
from ingest.store.records import RecordStore


def open_library(settings: Settings) -> tuple[RecordStore, Ledger]:
    """Return the store and its ledger, ready to be used; raise ConfigurationError when either cannot be.

    Records in an object store keep their ledger in the state folder, unless one is configured: right for one machine;
    many machines need PostgreSQL, where their locks are too.
    """
    processed = settings.location(settings.processed)
    is_local = isinstance(processed, Path)
    home = processed if isinstance(processed, Path) else settings.path(settings.state)
    locks = (processed / ".scratch" if isinstance(processed, Path) else home) / "locks"
    if not is_local:
        home.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(settings.ledger or default_url(home), lock_folder=locks)
    store = RecordStore(processed, ledger.locks)
    store.open()
    ledger.open(store)
    return store, ledger
