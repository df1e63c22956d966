"""``low_score`` (polarity): a key word became its opposite, such as "banned" for "erlaubt" or "father" for "Mutter"."""

from __future__ import annotations

from ingest.translate.checks.negation import negations
from ingest.translate.checks.opposites import is_turned, opposites
from ingest.translate.checks.pair import Pair


def polarity(pair: Pair) -> float:
    """Return 1 when the target says the opposite of a word of the source, and nothing that could be the word itself.

    A text that holds both of a pair says nothing, and neither does one that has a negation where the other has none:
    "not allowed" is "forbidden".
    """
    source, target = opposites(pair.source_language), opposites(pair.target_language)
    if source is None or target is None:
        return 0.0
    ours, theirs = pair.source_vocabulary, pair.target_vocabulary
    if not is_turned(ours, source, theirs, target):
        return 0.0
    return float(bool(negations(ours, source)) == bool(negations(theirs, target)))
