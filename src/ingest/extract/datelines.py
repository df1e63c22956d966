# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Dates that a page shows its readers: datelines next to the heading, and notes of updates in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract.date_words import FoundDate, find_dates
from ingest.extract.dom_blocks import DomBlock
from ingest.extract.evidence import evidence
from ingest.extract.page import Page
from ingest.extract.phrases import POSTED_SENTENCE
from ingest.extract.phrases import PUBLISHED as PUBLISHED_WORDS
from ingest.extract.phrases import UPDATED as UPDATED_WORDS
from ingest.extract.signatures import signed_names
from ingest.extract.surroundings import elsewhere, home_of, leads_elsewhere
from ingest.records import Evidence

DATE_CLASS = re.compile(
    r"date|datum|fecha|published|publish|posted|byline|dateline|timestamp|pubtime|pub-time|article-?meta|post-?meta|entry-?meta|article-?info",
    re.IGNORECASE,
)
UPDATED = re.compile(rf"(?<!\w)(?:{UPDATED_WORDS})(?!\w)", re.IGNORECASE)
PUBLISHED = re.compile(rf"(?<!\w)(?:{PUBLISHED_WORDS})(?!\w)", re.IGNORECASE)
_LABEL = re.compile(rf"(?<!\w)(?:{PUBLISHED_WORDS})$", re.IGNORECASE)
FURNITURE = re.compile(
    r"comment|related|teaser|sidebar|(?<![a-z])side(?![a-z])|(?<!post-)(?<!entry-)(?<!article-)footer|recommend|most-?read|copyright"
)
# "This entry was posted on …": the sentence that themes of blogs put under a text.
_POSTED = re.compile(POSTED_SENTENCE, re.IGNORECASE)
_DASH = re.compile(r"\s*(?:\([^()]{2,30}\)\s*)?(?:--|–|—|-)\s")
# "4:30 pm to 6 pm", "16:30 Uhr bis 18:00 Uhr": when something takes place.
_CLOCK = r"\d{1,2}(?:[:.h]\d{2})?\s?(?:uhr|[ap]\.?m\.?|h|hrs?)?"
_TAKES_PLACE = re.compile(
    rf"[\s,;|]*(?:um|at|from|von|ab|à|de|alle|a las)?\s*{_CLOCK}"
    r"\s*(?:[-–—]|bis|to|till|until|à|a|alle|hasta|até|tot)\s*\d{1,2}[:.h\s]",
    re.IGNORECASE,
)
# "« February 2017": a link to other pages of an archive.
_LEADS_ON = re.compile(r"^\s*[«‹←⟵◀]|[»›→⟶▶]\s*$")
_SENTENCE_END = (".", "。", "।")
MIN_SENTENCE = 6
DAY = len("2021-07-12")
EARLIEST_ON_THE_WEB = "1990"
MAX_SIGNED = 40
FAR_ABOVE = 4
MAX_LABELLED = 160
MAX_LEAD = 12
MAX_POSTED = 400
MAX_PROSE = 3
MIN_POSTS, MAX_TEASER = 3, 800


def datelines(page: Page, language: str, title: str) -> Iterator[tuple[Evidence, bool]]:
    """Return dates of short blocks that are plainly datelines, the plainest first.

    Plain is what stands next to the main heading or is named so by its class; then what says "Published"; then, a
    little further from the heading, a line that is hardly more than a date. What stands above the heading comes last:
    many sites show today's date there.
    """
    heading = page.heading(title)
    if heading is None:
        heading = next((at for at, block in enumerate(page.blocks) if block.kind == "heading"), -100)
    home = home_of(page, title)
    ranked: list[tuple[int, int, Evidence, bool]] = []
    for at, block in enumerate(page.blocks[:400]):
        posted, text = _POSTED.match(block.text), block.text[:MAX_POSTED]
        if (len(block.text) > 200 and not posted) or block.tag == "h1" or not any(map(str.isdigit, block.text)):
            continue
        told = posted or (at - heading <= MAX_SIGNED and signed_names(block.text, language))
        if not (told or -6 <= at - heading <= 15 or DATE_CLASS.search(block.names) or PUBLISHED.search(block.text)):
            continue
        own = PUBLISHED.match(block.text) is not None and _links_here(block, page.url)
        for date in find_dates(
            text, language, short_years=bool(told) or (-3 <= at - heading <= 6 and len(block.text) < 60)
        ):
            rank = (1 if at > heading else 3) if told else _plainness(block, date, at - heading)
            if (
                rank is not None
                and date.value >= EARLIEST_ON_THE_WEB
                and (0 < at - heading <= 3 or own or not elsewhere(block.element, home, FURNITURE))
                and not leads_elsewhere(block.element, title)
                and not (at - heading > 3 and block.link_share > 0.9 and not own)
            ):
                before = text[max(0, date.start - 40) : date.start]
                ranked.append((rank, at, evidence(date.value, "text", text), _says_updated(before)))
    ranked.sort(key=lambda item: (item[0], abs(item[1] - heading) if item[1] < heading else item[1]))
    if _lists_posts(page, ranked):
        return
    for _, _, item, changed in ranked:
        yield item, changed


