# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Bylines by their words: "By …" next to the heading, credits, lines that sign over it or under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import lxml.etree
from lxml.html import HtmlElement

from ingest.extract.credits import AUTHOR_LABEL, credited, is_author_label, writers
from ingest.extract.date_words import find_dates
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.page import Page
from ingest.extract.phrases import BYLINE, PUBLISHED_WORKS, SIGNED_BY, WEEKDAYS, WRITTEN_WORKS
from ingest.extract.surroundings import FURNITURE, elsewhere, home_of
from ingest.extract.wide_bylines import (
    is_bare_name,
    names_at_end,
    names_in_byline,
    names_in_dateline,
    names_in_line,
)

MAX_WORDED = 200
MAX_LINE = 40
MAX_NAMED = 12
MAX_OPENING = 60
_AFTER_NAMES = re.compile(r"\s+[-–—|•·]\s|\s+\d")
NEXT, NEAR = 3, 8

# Dates and times of day become this sign: a byline is told by what stands around them.
_DAY = "\0"
_CLOCK = re.compile(
    r"\b\d{1,2}\s?(?:[:.h]\s?\d{2}(?::\d{2})?|(?=[ap]\.?m\b))\s*(?:uhr\b|[ap]\.?m\.?)?(?:\s*(?:[ecmp][ds]?t|gmt|utc|bst|ist|wib)\b)?",
    re.IGNORECASE,
)
# A work is named where a line or a column begins: a sentence may tell of "an analysis by" anybody.
_SIGN = re.compile(
    rf"(?:^|(?P<dated>{_DAY})[\s,.|–—{_DAY}-]*|[|•·–—]\s*"
    rf"|(?:^|[|•·])[\s,.|–—{_DAY}-]*(?:(?:an?|eine?|une?|una|een|{WEEKDAYS})\s+)?(?:{WRITTEN_WORKS}\s+)?"
    rf"(?:(?P<work>{WRITTEN_WORKS})|(?P<published>{PUBLISHED_WORKS}))(?:\s+(?:am|on|le|el|il|op))?[\s,.{_DAY}-]+)"
    rf"(?:{SIGNED_BY})(?P<label>\s*:)?\s+(?P<names>[^\W\d_].*)",
    re.IGNORECASE,
)
_SIGN_END = re.compile(
    rf"{_DAY}|[|()\[\]•·–—;:!?]|\s-(?:\s|$)|\s(?:am|on|le|el|il|um|at|in|for|für|pour|para|from|follow|last)\s|\s@"
    r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|d[aeiu]s?|de[lr]|v[ao]n|la|le|el|al|bin|ter?|zu|y|e|et|und|and|og|och|en|&)"
