"""Fetching the pages that were found: each document once, hosts side by side, what is due first of all hosts' own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.errors import DocumentError
from ingest.records import Raw
from ingest.settings import Settings
from ingest.sources.archive import Archive
from ingest.sources.canonical import choose, clean, host_of, is_variant, key
from ingest.sources.discovery import Discovered, Job, Problem
from ingest.sources.fetch import Unreachable
from ingest.sources.heads import read_head
from ingest.sources.lanes import Clock
from ingest.sources.revisit import after, failed
from ingest.sources.session import Reply, Session
from ingest.sources.visits import Captured, Failure, Page, Visits
from ingest.sources.warc import FailedItem
from ingest.sources.warc_records import About, Found, failure_group, note_group, warc_date

_BUDGETS = frozenset({"host_budget", "run_budget", "host_resting"})
"""Reasons to put a page off that say nothing about the page."""


@dataclass(slots=True)
class Tally:
    """Numbers of a run. ``known`` pages were not asked for because they are not due."""

    fetched: int = 0
    unchanged: int = 0
    known: int = 0
    put_off: int = 0
    requests: int = 0
    received: int = 0
    hosts: dict[str, int] = field(default_factory=dict)
    """Pages fetched from each host."""


class Collector:
    """Takes the discovered pages through a session into the archive and the index."""

    def __init__(
        self,
        session: Session,
        archive: Archive,
        visits: Visits,
        settings: Settings,
        clock: Clock,
        progress: Callable[[str], None] | None,
    ) -> None:
        self.session = session
        self._archive, self._visits, self._settings, self._clock = archive, visits, settings, clock
        self._progress = progress
        self.failed: list[FailedItem] = []
        self.problems: list[Problem] = []
        self.tally = Tally()

    async def collect(self, found: list[Discovered], *, again: bool) -> None:
        """Fetch what is due, hosts side by side, the pages of one host in turn."""
        for one in found:
            own = Job(one.source.url, key(one.source.url), [_own(one)], one.source)
            if one.page is not None:
                await self._accept(own, one.page)
            elif one.failure is not None and one.source.kind in ("auto", "page"):
                await self._fail(own, one.failure)
        due, known = self.plan(found, again=again)
        self.tally.known = len(known)
        for job in known:
            await self._discovered_again(job)
        lanes: dict[str, list[Job]] = defaultdict(list)
        for job in due:
            lanes[host_of(job.url)].append(job)
        try:
            async with asyncio.TaskGroup() as group:
                for host, jobs in lanes.items():
                    group.create_task(self._lane(host, jobs))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from errors  # the first one ended the run; callers know it by its own type
        self.tally.requests, self.tally.received = self.session.lanes.requests, self.session.lanes.received

    async def _lane(self, host: str, jobs: list[Job]) -> None:
        for job in jobs:
            try:
                reply = await self.session.get(job.url, About("page", tuple(job.found), job.source.hints))
            except (DocumentError, Unreachable) as error:
                await self._fail(job, error)
            else:
                await self._accept(job, reply)
            if self._progress is not None:
                self._progress(job.url)
        await self.session.leave(host)

    def plan(self, found: list[Discovered], *, again: bool) -> tuple[list[Job], list[Job]]:
        """Merge the jobs of all sources by document; return those due now, the sources taking turns, and the others."""
        merged: dict[str, Job] = {}
        ranks: dict[str, int] = {}
        for one in found:
            rank = 0
            for name, job in one.jobs.items():
                if name in merged:
                    _merge(merged[name], job)
                    continue
                merged[name] = job
                if self._visits.page(job.url) is None and self._visits.page(job.key) is not None:
                    job.url = job.key
                if self._is_due(job, again=again):
                    if rank < one.source.limit:
                        ranks[name] = rank
                    rank += 1
        due = sorted((merged[name] for name in ranks), key=lambda job: (is_variant(job.url), ranks[job.key]))
        return due, [job for name, job in merged.items() if name not in ranks]

    def _is_due(self, job: Job, *, again: bool) -> bool:
        page = self._visits.page(job.url)
        if page is None or again:
            return True
        return page.due <= self._clock.now() or (job.moment is not None and job.moment > page.visited)

    async def _discovered_again(self, job: Job) -> None:
        """Record new ways to a document that is in the archive already."""
        page = self._visits.page(job.url)
        if page is None or page.record_id is None:
            return
        canonical = page.canonical or job.key
        found = self._visits.add_discoveries(canonical, job.found)
        fields = [("discovery", str(way)) for way in found]
        fields += [("relation", relation) for relation in self._visits.add_relations(canonical, job.relations)]
        if fields:
            await self._note(job.url, page.record_id, [("canonical", canonical), *fields])

    async def _accept(self, job: Job, reply: Reply) -> None:
        """Take in an answer: what document it is, whether it is new, how it was found, what it is related to."""
        with self._visits.transaction():
            page, fields = self._take_in(job, reply)
        if fields and page.record_id:
            await self._note(reply.url, page.record_id, fields)
        if reply.fresh:
            self.tally.fetched += 1
            host = host_of(reply.url)
            self.tally.hosts[host] = self.tally.hosts.get(host, 0) + 1
        else:
            self.tally.unchanged += 1

    def _take_in(self, job: Job, reply: Reply) -> tuple[Page, list[tuple[str, str]]]:
        """Bring the index up to date; return the page and what a note beside its record must say, if anything."""
        head = read_head(reply.exchange.body, reply.url)
        canonical = choose(reply.url, head.canonical)
        if not reply.fresh and reply.known is not None and reply.known.canonical:
            canonical = reply.known.canonical
        page = after(reply, canonical=canonical, settings=self._settings.web, now=self._clock.now())
        self._visits.save(page)
        for url in {job.url, *reply.asked} - {reply.url}:
            self._visits.save(_alias(page, url))
        fields = self._capture(job, reply, canonical) if reply.fresh else []
        relations = [*job.relations, *(f"alternate {language} {target}" for language, target in head.alternates)]
        relations += [f"amphtml {head.amp}"] if head.amp else []
        relations += [f"redirect {url}" for url in reply.asked[:-1]]
        known = self._visits.add_discoveries(canonical, job.found)
        fields += [("discovery", str(way)) for way in known] if not reply.fresh else []
        fields += [("relation", relation) for relation in self._visits.add_relations(canonical, relations)]
        return page, [("canonical", canonical), *fields] if fields else []

    def _capture(self, job: Job, reply: Reply, canonical: str) -> list[tuple[str, str]]:
        """Index a new answer as a capture of its document, unless another page of the document is there already."""
        addresses = {other.url for other in self._visits.captures(canonical=canonical)}
        if addresses and reply.url not in addresses and key(reply.url) != canonical:
            return [("role", "variant")]
        where, date = reply.stored.location, warc_date(reply.exchange.date)
        self._visits.add_capture(
            Captured(where, clean(reply.url), canonical, date, reply.stored.digest, job.source.hints)
        )
        return []

    async def _fail(self, job: Job, error: DocumentError | Unreachable) -> None:
        """Record why a page was not had: a rejection with its evidence, or a page put off to another run.

        A page that may be had later, and one whose document is in the archive, is never a rejection but a problem.
        """
        later = isinstance(error, Unreachable)
        now = self._clock.now()
        evidence = self.session.evidence.pop(job.url, None)
        known = self._visits.page(job.url)
        if error.code in _BUDGETS:
            self.tally.put_off += 1
        else:
            page = failed(known, job.url, error.code, settings=self._settings.web, now=now, soon=later)
            self._visits.save(page)
        captured = self._visits.has_capture((known.canonical if known else None) or job.key)
        if captured or error.code in _BUDGETS:
            self.problems.append(Problem(job.source.name, job.url, error.code, error.message))
            return
        rejection = DocumentError("capture", error.code, error.message)
        await self._reject(job, rejection, evidence)

    async def _reject(self, job: Job, error: DocumentError, evidence: Raw | None) -> None:
        self.failed.append(FailedItem(job.url, job.key, error, evidence))
        self._visits.add_failure(Failure(job.url, job.key, error.code, error.message, evidence))
        about = About("page", tuple(job.found), job.source.hints)
        moment = datetime.fromtimestamp(self._clock.now(), UTC)
        await self._archive.write(lambda: failure_group(job.url, moment, about, error, evidence))

    async def _note(self, url: str, refers_to: str, fields: list[tuple[str, str]]) -> None:
        moment = datetime.fromtimestamp(self._clock.now(), UTC)
        await self._archive.write(lambda: note_group(url, moment, refers_to, fields))


def _own(one: Discovered) -> Found:
    return Found("source", one.source.url, one.source.name)


def _merge(job: Job, other: Job) -> None:
    if is_variant(job.url) and not is_variant(other.url):
        job.url = other.url
    job.found += [way for way in other.found if way not in job.found]
    job.relations += other.relations
    job.moment = max(filter(None, (job.moment, other.moment)), default=None)


def _alias(page: Page, url: str) -> Page:
    """Return the row of an address that led to ``page`` by a redirect: due with it, with no body of its own."""
    return Page(
        url=url,
        canonical=page.canonical,
        record_id=page.record_id,
        visited=page.visited,
        due=page.due,
        interval=page.interval,
        visits=page.visits,
    )
