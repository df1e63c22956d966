"""From a source to the pages it offers: feeds and their further pages, sitemaps and their children, front pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from ingest.errors import DocumentError
from ingest.settings import Settings
from ingest.sources import feeds, sitemaps
from ingest.sources.canonical import bare, clean, is_variant, key, redact, same_site
from ingest.sources.catalog import WebSource
from ingest.sources.decode import gunzip
from ingest.sources.fetch import Unreachable
from ingest.sources.heads import looks_like_article, read_front
from ingest.sources.lanes import Clock
from ingest.sources.listings import Entry, Listing
from ingest.sources.revisit import after
from ingest.sources.session import Reply, Session
from ingest.sources.visits import Visits
from ingest.sources.warc import is_front, is_listing
from ingest.sources.warc_file import load_body
from ingest.sources.warc_records import About, Discovery, Found, Role

MAX_LISTINGS = 50
"""Feeds, pages of feeds and sitemaps read for one source in one run."""
MAX_DEPTH = 3
MAX_JOBS = 100_000
"""Pages taken from one source in one run, before the limit of the source; what keeps a giant sitemap out of memory."""


@dataclass(slots=True)
class Job:
    """A page to be fetched: its address, its document's name as far as known, and all ways in which it was found."""

    url: str
    key: str
    found: list[Found]
    source: WebSource
    moment: float | None = None
    relations: list[str] = field(default_factory=list)
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong beside the documents: a listing that cannot be read, a page put off to another run."""

    source: str
    url: str
    code: str
    message: str


@dataclass(slots=True)
class Discovered:
    """What a source offers. ``page`` is the answer when the source turned out to be a page itself."""

    source: WebSource
    jobs: dict[str, Job] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    page: Reply | None = None
    failure: DocumentError | Unreachable | None = None
    """Why the source's own URL could not be had."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listing to be read: how many listings lead to it, and whether it goes on an earlier one (RFC 5005)."""

    url: str
    depth: int
    paged: bool = False


