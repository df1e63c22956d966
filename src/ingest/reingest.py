"""Documents that are known, done again from a chosen stage; first what would be done, then what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.diff import Change, Kept, changes
from ingest.errors import ConfigurationError
from ingest.pipeline import open_pipeline
from ingest.plan import Batch, StartStage
from ingest.run import Run
from ingest.select import Selection, State, chosen, state_of
from ingest.settings import Settings
from ingest.sources import Item
from ingest.sources.known import item_of
from ingest.store.entries import Entry
from ingest.store.records import RecordStore

_THEN: dict[StartStage, tuple[str, ...]] = {
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
    """A run over chosen documents. Look at `planned`, take the batches, process each, then ask for `changed`."""

    run: Run
    start: StartStage
    planned: tuple[Planned, ...]
    _before: dict[str, Kept]

    def batches(self) -> Iterator[Batch]:
        """Yield the batches to be done."""
        return self.run.batches(self._items())

    def remember(self, batch: Batch) -> None:
        """Keep what the documents of a batch are now, for `changed`; to be called before the batch is processed."""
        store = self.run.pipeline.store
        self._before.update((task.item.id, _read(store, task.item.id)) for task in batch.tasks)

    def changed(self, batch: Batch) -> list[Changed]:
        """Return what changed in the documents of a batch that was processed."""
        store = self.run.pipeline.store
        return [
            Changed(task.entry, changes(self._before.pop(task.item.id, None), _read(store, task.item.id)))
            for task in batch.tasks
            if task.entry
        ]

    def _items(self) -> Sequence[Item]:
        pipeline = self.run.pipeline
        items = []
        for planned in self.planned:
            kept = _read(pipeline.store, planned.entry.id)
            items.append(item_of(planned.entry.uri, kept.raw if kept else None, pipeline.settings))
        return items


@contextmanager
def open_reingest(settings: Settings, selection: Selection, *, start: StartStage, reason: str) -> Iterator[Reingest]:
    """Open a run over the selected documents; ``reason`` goes into the run log.

    Raises ConfigurationError for an empty selection, an unknown identifier, or a missing reason.
    """
    if not reason.strip():
        raise ConfigurationError("Say why: the reason is written to the run log.")
    with open_pipeline(settings) as pipeline:
        entries = chosen(selection, ledger=pipeline.ledger, store=pipeline.store)
        planned = tuple(Planned(entry, state_of(entry), _stages(entry, start)) for entry in entries)
        sources = tuple(f"{name}={value}" for name, value in selection.model_dump(mode="json").items() if value)
        yield Reingest(Run(pipeline, sources, start=start, reason=reason.strip()), start, planned, {})


def _stages(entry: Entry, start: StartStage) -> tuple[str, ...]:
    return _THEN["extract"] if entry.outcome == "rejected" else _THEN[start]


def _read(store: RecordStore, document_id: str) -> Kept:
    return store.read_rejection(document_id) or store.read(document_id)
