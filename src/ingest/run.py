"""One run over some sources: discover, plan, process, report. The command line and the flows drive it alike."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from pydantic import JsonValue

from ingest.coverage import cover
from ingest.digest import document_id
from ingest.errors import ConfigurationError, DocumentError
from ingest.outcomes import Outcome, Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch, StartStage
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.files import find_files
from ingest.store.ledger import shown
from ingest.store.runs import RunLog, RunReport, RunStore
from ingest.versions import version_of


@dataclass
class Run:
    """A run in progress. Take its batches, process each, add up the summaries, and finish."""

    pipeline: Pipeline
    sources: tuple[str, ...]
    start: StartStage | None = None
    reason: str | None = None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _refused: list[Outcome] = field(default_factory=list)

    def items(self) -> Iterator[Item]:
        """Yield the documents of all sources; what cannot be read becomes a rejection."""
        settings = self.pipeline.settings
        for source in self.sources:
            yield from find_files(
                Path(source),
                root=settings.root,
                max_bytes=settings.extraction.max_bytes,
                on_error=self._refuse,
            )

    def batches(self, items: Sequence[Item]) -> Iterator[Batch]:
        """Yield the batches to be done."""
        return self.pipeline.plan(items, start=self.start)

    def process(self, batch: Batch) -> Summary:
        """Bring one batch up to date and return what became of it."""
        began = perf_counter()
        summary = self.pipeline.process(batch.tasks)
        return batch.settled + summary.took(perf_counter() - began)

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
        return summary, log

    def _signer(self, now: datetime) -> Callable[[bytes], bytes] | None:
        settings = self.pipeline.settings
        if settings.signing_key is None:
            return None
        from ingest.signing import load_secret_key  # noqa: PLC0415 - loads cryptography, which few runs need

        key = load_secret_key(settings.path(settings.signing_key))
        return lambda log: key.sign(log, f"timestamp:{int(now.timestamp())}")

    def _refuse(self, uri: str, error: DocumentError) -> None:
        self._refused.append(self.pipeline.refuse(uri, document_id(uri), error))


@contextmanager
def open_run(
    settings: Settings,
    sources: Sequence[str] = (),
    *,
    start: StartStage | None = None,
    reason: str | None = None,
) -> Iterator[Run]:
    """Open a run over ``sources`` (default: the project's raw folder); raise ConfigurationError for wrong ones."""
    chosen = tuple(sources) or (str(settings.location(settings.raw)),)
    missing = [source for source in chosen if "://" not in source and not os.path.lexists(source)]
    if missing:
        raise ConfigurationError(f"There is no file or folder {', '.join(missing)}; check the name.")
    with open_pipeline(settings) as pipeline:
        yield Run(pipeline, chosen, start=start, reason=reason)


def shown_settings(settings: Settings) -> dict[str, JsonValue]:
    """Return the settings as a run log may show them: without the machine's paths and without passwords."""
    values: dict[str, JsonValue] = settings.model_dump(mode="json", exclude={"root", "ledger"})
    return {**values, "ledger": shown(settings.ledger) if settings.ledger else None}