class Discoverer:
    """Reads the listings of sources through a session."""

    def __init__(self, session: Session, visits: Visits, settings: Settings, clock: Clock) -> None:
        self._session, self._visits, self._settings, self._clock = session, visits, settings, clock

    async def discover(self, source: WebSource) -> Discovered:
        """Return the pages that a source offers now, newest first where dates are known. Never fails as a whole."""
        result = Discovered(source)
        if source.kind == "page":
            self._add(result, Entry(source.url), Found("source", source.url, source.name), explicit=True)
            return result
        try:
            first = await self._session.get(source.url, self._about(source, _role(source)))
            body = self._body(first)
        except (DocumentError, Unreachable) as error:
            result.failure = error
            result.problems.append(Problem(source.name, source.url, error.code, error.message))
            return result
        if source.kind == "auto" and not is_listing(body[:4096], first.url, given=True) and not _zipped(body):
            result.page = first
            return result
        self._save(first)
        await self._follow(result, first.url, body)
        result.jobs = dict(sorted(result.jobs.items(), key=lambda pair: -(pair[1].moment or 0.0)))
        return result

    async def _follow(self, result: Discovered, url: str, body: bytes) -> None:
        """Read the first listing and those that it leads to, breadth first."""
        source = result.source
        queue = self._read(result, url, body, 0)
        if is_front(url) or source.kind == "site":
            queue += [_Listed(sitemap, 1) for sitemap in await self._robots_sitemaps(url)]
        seen = {url}
        while queue:
            if len(seen) >= MAX_LISTINGS or len(result.jobs) >= MAX_JOBS:
                message = f"{len(queue)} more listings of this source are left for its size; name a smaller one."
                result.problems.append(Problem(source.name, source.url, "partly_read", message))
                break
            listed = queue.pop(0)
            if listed.url in seen or listed.depth > MAX_DEPTH or (listed.paged and len(result.jobs) >= source.limit):
                continue
            seen.add(listed.url)
            try:
                reply = await self._session.get(listed.url, self._about(source, "listing"))
                self._save(reply)
                queue += self._read(result, reply.url, self._body(reply), listed.depth)
            except (DocumentError, Unreachable) as error:
                result.problems.append(Problem(source.name, listed.url, error.code, error.message))

    def _read(self, result: Discovered, url: str, body: bytes, depth: int) -> list[_Listed]:
        """Take the entries of a listing; return the listings that it leads to, on the same site."""
        source = result.source
        try:
            listing = self._parse(url, body)
        except DocumentError as error:
            result.problems.append(Problem(source.name, url, error.code, error.message))
            return []
        if listing.fault:
            message = f"Only a part of {redact(url)} can be read: {listing.fault}."
            result.problems.append(Problem(source.name, url, "partly_read", message))
        kind: Discovery = "link" if listing.kind == "front" else listing.kind
        for entry in listing.entries:
            self._add(result, entry, Found(kind, url, source.name), base=url)
        leads = [_Listed(target, depth, paged=True) for target in _targets(listing.more, url)]
        recent = [child.url for child in listing.children if not self._too_old(source, child)]
        return leads + [_Listed(target, depth + 1) for target in _targets(recent, url)]

    def _parse(self, url: str, body: bytes) -> Listing:
        head = gunzip(body, self._settings.web.max_bytes)[:4096] if _zipped(body) else body[:4096]
        if sitemaps.is_sitemap(head) or url.endswith((".txt", ".gz")):
            return sitemaps.parse(body, url, max_bytes=self._settings.web.max_bytes)
        if feeds.is_feed(head) or (b"<html" not in head.lower() and b"<!doctype html" not in head.lower()):
            return feeds.parse(body, url)
        return read_front(body, url)

    def _add(
        self, result: Discovered, entry: Entry, found: Found, *, base: str | None = None, explicit: bool = False
    ) -> None:
        """Make a job of an entry, or add to the one that the same document has."""
        source = result.source
        try:
            url = bare(clean(entry.url, base))
        except DocumentError as error:
            result.problems.append(Problem(source.name, redact(entry.url)[:200], error.code, error.message))
            return
        if not explicit:
            link = found.kind == "link" and not source.include
            if not source.wants(url) or self._too_old(source, entry) or (link and not looks_like_article(url)):
                return
            if found.kind == "sitemap" and not same_site(url, found.via):
                return
        name = self._visits.canonical_of(url) or key(url)
        moment = entry.moment.timestamp() if entry.moment else None
        job = result.jobs.setdefault(name, Job(url, name, [], source, moment, title=entry.title))
        if is_variant(job.url) and not is_variant(url):
            job.url = url
        if found not in job.found:
            job.found.append(found)
        job.moment = max(filter(None, (job.moment, moment)), default=None)
        job.relations += [f"alternate {language} {target}" for language, target in entry.alternates]

    def _too_old(self, source: WebSource, entry: Entry) -> bool:
        if source.max_age_days is None or entry.moment is None:
            return False
        return entry.moment.timestamp() < self._clock.now() - timedelta(days=source.max_age_days).total_seconds()

    def _about(self, source: WebSource, role: Role) -> About:
        return About(role, (Found("source", source.url, source.name),), source.hints)

    def _save(self, reply: Reply) -> None:
        self._visits.save(after(reply, canonical=None, settings=self._settings.web, now=self._clock.now()))

    def _body(self, reply: Reply) -> bytes:
        """Return the body of the answer; of the earlier one in the archive, where the server did not send it again."""
        if reply.fresh or reply.exchange.body:
            return reply.exchange.body
        where = reply.known.location if reply.known else None
        return load_body(where, self._settings.root, self._settings.web.max_bytes) if where else b""

    async def _robots_sitemaps(self, url: str) -> list[str]:
        return _targets(await self._session.robots.sitemaps(url), url)


def _role(source: WebSource) -> Role:
    return "source" if source.kind == "auto" else "listing"


def _zipped(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b")


def _targets(urls: Iterable[str], base: str) -> list[str]:
    """Return those URLs that can be fetched and lie on the site of ``base``."""
    targets = []
    for url in urls:
        try:
            target = clean(url, base)
        except DocumentError:
            continue
        if same_site(target, base):
            targets.append(target)
    return targets
