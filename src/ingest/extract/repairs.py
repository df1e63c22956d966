# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Named rules that mend a choice of blocks: what single extractors lose comes back, what they add goes.

`lost_inside`, `standfirst` and `caption` add; `before_title`, `title`, `dateline`, `furniture`, `box`, `offer`,
`promotion`, `teaser_list`, `card` and `stranded_heading` take away. Each rule is a function of its own, with its reason
in its docstring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.extract.date_words import find_dates
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.page import Page
from ingest.extract.paywall import is_offer, offer_start
from ingest.extract.tails import is_furniture, is_label_of_links, is_read_also, promo_start, rights_start

LONG = 60
MAX_BOXED = 0.3
MIN_LEFT = 150
MIN_OUTSIDE = 500
MIN_TEASERS = 3
MAX_LINKED = 0.9
_LEADS = (
    "lead", "standfirst", "summary", "intro", "dek", "subtitle", "sub-title", "excerpt", "abstract", "chapo",
    "entradilla", "subhead", "deck", "vorspann", "ingress", "sottotitolo", "bajada", "teaser",
)  # fmt: skip
_TRANSPARENT = frozenset({"ul", "ol", "li", "dl", "dd", "dt", "blockquote", "p", "figure", "font", "center"})
_SENTENCE_ENDS = '.!?…。؟”"»“'


def size(blocks: Sequence[DomBlock], chosen: set[int]) -> int:
    """Return the letters and digits in the chosen blocks."""
    return sum(len(blocks[at].key) for at in chosen)


def repaired(
    page: Page, blocks: Sequence[DomBlock], chosen: set[int], title: str | None, described: set[int]
) -> set[int]:
    """Return the choice after all rules; ``described`` are the blocks that JSON-LD's whole article body names."""
    if not chosen:
        return chosen
    chosen = chosen - set(_before_title(blocks, chosen, title)) or set(chosen)
    if described:
        chosen = {at for at in chosen if at <= max(described)}
    else:
        chosen |= set(_lost_inside(blocks, chosen))
        chosen |= set(_lost_before(blocks, chosen))
    chosen |= set(standfirst(page, blocks, chosen, title))
    chosen |= set(_captions(blocks, chosen))
    chosen -= set(_title_again(blocks, chosen, title))
    chosen -= set(_datelines(blocks, chosen))
    chosen -= {at for at in chosen if is_furniture(blocks[at])}
    chosen -= _boxes(blocks, chosen)
    offers = {at for at in chosen if is_offer(blocks[at])}
    ordered = sorted(chosen)
    for end in (rights_start(blocks, ordered), promo_start(blocks, ordered), offer_start(blocks, ordered, offers)):
        chosen = {at for at in chosen if end is None or at < end}
    chosen -= offers if len(chosen) > len(offers) else set()
    chosen -= set(_teaser_list(blocks, chosen))
    chosen -= set(_last_cards(blocks, chosen))
    chosen -= {at for at in chosen if is_label_of_links(blocks, at)}
    return chosen - set(_stranded_headings(blocks, chosen))


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


