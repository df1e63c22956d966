# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""The body: which of a page's blocks are the article, decided by several witnesses.

Trafilatura says which words it takes for the article; each block of the page that holds them is in. Then rules with
names repair what single extractors get wrong (`decide` documents each): the standfirst, captions and paragraphs lost
in the middle come back; furniture, datelines, promotions and following articles go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.layout import Piece
from ingest.extract.page import Page
from ingest.extract.tails import is_furniture, promo_start
from ingest.extract.trafilatura_text import main_pieces

CHUNK = 24
MIN_COVERAGE = 0.8
LONG = 60
MAX_BOXED = 0.3


def body(page: Page, title: str | None) -> list[Piece]:
    """Return the pieces of the article's body in reading order, without its title; empty where there is none."""
    blocks = page.blocks
    words = main_pieces(page.tree, precise=True)
    chosen = agreed(blocks, words)
    if _size(blocks, chosen) < 0.5 * _prose(blocks):
        balanced = main_pieces(page.tree, precise=False)
        other = agreed(blocks, balanced)
        if _size(blocks, other) > _size(blocks, chosen):
            words, chosen = balanced, other
    if words and _size(blocks, chosen) < MIN_COVERAGE * sum(len(key_of(piece.text)) for piece in words):
        return words
    chosen = decide(page, chosen, title)
    return [Piece(blocks[at].kind, blocks[at].text) for at in sorted(chosen)]


def agreed(blocks: Sequence[DomBlock], words: Sequence[Piece]) -> set[int]:
    """Return the blocks whose words a witness has, following both in reading order."""
    text = "".join(key_of(piece.text) for piece in words)
    at = 0
    chosen: set[int] = set()
    for index, block in enumerate(blocks):
        found = text.find(block.key, at)
        near = found >= 0 and (found - at <= 40 or len(block.key) >= CHUNK)
        if near:
            chosen.add(index)
            at = found + len(block.key)
        elif len(block.key) >= CHUNK and (block.key in text or _mostly_in(block.key, text)):
            chosen.add(index)
    return chosen


def _mostly_in(key: str, text: str) -> bool:
    """Say whether most of a block stands in the witness's words, cut up by links or notes that it dropped."""
    chunks = [key[at : at + CHUNK] for at in range(0, len(key) - CHUNK + 1, CHUNK)]
    return sum(chunk in text for chunk in chunks) >= 0.6 * len(chunks)


def _size(blocks: Sequence[DomBlock], chosen: set[int]) -> int:
    return sum(len(blocks[at].key) for at in chosen)


def _prose(blocks: Sequence[DomBlock]) -> int:
    """Return the characters of all paragraphs that read like prose and are not marked as furniture."""
    return sum(
        len(block.key) for block in blocks if not block.chrome and len(block.text) > LONG and block.link_share < 0.3
    )


def decide(page: Page, chosen: set[int], title: str | None) -> set[int]:
    """Return the blocks of the article after the named rules, in their order."""
    blocks = page.blocks
    if not chosen:
        return chosen
    chosen = set(chosen)
    chosen |= set(_lost_inside(blocks, chosen))
    chosen |= set(_standfirst(page, chosen, title))
    chosen |= set(_captions(blocks, chosen))
    chosen -= set(_title_again(blocks, chosen, title))
    chosen -= {at for at in chosen if is_furniture(blocks[at])}
    chosen -= _boxes(blocks, chosen)
    end = promo_start(blocks, sorted(chosen))
    return {at for at in chosen if end is None or at < end} - set(_stranded_headings(blocks, chosen, end))


def _lost_inside(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`lost_inside`: prose between chosen blocks, in an element that holds chosen prose, belongs to the article."""
    first, last = min(chosen), max(chosen)
    parents = {id(blocks[at].element.getparent()) for at in chosen if len(blocks[at].text) > LONG}
    for at in range(first, min(last + 40, len(blocks))):
        block = blocks[at]
        if at in chosen or block.chrome or block.link_share > 0.4 or block.kind == "caption":
            continue
        if (
            (
                id(block.element.getparent()) in parents
                and (len(block.text) > LONG or (first < at < last and len(block.text) > 15))
            )
            or (block.kind == "heading" and first < at < last and {at - 1, at + 1} <= chosen)
            or (block.kind == "table" and first < at < last and not block.chrome)
        ):
            yield at


def _standfirst(page: Page, chosen: set[int], title: str | None) -> Iterator[int]:
    """`standfirst`: prose between the main heading and the body, or what the description repeats, is its start."""
    blocks, first = page.blocks, min(chosen)
    key = key_of(title or "")
    start = next((at for at in range(first, -1, -1) if blocks[at].tag == "h1" or (key and blocks[at].key == key)), None)
    if start is None or first - start > 25:
        return
    descriptions = [key_of(text) for _, text in page.meta("description", "og:description")]
    for at in range(start + 1, first):
        block = blocks[at]
        repeated = len(block.key) > 30 and any(
            block.key.startswith(text[:60]) for text in descriptions if len(text) > 30
        )
        named = any(word in block.names.lower() for word in _LEADS)
        prose = (
            len(block.text) > LONG
            and block.text[-1] in '.!?…。؟”"»'
            and block.kind in {"paragraph", "heading", "list_item"}
        )
        if not block.chrome and block.link_share < 0.3 and (repeated or (named and len(block.text) > 30) or prose):
            yield at


_LEADS = (
    "lead",
    "standfirst",
    "summary",
    "intro",
    "dek",
    "subtitle",
    "sub-title",
    "excerpt",
    "abstract",
    "chapo",
    "entradilla",
    "teaser-text",
    "subhead",
    "deck",
    "kicker-text",
    "vorspann",
    "ingress",
    "sottotitolo",
    "bajada",
)


def _captions(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`caption`: captions between the main heading and the end of the body are part of the evidence."""
    first, last = min(chosen), max(chosen)
    start = next((at for at in range(first, max(first - 25, -1), -1) if blocks[at].tag == "h1"), first)
    for at in range(start, last + 1):
        block = blocks[at]
        if block.kind == "caption" and not block.chrome and len(block.text.split()) >= 4:
            yield at


def _title_again(blocks: Sequence[DomBlock], chosen: set[int], title: str | None) -> Iterator[int]:
    """`title`: the title is metadata; where the body repeats it as a heading at its start, it goes."""
    key = key_of(title or "")
    for at in sorted(chosen)[:6]:
        block = blocks[at]
        if block.tag == "h1" or (key and block.kind in {"heading", "paragraph"} and block.key == key):
            yield at


def _boxes(blocks: Sequence[DomBlock], chosen: set[int]) -> set[int]:
    """`box`: what stands in a box that calls itself a promotion goes, unless that would be much of the article."""
    boxed = {at for at in chosen if blocks[at].chrome}
    return boxed if _size(blocks, boxed) <= MAX_BOXED * _size(blocks, chosen) else set()


def _stranded_headings(blocks: Sequence[DomBlock], chosen: set[int], end: int | None) -> Iterator[int]:
    """`stranded_heading`: headings that nothing follows head what was cut away."""
    for at in sorted((at for at in chosen if end is None or at < end), reverse=True):
        if blocks[at].kind != "heading":
            return
        yield at
