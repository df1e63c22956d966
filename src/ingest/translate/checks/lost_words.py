"""``low_score`` (lost_words): the model paid no attention to words of content, and likely left them out.

A word that was translated has a target token that attended to it, at 0.7 to 1.0; one that was left out has none. Yet
articles, auxiliaries and particles often have no token of their own either, and a verb may be rendered by its noun. So
there must be two words of content in a row, or a noun to which the model paid next to none, nor to a word beside it.

A language is checked when it has a file ``data/<language>/light_words.txt``: words of four letters or more that a good
translation may leave out, or that other checks look after (days, months, units), in lower case, between white space.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from ingest.translate.checks.pair import WORD, Pair

SHARP = 0.5
"""Median attention to words of content, at least. Models whose attention is an average over many heads stay below it,
and with them nothing can be told."""
LOW = 0.2
"""Attention to a lost word, at most, as a share of the median."""
ALONE = 0.08
"""The same for a noun that is lost alone."""
MENDED = 0.25
"""Score that another attempt must stay below: half as much attention again. One that writes the same in other words,
and only just passes, mends nothing."""
LEAST_LETTERS = 4
SHORT_ENDING = len("en")
LONG_ENDING = len("innen")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_OF_CONTENT = re.compile(rf"(?=.*\w{{{LEAST_LETTERS}}})[^\W\d_]+(?:[-/'’][^\W\d_]+)*")
_SENTENCE_ENDS = (".", ":", "!", "?", "…")


class _Word(NamedTuple):
    attention: float
    """As a share of the median."""
    is_content: bool
    is_noun: bool
    """Whether it has a capital inside a sentence: a noun in German, a name elsewhere."""


def lost_words(pair: Pair) -> float:
    """Return how surely words of content are lost, 0.5 and more where they are."""
    words = _words(pair)
    content = [word.attention for word in words if word.is_content]
    told = [max(pair) / LOW for pair in pairwise(content)]
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        if word.is_noun and any(beside and beside.attention < LOW for beside in (before, after)):
            told.append(word.attention / ALONE)
    return max(0.0, 1 - min(told) / 2) if told else 0.0


def _words(pair: Pair) -> list[_Word]:
    """Return the words of the source; none where their language has no table or the attention is too dull."""
    light = light_words(pair.source_language)
    if not light:
        return []
    read = [(_EDGES.sub("", word.text), word.attention) for word in pair.attention]
    content = [bool(_OF_CONTENT.fullmatch(word)) and word.casefold() not in light for word, _ in read]
    of_content = [(word.casefold(), attention) for (word, attention), yes in zip(read, content, strict=True) if yes]
    usual = median(attention for _, attention in of_content) if of_content else 0.0
    if usual < SHARP:
        return []
    best = {of_content[0][0]: usual}  # the first token of the target, which is not counted, may stand for the first
    for word, attention in of_content:
        best[word] = max(attention, best.get(word, 0.0))
    told = {word for word, attention in best.items() if attention >= 2 * LOW * usual}
    best |= {word: usual for word in best.keys() - told if _is_among(word, told | pair.target_vocabulary)}
    starts = [True, *(word.text.endswith(_SENTENCE_ENDS) for word in pair.attention[:-1])]
    return [
        _Word((best[word.casefold()] if yes else attention) / usual, yes, yes and not starts_one and word[0].isupper())
        for (word, attention), yes, starts_one in zip(read, content, starts, strict=True)
    ]


def _is_among(word: str, others: AbstractSet[str]) -> bool:
    """Whether a word, or a part of one with hyphens, stands among others, with another ending maybe.

    So do names ("Merkels", "Merkel's"), and what is said twice and translated once: "Bürgerinnen und Bürger".
    """
    return any(_is_form(part, other) for part in WORD.findall(word) for other in others)


def _is_form(word: str, other: str) -> bool:
    begin = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(word, other, strict=False)))
    short, long = sorted((len(word) - begin, len(other) - begin))
    return begin >= LEAST_LETTERS and short <= SHORT_ENDING and long <= LONG_ENDING


@cache
def light_words(language: str) -> frozenset[str]:
    """Return the light words of a language (BCP-47; only the primary subtag counts); none when it has no table."""
    path = files(__package__) / "data" / language.split("-", maxsplit=1)[0].lower() / "light_words.txt"
    return frozenset(path.read_text("utf-8").split()) if path.is_file() else frozenset()
