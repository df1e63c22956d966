"""``untranslated``: the target, or a clause or word of it, is still in the source language."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.translate.checks.lexicon import Lexicon, english_words, lexicon
from ingest.translate.checks.names import find_names
from ingest.translate.checks.pair import Pair

RUN = 3
"""Words in a row, not all of them capitalised, that are taken for a copied clause."""
SHARE = 0.5


def untranslated(pair: Pair) -> float:
    """Return 1 when words of the source stand in the target that English does not have; names may stay."""
    if not pair.target_words:
        return 0.0
    source = pair.source_vocabulary
    copied = [word.casefold() in source for word in pair.target_words]
    if not any(copied):
        return 0.0
    known = lexicon(pair.source_language.split("-")[0].lower())
    ours = {name.text.casefold() for name in find_names(pair.source, pair.source_language)}
    copied = [same and word.casefold() not in ours for word, same in zip(pair.target_words, copied, strict=True)]
    mostly = sum(copied) > SHARE * len(copied)
    if not known.common:
        return float(mostly or _longest_run(pair.target_words, copied) >= RUN)
    return float(any(mostly or not in_name for in_name in _kept_words(pair.target_words, copied, known)))


def _kept_words(words: list[str], copied: list[bool], known: Lexicon) -> Iterator[bool]:
    """Yield, for each copied word that is common in its language and not English, whether it looks like a name.

    A capitalised word beside another copied and capitalised word does: Volker Hahn is no cock.
    """
    english = english_words()
    capitals = [same and word[0].isupper() for word, same in zip(words, copied, strict=True)]
    for index, (word, same) in enumerate(zip(words, copied, strict=True)):
        if not same or len(word) == 1 or word.lower() in english:
            continue
        if word in known.common if capitals[index] else known.is_common(word):
            yield capitals[index] and any(capitals[max(0, index - 1) : index] + capitals[index + 1 : index + 2])


def _longest_run(words: list[str], copied: list[bool]) -> int:
    """Return the longest run of copied words that holds one in lower case."""
    best = run = 0
    lower = False
    for word, same in zip(words, copied, strict=True):
        run = run + 1 if same else 0
        lower = same and (lower or word.islower())
        best = max(best, run if lower else 0)
    return best
