"""``repetition``: the decoder fell into a loop, of syllables, words, phrases or clauses."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from ingest.translate.checks.pair import Pair

LONGEST = 12
LOOP_LETTERS = 9
"""Letters of a syllable loop; "hahaha" is fine."""
_SYLLABLES = re.compile(r"(\w{2,6}?)\1{2,}", re.IGNORECASE)
_LONG_WORD = re.compile(rf"\w{{{LOOP_LETTERS},}}")
_SIGNS = re.compile(r"([^\w\s.…-])(?:\s*\1){3,}")
_TOKEN = re.compile(r"\w+(?:['’.,:/-]\w+)*")


def repetition(pair: Pair) -> float:
    """Return 1 when something comes again in a row although the source does not repeat it.

    A single word must come three times, or twice when the source does not double a word either; a phrase twice.
    """
    target = _tokens(pair.target)
    signs, syllables, theirs = _SIGNS.search(pair.target), _syllables(pair.target), _runs(target)
    often = _scattered(target)
    if not (signs or syllables or theirs or often):
        return 0.0
    if signs and not _SIGNS.search(pair.source):
        return 1.0
    if _syllables(pair.source):
        return 0.0
    return float(syllables or _comes_again(target, _tokens(pair.source), theirs, often))


def _comes_again(target: list[str], source: list[str], theirs: dict[int, int], often: int) -> bool:
    ours = _runs(source)
    for size, times in theirs.items():
        if times > ours.get(size, 1) and (size > 1 or times > max(2, *ours.values(), 2)):
            return True
    if often > _scattered(source):
        return True
    return theirs.get(1, 1) > 1 and max(ours.values(), default=1) == 1 and _is_odd_double(target)


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _runs(tokens: list[str]) -> dict[int, int]:
    """Return, for each phrase length, how often at most a phrase of that many tokens comes in a row (2 or more)."""
    places: dict[str, list[int]] = {}
    again: dict[int, list[int]] = {}
    longest = min(LONGEST, len(tokens) // 2)
    for index, token in enumerate(tokens):
        before = places.setdefault(token, [])
        for place in reversed(before):
            if index - place > longest:
                break
            again.setdefault(index - place, []).append(index)
        before.append(index)
    found: dict[int, int] = {}
    for size in sorted(again):
        best = run = 0
        last = -1
        for index in again[size]:
            run = run + 1 if index == last + 1 else 1
            best, last = max(best, run), index
        if best >= size:
            found[size] = 1 + best // size
    return found


def _scattered(tokens: list[str]) -> int:
    """Return how often the most frequent run of four tokens comes, in a row or not, if three or more."""
    if len(tokens) - len(set(tokens)) < 5:  # noqa: PLR2004 - one word six times is four of them thrice
        return 0
    counts: dict[tuple[str, ...], int] = {}
    for gram in zip(*(islice(tokens, start, None) for start in range(4)), strict=False):
        counts[gram] = counts.get(gram, 0) + 1
    most = max(counts.values(), default=0)
    return most if most > 2 else 0  # noqa: PLR2004 - see above


_FINE_DOUBLES = {"that", "had", "is", "so", "very", "no", "yes", "ha", "bye", "again", "never", "many", "more", "long"}


def _is_odd_double(tokens: list[str]) -> bool:
    return any(
        first == second and first not in _FINE_DOUBLES and not first.isdigit() for first, second in pairwise(tokens)
    )


def _syllables(text: str) -> bool:
    return any(
        not match[1].isdigit() and len(match.group()) >= LOOP_LETTERS
        for word in _LONG_WORD.findall(text)
        for match in _SYLLABLES.finditer(word)
    )
