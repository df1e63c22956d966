"""What a person gives as SOURCE: a file, a folder, a WARC file, a URL, a feed, or a list of sources (``….toml``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from upath import UPath

from ingest.errors import ConfigurationError, DocumentError
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.files import FileItem, find_files
from ingest.sources.objects import find_objects, is_object

if TYPE_CHECKING:
    from ingest.sources.discovery import Problem
    from ingest.sources.warc import WarcItem

WEB_FOLDER = "web"
HARMLESS = frozenset({"host_budget", "run_budget", "host_resting", "partly_read"})
"""Problems that the next run mends by itself; they are shown, and the run counts as complete all the same."""
_WARC_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")


@dataclass
class Given:
    """The sources of one run. Web sources are fetched together, first of all; their pages come from the archive."""

    sources: tuple[str, ...]
    settings: Settings
    on_error: Callable[[str, DocumentError], None]
    tags: tuple[str, ...] = ()
    again: bool = False
    on_fetch: Callable[[str], None] | None = None
    fetched: list[WarcItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    """Pages that the web sources offer and that were not fetched again: not due, or unchanged."""

    def items(self) -> Iterator[Item]:
        """Yield the documents of all sources; raise ConfigurationError when a source makes no sense."""
        web = [source for source in self.sources if is_web(source)]
        if web:
            yield from self._collect(web)
        for source in self.sources:
            if is_object(source):
                yield from self._objects(source)
            elif not is_web(source):
                yield from self._local(Path(source))

    def delivered(self, failed: Sequence[str]) -> None:
        """Remember that what was fetched is dealt with, but for the documents with the ids ``failed``."""
        done = [item for item in self.fetched if item.id not in failed]
        if done:
            from ingest.sources.web import delivered

            delivered(done, self.settings)

    def _collect(self, web: Sequence[str]) -> Iterator[Item]:
        from ingest.sources.catalog import sources_of
        from ingest.sources.web import Environment, collect

        chosen = [one for source in web for one in sources_of(source, tags=self.tags)]
        report = collect(chosen, self.settings, Environment(progress=self.on_fetch), again=self.again)
        self.fetched += report.items
        self.problems += report.problems
        self.known += report.tally.known + report.tally.unchanged
        yield from report.items
        yield from report.failed

    def _objects(self, url: str) -> Iterator[Item]:
        for item in find_objects(url, self.settings):
            if item.path.name.lower().endswith(_WARC_SUFFIXES):
                message = "A web archive is read from a disk only; copy it there and give its folder as a source."
                self.on_error(item.uri, DocumentError("capture", "archive_not_on_a_disk", message))
            else:
                yield item

    def _local(self, path: Path) -> Iterator[Item]:
        settings = self.settings
        files = find_files(path, root=settings.root, max_bytes=settings.extraction.max_bytes, on_error=self.on_error)
        if isinstance(settings.raw, UPath):  # then nothing was fetched: that needs a folder on a disk
            for item in files:
                yield from self._opened(item)
            return
        own = settings.path(settings.raw).resolve() / WEB_FOLDER
        inside: dict[Path, bool] = {}
        for item in files:
            file = _on_disk(item)
            place = file.resolve() if file.is_symlink() else file.parent
            if place not in inside:  # a folder is resolved once, not for each of its files
                resolved = place.resolve()
                inside[place] = own in (resolved, *resolved.parents)
            if not inside[place] or path.resolve() == file.resolve():  # what was fetched comes below, each once
                yield from self._opened(item)
        if own.is_dir() and (own == path.resolve() or path.resolve() in own.parents):
            from ingest.sources.web import archived, refused

            yield from archived(settings)
            yield from refused(settings)

    def _opened(self, item: FileItem) -> Iterator[Item]:
        file = _on_disk(item)
        if is_warc(file):
            yield from _archive(file, self.settings)
        else:
            yield item


def _on_disk(item: FileItem) -> Path:
    return item.path if isinstance(item.path, Path) and not isinstance(item.path, UPath) else Path(str(item.path))


def check_sources(sources: Sequence[str]) -> None:
    """Raise ConfigurationError when a local source is not there."""
    missing = [source for source in sources if "://" not in source and not os.path.lexists(source)]
    if missing:
        raise ConfigurationError(f"There is no file or folder {', '.join(missing)}; check the name.")


def is_web(source: str) -> bool:
    """Return whether a source is fetched: a URL, or a list of sources."""
    return source.lower().startswith(("http://", "https://")) or source.endswith(".toml")


def is_warc(path: Path) -> bool:
    """Return whether a file is to be read as a web archive, by its name."""
    return path.name.lower().endswith(_WARC_SUFFIXES)


def _archive(path: Path, settings: Settings) -> Iterator[Item]:
    """Yield the documents of an archive, each at its newest capture there; only their addresses are held."""
    from ingest.sources.warc import items

    found: dict[str, Item] = {}
    for item in items(path, settings.root, max_bytes=settings.web.max_bytes):
        found[item.id] = item
    yield from found.values()
