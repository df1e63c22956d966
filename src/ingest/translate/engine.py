"""The seam between translation and whatever decodes: one small Protocol.

An engine knows packages, counts tokens and decodes; it never sees documents, offsets or flags. Splitting, pivoting,
protection, checks and repair are ours and work with every engine that passes ``tests/translate/engine_contract.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ingest.errors import ConfigurationError
from ingest.records import PackageUse


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for a translation."""

    beam_size: int = 4
    no_repeat_ngram: int = 0
    """Forbid a second occurrence of any run of this many tokens; 0 allows all."""


class SourceWord(NamedTuple):
    """A word that the engine read, and the largest attention (0 to 1) that one token of its hypothesis paid to it.

    What the first token of the hypothesis paid is not counted; see `attention`.
    """

    text: str
    attention: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """One hypothesis: its text, its log probability per token, and whether it ended before the decoding limit.

    ``words`` are those of the source; empty where an engine does not say what it paid attention to.
    """

    text: str
    score: float
    finished: bool
    words: tuple[SourceWord, ...] = ()


class UnusablePackageError(ConfigurationError):
    """A package that passed its checks and cannot be loaded all the same; the others go on without it."""

    def __init__(self, package: PackageUse, message: str) -> None:
        super().__init__(message)
        self.package = package


class Engine(Protocol):
    """Decodes batches of short texts with language packages."""

    @property
    def name(self) -> str:
        """A stable name for records, such as ``argos``."""
        ...

    @property
    def version(self) -> str:
        """The version of the code that decodes; part of the fingerprint of every translation."""
        ...

    @property
    def packages(self) -> Sequence[PackageUse]:
        """All packages, the preferred one of a pair first. Cheap: nothing is loaded."""
        ...

    @property
    def faults(self) -> Sequence[str]:
        """A sentence on each package that had to be dropped."""
        ...

    def drop(self, error: UnusablePackageError) -> None:
        """Go on without a package, as if it were not there, and remember its fault."""
        ...

    def limit(self, package: PackageUse) -> int:
        """Return the most tokens of one text that the package translates well; longer input is ours to split."""
        ...

    def count_tokens(self, package: PackageUse, text: str) -> int:
        """Return how many tokens the package reads ``text`` as."""
        ...

    def decode(self, package: PackageUse, texts: Sequence[str], decoding: Decoding) -> Iterator[tuple[int, Decoded]]:
        """Yield the index of each text with its hypothesis, in any order, as soon as it is there.

        The engine may go on with the next texts while the caller looks at one: the checks cost no time then.
        A hypothesis depends on its text, the package and ``decoding`` alone, never on the other texts of the call.
        Raises UnusablePackageError when the package cannot be loaded.
        """
        ...
