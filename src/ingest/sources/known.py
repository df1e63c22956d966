"""Documents that were read before, found again where their record says that their bytes lie."""

from __future__ import annotations

from ingest.records import Raw
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.files import FileItem, stamp_of


def item_of(uri: str, raw: Raw | None, settings: Settings) -> Item:
    """Return the item that a known document was made from; a file that is gone is rejected when it is read."""
    name = raw.path if raw else uri
    path = settings.root / name
    return FileItem(path=path, uri=name, max_bytes=settings.extraction.max_bytes, stamp=stamp_of(path))
