"""One run over some sources: discover, plan, process, report. The command line and the flows drive it alike."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import JsonValue

from ingest.coverage import cover
from ingest.digest import document_id
from ingest.errors import DocumentError, TransientError
from ingest.outcomes import Outcome, Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch, StartStage
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.given import HARMLESS, Given, check_sources
from ingest.store.ledger import shown
from ingest.store.runs import RunLog, RunReport, RunStore
from ingest.versions import version_of

if TYPE_CHECKING:
    from ingest.signing import SecretKey
    from ingest.sources.warc import WarcItem


@dataclass
class Run:
    """A run in progress. Take its batches, process each, add up the summaries, and finish."""

    pipeline: Pipeline
    sources: tuple[str, ...]
    start: StartStage | None = None
    reason: str | None = None
    tags: tuple[str, ...] = ()
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    on_fetch: Callable[[str], None] | None = None
    _refused: list[Outcome] = field(default_factory=list)
    _remarks: list[str] = field(default_factory=list)
    _key: SecretKey | None = None

    def __post_init__(self) -> None:
        """Read the key that signs the log: one that cannot be used stops the run before it did anything."""
        settings = self.pipeline.settings
        if settings.signing_key:
            from ingest.signing import load_secret_key  # noqa: PLC0415 - loads cryptography, which few runs need

            self._key = load_secret_key(settings.path(settings.signing_key))

    @cached_property
    def _given(self) -> Given:
        settings = self.pipeline.settings
        again = self.start is not None
        return Given(self.sources, settings, self._refuse, tags=self.tags, again=again, on_fetch=self.on_fetch)

    @property
    def problems(self) -> tuple[str, ...]:
        """What a person should know beside the documents: refused packages, unreadable feeds, hosts put off."""
        web = (f"{one.url or one.source}: {one.code}. {one.message}" for one in self._given.problems)
        return (*self.pipeline.notices, *self.pipeline.engine.faults, *web, *self._remarks)

    @property
    def troubled(self) -> bool:
        """Whether any of the problems needs a person; the others mend themselves in the next run."""
        known = self.pipeline.notices or self.pipeline.engine.faults or self._remarks
        return bool(known) or any(one.code not in HARMLESS for one in self._given.problems)

    @property
    def known(self) -> int:
        """How many pages the web sources offer that were fetched before and are not due or not changed."""
        return self._given.known

    def also(self, remark: str) -> None:
        """Add a problem, in a sentence for people."""
        self._remarks.append(remark)

    def fetched(self, items: Iterable[WarcItem]) -> None:
        """Say that these pages were fetched for this run; at its end they count as dealt with."""
        self._given.fetched += items

    def items(self) -> Iterator[Item]:
        """Yield the documents of all sources; web sources are fetched first. What cannot be read is rejected."""
        return self._given.items()

    def batches(self, items: Sequence[Item]) -> Iterator[Batch]:
        """Yield the batches to be done."""
        return self.pipeline.plan(items, start=self.start)

    def process(self, batch: Batch) -> Summary:
        """Bring one batch up to date and return what became of it.

        Where a store does not answer, only the documents that cannot be read fail, until the next run.
        """
        try:
            return self.pipeline.process_batch(batch)
        except TransientError:
            return self.pipeline.process_apart(batch)

    def finish(self, summary: Summary) -> tuple[Summary, RunLog]:
        """Write the run log; return the whole summary, refused sources included, and the log."""
        summary += Summary.of(self._refused)
        settings, ledger = self.pipeline.settings, self.pipeline.ledger
        now = datetime.now(UTC)
        report = RunReport(
            started_at=self.started_at,
            finished_at=now,
            host=platform.node(),
            version=version_of(),
            sources=self.sources,
            settings=shown_settings(settings),
            reason=self.reason,
            counts={str(what): count for what, count in sorted(summary.counts.items())},
            tallies=summary.tallies,
            outcomes=summary.outcomes,
        )
        log = RunStore(settings.location(settings.processed), ledger.locks).write(
            report,
            unsealed=ledger.unsealed,
            sign=self._signer(now),
            cover=lambda before: cover(before, summary.tallies, now),
        )
        ledger.mark_sealed(log.files)
        self._given.delivered([outcome.id for outcome in summary.outcomes if outcome.what == "failed"])
        return summary, log

    def _signer(self, now: datetime) -> Callable[[bytes], bytes] | None:
        key = self._key
        return (lambda log: key.sign(log, f"timestamp:{int(now.timestamp())}")) if key else None

    def _refuse(self, uri: str, error: DocumentError) -> None:
        self._refused.append(self.pipeline.refuse(uri, document_id(uri), error))


@contextmanager
def open_run(
    settings: Settings,
    sources: Sequence[str] = (),
    *,
    start: StartStage | None = None,
    reason: str | None = None,
    tags: Sequence[str] = (),
) -> Iterator[Run]:
    """Open a run over ``sources`` (default: the project's raw folder); raise ConfigurationError for wrong ones."""
    chosen = tuple(sources) or (str(settings.location(settings.raw)),)
    check_sources(chosen)
    with open_pipeline(settings) as pipeline:
        yield Run(pipeline, chosen, start=start, reason=reason, tags=tuple(tags))


def shown_settings(settings: Settings) -> dict[str, JsonValue]:
    """Return the settings as a run log may show them: without the machine's paths and without passwords."""
    values: dict[str, JsonValue] = settings.model_dump(mode="json", exclude={"root", "ledger", "signing_key"})
    return {**values, "ledger": shown(settings.ledger) if settings.ledger else None}
