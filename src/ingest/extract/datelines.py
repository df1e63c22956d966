# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Dates that a page shows its readers: datelines next to the heading, and notes of updates in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.bylines import signed_names
from ingest.extract.date_words import FoundDate, find_dates
from ingest.extract.dom_blocks import DomBlock
from ingest.extract.evidence import evidence
from ingest.extract.page import Page, heading_at
from ingest.extract.phrases import POSTED_SENTENCE
from ingest.extract.phrases import PUBLISHED as PUBLISHED_WORDS
from ingest.extract.phrases import UPDATED as UPDATED_WORDS
from ingest.extract.surroundings import elsewhere, home_of
from ingest.records import Evidence

DATE_CLASS = re.compile(
    r"date|datum|fecha|published|publish|posted|byline|dateline|timestamp|pubtime|pub-time|article-?meta|post-?meta|entry-?meta|article-?info",
    re.IGNORECASE,
)
UPDATED = re.compile(rf"(?<!\w)(?:{UPDATED_WORDS})(?!\w)", re.IGNORECASE)
PUBLISHED = re.compile(rf"(?<!\w)(?:{PUBLISHED_WORDS})(?!\w)", re.IGNORECASE)
_LABEL = re.compile(rf"(?<!\w)(?:{PUBLISHED_WORDS})$", re.IGNORECASE)
FURNITURE = re.compile(
    r"comment|related|teaser|sidebar|(?<!post-)(?<!entry-)(?<!article-)footer|recommend|most-?read|copyright"
)
# "This entry was posted on …": the sentence that themes of blogs put under a text.
_POSTED = re.compile(POSTED_SENTENCE, re.IGNORECASE)
_DASH = re.compile(r"\s*(?:\([^()]{2,30}\)\s*)?(?:--|–|—|-)\s")
DAY = len("2021-07-12")
EARLIEST_ON_THE_WEB = "1990"
MAX_SIGNED = 40
MAX_LEAD = 12
MAX_POSTED = 400


def datelines(page: Page, language: str, title: str) -> Iterator[tuple[Evidence, bool]]:
    """Return dates of short blocks that are plainly datelines, the plainest first.

    Plain is what stands next to the main heading or is named so by its class; then what says "Published"; then, a
    little further from the heading, a line that is hardly more than a date. What stands above the heading comes last:
    many sites show today's date there.
    """
    heading = heading_at(page.blocks, title)
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
        for date in find_dates(
            text, language, short_years=bool(told) or (-3 <= at - heading <= 6 and len(block.text) < 60)
        ):
            rank = (1 if at > heading else 3) if told else _plainness(block, date, at - heading)
            if (
                rank is not None
                and date.value >= EARLIEST_ON_THE_WEB
                and (0 < at - heading <= 3 or not elsewhere(block.element, home, FURNITURE))
            ):
                before = text[max(0, date.start - 40) : date.start]
                ranked.append((rank, at, evidence(date.value, "text", text), _says_updated(before)))
    ranked.sort(key=lambda item: item[:2])
    for _, _, item, changed in ranked:
        yield item, changed


def agency_dateline(page: Page, language: str, title: str) -> Iterator[Evidence]:
    """Return the day before the dash that opens the first prose under the heading: "Emden, Feb. 23, 2015 -- …".

    With another day after the dash, or without a place (it may be missing before two hyphens, as only agencies set
    them), the text tells when something was.
    """
    heading = heading_at(page.blocks, title)
    under = page.blocks[heading + 1 :] if heading is not None else []
    for block in [block for block in under[:40] if block.weight > 100 and block.link_share < 0.3][:1]:
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
    named = bool(DATE_CLASS.search(block.names))
    only = rest <= len(date.raw)
    if len(date.value) < DAY and not (only and (named or -3 <= distance <= 8)):
        return None
    above = 3 if distance < 0 else 0
    if named or (-3 <= distance <= 8 and rest <= 90):
        return above
    label = block.text[max(0, date.start - 24) : date.start].rstrip(" :：")
    if rest <= 60 and (PUBLISHED.match(block.text) or _LABEL.search(label)):
        return above + 1
    return above + 2 if only and -6 <= distance <= 15 else None


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
