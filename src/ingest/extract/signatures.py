# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Bylines by their words: "By …" next to the heading, credits, lines that sign over it or under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import lxml.etree
from lxml.html import HtmlElement

from ingest.extract.credits import AUTHOR_LABEL, credited, is_author_label
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock
from ingest.extract.name_lines import DAY, MAX_WORDED, NEXT, are_names, bare_names, beside_the_day, masked, set_apart
from ingest.extract.page import Page
from ingest.extract.phrases import BYLINE, PUBLISHED_WORKS, SIGNED_BY, WEEKDAYS, WRITTEN_WORKS
from ingest.extract.surroundings import FURNITURE, elsewhere, home_of
from ingest.extract.wide_bylines import (
    names_at_end,
    names_in_byline,
    names_in_dateline,
    names_in_line,
)

MAX_NAMED = 12
MAX_OPENING = 60
_AFTER_NAMES = re.compile(r"\s+[-–—|•·]\s|\s+\d")
NEAR = 8

# A work is named where a line or a column begins: a sentence may tell of "an analysis by" anybody.
_SIGN = re.compile(
    rf"(?:^|(?P<dated>{DAY})[\s,.|–—{DAY}-]*|[|•·–—]\s*"
    rf"|(?:^|[|•·])[\s,.|–—{DAY}-]*(?:(?:an?|eine?|une?|una|een|{WEEKDAYS})\s+)?(?:{WRITTEN_WORKS}\s+)?"
    rf"(?:(?P<work>{WRITTEN_WORKS})|(?P<published>{PUBLISHED_WORKS}))(?:\s+(?:am|on|le|el|il|op))?[\s,.{DAY}-]+)"
    rf"(?:{SIGNED_BY})(?P<label>\s*:)?\s+(?P<names>[^\W\d_].*)",
    re.IGNORECASE,
)
_SIGN_END = re.compile(
    rf"{DAY}|[|()\[\]•·–—;:!?]|\s-(?:\s|$)|\s(?:am|on|le|el|il|um|at|in|for|für|pour|para|from|follow|last)\s|\s@"
    r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d",
    re.IGNORECASE,
)
# "Reporting by Ana Lund in Emden, Bo Tarr and Cem Oz in New York".
_PLACE = re.compile(r"\sin\s(?!the\s)[^\W\d_][^,;()]*?(?=\s*(?:[,;)(]|\sand\s|$))")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_DATED_AFTER = re.compile(rf"[\s,]*(?:am|on|le|el|il|op|@)?\s*{DAY}", re.IGNORECASE)
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
        if are_names(names := _plain_byline(text)) and names[0].isupper():
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
    yield from ([name] for block in close[:NEXT] if (name := beside_the_day(block, page.language)))
    yield from bare_names(lines, page)


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
                or beside_the_day(block, page.language)
                or set_apart(block, page.title_element if block in before else "")
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
    told = are_names(names.split("|")[0].strip()) or _UNSPACED.match(names) is not None
    return told and len(names.split()) <= MAX_NAMED


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


def signed_names(text: str, language: str = "", *, bare: bool = True) -> str:
    """Return the names in a line that signs a text: "Posted by Ana Lund at 5:11", "12.3.2021, 10:22 von ana".

    A single word is a name only where a date, "posted" or a colon makes it plain; without ``bare``, so are several
    ("Von der Leyen" over a heading). "Published by" signs only with a date.
    """
    line = masked(text, language)
    if language.startswith("sw"):  # in other languages "na" is another word
        line = re.sub(r"^na\s", "by ", line, flags=re.IGNORECASE)
    found = _SIGN.search(line)
    if found is None:
        return ""
    names = _SIGN_END.split(found["names"] + " ", maxsplit=1)[0].strip(" ,.")
    dated = DAY in line[: found.start("names")] or _DATED_AFTER.match(found["names"][len(names) :])
    if found["published"] and not dated:
        return ""
    told = found["work"] and not found["names"].startswith(":", len(names))  # "An analysis by Ana: …"
    plain = dated or told or found["label"]
    if are_names(names):
        return names if plain or bare else ""
    return names if plain and _PEN_NAME.fullmatch(names) else ""
