"""Locks between runs: files on one machine, PostgreSQL between machines. They end with the process that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock
from sqlalchemy import Engine, text

from ingest.digest import sha256
from ingest.errors import ConfigurationError
from ingest.store.atomic import Folder


class Locks(Protocol):
    """Gives each key to one holder at a time."""

    def hold(self, key: str) -> AbstractContextManager[None]:
        """Wait until nobody else holds ``key``, then hold it."""
        ...


class FileLocks:
    """Locks between processes of one machine. ``folder`` is on a local disk; a killed process lets go of its locks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Hold a lock file named by ``key``."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / key):
            yield


class PostgresLocks:
    """Advisory locks: PostgreSQL lets go of them when the connection of a dead process ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Hold the advisory lock that stands for ``key`` (64 bits of its SHA-256)."""
        number = int(sha256(f"polyglot-ingest {key}".encode())[:16], 16) - 2**63
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": number})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})


def locks_beside(processed: Folder) -> Locks:
    """Return the locks of a ``processed/`` folder that lies on a disk of this machine."""
    if isinstance(processed, Path):
        return FileLocks(processed / ".scratch" / "locks")
    raise ConfigurationError(f"{processed} cannot hold locks; name a ledger in PostgreSQL, they are kept there.")
