"""robots.txt as RFC 9309 has it: cached a day; no file means go, no answer means wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from ingest.errors import DocumentError
from ingest.sources.canonical import clean
from ingest.sources.fetch import Unreachable
from ingest.sources.visits import RobotsFile, Visits

PRODUCT = "PolyglotIngest"
CACHED = 86_400.0
MAX_BYTES = 512_000
"""Section 2.5: parse at least 500 KiB."""

_NOT_ABOUT_ROBOTS = frozenset(
    {"blocked_address", "blocked_port", "blocked_scheme", "host_resting", "host_budget", "run_budget"}
)

Ask = Callable[[str], Awaitable[tuple[int, bytes]]]
"""Fetch a robots.txt with its redirects: status and body. Raise Unreachable or DocumentError."""


class Robots:
    """The rules of every host of a run."""

    def __init__(self, visits: Visits, ask: Ask, now: Callable[[], float]) -> None:
        self._visits, self._ask, self._now = visits, ask, now
        self._rules: dict[str, Protego | None] = {}
        self._failed: dict[str, Unreachable | DocumentError] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> float:
        """Return the crawl-delay in seconds (0 for none) when ``url`` may be fetched.

        Raise DocumentError ``robots_disallowed`` when it may not, Unreachable ``robots_unreachable`` when nobody knows.
        """
        rules = await self._load(url)
        if rules is None:
            return 0.0
        if not rules.can_fetch(url, PRODUCT):
            raise DocumentError(
                "capture", "robots_disallowed", f"robots.txt of {urlsplit(url).netloc} disallows {url}."
            )
        return float(rules.crawl_delay(PRODUCT) or 0.0)

    async def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that the robots.txt of this URL's host names."""
        rules = await self._load(url)
        return [] if rules is None else list(rules.sitemaps)

    async def _load(self, url: str) -> Protego | None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin in self._failed:
                raise self._failed[origin]
            if origin not in self._rules:
                try:
                    self._rules[origin] = _parse(await self._file(origin))
                except (Unreachable, DocumentError) as error:
                    self._failed[origin] = error  # asked once a run
                    raise
            return self._rules[origin]

    async def _file(self, origin: str) -> RobotsFile:
        cached = self._visits.robots(origin)
        if cached is not None and 0 <= self._now() - cached.fetched < CACHED:
            return cached
        reason = ""
        try:
            status, text = await self._ask(clean("/robots.txt", origin))
        except (Unreachable, DocumentError) as error:
            if error.code in _NOT_ABOUT_ROBOTS:
                raise
            # Section 2.3.1.2: after five redirects the file counts as unavailable: no rules.
            status, text = (404, b"") if error.code == "too_many_redirects" else (0, b"")
            reason = error.message
        if status in (0, HTTPStatus.TOO_MANY_REQUESTS) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            if cached is not None:  # section 2.4: an old copy may be used while the file cannot be reached
                return cached
            reason = reason or f"{origin}/robots.txt answers {status}."
            raise Unreachable("robots_unreachable", f"{reason} Without its robots.txt nothing is fetched from a host.")
        file = RobotsFile(self._now(), status, text[:MAX_BYTES] if _there(status) else b"")
        self._visits.set_robots(origin, file)
        return file


def _there(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _parse(file: RobotsFile) -> Protego | None:
    """Return the rules; None where there are none. Protego reads any text."""
    return Protego.parse(file.text.decode("utf-8-sig", "replace")) if _there(file.status) else None
