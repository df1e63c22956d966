"""One run over some sources: discover, plan, process, report. The command line and the flows drive it alike."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.digest import document_id
from ingest.errors import ConfigurationError, DocumentError
from ingest.outcomes import Outcome, Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch, StartStage
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.files import find_files
from ingest.store.runs import RunLog, RunStore
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
        return batch.settled + self.pipeline.process(batch.tasks)

    def finish(self, summary: Summary) -> tuple[Summary, RunLog]:
        """Write the run log; return the whole summary, refused sources included, and the log."""
        summary += Summary.of(self._refused)
        settings = self.pipeline.settings
        log = RunStore(settings.path(settings.processed)).write(
            summary,
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            host=platform.node(),
            version=version_of(),
            sources=self.sources,
            settings=settings.model_dump(mode="json", exclude={"root"}),
            reason=self.reason,
        )
        return summary, log

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
    chosen = tuple(sources) or (str(settings.path(settings.raw)),)
    missing = [source for source in chosen if not os.path.lexists(source)]
    if missing:
        raise ConfigurationError(f"There is no file or folder {', '.join(missing)}; check the name.")
    with open_pipeline(settings) as pipeline:
        yield Run(pipeline, chosen, start=start, reason=reason)