_NAMES = re.compile(rf"{_NAME}(?:,?\s+{_NAME}){{1,11}}(?:,.*)?")
# Words with capitals, none of them a button's.
_PERSON = re.compile(
    r"(?!.*\b(?i:more|read|end|photo|share|also|see|click|here|by|the|ende|mehr|fin|suite|source|video)\b)"
    r"[^\W\d_a-zß-öø-ÿа-я][^\W\d_]+(?:[-’'][^\W\d_]+)?(?:\s+(?:[^\W\d_]\.|d[aeiu]|de[lr]|v[ao]n|la|[^\W\d_a-zß-öø-ÿа-я][^\W\d_]*"
    r"(?:[-’'][^\W\d_]+)?)){1,4}"
)
# "Reporting by Ana Lund in Emden, Bo Tarr and Cem Oz in New York".
_PLACE = re.compile(r"\sin\s(?!the\s)[^\W\d_][^,;()]*?(?=\s*(?:[,;)(]|\sand\s|$))")
_TELLS = (
    r"is|was|are|writes|works|teaches|lives|covers|has|joined|ist|war|schreibt|arbeitet|lebt|lehrt|est|écrit|es|escribe"
    r"|trabaja|è|scrive|é|escreve|werkt|schrijft|är|er|arbetar|skriver|jest|je|este"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_DATED_AFTER = re.compile(rf"[\s,]*(?:am|on|le|el|il|op|@)?\s*{_DAY}", re.IGNORECASE)
_NAME_AND_DAY = re.compile(rf"(?P<names>[^{_DAY}|]{{3,60}}?)\s*[|•·,–—-]?\s*{_DAY}")
_DETAILS = re.compile(
    r"(?:entry|post|article|blog|news|story)[-_]*(?:meta|footer|info|details)|(?<![a-z])meta(?:data)?(?![a-z])"
)
_PEN_NAME = re.compile(rf"(?!{WEEKDAYS}$)[^\W\d_][\w.-]{{2,24}}", re.IGNORECASE)


def worded(page: Page, title: str) -> Iterator[list[str]]:
    """Yield whom short lines next to the main heading name, the plainest first.

    After "By", after a label, or beside the day.
    """
    heading = page.heading(title)
    if heading is None:
        return
    home = home_of(page, title)
    close = [
        block
        for at, block in enumerate(page.blocks[heading + 1 : heading + 1 + NEAR])
        if at < NEXT or not elsewhere(block.element, home, FURNITURE)
    ]
    lines = list(filter(None, (_line_of(block, page.language) for block in close)))
    for text in lines:
        if _NAMES.fullmatch(names := _plain_byline(text)) and names[0].isupper():
            yield [names]
    for text, following in zip(lines, [*lines[1:], ""], strict=False):
        if _names_a_writer(text):
            yield [text]
        elif is_author_label(text) and _names_a_writer(f"{AUTHOR_LABEL} {following}"):
            yield [following]
        elif wide := names_in_byline(text):
            yield wide
        elif names := signed_names(text, page.language) or _plain_byline(text):
            yield [names]
    yield from ([name] for block in close[:NEXT] if (name := _beside_the_day(block, page.language)))
    yield from _bare(lines, page)


def _bare(lines: Sequence[str], page: Page) -> Iterator[list[str]]:
    """Yield names that are all that a line next to the heading says: over the day, or with a paragraph on who it is."""
    for line, following in pairwise(lines[: NEXT + 1]):
        if is_bare_name(line) and _masked(following[:MAX_LINE], page.language).startswith(_DAY):
            yield [line]
    yield from ([line] for line in lines[:NEXT] if _PERSON.fullmatch(line) and _is_introduced(line, page))


def _is_introduced(name: str, page: Page) -> bool:
    """Say whether a paragraph tells who somebody is: "Ana Lund is a journalist …"."""
    start = re.compile(rf"[^\w]{{0,3}}{re.escape(name)},?\s+(?:{_TELLS})\s")
    return any(start.match(block.text) for block in page.blocks)


def _plain_byline(text: str) -> str:
    """Return the words after "By" in a line that says no more."""
    found = BYLINE.fullmatch(_AFTER_NAMES.split(text, maxsplit=1)[0])
    return found["names"] if found and text[-1] not in ".!?" else ""


def _line_of(block: DomBlock, language: str) -> str:
    """Return the line of a block that may sign: its first, or all of it where it is short."""
    return _first_line(block.element, language) or (block.text if len(block.text) <= MAX_WORDED else "")


def _first_line(element: HtmlElement, language: str) -> str:
    """Return what stands before the first line break of a paragraph if it signs the text, else nothing."""
    line = ""
    for event, part in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start" and part.tag == "br":
            line = " ".join(line.split())
            return line if signed_names(line, language) else ""
        line += (part.text if event == "start" else part.tail) or ""
        if len(line) > MAX_OPENING:
            break
    return ""


def signed(page: Page, title: str) -> list[str]:
    """Return the names in a line that only names a reporter, or that signs over the heading or under the text."""
    heading = page.heading(title)
    if heading is None:
        return []
    home = home_of(page, title)
    for block in page.blocks[heading + 1 :]:
        wide = names_in_line(block.text) or names_at_end(block.text) or names_in_dateline(block.text)
        if wide and not elsewhere(block.element, home, FURNITURE):
            return wide
        if (
            len(block.text) <= MAX_WORDED
            and _names_a_writer(text := _labelled_text(block))
            and not elsewhere(block.element, home, FURNITURE)
        ):
            return [text]
    before = page.blocks[max(heading - 2, 0) : heading]
    for block in (*before, *_after_the_text(page.blocks, heading)):
        if len(block.text) <= MAX_WORDED and not elsewhere(block.element, home, FURNITURE):
            names = signed_names(block.text, page.language, bare=block not in before)
            names = (
                names
                or _beside_the_day(block, page.language)
                or _set_apart(block, page.title_element if block in before else "")
            )
            if names:
                return [names]
    return []


def _labelled_text(block: DomBlock) -> str:
    """Return a block's text, with a colon after a label that only bold type sets apart: "<b>Author</b> Ana Lund"."""
    first = next(iter(block.element), None)
    label = text_of(first) if first is not None and first.tag in {"strong", "b", "span"} else ""
    if label and first is not None and is_author_label(label) and (rest := (first.tail or "").strip(" :")):
        return f"{AUTHOR_LABEL} {rest}"
    return block.text


def _names_a_writer(text: str) -> bool:
    """Say whether a line of credits names somebody who wrote: "Text: Ana Lund, Fotos: Bo Tarr"."""
    names = _PLACE.sub("", credited(text))
    return (
        bool(_NAMES.fullmatch(names.split("|")[0].strip()) or _UNSPACED.match(names))
        and len(names.split()) <= MAX_NAMED
    )


def _set_apart(block: DomBlock, title: str) -> str:
    """Return the names that are all there is in a line at the right.

    "Ольга БЕРЕСТОВА. Фото Игоря Малых." Over the heading the title element (``title``; else empty) must name them too.
    A line that leads on is a button. Bold lines are not taken: subheadings are bold.
    """
    boxes = (block.element, *list(block.element.iterancestors())[:1])
    right = any(
        "right" in (box.get("align", ""), *re.findall(r"text-align:\s*(\w+)", box.get("style", ""))) for box in boxes
    )
    if not right or block.link_share > 0 or len(block.text) > 2 * MAX_LINE:
        return ""
    line = re.sub(r"\s*\([^()]*\)$", "", next(iter(writers(block.text)), "").strip(" []—–-.,"))
    names = re.split(r"\s+[-–—]\s+|\s*[,;]\s*", line.strip(" ()[]—–-.,"))
    told = not title or all(key_of(name) in key_of(title) for name in names)
    return ", ".join(names) if told and all(map(_PERSON.fullmatch, names)) else ""


def _after_the_text(blocks: Sequence[DomBlock], heading: int) -> Iterator[DomBlock]:
    """Return the lines right after the last prose, where blogs and news agencies sign.

    The last paragraph may be short; but so may be what stands under the signature, so lines after both are returned.
    """
    long = last = heading
    for at in range(heading + 1, len(blocks)):
        text = blocks[at].text
        if len(text) > 60 and not blocks[at].chrome and blocks[at].link_share < 0.3:
            long = at if len(text) > 150 else long
            last = at if len(text) > 150 or text.rstrip("”“»\"')").endswith((".", "!", "?", "…", "。", "।")) else last
        elif at > long + 2 * NEAR:
            break
    yield from (
        blocks[at]
        for at in dict.fromkeys((*range(long + 1, long + 1 + NEXT), *range(last + 1, last + 1 + NEXT)))
        if at < len(blocks)
    )


def _beside_the_day(block: DomBlock, language: str) -> str:
    """Return the names in "Ana Lund, Bo Tarr | 12.3.2021, 10:22", or before a day in a post's box of details.

    There it may also be the only name among columns: "12 maart 2021 · 3 min · Ana Lund".
    """
    around = " ".join(e.get("class", "") for e in (block.element, *list(block.element.iterancestors())[:3]))
    if len(block.text) > MAX_WORDED:
        return ""
    masked = _masked(block.text, language)
    before, _, rest = masked.partition("|")
    if rest.strip().startswith(_DAY) and all(map(_PERSON.fullmatch, re.split(r"\s*,\s*", before.strip()))):
        return before.strip()
    if not _DETAILS.search(around):
        return ""
    found = _NAME_AND_DAY.match(masked)
    if found and _NAMES.fullmatch(found["names"]):
        return found["names"]
    columns = [column.strip() for column in re.split(r"[|•·]|\s[–—/]\s", masked)]
    names = [column for column in columns if _PERSON.fullmatch(column)]
    return names[0] if _DAY in masked and len(columns) > 1 and len(names) == 1 else ""


def _masked(text: str, language: str) -> str:
    for date in reversed(find_dates(text, language, short_years=True)):
        text = text[: date.start] + _DAY + text[date.end :]
    return _CLOCK.sub(_DAY, text)


def signed_names(text: str, language: str = "", *, bare: bool = True) -> str:
    """Return the names in a line that signs a text: "Posted by Ana Lund at 5:11", "12.3.2021, 10:22 von ana".

    A single word is a name only where a date, "posted" or a colon makes it plain; without ``bare``, so are several
    ("Von der Leyen" over a heading). "Published by" signs only with a date.
    """
    masked = _masked(text, language)
    if language.startswith("sw"):  # in other languages "na" is another word
        masked = re.sub(r"^na\s", "by ", masked, flags=re.IGNORECASE)
    found = _SIGN.search(masked)
    if found is None:
        return ""
    names = _SIGN_END.split(found["names"] + " ", maxsplit=1)[0].strip(" ,.")
    dated = _DAY in masked[: found.start("names")] or _DATED_AFTER.match(found["names"][len(names) :])
    if found["published"] and not dated:
        return ""
    told = found["work"] and not found["names"].startswith(":", len(names))  # "An analysis by Ana: …"
    plain = dated or told or found["label"]
    if _NAMES.fullmatch(names):
        return names if plain or bare else ""
    return names if plain and _PEN_NAME.fullmatch(names) else ""
