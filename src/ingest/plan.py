"""What must be done: documents against the ledger, before any byte of them is read.

A document is done again only from the first stage whose input or fingerprint changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, get_args

from pydantic import JsonValue

from ingest.extract import tool as extract_tool
from ingest.identify import tool as identify_tool
from ingest.outcomes import Outcome, Summary
from ingest.records import Capture, Tool
from ingest.segment import tool as segment_tool
from ingest.settings import Settings
from ingest.sources import Item
from ingest.stages import BUDGET_CODES, within
from ingest.store.entries import Entry, fingerprint
from ingest.store.ledger import Ledger
from ingest.store.records import RecordStore
from ingest.translate import tool as translate_tool
from ingest.translate.engine import Engine
from ingest.translate.options import TranslationOptions

StartStage = Literal["extract", "identify", "translate"]
_STAGES: tuple[StartStage, ...] = get_args(StartStage)
_LOOKUP_SIZE = 1000
_SETTLED_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Task:
    """A document that must be looked at: what the ledger knows of it, and from where a person wants it done."""

    item: Item
    entry: Entry | None
    start: StartStage | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be done together, and those found settled on the way to them."""

    tasks: tuple[Task, ...]
    settled: Summary


@dataclass(frozen=True)
class Planner:
    """Decides from which stage a document must be done."""

    settings: Settings
    store: RecordStore
    ledger: Ledger
    engine: Engine
    options: TranslationOptions
    _fingerprints: dict[tuple[str, int], str] = field(default_factory=dict)

    def plan(self, items: Iterable[Item], *, start: StartStage | None = None) -> Iterator[Batch]:
        """Yield what must be done, in batches of `Settings.batch_size`; the last one may hold no task.

        ``start`` asks for every document to be done again from that stage at the latest. An item whose id came before
        is passed over.
        """
        seen: set[str] = set()
        tasks: list[Task] = []
        settled = Summary()
        outcomes: list[Outcome] = []
        source = iter(items)
        while chunk := list(islice(source, _LOOKUP_SIZE)):
            ids = [item.id for item in chunk]
            known = self.ledger.get(ids)
            for name, item in zip(ids, chunk, strict=True):
                if name in seen:
                    continue
                seen.add(name)
                entry = known.get(name)
                if start is None and entry and self._is_settled(entry, item.stamp):
                    outcomes.append(settled_outcome(entry))
                else:
                    tasks.append(Task(item, entry, start))
                if len(tasks) == self.settings.batch_size:
                    yield Batch(tuple(tasks), settled + Summary.of(outcomes))
                    tasks, settled, outcomes = [], Summary(), []
            if len(outcomes) >= _SETTLED_SIZE:  # summed up here, so that a million of them need no memory
                settled, outcomes = settled + Summary.of(outcomes), []
        yield Batch(tuple(tasks), settled + Summary.of(outcomes))

    def _is_settled(self, entry: Entry, stamp: str) -> bool:
        return (
            bool(stamp)
            and stamp == entry.stamp
            and entry.stage != "capture"
            and self.first_stage(entry) is None
            and self.store.has(entry.id, entry.outcome)
        )

    def first_stage(self, entry: Entry) -> StartStage | None:
        """Return the first stage whose fingerprint is not the one this document was made with."""
        extraction = extract_tool(entry.media_type)
        if entry.code in BUDGET_CODES and entry.stage == "extract":
            extraction = within(extraction, self.settings.extraction)
        if entry.extract != _tool_fingerprint(extraction):
            return "extract"
        if entry.outcome == "rejected":
            return None
        if entry.identify != _tool_fingerprint(identify_tool()):
            return "identify"
        if entry.translate != self._translate_fingerprint(entry.languages):
            return "translate"
        return None

    def _translate_fingerprint(self, languages: str) -> str:
        key = (languages, len(self.engine.packages))  # a package that cannot be loaded is dropped on the way
        found = self._fingerprints.get(key)
        if found is None:
            found = _tool_fingerprint(self.translate_tool(languages.split()))
            self._fingerprints[key] = found
        return found

    def translate_tool(self, languages: Sequence[str]) -> Tool:
        """Return the fingerprint of translating a document in these languages (its own first, then its blocks')."""
        tool = translate_tool(languages, engine=self.engine, target=self.settings.target, options=self.options)
        segmenter = segment_tool()
        sentences: dict[str, JsonValue] = {"tool": segmenter.name, "version": segmenter.version, **segmenter.parameters}
        return tool.model_copy(update={"parameters": {**tool.parameters, "sentences": sentences}})

    def start(self, task: Task, capture: Capture) -> StartStage | None:
        """Return the stage from which a captured document must be done; None when nothing must be."""
        entry = task.entry
        if entry is None or _differs(entry, capture) or not self.store.has(entry.id, entry.outcome):
            return "extract"
        asked = "extract" if task.start and entry.outcome == "rejected" else task.start  # there is nothing later
        wanted = (asked, self.first_stage(entry))
        return min((stage for stage in wanted if stage), key=_STAGES.index, default=None)


def settled_outcome(entry: Entry) -> Outcome:
    """Return the outcome of a document that needs nothing: unchanged, or still rejected."""
    if entry.outcome == "rejected":
        return Outcome(
            id=entry.id, uri=entry.uri, what="rejected", site=entry.site, code=entry.code, message=entry.message
        )
    return Outcome.model_validate(
        {
            "id": entry.id,
            "uri": entry.uri,
            "what": "unchanged",
            "site": entry.site,
            "language": entry.languages.partition(" ")[0],
            "translation": entry.translation or None,
            "code": entry.code,
            "message": entry.message,
        }
    )


def _tool_fingerprint(tool: Tool) -> str:
    return fingerprint(tool.name, tool.version, tool.parameters)


def _differs(entry: Entry, capture: Capture) -> bool:
    return (entry.raw_sha256, entry.sidecar_sha256) != (capture.raw.sha256, capture.sidecar_sha256 or "")
