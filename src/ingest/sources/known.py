"""Documents that were read before, found again where their record says that their bytes lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.records import Raw, Source
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.catalog import single
from ingest.sources.files import FileItem, stamp_of
from ingest.sources.objects import known_object
from ingest.sources.warc import FailedItem, WarcItem
from ingest.sources.warc_index import folder_of

if TYPE_CHECKING:
    from ingest.sources.web import Report


class Known:
    """Finds the items of known documents: a file, a record in a WARC file, or a page that could not be had."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._archived: dict[str, WarcItem] | None = None
        self._refused: dict[str, FailedItem] | None = None

    def item(self, source: Source, raw: Raw | None) -> Item:
        """Return the item that a document was made from; one that is gone is rejected when it is read."""
        settings = self._settings
        if raw and raw.warc:
            found = self._archive().get(raw.warc.record_id)
            limit = settings.web.max_bytes
            again = WarcItem(
                source.uri, source.canonical_uri, raw.warc.record_id, raw.warc, settings.root, max_bytes=limit
            )
            return found or again
        name = raw.path if raw else source.uri
        if in_store := known_object(name, settings):
            return in_store
        path = settings.root / name
        return FileItem(path=path, uri=name, max_bytes=settings.extraction.max_bytes, stamp=stamp_of(path))

    def refused(self, document_id: str) -> FailedItem | None:
        """Return the item of a page that was asked for and could not be had; it is refused for the same reason."""
        if self._refused is None:
            from ingest.sources.web import refused  # noqa: PLC0415 - see below

            self._refused = {item.id: item for item in refused(self._settings)} if self._was_fetched() else {}
        return self._refused.get(document_id)

    def _archive(self) -> dict[str, WarcItem]:
        """Return what we fetched ourselves, by WARC-Record-ID: these items know the hints of their sources."""
        if self._archived is None:
            from ingest.sources.web import archived  # noqa: PLC0415 - loads the fetcher, which local files do not need

            found = archived(self._settings) if self._was_fetched() else []
            self._archived = {item.location.record_id: item for item in found}
        return self._archived

    def _was_fetched(self) -> bool:
        """Return whether anything was ever fetched into this project; that needs its evidence on a disk."""
        return isinstance(self._settings.raw, Path) and folder_of(self._settings).is_dir()


def fetch_again(uris: Iterable[str], settings: Settings) -> Report:
    """Fetch these pages now, due or not, and return what came of it: what is new, and what could not be had.

    Raises ConfigurationError when nobody may fetch: no contact is set, or another run is fetching.
    """
    from ingest.sources.web import collect  # noqa: PLC0415 - see above

    pages = [
        single(uri).model_copy(update={"name": f"reingest-{number}", "kind": "page"})
        for number, uri in enumerate(uris, start=1)
    ]
    return collect(pages, settings, again=True)
