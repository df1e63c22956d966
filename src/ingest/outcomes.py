"""What became of documents in a run: one outcome each, and their sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from ingest.records import Frozen, TranslationStatus

What = Literal["new", "changed", "redone", "unchanged", "rejected", "failed"]
"""failed: a bug met on this document; it is tried again in the next run."""


class Outcome(Frozen):
    """What became of one document."""

    id: str
    uri: str
    what: What
    language: str = ""
    translation: TranslationStatus | None = None
    segments: int = Field(default=0, description="Sentences translated in this run.")
    flagged: int = Field(default=0, description="Of these, how many carry a warning.")
    words: int = Field(default=0, description="Source words translated in this run.")
    code: str = ""
    message: str = ""

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look: no record, or no complete translation."""
        return self.what in ("rejected", "failed") or self.translation in ("partial", "unavailable", "failed")


class Summary(Frozen):
    """The sum of outcomes. Unchanged documents are counted, and listed only where they need attention."""

    counts: dict[What, int] = Field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Summary:
        """Sum outcomes up."""
        every = tuple(outcomes)
        counts = Counter(outcome.what for outcome in every)
        listed = tuple(outcome for outcome in every if outcome.what != "unchanged" or outcome.needs_attention)
        return cls(counts=dict(counts), outcomes=listed)

    def __add__(self, other: Summary) -> Summary:
        """Return the sum of two parts of a run."""
        counts = Counter(self.counts) + Counter(other.counts)
        return Summary(counts=dict(counts), outcomes=self.outcomes + other.outcomes)

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
