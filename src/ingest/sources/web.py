"""A run over the web: discover what the sources offer, fetch what is due, keep the evidence, hand over what is new.

`collect` is the whole of it. What it returns is in ``raw/web/`` already; a run that dies loses nothing of that, and the
next one hands over what this one did not.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from ingest.errors import ConfigurationError, DocumentError
from ingest.settings import Settings
from ingest.sources.archive import Archive, WarcFiles
from ingest.sources.catalog import WebSource
from ingest.sources.collector import Collector, Tally
from ingest.sources.discovery import Discovered, Discoverer, Problem
from ingest.sources.guard import Guard, GuardedTransport
from ingest.sources.lanes import Clock, SystemClock
from ingest.sources.robots import PRODUCT
from ingest.sources.session import Session
from ingest.sources.visits import Visits
from ingest.sources.warc import FailedItem, WarcItem
from ingest.sources.warc_file import relative_name
from ingest.sources.warc_index import folder_of, open_visits, refresh
from ingest.versions import version_of

LOCK = "web.lock"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run over the web brought.

    ``items`` are the documents that the pipeline does not have yet (`delivered` takes them off), ``failed`` those that
    cannot be had, each with its evidence; ``problems`` are what a person should know beside them: listings that could
    not be read, pages and hosts put off to another run.
    """

    items: tuple[WarcItem, ...]
    failed: tuple[FailedItem, ...]
    problems: tuple[Problem, ...]
    resting: tuple[str, ...]
    tally: Tally = field(default_factory=Tally)

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing for the pipeline to do."""
        return not self.items and not self.failed


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run takes from outside; tests bring their own."""

    clock: Clock = field(default_factory=SystemClock)
    ssl_context: ssl.SSLContext | None = None
    progress: Callable[[str], None] | None = None
    """Called with the URL of each page that was dealt with."""


def collect(
    sources: Sequence[WebSource], settings: Settings, environment: Environment | None = None, *, again: bool = False
) -> Report:
    """Discover and fetch. ``again`` also looks at pages that are not due (they cost a 304 when nothing changed).

    Raise ConfigurationError when no contact is set, when another run is fetching, or when the disk takes no more.
    """
    environment = environment or Environment()
    user_agent = user_agent_of(settings)
    with _lock(settings):
        visits = open_visits(settings)
        try:
            faults = refresh(visits, settings, repair=True)
            collector, found = asyncio.run(_collect(sources, settings, environment, visits, user_agent, again=again))
            return Report(
                items=tuple(_pending(visits, settings)),
                failed=tuple(collector.failed),
                problems=(
                    *(Problem("", "", "damaged_warc", fault) for fault in faults),
                    *(problem for one in found for problem in one.problems),
                    *collector.problems,
                ),
                resting=tuple(collector.session.lanes.resting()),
                tally=collector.tally,
            )
        finally:
            visits.close()


def discover(
    sources: Sequence[WebSource], settings: Settings, environment: Environment | None = None
) -> tuple[list[Discovered], frozenset[str]]:
    """Return what the sources offer now, and the URLs that a run would fetch. The listings are archived all the same.

    Raise ConfigurationError as `collect` does.
    """
    environment = environment or Environment()
    user_agent = user_agent_of(settings)
    with _lock(settings):
        visits = open_visits(settings)
        try:
            refresh(visits, settings, repair=True)
            collector, found = asyncio.run(
                _collect(sources, settings, environment, visits, user_agent, again=False, fetch_pages=False)
            )
            due, _ = collector.plan(found, again=False)
            return found, frozenset(job.url for job in due)
        finally:
            visits.close()


def delivered(items: Iterable[WarcItem], settings: Settings) -> None:
    """Remember that the pipeline has dealt with these items; until then every `collect` hands them over again."""
    visits = open_visits(settings)
    try:
        visits.deliver(item.location.record_id for item in items)
    finally:
        visits.close()


def archived(settings: Settings) -> list[WarcItem]:
    """Return every document of the project's own WARC files, at its newest capture. Nothing is fetched."""
    with _index(settings) as visits:
        return _items(visits, settings, pending=False)


def refused(settings: Settings) -> list[FailedItem]:
    """Return the pages that were asked for and never had, with their evidence, as the WARC files state them."""
    with _index(settings) as visits:
        return [
            FailedItem(f.url, f.canonical, DocumentError("capture", f.code, f.message), f.raw)
            for f in visits.failures()
        ]


def user_agent_of(settings: Settings) -> str:
    """Return who we say we are. Raise ConfigurationError while nobody can be reached."""
    contact = (settings.web.contact or "").strip()
    if not contact or any(c in contact for c in "\r\n()") or not ("@" in contact or contact.startswith("http")):
        raise ConfigurationError(
            "Say who fetches: set contact under [web] in ingest.toml (or INGEST_WEB__CONTACT) to a URL or an e-mail "
            "address under which site owners reach you; it is sent with every request."
        )
    return f"{PRODUCT}/{version_of()} (+{contact})"


async def _collect(
    sources: Sequence[WebSource],
    settings: Settings,
    environment: Environment,
    visits: Visits,
    user_agent: str,
    *,
    again: bool,
    fetch_pages: bool = True,
) -> tuple[Collector, list[Discovered]]:
    web, clock = settings.web, environment.clock
    run = f"{datetime.fromtimestamp(clock.now(), UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"
    about = [("http-header-user-agent", user_agent), ("robots", "RFC 9309"), ("isPartOf", run)]
    files = WarcFiles(folder_of(settings), settings.root, run, max_bytes=web.warc_bytes, about=about)
    transport = GuardedTransport(Guard(web.allow), ssl_context=environment.ssl_context)
    async with transport, Archive(files) as archive:
        session = Session(
            web, user_agent, root=settings.root, transport=transport, archive=archive, visits=visits, clock=clock
        )
        discoverer = Discoverer(session, visits, settings, clock)
        found = list(await asyncio.gather(*(discoverer.discover(source) for source in sources)))
        collector = Collector(session, archive, visits, settings, clock, environment.progress)
        if fetch_pages:
            await collector.collect(found, again=again)
    for path in files.written:
        visits.set_indexed(relative_name(path, settings.root), path.stat().st_size)
    return collector, found


def _pending(visits: Visits, settings: Settings) -> list[WarcItem]:
    return _items(visits, settings, pending=True)


def _items(visits: Visits, settings: Settings, *, pending: bool) -> list[WarcItem]:
    return [
        WarcItem(c.url, c.canonical, c.digest, c.location, settings.root, c.hints, settings.web.max_bytes)
        for c in visits.newest(pending=pending)
    ]


@contextmanager
def _index(settings: Settings) -> Iterator[Visits]:
    """Open the index, up to date; what a killed run left is repaired, unless another run is fetching just now."""
    visits = open_visits(settings)
    try:
        try:
            with _lock(settings):
                refresh(visits, settings, repair=True)
        except ConfigurationError:
            refresh(visits, settings, repair=False)
        yield visits
    finally:
        visits.close()


@contextmanager
def _lock(settings: Settings) -> Iterator[None]:
    """Hold the right to fetch into this project; the system takes it back from a process that dies."""
    folder = settings.path(settings.state)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ConfigurationError("Another run is fetching into this project; wait until it has ended.") from error
    try:
        yield
    finally:
        lock.release()
