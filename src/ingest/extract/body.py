# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""The body: which of a page's blocks are the article, decided by several witnesses.

Trafilatura says which words it takes for the article, JSON-LD sometimes carries them; each block of the page that
holds them is in. Then rules with names (`ingest.extract.repairs`) mend what single extractors get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.hygiene import clean_line
from ingest.extract.layout import Piece
from ingest.extract.page import Page
from ingest.extract.repairs import repaired, size
from ingest.extract.trafilatura_text import main_pieces

CHUNK = 24
MIN_COVERAGE = 0.8
MIN_DESCRIBED = 200
LONG = 60

_MARKUP = re.compile(r"<(?:/?p|br|/?div|/?h\d|/?li|/?ul)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


class Body(NamedTuple):
    """The pieces of the article, and whether they had to be taken from its description (JSON-LD)."""

    pieces: list[Piece]
    from_description: bool


def body(page: Page, title: str | None) -> Body:
    """Return the article's body in reading order, without its title; no pieces where there is none."""
    blocks = page.blocks
    words = main_pieces(page.tree, precise=True)
    chosen = agreed(blocks, words)
    if size(blocks, chosen) < 0.5 * _prose(blocks):
        balanced = main_pieces(page.tree, precise=False)
        other = agreed(blocks, balanced)
        if size(blocks, other) > size(blocks, chosen):
            words, chosen = balanced, other
    paragraphs = described_paragraphs(page)
    shown = agreed(blocks, paragraphs)
    told = sum(len(key_of(piece.text)) for piece in paragraphs)
    if told >= MIN_DESCRIBED and size(blocks, shown) < 0.6 * told and told > 1.3 * size(blocks, chosen):
        return Body(_with_standfirst(page, chosen, paragraphs), from_description=True)
    if words and size(blocks, chosen) < MIN_COVERAGE * sum(len(key_of(piece.text)) for piece in words):
        return Body(words, from_description=False)
    whole = told >= MIN_DESCRIBED and size(blocks, shown) >= 0.9 * told
    chosen = repaired(page, chosen | (shown if told >= MIN_DESCRIBED else set()), title, shown if whole else set())
    return Body([Piece(blocks[at].kind, blocks[at].text) for at in sorted(chosen)], from_description=False)


def agreed(blocks: Sequence[DomBlock], words: Sequence[Piece]) -> set[int]:
    """Return the blocks whose words a witness has, following both in reading order; each text once."""
    text = "".join(key_of(piece.text) for piece in words)
    at = 0
    chosen: set[int] = set()
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks if text else ()):
        long = len(block.key) >= CHUNK
        found = text.find(block.key, at)
        if found >= 0 and (found - at <= 40 or long):
            at = found + len(block.key)
        elif not long or not (block.key in text or _mostly_in(block.key, text)):
            continue
        seen[block.key] = seen.get(block.key, 0) + 1
        if not long or seen[block.key] <= max(text.count(block.key), 1):
            chosen.add(index)
    return chosen


def _mostly_in(key: str, text: str) -> bool:
    """Say whether most of a block stands in the witness's words, cut up by links or notes that it dropped."""
    chunks = [key[at : at + CHUNK] for at in range(0, len(key) - CHUNK + 1, CHUNK)]
    return sum(chunk in text for chunk in chunks) >= 0.6 * len(chunks)


def _prose(blocks: Sequence[DomBlock]) -> int:
    """Return the characters of all paragraphs that read like prose and are not marked as furniture."""
    return sum(
        len(block.key) for block in blocks if not block.chrome and len(block.text) > LONG and block.link_share < 0.3
    )


def described_paragraphs(page: Page) -> list[Piece]:
    """Return the paragraphs of the article's text in JSON-LD."""
    text = _TAG.sub("", _MARKUP.sub("\n", page.described.body))
    return [Piece("paragraph", line) for raw in text.split("\n") if (line := clean_line(raw))]


def _with_standfirst(page: Page, chosen: set[int], paragraphs: list[Piece]) -> list[Piece]:
    """Return the described text, after what the page shows before it and the description lacks."""
    text = "".join(key_of(piece.text) for piece in paragraphs)
    before = []
    for at in sorted(chosen):
        block = page.blocks[at]
        if block.key in text or _mostly_in(block.key, text) or block.tag == "h1":
            break
        before.append(Piece(block.kind, block.text))
    return [*before[:3], *paragraphs]
