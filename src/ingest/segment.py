"""Cuts an identified article into sentences that keep their offsets.

sentencex proposes the boundaries; it loses no character and needs no model. Around it: a line break is a boundary,
code stays whole lines, a table row falls into its cells, and marks without a letter or digit join a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from ingest.ordinals import goes_on
from ingest.records import IdentifiedArticle, IdentifiedBlock, SegmentedArticle, Span, Tool
from ingest.versions import version_of

RULES_VERSION = 2
UNDETERMINED = "und"
FALLBACK_LANGUAGE = "en"

Range = tuple[int, int]

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CELL = re.compile(r"[^\t|]*[\t|]?")
_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\W*")
_ABBREVIATED = re.compile(r"(?:\b\w{1,4}|\d)\.$")
_QUOTES = str.maketrans(dict.fromkeys('"„“”«»‚‘›‹', " "))
_OPENING = re.compile(r"\s[(\[\"„“”«»‚‘›‹]+\s*$")
_LOWER_START = re.compile(r"(?<=\w{6}[.!?])\s+(?=[a-zà-ÿ]{2})")


def tool() -> Tool:
    """Return the fingerprint of this stage."""
    return Tool(name="sentencex", version=version_of("sentencex"), parameters={"rules": RULES_VERSION})


def segment(article: IdentifiedArticle) -> SegmentedArticle:
    """Return the article with spans that cover every character but white space exactly once, in order.

    A span lies within one block and neither begins nor ends with white space.
    """
    spans = [
        Span(block=index, start=start, end=end)
        for index, block in enumerate(article.blocks)
        for start, end in _block_ranges(article, block)
    ]
    return SegmentedArticle(article=article, spans=tuple(spans))


def _block_ranges(article: IdentifiedArticle, block: IdentifiedBlock) -> Iterator[Range]:
    tag = next((tag for tag in (block.language, article.language.tag) if tag != UNDETERMINED), FALLBACK_LANGUAGE)
    language = tag.split("-")[0].lower()
    for line in _LINE.finditer(article.text, block.start, block.end):
        for start, end in _line_ranges(article.text, line.span(), block, language):
            yield _strip(article.text, start, end)


def _line_ranges(text: str, line: Range, block: IdentifiedBlock, language: str) -> Iterator[Range]:
    start, end = _strip(text, *line)
    if start >= end:
        return
    if block.kind == "code":
        yield start, end
    elif block.kind == "table":
        cells = [match.span() for match in _CELL.finditer(text, start, end) if match.group().strip()]
        for cell in _join(text, cells, language):
            yield from _sentences(text, cell, language)
    else:
        yield from _sentences(text, (start, end), language)


def _sentences(text: str, line: Range, language: str) -> list[Range]:
    """Return the sentences of one line; their union is the line.

    Quote marks are hidden from sentencex, which would keep a quotation of five sentences in one piece.
    """
    start, end = line
    ends: list[int] = []
    for sentence in sentencex.segment(language, text[start:end].translate(_QUOTES)):
        lower = [match.end() for match in _LOWER_START.finditer(sentence)]
        ends += [start + cut for cut in (*lower, len(sentence))]
        start += len(sentence)
    cuts = [line[0], *(_before_opening(text, cut) for cut in ends if cut < end), end]
    return _join(text, [cut for cut in pairwise(cuts) if text[slice(*cut)].strip()], language)


def _before_opening(text: str, cut: int) -> int:
    """Return the boundary moved before opening marks: they belong to the sentence that they open."""
    opening = _OPENING.search(text, max(0, cut - 5), cut)
    return opening.start() + 1 if opening and not text[cut : cut + 1].isspace() else cut


def _join(text: str, ranges: list[Range], language: str) -> list[Range]:
    """Join what is no sentence of its own to its neighbour: bare marks, enumerators, cut abbreviations and ordinals."""
    joined: list[Range] = []
    for start, end in ranges:
        before = text[slice(*joined[-1])] if joined else ""
        part = text[start:end]
        if joined and (_is_bare(before) or _is_bare(part) or _is_cut(before.rstrip(), part.lstrip(), language)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_bare(part: str) -> bool:
    return not any(char.isalnum() for char in part) or _ENUMERATOR.fullmatch(part.strip()) is not None


def _is_cut(before: str, after: str, language: str) -> bool:
    """Whether the sentence goes on: behind an ordinal, or in lower case after an abbreviation or a quotation."""
    if goes_on(before, after, language):
        return True
    lower = after[:1].islower() or after[:1] in ",;:"
    return lower and (
        _ABBREVIATED.search(before) is not None or (not before[-1:].isalnum() and before[-1:] not in ".!?")
    )


def _strip(text: str, start: int, end: int) -> Range:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
