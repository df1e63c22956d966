"""``low_score`` (polarity): a key word became its opposite, such as "banned" for "erlaubt" or "father" for "Mutter"."""

from __future__ import annotations

from ingest.translate.checks.negation import negations
from ingest.translate.checks.opposites import KIN, OPPOSITES, opposites
from ingest.translate.checks.pair import Pair

_OPPOSITE = dict(OPPOSITES) | {other: one for one, other in OPPOSITES}


def polarity(pair: Pair) -> float:
    """Return 1 when the target says the opposite of a word of the source, and nothing that could be the word itself.

    A text that holds both of a pair says nothing, and neither does one that has a negation where the other has none:
    "not allowed" is "forbidden".
    """
    source, target = opposites(pair.source_language), opposites(pair.target_language)
    if source is None or target is None:
        return 0.0
    ours, theirs = source.concepts.find(pair.source_vocabulary), target.concepts.find(pair.target_vocabulary)
    if not any(_turned(one, ours, theirs) for one in ours & _OPPOSITE.keys()):
        return 0.0
    return float(bool(negations(pair.source_vocabulary, source)) == bool(negations(pair.target_vocabulary, target)))


def _turned(one: str, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a concept of the source stands in the target as its opposite, and neither side holds both."""
    other = _OPPOSITE[one]
    return other in theirs and {one, one + KIN}.isdisjoint(theirs) and {other, other + KIN}.isdisjoint(ours)
