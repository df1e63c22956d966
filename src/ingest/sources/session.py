"""Getting one URL as a guest should: robots.txt, the host's turn, another try, redirects; every answer archived.

Nothing here looks into a body. What comes back is on the disk already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from ingest.digest import sha256
from ingest.errors import DocumentError
from ingest.records import Raw
from ingest.settings import WebSettings
from ingest.sources.archive import Archive, Stored
from ingest.sources.canonical import clean, host_of, redact, same_site
from ingest.sources.fetch import Exchange, Headers, Limits, Unreachable, fetch
from ingest.sources.guard import GuardedTransport
from ingest.sources.lanes import Clock, Lanes, retry_after
from ingest.sources.robots import Robots
from ingest.sources.visits import Page, Visits
from ingest.sources.warc_file import existing
from ingest.sources.warc_records import About, Earlier, digest_of, exchange_group

ROBOTS_REDIRECTS = 5
"""RFC 9309 section 2.3.1.2."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429})
_FINAL = frozenset({"tls_error", "name_not_resolved"})
"""Faults of a server that do not pass within minutes."""

_STATUS_CODES = {
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    407: "forbidden",
    410: "gone",
    451: "unavailable_for_legal_reasons",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a URL, after redirects. ``fresh`` is False when it says what an earlier answer said."""

    exchange: Exchange
    stored: Stored
    asked: tuple[str, ...]
    """Every URL on the way, the first one asked for, the last one that answered."""
    known: Page | None
    """What was known of the last URL before."""
    fresh: bool

    @property
    def url(self) -> str:
        """The URL that answered."""
        return self.asked[-1]


class Session:
    """The network side of a run."""

    def __init__(
        self,
        settings: WebSettings,
        user_agent: str,
        *,
        root: Path,
        transport: GuardedTransport,
        archive: Archive,
        visits: Visits,
        clock: Clock,
    ) -> None:
        self._settings, self._user_agent, self._root = settings, user_agent, root
        self._transport, self._archive, self._visits, self._clock = transport, archive, visits, clock
        self._limits = Limits(settings.max_bytes, settings.timeout, settings.total_timeout)
        self.lanes = Lanes(settings, visits, clock)
        self.robots = Robots(visits, self._ask_robots, clock.now)
        self.evidence: dict[str, Raw] = {}
        """The last answer to a URL that failed, for its rejection."""

    async def get(self, url: str, about: About) -> Reply:
        """Fetch a cleaned URL, following redirects.

        Raise DocumentError when it will not be had, Unreachable when it may be another time; what the server said to
        the last URL then stands in `evidence` under the URL asked for.
        """
        asked: list[str] = [url]
        while True:
            at = asked[-1]
            try:
                self.lanes.slow_down(host_of(at), await self.robots.check(at))
                exchange, known = await self._attempts(at, about, self._known(at), first=url)
                earlier = _earlier(exchange, known)
                stored = await self._store(exchange, about, earlier)
                self._keep_evidence(url, exchange, stored)
                if exchange.problem is not None:
                    raise exchange.problem
                target = self._redirect(exchange, asked, self._settings.max_redirects)
            except (DocumentError, Unreachable) as error:
                raise _named(error, url, at) from error
            if target is None:
                self._check_status(exchange, earlier)
                self.evidence.pop(url, None)
                return Reply(exchange, stored, tuple(asked), known, fresh=earlier is None)
            asked.append(target)

    async def leave(self, host: str) -> None:
        """Close the connections to a host that has no more pages to give."""
        async with self.lanes.lane(host).lock:
            await self._transport.release(host)

    async def _ask_robots(self, url: str) -> tuple[int, bytes]:
        asked = [url]
        while True:
            exchange, _ = await self._attempts(asked[-1], About("robots"), None, first=url)
            await self._store(exchange, About("robots"), None)
            if exchange.problem is not None and exchange.problem.code != "too_large":
                raise exchange.problem
            if (target := self._redirect(exchange, asked, ROBOTS_REDIRECTS)) is None:
                return exchange.status, exchange.body
            asked.append(target)

    async def _attempts(
        self, url: str, about: About, known: Page | None, *, first: str
    ) -> tuple[Exchange, Page | None]:
        """Ask until there is an answer that stands. Every answer is archived, the failed ones here."""
        host = host_of(url)
        conditions = _conditions(known)
        for attempt in range(1, self._settings.attempts + 1):
            error: Unreachable
            exchange: Exchange | None = None
            async with self.lanes.turn(host) as lane:
                try:
                    exchange = await fetch(
                        self._transport,
                        url,
                        user_agent=self._user_agent,
                        limits=self._limits,
                        conditions=conditions,
                        documents_only=about.role == "page",
                    )
                    self.lanes.received += exchange.received
                    lane.answered = exchange.answered
                    if not _says_later(exchange.status):
                        self.lanes.worked(host)
                        return exchange, known if known and known.earlier else self._twin(exchange, about) or known
                    code = "too_many_requests" if exchange.status == HTTPStatus.TOO_MANY_REQUESTS else "server_error"
                    error = Unreachable(
                        code, f"{redact(url)} answers {exchange.status} {exchange.reason}".rstrip() + "."
                    )
                except Unreachable as failure:
                    error = failure
                wait = retry_after(exchange.header("retry-after"), self._clock.now()) if exchange else None
                again = self.lanes.failed(host, attempt, wait) and error.code not in _FINAL
            if exchange is not None:
                self._keep_evidence(first, exchange, await self._store(exchange, about, None))
            if not again:
                break
        raise error

    def _known(self, url: str) -> Page | None:
        """Return what is known of a page; without its answer when the file that held it is gone."""
        page = self._visits.page(url)
        if page is None or page.file is None or existing(self._root / page.file).is_file():
            return page
        return replace(page, digest=None, record_id=None, date=None, file=None, offset=None)

    def _twin(self, exchange: Exchange, about: About) -> Page | None:
        """Return the same bytes under the same path of the same site: one page with another query (``?from=home``)."""
        if about.role != "page" or exchange.status != HTTPStatus.OK or exchange.problem is not None:
            return None
        url, digest = exchange.url, digest_of(exchange.body)
        for twin in self._visits.captures(digest=digest):
            where = twin.location
            here = existing(self._root / where.file).is_file()
            if here and same_site(twin.url, url) and urlsplit(twin.url).path == urlsplit(url).path:
                page = Page(url, canonical=twin.canonical, digest=digest, date=twin.date)
                return replace(page, record_id=where.record_id, file=where.file, offset=where.offset)
        return None

    async def _store(self, exchange: Exchange, about: About, earlier: Earlier | None) -> Stored:
        return await self._archive.write(lambda: exchange_group(exchange, about, earlier))

    def _keep_evidence(self, url: str, exchange: Exchange, stored: Stored) -> None:
        where = stored.location
        self.evidence[url] = Raw(path=where.file, sha256=sha256(exchange.body), bytes=len(exchange.body), warc=where)

    def _redirect(self, exchange: Exchange, asked: list[str], limit: int) -> str | None:
        """Return where the answer sends us; None when it is the answer. Raise DocumentError for a bad one."""
        if exchange.status not in _REDIRECTS:
            return None
        location = exchange.header("location")
        if not location:
            raise DocumentError("capture", "bad_redirect", f"{redact(exchange.url)} redirects to nowhere.")
        # RFC 9110 lets the header be Latin-1; browsers take it for UTF-8 when it is.
        target = clean(location.encode("latin-1").decode("utf-8", "replace"), exchange.url)
        if target in asked:
            raise DocumentError("capture", "redirect_loop", f"{redact(asked[0])} redirects in a circle.")
        if len(asked) > limit:
            raise DocumentError(
                "capture", "too_many_redirects", f"{redact(asked[0])} redirects more than {limit} times."
            )
        return target

    def _check_status(self, exchange: Exchange, earlier: Earlier | None) -> None:
        """Raise DocumentError when the final status brings no document."""
        status = exchange.status
        if status in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
            return
        if status == HTTPStatus.NOT_MODIFIED and earlier is not None:
            return
        code = _STATUS_CODES.get(status, "http_status")
        raise DocumentError(
            "capture", code, f"{redact(exchange.url)} answers {status} {exchange.reason}".rstrip() + "."
        )


def _named(error: DocumentError | Unreachable, first: str, at: str) -> DocumentError | Unreachable:
    """Say which redirect led there, where one did."""
    if first == at:
        return error
    message = f"{error.message} ({redact(first)} redirects there.)"
    if isinstance(error, DocumentError):
        return DocumentError(error.stage, error.code, message)
    return Unreachable(error.code, message)


def _says_later(status: int) -> bool:
    return status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _conditions(known: Page | None) -> Headers:
    """Return If-None-Match and If-Modified-Since (RFC 9110 section 13) for a page whose body is in the archive."""
    if known is None or known.location is None:
        return ()
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    return tuple((name, value) for name, value in pairs if value)


def _earlier(exchange: Exchange, known: Page | None) -> Earlier | None:
    """Return the earlier answer that this one repeats, by its word (304) or by its digest."""
    if known is None or known.earlier is None or exchange.problem is not None:
        return None
    same = exchange.status == HTTPStatus.OK and digest_of(exchange.body) == known.digest
    return known.earlier if same or exchange.status == HTTPStatus.NOT_MODIFIED else None
