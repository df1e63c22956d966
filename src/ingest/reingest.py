"""Documents that are known, done again from a chosen stage; first what would be done, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from ingest.diff import Change, Kept, changes
from ingest.errors import ConfigurationError
from ingest.outcomes import Outcome, Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch, StartStage
from ingest.records import Record, Rejection
from ingest.run import Run
from ingest.select import Selection, State, chosen, state_of
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.catalog import is_url
from ingest.sources.known import Known, fetch_again
from ingest.store.entries import Entry
from ingest.store.records import RecordStore

ReingestStage = Literal["fetch", "extract", "identify", "translate"]
_THEN: dict[ReingestStage, tuple[str, ...]] = {
    "fetch": ("fetch", "extract", "identify", "translate"),
    "extract": ("extract", "identify", "translate"),
    "identify": ("identify", "translate"),
    "translate": ("translate",),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One document that would be done again, and how."""

    entry: Entry
    state: State
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One document that was done again; no changes mean that the result is the same to the byte."""

    entry: Entry
    changes: tuple[Change, ...]
    rejected: bool


@dataclass
class Reingest:
    """A run over chosen documents. Look at `planned`; take the batches, process each, and ask for what `changed`."""

    run: Run
    start: ReingestStage
    planned: tuple[Planned, ...]
    _before: dict[str, Kept] = field(default_factory=dict)

    def batches(self) -> Iterator[Batch]:
        """Yield the batches to be done; what their documents are now is kept for `changed`."""
        store = self.run.pipeline.store
        for batch in self.run.batches(self._items()):
            self._before.update((task.item.id, _read(store, task.item.id)) for task in batch.tasks)
            yield batch

    def changed(self, batch: Batch, summary: Summary) -> list[Changed]:
        """Return what changed in the documents of a processed batch with this summary; not of those that were not done.

        These met a bug, or kept their translation because the wanted one cannot be had.
        """
        store, found = self.run.pipeline.store, list[Changed]()
        outcomes = {outcome.id: outcome for outcome in summary.attention}
        for task in batch.tasks:
            before, after = self._before.pop(task.item.id, None), _read(store, task.item.id)
            if task.entry and _was_done(outcomes.get(task.item.id), after):
                found.append(Changed(task.entry, changes(before, after), isinstance(after, Rejection)))
        return found

    def result(self, changed: Sequence[Changed]) -> str:
        """Say in a sentence, without its full stop, what became of the documents, given all that were done."""
        differing = sum(bool(each.changes) for each in changed)
        left = len(self.planned) - len(changed)
        more = f", {left} were not done" if left else ""
        return f"{differing} documents changed, {len(changed) - differing} came out the same to the byte{more}"

    def _items(self) -> Sequence[Item]:
        known, fetched = Known(self.run.pipeline.settings), self._fetched()
        items: list[Item] = []
        for planned in self.planned:
            entry = planned.entry
            item = fetched.get(entry.id) or self._item(entry, known)
            if item:
                items.append(item)
            else:
                self.run.also(f"{entry.uri}: its record is gone or damaged; `ingest run` makes it anew.")
        return items

    def _item(self, entry: Entry, known: Known) -> Item | None:
        store = self.run.pipeline.store
        if entry.stage == "capture" and (page := known.refused(entry.id)):
            return page
        kept = store.sound_rejection(entry.id) if entry.outcome == "rejected" else store.sound(entry.id)
        return known.item(kept.source, kept.raw) if kept else None

    def _fetched(self) -> dict[str, Item]:
        """Fetch the pages anew where that was asked for; one that cannot be had is done from the bytes that were kept.

        The run names it among its problems, or, where no bytes are kept, among its rejections.
        """
        pages = [planned.entry.uri for planned in self.planned if is_url(planned.entry.uri)]
        if self.start != "fetch" or not pages:
            return {}
        fetched = fetch_again(pages, self.run.pipeline.settings)
        for problem in fetched.problems:
            self.run.also(f"{problem.url or problem.source}: {problem.code}. {problem.message}")
        ids = {planned.entry.id for planned in self.planned}
        never_had = {planned.entry.id for planned in self.planned if planned.entry.stage == "capture"}
        self.run.fetched(item for item in fetched.items if item.id in ids)
        for failed in fetched.failed:
            if failed.id not in never_had:  # its bytes lie in an archive that the fetcher does not know
                self.run.also(f"{failed.uri}: {failed.error.code}. {failed.error.message}")
        refused = (failed for failed in fetched.failed if failed.id in never_had)
        came: tuple[Item, ...] = (*refused, *fetched.items)
        return {item.id: item for item in came}


@contextmanager
def open_reingest(settings: Settings, selection: Selection, *, start: ReingestStage, reason: str) -> Iterator[Reingest]:
    """Open a pipeline and a run over the selected documents; see `choose`."""
    with open_pipeline(settings) as pipeline:
        yield choose(pipeline, selection, start=start, reason=reason)


def choose(pipeline: Pipeline, selection: Selection, *, start: ReingestStage, reason: str) -> Reingest:
    """Return a run over the selected documents, of which nothing is done yet; ``reason`` goes into the run log.

    Raises ConfigurationError for an empty selection, an unknown identifier, or a missing reason.
    """
    if not reason.strip():
        raise ConfigurationError("Say why: the reason is written to the run log.")
    entries = chosen(selection, ledger=pipeline.ledger, store=pipeline.store)
    planned = tuple(Planned(entry, state_of(entry), _stages(entry, start)) for entry in entries)
    sources = tuple(f"{name}={value}" for name, value in selection.model_dump(mode="json").items() if value)
    return Reingest(Run(pipeline, sources, start=_first(start), reason=reason.strip()), start, planned)


def _stages(entry: Entry, start: ReingestStage) -> tuple[str, ...]:
    if start == "fetch" and is_url(entry.uri):
        return _THEN["fetch"]
    return _THEN["extract"] if entry.outcome == "rejected" else _THEN[_first(start)]


def _first(start: ReingestStage) -> StartStage:
    return "extract" if start == "fetch" else start


def _was_done(outcome: Outcome | None, kept: Kept) -> bool:
    """Return whether what is kept of a document is what this outcome, if it needs attention, speaks of."""
    if outcome is None or outcome.what != "unchanged":
        return outcome is None or outcome.what != "failed"
    translation = kept.translation if isinstance(kept, Record) else None
    return translation is not None and translation.status == outcome.translation


def _read(store: RecordStore, document_id: str) -> Kept:
    return store.sound_rejection(document_id) or store.sound(document_id)
