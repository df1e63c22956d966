"""Documents that are known, done again from a chosen stage; first what would be done, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from ingest.diff import Change, Kept, changes
from ingest.errors import ConfigurationError
from ingest.pipeline import open_pipeline
from ingest.plan import Batch, StartStage
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


@dataclass
class Reingest:
    """A run over chosen documents. Look at `planned`; take the batches, process each, and ask for what `changed`."""

    run: Run
    start: ReingestStage
    planned: tuple[Planned, ...]
    _before: dict[str, Kept]

    def batches(self) -> Iterator[Batch]:
        """Yield the batches to be done; what their documents are now is kept for `changed`."""
        store = self.run.pipeline.store
        for batch in self.run.batches(self._items()):
            self._before.update((task.item.id, _read(store, task.item.id)) for task in batch.tasks)
            yield batch

    def changed(self, batch: Batch) -> list[Changed]:
        """Return what changed in the documents of a batch that was processed."""
        store = self.run.pipeline.store
        return [
            Changed(task.entry, changes(self._before.pop(task.item.id, None), _read(store, task.item.id)))
            for task in batch.tasks
            if task.entry
        ]

    def _items(self) -> Sequence[Item]:
        pipeline, known = self.run.pipeline, Known(self.run.pipeline.settings)
        fetched: Mapping[str, Item] = {}
        if self.start == "fetch":
            pages = [planned.entry.uri for planned in self.planned if is_url(planned.entry.uri)]
            fetched = fetch_again(pages, pipeline.settings)
        items: list[Item] = []
        for planned in self.planned:
            kept = _read(pipeline.store, planned.entry.id)
            if kept:
                items.append(fetched.get(kept.id) or known.item(kept.source, kept.raw))
        return items


@contextmanager
def open_reingest(settings: Settings, selection: Selection, *, start: ReingestStage, reason: str) -> Iterator[Reingest]:
    """Open a run over the selected documents; ``reason`` goes into the run log.

    Raises ConfigurationError for an empty selection, an unknown identifier, or a missing reason.
    """
    if not reason.strip():
        raise ConfigurationError("Say why: the reason is written to the run log.")
    with open_pipeline(settings) as pipeline:
        entries = chosen(selection, ledger=pipeline.ledger, store=pipeline.store)
        planned = tuple(Planned(entry, state_of(entry), _stages(entry, start)) for entry in entries)
        sources = tuple(f"{name}={value}" for name, value in selection.model_dump(mode="json").items() if value)
        yield Reingest(Run(pipeline, sources, start=_first(start), reason=reason.strip()), start, planned, {})


def _stages(entry: Entry, start: ReingestStage) -> tuple[str, ...]:
    if start == "fetch" and is_url(entry.uri):
        return _THEN["fetch"]
    return _THEN["extract"] if entry.outcome == "rejected" else _THEN[_first(start)]


def _first(start: ReingestStage) -> StartStage:
    return "extract" if start == "fetch" else start


def _read(store: RecordStore, document_id: str) -> Kept:
    return store.read_rejection(document_id) or store.read(document_id)
