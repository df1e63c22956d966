"""The stages in order, over batches of documents: plan what must be done, do it, keep it.

A document is done again only from the first stage whose input or fingerprint changed. A batch is committed document
by document, so that a run that dies loses nothing but time.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from time import perf_counter

from ingest.digest import digest
from ingest.errors import DocumentError, IngestError, TransientError
from ingest.outcomes import Outcome, Summary, kept_outcome, written_outcome
from ingest.plan import Batch, Planner, StartStage, Task, settled_outcome
from ingest.records import Capture, Raw, Record, Rejection, Source, Translation
from ingest.settings import Settings
from ingest.sources import Item
from ingest.stages import (
    Analysis,
    Work,
    article_of,
    assemble,
    capture_step,
    identified_of,
    no_provenance,
    reject,
    translate_step,
)
from ingest.store.entries import entry_of_record, entry_of_rejection
from ingest.store.ledger import Ledger
from ingest.store.library import open_library
from ingest.store.records import RecordStore
from ingest.translate import translate
from ingest.translate.engine import Engine
from ingest.translate.options import TranslationOptions, open_options
from ingest.workers import Analyst, Crash, PoolAnalyst


@dataclass(frozen=True, slots=True)
class _Job:
    """A task that was read: the capture, and the state from which the document must be done."""

    task: Task
    capture: Capture
    record: Record | None
    work: Work


@dataclass
class Pipeline:
    """Everything a run needs, opened once; see `open_pipeline`."""

    settings: Settings
    store: RecordStore
    ledger: Ledger
    engine: Engine
    options: TranslationOptions
    analyst: Analyst
    notices: tuple[str, ...] = ()

    @cached_property
    def _planner(self) -> Planner:
        return Planner(self.settings, self.store, self.ledger, self.engine, self.options)

    def plan(self, items: Iterable[Item], *, start: StartStage | None = None) -> Iterator[Batch]:
        """Yield what must be done; see `Planner.plan`."""
        return self._planner.plan(items, start=start)

    def process_batch(self, batch: Batch) -> Summary:
        """Bring one batch up to date and return what became of it, and how long it took."""
        began = perf_counter()
        summary = self.process(batch.tasks)
        return batch.settled + summary.took(perf_counter() - began)

    def process_apart(self, batch: Batch) -> Summary:
        """Bring a batch up to date one by one, where it met a TransientError: what meets it again fails, alone."""
        return sum((self._apart(task) for task in batch.tasks), batch.settled)

    def _apart(self, task: Task) -> Summary:
        try:
            return self.process([task])
        except TransientError as error:
            item = task.item
            return Summary.of(
                [Outcome(id=item.id, uri=item.uri, what="failed", code="not_answered", message=str(error))]
            )

    def process(self, tasks: Sequence[Task]) -> Summary:
        """Bring these documents up to date and return what became of each."""
        outcomes: list[Outcome] = []
        jobs: list[_Job] = []
        for task in tasks:
            read = self._read(task)
            if isinstance(read, Outcome):
                outcomes.append(read)
            else:
                jobs.append(read)
        if jobs:
            outcomes += self._do(jobs)
        return Summary.of(outcomes)

    def rebuild(self, item: Item, revision: int) -> Record | None:
        """Make a record anew from its raw bytes and write nothing; None where it cannot be made.

        Raises DocumentError when the bytes cannot be read.
        """
        capture = item.capture()
        [result] = self.analyst.analyse([capture])
        if not isinstance(result, Analysis):
            return None
        [translation] = self._translate([result])
        if isinstance(translation, Crash):
            return None
        record = self._assemble(_Job(Task(item, None), capture, None, capture), result, translation)
        return record.model_copy(update={"revision": revision})

    def refuse(self, uri: str, document_id: str, error: DocumentError, *, raw: Raw | None = None) -> Outcome:
        """Keep the rejection of something that could not even be read; ``raw`` is what evidence there is of it."""
        rejection = Rejection(
            id=document_id,
            source=Source(
                uri=uri,
                canonical_uri=uri,
                site=None,
                retrieved_at=None,
                media_type="application/octet-stream",
                http=None,
            ),
            raw=raw,
            stage=error.stage,
            code=error.code,
            message=error.message,
            provenance=no_provenance(self._config_sha256),
        )
        return self._reject(rejection, stamp="")

    def _read(self, task: Task) -> _Job | Outcome:
        item, entry = task.item, task.entry
        try:
            capture = item.capture()
        except DocumentError as error:
            return self.refuse(item.uri, item.id, error, raw=item.raw)
        start = self._planner.start(task, capture)
        if start is None and entry:
            self.ledger.put([replace(entry, stamp=item.stamp)])
            return settled_outcome(entry)
        record = None if start == "extract" else self.store.sound(capture.id)
        if record is None or record.raw.sha256 != capture.raw.sha256:
            return _Job(task, capture, None, capture)
        return _Job(task, capture, record, article_of(record) if start == "identify" else identified_of(record))

    def _do(self, jobs: Sequence[_Job]) -> list[Outcome]:
        results = self.analyst.analyse([job.work for job in jobs])
        outcomes: list[Outcome] = []
        ready: list[tuple[_Job, Analysis]] = []
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Analysis):
                ready.append((job, result))
            elif isinstance(result, DocumentError):
                budget = self.settings.extraction
                rejection = reject(job.capture, result, config_sha256=self._config_sha256, budget=budget)
                outcomes.append(self._reject(rejection, stamp=job.task.item.stamp))
            else:
                outcomes.append(_crashed(job, result))
        translations = self._translate([analysis for _, analysis in ready])
        for (job, analysis), translation in zip(ready, translations, strict=True):
            if isinstance(translation, Crash):
                outcomes.append(_crashed(job, translation))
            else:
                outcomes.append(self._commit(job, analysis, translation))
        return outcomes

    def _translate(self, analyses: Sequence[Analysis]) -> Sequence[Translation | Crash | None]:
        """Translate all together; should a bug be met, one by one, so that it costs one document only."""
        articles = [analysis.segmented for analysis in analyses]
        try:
            return translate(articles, engine=self.engine, target=self.settings.target, options=self.options)
        except IngestError:
            raise
        except Exception:  # noqa: BLE001 - the boundary where a bug in one document must not cost the others
            if len(analyses) == 1:
                return [Crash(traceback.format_exc())]
            return [self._translate([analysis])[0] for analysis in analyses]

    def _commit(self, job: _Job, analysis: Analysis, translation: Translation | None) -> Outcome:
        record = self._assemble(job, analysis, translation)
        if translation and translation.status == "unavailable" and (kept := self._translated(record)):
            return kept_outcome(kept, translation)
        record, change = self.store.commit(record)
        self.ledger.put([entry_of_record(record, job.task.item.stamp)], self.store.written(record))
        return written_outcome(record, change)

    def _translated(self, record: Record) -> Record | None:
        """Return the record that has this text translated already, into whatever language: it is not thrown away."""
        known = self.store.sound(record.id)
        if known and known.text == record.text and known.raw == record.raw and known.translation:
            return known if known.translation.status in ("complete", "partial") else None
        return None

    def _assemble(self, job: _Job, analysis: Analysis, translation: Translation | None) -> Record:
        article = analysis.segmented.article
        languages = list(dict.fromkeys((article.language.tag, *(block.language for block in article.blocks))))
        taken = {step.name: step for step in job.record.provenance.steps} if job.record else {}
        taken["capture"] = capture_step(job.capture)
        taken.update((step.name, step) for step in analysis.steps)
        taken["translate"] = translate_step(article, self._planner.translate_tool(languages), translation)
        steps = tuple(taken[name] for name in ("capture", "extract", "identify", "translate"))
        return assemble(article, translation, steps=steps, config_sha256=self._config_sha256)

    def _reject(self, rejection: Rejection, *, stamp: str) -> Outcome:
        self.store.reject(rejection)
        entry = entry_of_rejection(rejection, stamp)
        self.ledger.put([entry], self.store.written(rejection))
        return settled_outcome(entry)

    @property
    def _config_sha256(self) -> str:
        return _config_sha256(self.settings)


@contextmanager
def open_pipeline(
    settings: Settings, *, engine: Engine | None = None, analyst: Analyst | None = None
) -> Iterator[Pipeline]:
    """Open what a run needs and close it after; raise ConfigurationError when something cannot be used."""
    store, ledger = open_library(settings)
    refused: list[str] = []
    if engine is None:
        from ingest.translate.argos import open_engine  # noqa: PLC0415 - heavy, and not needed with another engine

        engine = open_engine(settings, refused=refused)
    analyst = analyst or PoolAnalyst(settings.workers, settings.extraction)
    try:
        yield Pipeline(settings, store, ledger, engine, open_options(settings), analyst, tuple(refused))
    finally:
        analyst.close()
        ledger.close()


@cache
def _config_sha256(settings: Settings) -> str:
    """Return the digest of the settings that can show in a record."""
    return digest(settings.model_dump(mode="json", include={"target", "translation", "extraction"}))


def _crashed(job: _Job, crash: Crash) -> Outcome:
    return Outcome(
        id=job.capture.id,
        uri=job.task.item.uri,
        site=job.capture.source.site or "",
        what="failed",
        code="bug",
        message=f"A bug in this program; nothing is lost, please report it.\n{crash.traceback}",
    )
