"""``low_score`` (negation): "not", "no" or "without" got lost or was added, and the sentence says the opposite."""

from __future__ import annotations

from ingest.translate.checks.opposites import Opposites, opposites
from ingest.translate.checks.pair import WORD, Pair

_SHORT = ("n't", "n’t")


def negation(pair: Pair) -> float:
    """Return 1 when one side denies something and the other holds nothing that could deny it.

    Two negations of which one is lost raise nothing: languages count them differently. A negation that stands on both
    sides in the same word was left untranslated, which is another flag.
    """
    source, target = opposites(pair.source_language), opposites(pair.target_language)
    if source is None or target is None:
        return 0.0
    ours, theirs = pair.source_vocabulary, pair.target_vocabulary
    lost, added = negations(ours, source), negations(theirs, target)
    if bool(lost) == bool(added) or not (lost | added).isdisjoint(ours & theirs):
        return 0.0
    if lost:
        return float(_denies(pair.source_prose, source) and not _may_deny(theirs, target))
    return float(_denies(pair.target_prose, target) and not _may_deny(ours, source))


def negations(words: frozenset[str], table: Opposites) -> frozenset[str]:
    """Return the plain negations among words."""
    return (words & table.negations).union(word for word in words if word.endswith(_SHORT))


def _denies(text: str, table: Opposites) -> bool:
    """Whether a plain negation stands in the text, besides those that deny nothing."""
    left = table.harmless.sub(" ", text.lower())
    return bool(negations(frozenset(WORD.findall(left)), table))


def _may_deny(words: frozenset[str], table: Opposites) -> bool:
    """Whether anything among the words could deny something."""
    return bool(table.negation_kin.find(words)) or any(map(table.shapes.fullmatch, words))
