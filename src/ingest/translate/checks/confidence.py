"""``low_score`` (unsure, made_up_word): the model was unsure, or wrote a word that does not exist."""

from __future__ import annotations

from ingest.translate.checks.lexicon import english_words
from ingest.translate.checks.pair import Pair

UNSURE = -0.7
"""Mean log probability per token below which a reader should be warned; see docs/translation.md."""
LEAST_LETTERS = 4
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "ness", "able")


def unsure(pair: Pair) -> float:
    """Return how unsure the model was, 0.5 at `UNSURE`."""
    return 0.0 if pair.score is None else min(1.0, max(0.0, pair.score / UNSURE / 2))


def made_up_word(pair: Pair) -> float:
    """Return 1 when a word of an English target is no word."""
    return float(pair.target_language == "en" and bool(garbled_words(pair)))


def garbled_words(pair: Pair) -> list[str]:
    """Return the words in lower case that neither English nor the source has: "inhalary", "servanced"."""
    english = english_words()
    return [
        word
        for word in pair.target_words
        if word not in english
        and word.islower()
        and len(word) >= LEAST_LETTERS
        and word.isascii()
        and word not in pair.source_vocabulary
        and not _is_derived(word, english)
    ]


def _is_derived(word: str, english: frozenset[str]) -> bool:
    """Whether a word is an English one with an ending, or two of them in one."""
    if "'" in word or "’" in word:
        return True
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    if any(stem in english or stem + "e" in english for stem in stems if len(stem) >= LEAST_LETTERS):
        return True
    cuts = range(LEAST_LETTERS - 1, len(word) - LEAST_LETTERS + 2)
    return any(word[:cut] in english and word[cut:] in english for cut in cuts)
