"""What every check looks at: a source, its target, and their languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ingest.records import Detail, WarningFlag
from ingest.translate.engine import SourceWord
from ingest.translate.patterns import without_literals

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Pair:
    """A segment and its translation; ``score`` is the model's log probability per token, None when unknown.

    ``attention`` has the words of the source as the engine read them, with placeholders; empty when unknown.
    """

    source: str
    target: str
    source_language: str
    target_language: str = "en"
    score: float | None = None
    attention: tuple[SourceWord, ...] = ()

    @cached_property
    def source_prose(self) -> str:
        """The source without addresses, handles, file names and code."""
        return without_literals(self.source)

    @cached_property
    def target_prose(self) -> str:
        """The target without addresses, handles, file names and code."""
        return without_literals(self.target)

    @cached_property
    def source_words(self) -> list[str]:
        """The words of the source prose."""
        return WORD.findall(self.source_prose)

    @cached_property
    def target_words(self) -> list[str]:
        """The words of the target prose."""
        return WORD.findall(self.target_prose)

    @cached_property
    def source_vocabulary(self) -> frozenset[str]:
        """The words of the source prose, without case."""
        return frozenset(word.casefold() for word in self.source_words)

    @cached_property
    def target_vocabulary(self) -> frozenset[str]:
        """The words of the target prose, without case."""
        return frozenset(word.casefold() for word in self.target_words)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the flag that it raises when its score, 0 (sound) to 1 (surely wrong), reaches the threshold.

    ``detail`` says what is doubtful where checks share a flag. A repair must stay below ``mended`` where that is
    stricter.
    """

    flag: WarningFlag
    score: Callable[[Pair], float]
    threshold: float = 0.5
    detail: Detail | None = None
    mended: float | None = None

    def limit(self, *, repaired: bool) -> float:
        """Return the score that raises the flag."""
        return self.mended if repaired and self.mended is not None else self.threshold
