"""Quotations that stand in the target language already: what was said in English is not put into other English."""

from __future__ import annotations

import re

from ingest.translate.checks.lexicon import english_words

_QUOTED = re.compile(r"[“„\"«»‹‚‘](?P<words>[^“”„\"«»‹›]{15,})[”“\"»«›’‘]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FUNCTION_WORDS = frozenset(
    """the of and to is are were be been that this these those with for from by it its they them their you your he his
    she her we our us not no nor but or if how what which who when where why would should could can may must have has
    had do does did at on as any all than then there here about into out up under over""".split()  # noqa: SIM905 - reads
)
"""Words that hold English together and that other European languages do not write."""
_FEWEST = 2
_SHARE = 0.2
_ENGLISH = 0.9


def quoted_in_target(text: str, source: str, target: str) -> list[tuple[int, int]]:
    """Return the ranges of quotations in a text of language ``source`` that are in ``target`` already.

    Only for English as the target. English it is when nine of ten words are, and one in five holds English together:
    sure enough to leave the words of others alone, and rather too strict than too lax.
    """
    if not target.startswith("en") or source.startswith("en"):
        return []
    return [match.span("words") for match in _QUOTED.finditer(text) if _is_english(match["words"])]


def _is_english(text: str) -> bool:
    words = [word.replace("’", "'").lower() for word in _WORD.findall(text)]
    held = sum(word in _FUNCTION_WORDS for word in words)
    known = sum(word in english_words() for word in words)
    return held >= max(_FEWEST, _SHARE * len(words)) and known >= _ENGLISH * len(words)