def _lost_inside(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
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


def _lost_before(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
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
    first = min((at for at in chosen if blocks[at].tag != "h1" and blocks[at].key != key), default=min(chosen))
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
        prose = len(block.text) > LONG and block.text[-1] in _SENTENCE_ENDS and block.kind != "caption"
        under = at == start + 1 and block.element.getparent() is blocks[start].element.getparent()
        prose = prose or (under and block.kind == "heading" and len(block.text) > LONG)
        if not block.chrome and block.link_share < 0.3 and (repeated or (named and len(block.text) > 30) or prose):
            yield at


def _captions(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`caption`: captions between the main heading and the end of the body are part of the evidence."""
    first, last = min(chosen), max(chosen)
    start = next((at for at in range(first, max(first - 25, -1), -1) if blocks[at].tag == "h1"), first)
    for at in range(start, last + 1):
        block = blocks[at]
        if block.kind == "caption" and not block.chrome and (len(block.text.split()) >= 4 or _is_wide(block)):
            yield at


def _is_wide(block: DomBlock) -> bool:
    """Say whether a text has several words of Chinese, Japanese or Korean, which no spaces part."""
    return block.weight - len(block.text) > 12


def is_card_line(blocks: Sequence[DomBlock], at: int) -> bool:
    """Say whether a short text stands under a linked headline, as on a teaser card.

    "Read also: …" between two paragraphs is no such headline.
    """
    before = blocks[at - 1] if at else None
    return (
        before is not None
        and not is_read_also(before)
        and blocks[at].weight < 200
        and before.link_share > 0.7
        and len(before.text) > 8
    )


def _last_cards(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`card`: a teaser card whose headline is not chosen leaves a line at the end."""
    for at in sorted(chosen, reverse=True):
        if at - 1 in chosen or not is_card_line(blocks, at):
            return
        yield at


def _teaser_list(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`teaser_list`: three or more linked headings at the end, each over a text, are other articles."""
    ordered = sorted(chosen)
    end = len(ordered)
    while end >= 2 and blocks[ordered[end - 2]].kind == "heading" and blocks[ordered[end - 2]].link_share >= 0.5:
        if blocks[ordered[end - 1]].kind == "heading" or blocks[ordered[end - 1]].link_share > 0.5:
            break
        end -= 2
    if len(ordered) - end >= 2 * MIN_TEASERS and end > 0:
        yield from ordered[end:]


def _before_title(blocks: Sequence[DomBlock], chosen: set[int], title: str | None) -> Iterator[int]:
    """`before_title`: what stands before the title and is no prose is the site's.

    The title is shown before the first prose; what repeats it below is a caption, a citation or a box to share it.
    """
    key = key_of(title or "")
    prose = next((at for at in sorted(chosen) if blocks[at].weight > 2 * LONG), max(chosen, default=0))
    said = [at for at, block in enumerate(blocks[:prose]) if key and block.key == key and block.link_share < MAX_LINKED]
    start = next((at for at in said if blocks[at].kind == "heading"), next(iter(said), 0))
    for at in chosen:
        block = blocks[at]
        if at < start and (len(block.text) <= LONG or block.link_share > 0.3):
            yield at


def _datelines(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`dateline`: a short line at either end that is little more than a date, or parts with one, is metadata."""
    ordered = sorted(chosen)
    for at in (*ordered[:3], *ordered[-2:]):
        text = blocks[at].text
        if len(text) < 100 and blocks[at].kind == "paragraph":
            dates = find_dates(text)
            rest = len(text) - sum(date.end - date.start for date in dates)
            if dates and ((rest < 30 and len(text) < 80) or (" | " in text and text[-1] not in _SENTENCE_ENDS)):
                yield at


def _title_again(blocks: Sequence[DomBlock], chosen: set[int], title: str | None) -> Iterator[int]:
    """`title`: the title is metadata; where the body repeats it as a heading at its start, it goes."""
    key = key_of(title or "")
    for at in sorted(chosen)[:6]:
        block = blocks[at]
        if block.tag == "h1" or (key and block.kind in {"heading", "paragraph"} and block.key == key):
            yield at


def _boxes(blocks: Sequence[DomBlock], chosen: set[int]) -> set[int]:
    """`box`: what stands in a box that calls itself a promotion goes, unless that would be much of the article.

    Comments, asides and footers go however long they are, as long as something remains; boxes at the end go if they are
    less than half, or follow a text of some length.
    """
    furniture = {at for at in chosen if blocks[at].chrome and not blocks[at].boxed}
    if size(blocks, chosen - furniture) < MIN_LEFT:
        furniture = set()
    boxed = {at for at in chosen if blocks[at].chrome} - furniture
    rest = size(blocks, chosen - furniture)
    if size(blocks, boxed) <= MAX_BOXED * rest:
        return furniture | boxed
    last = max((at for at in chosen if not blocks[at].chrome), default=max(chosen))
    trailing = {at for at in boxed if at > last}
    outside = size(blocks, chosen - furniture - boxed)
    return furniture | trailing if size(blocks, trailing) < 0.5 * rest or outside >= MIN_OUTSIDE else furniture


def _stranded_headings(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`stranded_heading`: headings that nothing follows head what was cut away."""
    for at in sorted(chosen, reverse=True):
        if blocks[at].kind != "heading":
            return
        yield at
