"""What became of documents in a run: one outcome each, their sum, and the sum for each source and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from pydantic import Field

from ingest.records import Frozen, Record, Translation, TranslationStatus, WarningFlag, document_name

_WARNINGS = frozenset(get_args(WarningFlag))
What = Literal["new", "changed", "redone", "unchanged", "rejected", "failed"]
"""failed: a bug met on this document, or its store did not answer; it is tried again in the next run."""


class Outcome(Frozen):
    """What became of one document."""

    id: str
    uri: str
    what: What
    site: str = Field(default="", description="Registered domain; empty for a local file.")
    language: str = ""
    translation: TranslationStatus | None = None
    segments: int = Field(default=0, description="Sentences translated in this run.")
    flagged: int = Field(default=0, description="Of these, how many carry a warning.")
    words: int = Field(default=0, description="Source words translated in this run.")
    code: str = ""
    message: str = ""

    @property
    def source(self) -> str:
        """Where documents like this come from: the site, or the folder of a local file."""
        return self.site or self.uri.rpartition("/")[0] or "."

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look: no record, or no complete translation."""
        return self.what in ("rejected", "failed") or self.translation in ("partial", "unavailable", "failed")


class Tally(Frozen):
    """The sum of a run's outcomes for one source and language."""

    source: str
    language: str
    counts: dict[What, int] = Field(default_factory=dict)
    rejected: dict[str, int] = Field(default_factory=dict, description="Rejections by code.")
    translated: int = Field(default=0, description="Documents translated in this run.")
    segments: int = 0
    flagged: int = 0
    words: int = 0
    seconds: float = Field(default=0.0, description="Time of the batches, shared out by words.")

    @classmethod
    def of(cls, source: str, language: str, outcomes: Sequence[Outcome]) -> Tally:
        """Sum the outcomes of one source and language up."""
        return cls(
            source=source,
            language=language,
            counts=dict(Counter(outcome.what for outcome in outcomes)),
            rejected=dict(Counter(outcome.code for outcome in outcomes if outcome.what == "rejected")),
            translated=sum(outcome.words > 0 for outcome in outcomes),
            segments=sum(outcome.segments for outcome in outcomes),
            flagged=sum(outcome.flagged for outcome in outcomes),
            words=sum(outcome.words for outcome in outcomes),
        )

    def __add__(self, other: Tally) -> Tally:
        """Return the sum of two parts of a run."""
        return Tally(
            source=self.source,
            language=self.language,
            counts=dict(Counter(self.counts) + Counter(other.counts)),
            rejected=dict(Counter(self.rejected) + Counter(other.rejected)),
            translated=self.translated + other.translated,
            segments=self.segments + other.segments,
            flagged=self.flagged + other.flagged,
            words=self.words + other.words,
            seconds=self.seconds + other.seconds,
        )

    @property
    def found(self) -> int:
        """How many documents were looked at."""
        return sum(self.counts.values())


class Summary(Frozen):
    """The sum of outcomes. Unchanged documents are counted, and listed only where they need attention."""

    counts: dict[What, int] = Field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    tallies: tuple[Tally, ...] = Field(default=(), description="By source and language, in this order.")

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Summary:
        """Sum outcomes up."""
        every = tuple(outcomes)
        counts = Counter(outcome.what for outcome in every)
        listed = tuple(outcome for outcome in every if outcome.what != "unchanged" or outcome.needs_attention)
        return cls(counts=dict(counts), outcomes=listed, tallies=_tallies(every))

    def __add__(self, other: Summary) -> Summary:
        """Return the sum of two parts of a run."""
        counts = Counter(self.counts) + Counter(other.counts)
        tallies = {(tally.source, tally.language): tally for tally in self.tallies}
        for tally in other.tallies:
            key = (tally.source, tally.language)
            tallies[key] = tallies[key] + tally if key in tallies else tally
        return Summary(
            counts=dict(counts),
            outcomes=self.outcomes + other.outcomes,
            tallies=tuple(tallies[key] for key in sorted(tallies)),
        )

    def took(self, seconds: float) -> Summary:
        """Return the same summary with this time shared out over its tallies, by the words they translated."""
        words = sum(tally.words for tally in self.tallies) or 1
        shares = [tally.seconds + seconds * tally.words / words for tally in self.tallies]
        tallies = (
            tally.model_copy(update={"seconds": share}) for tally, share in zip(self.tallies, shares, strict=True)
        )
        return self.model_copy(update={"tallies": tuple(tallies)})

    @property
    def total(self) -> int:
        """How many documents were looked at."""
        return sum(self.counts.values())

    @property
    def attention(self) -> tuple[Outcome, ...]:
        """The documents that a person should look at."""
        return tuple(outcome for outcome in self.outcomes if outcome.needs_attention)

    @property
    def complete(self) -> bool:
        """Whether every document has a record and, where it needs one, a whole translation."""
        return not self.attention


def written_outcome(record: Record, what: What) -> Outcome:
    """Return the outcome of a document that got this record."""
    translation = record.translation
    segments = translation.segments if translation else ()
    reason = translation.reason if translation else None
    return Outcome(
        id=record.id,
        uri=document_name(record.source, record.raw),
        site=record.source.site or "",
        what=what,
        language=record.language.tag,
        translation=translation.status if translation else None,
        segments=len(segments),
        flagged=sum(1 for segment in segments if not _WARNINGS.isdisjoint(segment.flags)),
        words=sum(len(record.text[segment.start : segment.end].split()) for segment in segments),
        code=reason.code if reason else "",
        message=reason.message if reason else "",
    )


def kept_outcome(record: Record, wanted: Translation) -> Outcome:
    """Return the outcome of a document that cannot be translated as asked and keeps the translation it has."""
    had = record.translation.target_language if record.translation else ""
    reason = f"{wanted.reason.message} " if wanted.reason else ""
    return Outcome(
        id=record.id,
        uri=document_name(record.source, record.raw),
        site=record.source.site or "",
        what="unchanged",
        language=record.language.tag,
        translation="unavailable",
        code=wanted.reason.code if wanted.reason else "",
        message=f"{reason}The record keeps its translation into {had}.",
    )


def _tallies(outcomes: Sequence[Outcome]) -> tuple[Tally, ...]:
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.source, outcome.language), []).append(outcome)
    return tuple(Tally.of(*key, groups[key]) for key in sorted(groups))
