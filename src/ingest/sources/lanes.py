"""Manners: one request at a time to a host, a pause between them, budgets, back-off, and rest for those in trouble."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from ingest.settings import WebSettings
from ingest.sources.fetch import Unreachable
from ingest.sources.visits import Visits

FAILURES_BEFORE_REST = 5
LONGEST_REST = 86_400.0
LONGEST_ASKED_REST = 7 * 86_400.0
"""What a server may ask for with Retry-After; longer is taken for a mistake."""


class Clock(Protocol):
    """Time, so that tests can have their own."""

    def now(self) -> float:
        """Return UTC seconds since 1970."""

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Return UTC seconds since 1970."""
        return datetime.now(UTC).timestamp()

    def monotonic(self) -> float:
        """Return the event loop's time."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(slots=True)
class Lane:
    """What a run knows of one host."""

    delay: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    requests: int = 0
    failures: int = 0
    answered: float | None = None
    """When the answer to the current request began, if it did."""
    resting: str | None = None


class Lanes:
    """The lanes of a run, one per host name; `turn` is the only way to a request."""

    def __init__(self, settings: WebSettings, visits: Visits, clock: Clock) -> None:
        self._settings, self._visits, self._clock = settings, visits, clock
        self._lanes: dict[str, Lane] = {}
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._random = random.Random()  # noqa: S311 - jitter, not secrets
        self.requests = 0
        self.received = 0

    def lane(self, host: str) -> Lane:
        """Return the host's lane; a host that earlier runs let rest is still resting."""
        if host not in self._lanes:
            lane = self._lanes[host] = Lane(self._settings.delay)
            until, _ = self._visits.rest(host)
            if until > self._clock.now():
                lane.resting = f"{host} kept failing and rests until {_minute(until)}."
        return self._lanes[host]

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """Keep at least ``crawl_delay`` seconds between requests to a host, as its robots.txt asks."""
        lane = self.lane(host)
        lane.delay = max(lane.delay, crawl_delay)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Lane]:
        """Wait for this host's turn and hold it. Raise Unreachable when the host rests or a budget is spent."""
        lane = self.lane(host)
        async with lane.lock:
            self._check(host, lane)
            wait = lane.not_before - self._clock.monotonic()
            if wait > self._settings.patience:
                message = f"{host} wants {wait:.0f} s between requests, more than web.patience; the rest comes later."
                raise Unreachable("host_budget", message)
            if wait > 0:
                await self._clock.sleep(wait)
            async with self._slots:
                self._check(host, lane)
                lane.requests += 1
                self.requests += 1
                lane.answered = None
                try:
                    yield lane
                finally:
                    # From the answer, not from the question: the server has seen them at least this far apart.
                    began = self._clock.monotonic() if lane.answered is None else lane.answered
                    lane.not_before = max(lane.not_before, began + lane.delay)

    def _check(self, host: str, lane: Lane) -> None:
        if lane.resting:
            raise Unreachable("host_resting", lane.resting)
        if lane.requests >= self._settings.host_requests:
            limit = self._settings.host_requests
            raise Unreachable("host_budget", f"{host} has had its {limit} requests of this run (web.host_requests).")
        if self.requests >= self._settings.run_requests or self.received >= self._settings.run_bytes:
            raise Unreachable("run_budget", "This run's budget is spent (web.run_requests, web.run_bytes).")

    def worked(self, host: str) -> None:
        """Remember that a host answered sensibly."""
        lane = self.lane(host)
        if lane.failures or self._visits.rest(host) != (0.0, 0):
            lane.failures = 0
            self._visits.set_rest(host, 0.0, 0)

    def failed(self, host: str, attempt: int, retry_after: float | None = None) -> bool:
        """Remember a failure; hold the lane for the back-off. Return whether another attempt makes sense in this run.

        Exponential back-off with full jitter between half and one and a half; ``Retry-After`` wins when longer. A host
        that fails too often in a row, or asks for more patience than the settings grant, rests.
        """
        lane = self.lane(host)
        lane.failures += 1
        wait = self._settings.backoff * 2 ** (attempt - 1) * self._random.uniform(0.5, 1.5)
        wait = max(wait, retry_after or 0.0)
        if wait > self._settings.patience or lane.failures >= FAILURES_BEFORE_REST:
            self._rest(host, lane, retry_after or 0.0)
            return False
        lane.not_before = max(lane.not_before, self._clock.monotonic() + wait)
        return True

    def _rest(self, host: str, lane: Lane, at_least: float) -> None:
        _, rests = self._visits.rest(host)
        seconds = max(min(self._settings.rest * 2**rests, LONGEST_REST), min(at_least, LONGEST_ASKED_REST))
        until = self._clock.now() + seconds
        self._visits.set_rest(host, until, rests + 1)
        lane.resting = f"{host} kept failing and rests until {_minute(until)}."

    def resting(self) -> list[str]:
        """Return a sentence for each host that rests."""
        return [lane.resting for lane in self._lanes.values() if lane.resting]


def retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 section 10.2.3); None when it says nothing."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip())
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now, 0.0)


def _minute(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
