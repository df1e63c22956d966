# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Named rules that bring back what single extractors lose: `lost_inside`, `lost_before`, `standfirst` and `caption`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.extract.date_words import find_dates
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.furniture import is_named_chrome
from ingest.extract.page import Page, heading_at
from ingest.extract.phrases import BYLINE
from ingest.extract.tails import is_card_line

LONG = 60
MAX_LEAD = 500
MAX_CREDIT = 40
_LEADS = (
    "lead", "standfirst", "summary", "intro", "dek", "subtitle", "sub-title", "excerpt", "abstract", "chapo",
    "entradilla", "subhead", "deck", "vorspann", "ingress", "sottotitolo", "bajada", "teaser",
)  # fmt: skip
_TRANSPARENT = frozenset({"ul", "ol", "li", "dl", "dd", "dt", "blockquote", "p", "figure", "font", "center"})
SENTENCE_ENDS = '.!?…。؟”"»“'

Place = tuple[HtmlElement | None, str, str]


def _place(block: DomBlock) -> Place:
    """Return what siblings share: the grandparent, and the parent's tag and class (columns cut by advertisements)."""
    parent = block.element.getparent()
    while parent is not None and parent.tag in _TRANSPARENT:
        parent = parent.getparent()
    if parent is None:
        return (None, "", "")
    # The element itself, not its id: lxml makes a new object for a node whenever the last one was let go.
    return (parent.getparent(), str(parent.tag), parent.get("class", ""))


def lost_inside(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`lost_inside`: prose between chosen prose, or right after it, in the same kind of place is the article too.

    So is text that stands in the very box whose paragraphs are chosen, without an element of its own.
    """
    first, last = min(chosen), max(chosen)
    long = [blocks[at] for at in chosen if blocks[at].weight > LONG]
    places = {_place(block) for block in long}
    parents = {block.element.getparent() for block in long} - {None}
    misses = 0
    for at in range(first, len(blocks)):
        block = blocks[at]
        if at in chosen:
            continue
        inside = at < last
        prose = not block.chrome and block.link_share < 0.4 and block.kind != "caption"
        prose = prose and (_place(block) in places or block.element in parents)
        prose = prose and not is_card_line(blocks, at)
        listed = block.kind == "list_item" and block.link_share < 0.2
        if prose and (block.weight > (LONG if inside else 100) or (inside and (listed or len(block.text) > 15))):
            yield at
            misses = 0
        elif inside and block.kind == "heading" and {at - 1, at + 1} <= chosen and not block.chrome:
            yield at
        elif not inside:
            misses += 1
            if misses > 6:
                return


def lost_before(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`lost_before`: text without an element of its own right before the first paragraph, in its very box."""
    first = min(chosen)
    home = blocks[first].element.getparent()
    for at in range(first - 1, max(first - 4, -1), -1):
        block = blocks[at]
        if block.element is not home or block.chrome or block.link_share > 0.3 or len(block.text) <= LONG:
            return
        yield at


def standfirst(page: Page, blocks: Sequence[DomBlock], chosen: set[int], title: str | None) -> Iterator[int]:
    """`standfirst`: prose between the main heading and the body, or what the description repeats, is its start."""
    key = key_of(title or "")
    own = [at for at in sorted(chosen) if blocks[at].tag != "h1" and blocks[at].key != key]
    first = next((at for at in own if blocks[at].weight > 2 * LONG), next(iter(own), min(chosen)))
    start = _title_before(blocks, first, key)
    if start is None or first - start > 25:
        return
    last = start
    descriptions = [key_of(text) for _, text in page.meta("description", "og:description")]
    for at in range(start + 1, first):
        block = blocks[at]
        repeated = len(block.key) > 30 and any(
            block.key.startswith(text[:60]) for text in descriptions if len(text) > 30
        )
        named = any(word in block.names.lower() for word in _LEADS)
        prose = len(block.text) > LONG and block.text[-1] in SENTENCE_ENDS and block.kind != "caption"
        under = at == last + 1 and _may_lead(block)
        open_to_all = not block.chrome or (block.boxed and (repeated or under))
        if open_to_all and block.link_share < 0.3 and (repeated or (named and len(block.text) > 30) or prose or under):
            yield at
            last = at


def _title_before(blocks: Sequence[DomBlock], first: int, key: str) -> int | None:
    """Return the block over the first of the body that shows the title, or is the main heading."""
    shown = next((at for at in range(first, -1, -1) if blocks[at].tag == "h1" or (key and blocks[at].key == key)), None)
    if shown is None and (heading := heading_at(blocks, key)) is not None and heading <= first:
        return heading  # with a kicker before the title
    return shown


def _may_lead(block: DomBlock) -> bool:
    """Say whether a line right under the title is its standfirst, with or without a stop: long, and no byline."""
    text = block.text
    return (
        LONG < len(text) < MAX_LEAD
        and block.link_share < 0.1
        and block.kind in {"paragraph", "heading"}
        and not BYLINE.match(text)
        and not re.search(r"[|•©]|\d{1,2}:\d{2}", text)
        and not find_dates(text)
    )


def captions(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`caption`: captions between the main heading and the end of the body are part of the evidence."""
    first, last = min(chosen), max(chosen)
    start = next((at for at in range(first, max(first - 25, -1), -1) if blocks[at].tag == "h1"), first)
    for at in range(start, last + 1):
        block = blocks[at]
        shown = not block.chrome or (first < at < last and is_framed(block))
        if block.kind == "caption" and shown and (len(block.text.split()) >= 4 or _is_wide(block)):
            yield at


def is_framed(block: DomBlock) -> bool:
    """Say whether a caption is all there is in a box that calls itself furniture: "widget-image" holds no teaser."""
    if block.kind != "caption" or not block.boxed:
        return False
    around = list(block.element.iterancestors())
    boxes = (box for box in around if is_named_chrome(box, str(box.tag)))
    pictured = any(box.find(".//img") is not None for box in around[:3])
    return pictured and all(len(key_of(text_of(box))) <= len(block.key) + MAX_CREDIT for box in boxes)


def _is_wide(block: DomBlock) -> bool:
    """Say whether a text has several words of Chinese, Japanese or Korean, which no spaces part."""
    return block.weight - len(block.text) > 12
