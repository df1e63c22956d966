# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Named rules that mend a choice of blocks: what single extractors lose comes back, what they add goes.

What adds stands in `ingest.extract.restored`; `before_title`, `title`, `dateline`, `furniture`, `box`, `offer`,
`promotion`, `teaser_list`, `card` and `stranded_heading` take away. Each rule is a function of its own, with its reason
in its docstring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.extract.credits import names_no_writer
from ingest.extract.date_words import find_dates
from ingest.extract.datelines import PUBLISHED
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.page import Page
from ingest.extract.paywall import is_offer, offer_start
from ingest.extract.phrases import BYLINE
from ingest.extract.restored import LONG, SENTENCE_ENDS, captions, is_framed, lost_before, lost_inside, standfirst
from ingest.extract.tails import is_card_line, is_furniture, is_label_of_links, promo_start, rights_start

MAX_BOXED = 0.3
MIN_LEFT = 150
MIN_OUTSIDE = 500
MIN_TEASERS = 3
MAX_LINKED = 0.9


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
        chosen |= set(lost_inside(blocks, chosen))
        chosen |= set(lost_before(blocks, chosen))
    chosen |= set(standfirst(page, blocks, chosen, title))
    chosen |= set(captions(blocks, chosen))
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
    """`dateline`: a short line at either end that is metadata: a date, a byline at the start, an editor at the end."""
    ordered = sorted(chosen)
    for at in (*ordered[:3], *ordered[-2:]):
        text = blocks[at].text
        if len(text) < 100 and blocks[at].kind == "paragraph":
            signs = at in ordered[:3] and BYLINE.fullmatch(text) and text[-1] not in SENTENCE_ENDS
            credit = at in ordered[-2:] and len(text) < LONG and names_no_writer(text)
            if signs or credit or _is_dateline(text):
                yield at


def _is_dateline(text: str) -> bool:
    """Say whether a line is little more than a date, says "Published" before one, or parts with one."""
    dates = find_dates(text)
    rest = len(text) - sum(date.end - date.start for date in dates)
    parted = " | " in text and text[-1] not in SENTENCE_ENDS
    return bool(dates) and ((rest < 30 and len(text) < 80) or parted or PUBLISHED.match(text) is not None)


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
    last = max((at for at in chosen if not blocks[at].chrome), default=max(chosen, default=0))
    framed = {at for at in chosen if at < last and is_framed(blocks[at])}
    boxed = {at for at in chosen if blocks[at].chrome} - furniture - framed
    rest = size(blocks, chosen - furniture)
    if size(blocks, boxed) <= MAX_BOXED * rest:
        return furniture | boxed
    trailing = {at for at in boxed if at > last}
    outside = size(blocks, chosen - furniture - boxed)
    return furniture | trailing if size(blocks, trailing) < 0.5 * rest or outside >= MIN_OUTSIDE else furniture


def _stranded_headings(blocks: Sequence[DomBlock], chosen: set[int]) -> Iterator[int]:
    """`stranded_heading`: headings that nothing follows head what was cut away."""
    for at in sorted(chosen, reverse=True):
        if blocks[at].kind != "heading":
            return
        yield at
