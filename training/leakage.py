"""No line that a score is measured on may be in the training data: exact and near matches, in folded spelling.

A line leaks if it equals a held-out line, shares three word 5-grams and at least half of those of the shorter of the
two, or any word 10-gram (8-gram with a text held out as `strict`, such as a document whose translation will be read).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from training.pairs import Pair, fold, words

SHORT, LONG, STRICT = 5, 10, 8
FEWEST = 3


class LeakageError(Exception):
    """Held-out text stands in the training data: nothing may be trained on it."""


@dataclass(frozen=True)
class Leak:
    """A line of training data and why it may not be there."""

    line: str
    reason: str


def _grams(tokens: list[str], size: int) -> Iterator[str]:
    for start in range(len(tokens) - size + 1):
        yield " ".join(tokens[start : start + size])


@dataclass
class HeldOut:
    """An index of the held-out lines."""

    _exact: set[str] = field(default_factory=set)
    _long: dict[int, set[str]] = field(default_factory=lambda: {LONG: set(), STRICT: set()})
    _short: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _sizes: list[int] = field(default_factory=list)

    def add(self, lines: Iterable[str], *, strict: bool = False) -> None:
        """Hold out `lines`; with `strict` any shared 8-gram is a leak."""
        for line in lines:
            folded, tokens = fold(line), words(line)
            if not folded:
                continue
            self._exact.add(folded)
            size = STRICT if strict else LONG
            self._long[size].update(_grams(tokens, size))
            for gram in set(_grams(tokens, SHORT)):
                self._short[gram].append(len(self._sizes))
            self._sizes.append(max(0, len(tokens) - SHORT + 1))

    def find(self, line: str) -> str | None:
        """Why `line` leaks, or None."""
        if fold(line) in self._exact:
            return "equal"
        tokens = words(line)
        short = set(_grams(tokens, SHORT))
        hits = [gram for gram in short if gram in self._short]
        if not hits:
            return None
        shared = Counter(number for gram in hits for number in self._short[gram])
        if any(count >= max(FEWEST, min(len(short), self._sizes[number]) / 2) for number, count in shared.items()):
            return "half of the 5-grams"
        for size, grams in self._long.items():
            if any(gram in grams for gram in _grams(tokens, size)):
                return f"a {size}-gram"
        return None

    def leaks(self, pairs: Iterable[Pair]) -> Iterator[Leak]:
        """Every side of every pair that leaks."""
        for pair in pairs:
            for side in (pair.german, pair.english):
                reason = self.find(side)
                if reason is not None:
                    yield Leak(side, reason)


def require_clean(pairs: Iterable[Pair], held_out: HeldOut) -> None:
    """Raise LeakageError that shows the first leaks, if there is any."""
    found = [leak for leak, _ in zip(held_out.leaks(pairs), range(5), strict=False)]
    if found:
        shown = "; ".join(f"{leak.reason}: {leak.line[:80]!r}" for leak in found)
        raise LeakageError(f"held-out text in the training data ({shown})")