def _links_here(block: DomBlock, url: str) -> bool:
    """Say whether a line leads to the page's own address, as the day under a post of a blog does."""
    return bool(url) and any(link.get("href", "").rstrip("/") == url.rstrip("/") for link in block.element.iter("a"))


def _lists_posts(page: Page, ranked: Sequence[tuple[int, int, Evidence, bool]]) -> bool:
    """Say whether the plainest day is one of a list of posts: boxes of its name bear other days, little text between.

    Under the day of an article stands the article.
    """
    if not ranked:
        return False
    at = ranked[0][1]
    name = _box(page.blocks[at])
    alike = [(other, item.value[:DAY]) for _, other, item, _ in ranked if _box(page.blocks[other]) == name]
    days = {day for _, day in alike}
    after = sorted(other for other, _ in alike if other > at)
    if len(days) < MIN_POSTS or not after:
        return False
    between = (block for block in page.blocks[at : after[0]] if block.link_share < 0.5)
    return sum(len(block.text) for block in between) < MAX_TEASER


def _box(block: DomBlock) -> tuple[str, str]:
    return block.tag, block.names


def agency_dateline(page: Page, language: str, title: str) -> Iterator[Evidence]:
    """Return the day before the dash that opens the first prose under the heading: "Emden, Feb. 23, 2015 -- …".

    A title without a heading's markup and a standfirst look like prose too. With another day after the dash, or without
    a place (it may be missing before two hyphens, as only agencies set them), the text tells when something was.
    """
    heading = page.heading(title)
    under = page.blocks[heading + 1 if heading is not None else 0 :]
    for block in [block for block in under[:40] if block.weight > 100 and block.link_share < 0.3][:MAX_PROSE]:
        for date in find_dates(block.text[:80], language)[:1]:
            place, dash = block.text[: date.start].strip(" ,.:"), _DASH.match(block.text[date.end :])
            dash = dash if place or block.text[date.end :].lstrip().startswith("--") else None
            if dash and len(date.value) >= DAY and place.count(" ") <= 3 and date.value >= EARLIEST_ON_THE_WEB:
                rest = block.text[date.end + dash.end() :][:MAX_SIGNED]
                if not any(other.start < MAX_LEAD for other in find_dates(rest, language)):
                    yield evidence(date.value, "text", block.text[: date.end])


def _plainness(block: DomBlock, date: FoundDate, distance: int) -> int | None:
    """Rank a date in a short block by how plainly the block is a dateline; None if it is not."""
    rest = len(block.text) - len(date.raw)
    if _TAKES_PLACE.match(block.text[date.end :]) or _mentions(block, date) or _LEADS_ON.search(block.text):
        return None
    named = bool(DATE_CLASS.search(block.names))
    only = rest <= len(date.raw)
    if len(date.value) < DAY and not (only and (named or -3 <= distance <= 8)):
        return None
    if distance < -FAR_ABOVE and not PUBLISHED.search(block.text):
        return None  # the day on which the page was looked at
    above = 3 if distance < 0 else 0
    if named or (-3 <= distance <= 8 and rest <= 90):
        return above
    label = block.text[max(0, date.start - 24) : date.start].rstrip(" :：")
    if (rest <= MAX_LABELLED and PUBLISHED.match(block.text)) or (rest <= 60 and _LABEL.search(label)):
        return above + 1
    return above + 2 if only and -6 <= distance <= 15 else None


def _mentions(block: DomBlock, date: FoundDate) -> bool:
    """Say whether a block is a sentence of the text that has a date in it, and no line about the text."""
    words = len(block.text.split()) - len(date.raw.split())
    told = PUBLISHED.search(block.text) or UPDATED.search(block.text) or DATE_CLASS.search(block.names)
    return words >= MIN_SENTENCE and block.text.endswith(_SENTENCE_END) and not told


def _says_updated(before: str) -> bool:
    """Say whether the words before a date call it an update, and not, after that, a publication."""
    update = UPDATED.search(before)
    return update is not None and not PUBLISHED.search(before[update.end() :])


def updates_in_body(page: Page, language: str) -> Iterator[Evidence]:
    """Return dates of paragraphs that begin with "UPDATE May 11, 2021:"."""
    for block in page.blocks:
        if block.chrome or not any(map(str.isdigit, block.text[:80])):
            continue
        if update := UPDATED.match(block.text.lstrip("[(* ")):
            for date in find_dates(block.text[: update.end() + 40], language)[:1]:
                if date.start <= update.end() + 6 and len(date.value) >= 10:
                    yield evidence(date.value, "text", block.text)
