# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""The body: which of a page's blocks are the article, decided by several witnesses.

Trafilatura says which words it takes for the article, JSON-LD sometimes carries them; each block of the page that
holds them is in. Then rules with names (`ingest.extract.repairs`) mend what single extractors get wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.hygiene import clean_line
from ingest.extract.layout import Piece
from ingest.extract.page import Page
from ingest.extract.repairs import repaired, size
from ingest.extract.restored import standfirst
from ingest.extract.tails import is_card_line
from ingest.extract.trafilatura_text import main_pieces

CHUNK = 24
WINDOW = 300_000
MIN_COVERAGE = 0.8
MIN_DESCRIBED = 200
LONG = 60
MIN_OWN = 300
MIN_SHORT = 200
MAX_HEAP = 400

_MARKUP = re.compile(r"<(?:/?p|br|/?div|/?h\d|/?li|/?ul)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


class Body(NamedTuple):
    """The pieces of the article, and whether they had to be taken from its description (JSON-LD)."""

    pieces: list[Piece]
    from_description: bool


def body(page: Page, title: str | None) -> Body:
    """Return the article's body in reading order, without its title; no pieces where there is none."""
    blocks = own_blocks(page, title)
    prose = {at for at, block in enumerate(blocks) if _is_prose(block) and not is_card_line(blocks, at)}
    words = main_pieces(page.tree, precise=True)
    chosen = agreed(blocks, words)
    if size(blocks, chosen & prose) < 0.5 * size(blocks, prose):
        balanced = main_pieces(page.tree, precise=False)
        other = agreed(blocks, balanced)
        if size(blocks, other & prose) > size(blocks, chosen & prose):
            words, chosen = balanced, other
    missed = size(blocks, chosen & prose) < 0.2 * size(blocks, prose)
    if missed or (prose and _is_heap(words, blocks)):
        words, chosen = [], prose  # taken for teasers or comments, it missed the page's own paragraphs
    chosen = chosen or set(_short_lines(blocks))
    paragraphs = described_paragraphs(page)
    shown = agreed(blocks, paragraphs)
    told = sum(len(key_of(piece.text)) for piece in paragraphs)
    walled = page.described.free is False and told > 1.2 * size(blocks, shown) and told >= LONG
    hidden = told >= MIN_DESCRIBED and size(blocks, shown) < 0.6 * told and told > 1.3 * size(blocks, chosen)
    if walled or hidden:
        start = set(standfirst(page, blocks, shown or chosen, title)) if shown or chosen else set()
        return Body(_with_standfirst(blocks, chosen | start, paragraphs), from_description=True)
    whole_page = len(blocks) == len(page.blocks)
    if words and whole_page and size(blocks, chosen) < MIN_COVERAGE * sum(len(key_of(piece.text)) for piece in words):
        return Body(words, from_description=False)
    whole = told >= MIN_DESCRIBED and size(blocks, shown) >= 0.9 * told and _is_finished(blocks, shown, paragraphs)
    whole = whole and 2 * size(blocks, shown) > size(blocks, chosen)
    chosen = repaired(
        page, blocks, chosen | (shown if told >= MIN_DESCRIBED else set()), title, shown if whole else set()
    )
    return Body([Piece(blocks[at].kind, blocks[at].text) for at in sorted(chosen)], from_description=False)


def _is_heap(words: Sequence[Piece], blocks: Sequence[DomBlock]) -> bool:
    """Say whether an extractor gave up and took all the page in one piece, its menus too."""
    text = key_of(words[0].text) if len(words) == 1 else ""
    return sum(block.chrome and len(block.key) > 5 and block.key in text for block in blocks[:MAX_HEAP]) >= 3


def _short_lines(blocks: Sequence[DomBlock]) -> Iterator[int]:
    """Return what a page without paragraphs says in short lines after its heading: a list of people, a poem.

    They must be several times the links among them, so that menus and sitemaps stay out.
    """
    start = next((at for at, block in enumerate(blocks) if block.tag == "h1" and not block.chrome), -1)
    lines = [at for at in range(start + 1, len(blocks)) if not blocks[at].chrome]
    plain = [at for at in lines if blocks[at].link_share < 0.3 and blocks[at].kind != "caption"]
    own = size(blocks, set(plain))
    if own >= MIN_SHORT and own > 3 * (size(blocks, set(lines)) - own):
        yield from plain


def own_blocks(page: Page, title: str | None) -> list[DomBlock]:
    """Return the page's blocks without those of further articles on it.

    The article is in the article element that holds the title's heading, if that element holds prose too. A page that
    loads the next article under the first may also hold two boxes of one kind, each with a main heading of its own.
    """
    key = key_of(title or "")
    heads = [block for block in page.blocks if block.kind == "heading" and not block.chrome]
    own = next((block for block in heads if block.key == key), None)
    if own is None:
        return page.blocks
    further: set[HtmlElement] = set()
    home = next(own.element.iterancestors("article"), None)
    if home is not None and _prose_in(home, page.blocks) > MIN_OWN:
        kin = {home, *home.iterancestors("article"), *home.iterdescendants("article")}
        further |= {other for other in page.tree.iter("article") if other not in kin}
    for other in heads:
        box, twin = _boxes_apart(own.element, other.element) if own.tag == other.tag == "h1" else (None, None)
        if box is not None and twin is not None and _alike(box, twin) and other.key != own.key:
            further.add(twin)
    if not further:
        return page.blocks
    return [block for block in page.blocks if further.isdisjoint((block.element, *block.element.iterancestors()))]


def _prose_in(element: HtmlElement, blocks: Sequence[DomBlock]) -> int:
    return sum(len(block.key) for block in blocks if _is_prose(block) and element in block.element.iterancestors())


def _alike(box: HtmlElement, twin: HtmlElement) -> bool:
    return bool(box.tag == twin.tag != "h1" and box.get("class", "") == twin.get("class", ""))


def _boxes_apart(one: HtmlElement, other: HtmlElement) -> tuple[HtmlElement | None, HtmlElement | None]:
    """Return the topmost elements that hold one of two elements but not both."""
    path, rival = [one, *one.iterancestors()][::-1], [other, *other.iterancestors()][::-1]
    return next(((a, b) for a, b in zip(path, rival, strict=False) if a is not b), (None, None))


def agreed(blocks: Sequence[DomBlock], words: Sequence[Piece]) -> set[int]:
    """Return the blocks whose words a witness has, following both in reading order; each text once."""
    keys = [key_of(piece.text) for piece in words]
    text = "".join(keys)
    times = Counter(keys)
    at = 0
    chosen: set[int] = set()
    seen: Counter[str] = Counter()
    for index, block in enumerate(blocks if text else ()):
        long = len(block.key) >= CHUNK
        if long and seen[block.key] >= max(times[block.key], 1):
            continue  # the same words again: another layout of the page, or a teaser of itself
        found = text.find(block.key, at, at + WINDOW)
        if found >= 0 and (found - at <= 40 or long):
            at = found + len(block.key)
        elif not long or not (block.key in times or _within(block.key, text)):
            continue
        seen[block.key] += 1
        chosen.add(index)
    return chosen


def _within(key: str, text: str) -> bool:
    """Search a text of ordinary size as a whole; in a giant one only what stands in order counts."""
    return len(text) < WINDOW and (key in text or _mostly_in(key, text))


def _mostly_in(key: str, text: str) -> bool:
    """Say whether most of a block stands in the witness's words, cut up by links or notes that it dropped."""
    chunks = [key[at : at + CHUNK] for at in range(0, len(key) - CHUNK + 1, CHUNK)]
    return sum(chunk in text for chunk in chunks) >= 0.6 * len(chunks)


def _is_prose(block: DomBlock) -> bool:
    return not block.chrome and block.weight > LONG and block.link_share < 0.3


def described_paragraphs(page: Page) -> list[Piece]:
    """Return the paragraphs of the article's text in JSON-LD."""
    text = _TAG.sub("", _MARKUP.sub("\n", page.described.body))
    return [Piece("paragraph", line) for raw in text.split("\n") if (line := clean_line(raw))]


def _is_finished(blocks: Sequence[DomBlock], shown: set[int], paragraphs: Sequence[Piece]) -> bool:
    """Say whether a described text ends where a block of the page does; many sites cut theirs after some letters."""
    end = key_of(paragraphs[-1].text)[-CHUNK:]
    return any(blocks[at].key.endswith(end) for at in shown)


def _with_standfirst(blocks: Sequence[DomBlock], chosen: set[int], paragraphs: list[Piece]) -> list[Piece]:
    """Return the described text, after what the page shows before it and the description lacks."""
    text = "".join(key_of(piece.text) for piece in paragraphs)
    before = []
    for at in sorted(chosen):
        block = blocks[at]
        if block.tag == "h1":
            continue
        if block.key in text or _mostly_in(block.key, text):
            break
        before.append(Piece(block.kind, block.text))
    return [*before[:3], *paragraphs]
