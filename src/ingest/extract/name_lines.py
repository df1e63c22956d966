"""Lines that are only names: beside the day, over it, at the right, or with a paragraph on who it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.extract.credits import writers
from ingest.extract.date_words import find_dates
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.page import Page
from ingest.extract.wide_bylines import is_bare_name

MAX_WORDED = 200
MAX_LINE = 40
NEXT = 3

# Dates and times of day become this sign: a byline is told by what stands around them.
DAY = "\0"
_CLOCK = re.compile(
    r"\b\d{1,2}\s?(?:[:.h]\s?\d{2}(?::\d{2})?|(?=[ap]\.?m\b))\s*(?:uhr\b|[ap]\.?m\.?)?(?:\s*(?:[ecmp][ds]?t|gmt"
    r"|utc|bst|ist|wib)\b)?",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|d[aeiu]s?|de[lr]|v[ao]n|la|le|el|al|bin|ter?|zu|y|e|et|und|and|og|och|en|&)"
NAMES = re.compile(rf"{_NAME}(?:,?\s+{_NAME}){{1,11}}(?:,.*)?")
# Words with capitals, none of them a button's.
PERSON = re.compile(
    r"(?!.*\b(?i:more|read|end|photo|share|also|see|click|here|by|the|ende|mehr|fin|suite|source|video)\b)"
    r"[^\W\d_a-zß-öø-ÿа-я][^\W\d_]+(?:[-’'][^\W\d_]+)?(?:\s+(?:[^\W\d_]\.|d[aeiu]|de[lr]|v[ao]n|la"
    r"|[^\W\d_a-zß-öø-ÿа-я][^\W\d_]*"
    r"(?:[-’'][^\W\d_]+)?)){1,4}"
)
_TELLS = (
    r"is|was|are|writes|works|teaches|lives|covers|has|joined|ist|war|schreibt|arbeitet|lebt|lehrt|est|écrit|es|escribe"
    r"|trabaja|è|scrive|é|escreve|werkt|schrijft|är|er|arbetar|skriver|jest|je|este"
)
# "Na ANA LUND na BO TARR", whatever language the page declares.
_CAPITALS = r"[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){1,3}"
_IN_SWAHILI = re.compile(rf"N[aA] ({_CAPITALS})(?: na ({_CAPITALS}))?(?:, ?\w+)?")
_WRITES = re.compile(
    r"\b(?:author|writer|writes|journalist|reporter|editor|columnist|correspondent|blogger|schreibt|redakteur|autor|journaliste"
    r"|écrit|auteur|periodista|escribe|escritor|giornalista|scrive|jornalista|escreve|schrijft|skriver|dziennikar)",
    re.IGNORECASE,
)
_NAME_AND_DAY = re.compile(rf"(?P<names>[^{DAY}|]{{3,60}}?)\s*[|•·,–—-]?\s*{DAY}")
_DETAILS = re.compile(
    r"(?:entry|post|article|blog|news|story)[-_]*(?:meta|footer|info|details)|(?<![a-z])meta(?:data)?(?![a-z])"
)


def _unmarked(text: str) -> str:
    """Return a text without the marks of Indic and Thai letters, which no pattern counts as letters."""
    return text if text.isascii() else "".join(letter for letter in text if unicodedata.category(letter)[0] != "M")


def are_names(text: str) -> bool:
    """Say whether a line is made of words with capitals, and of what joins names."""
    return NAMES.fullmatch(_unmarked(text)) is not None


def is_person(text: str) -> bool:
    """Say whether a line is two to five words with capitals, none of them a button's."""
    return PERSON.fullmatch(_unmarked(text)) is not None


def beside_the_day(block: DomBlock, language: str) -> str:
    """Return the names in "Ana Lund, Bo Tarr | 12.3.2021, 10:22", or before a day in a post's box of details.

    There it may also be the only name among columns: "12 maart 2021 · 3 min · Ana Lund".
    """
    around = " ".join(e.get("class", "") for e in (block.element, *list(block.element.iterancestors())[:3]))
    if len(block.text) > MAX_WORDED:
        return ""
    line = masked(block.text, language)
    before, _, rest = line.partition("|")
    if rest.strip().startswith(DAY) and all(map(is_person, re.split(r"\s*,\s*", before.strip()))):
        return before.strip()
    if not _DETAILS.search(around):
        return ""
    found = _NAME_AND_DAY.match(line)
    if found and are_names(found["names"]):
        return found["names"]
    columns = [column.strip() for column in re.split(r"[|•·]|\s[–—/]\s", line)]
    names = [column for column in columns if is_person(column)]
    return names[0] if DAY in line and len(columns) > 1 and len(names) == 1 else ""


def masked(text: str, language: str) -> str:
    """Return a line with `DAY` for each date and time of day."""
    for date in reversed(find_dates(text, language, short_years=True)):
        text = text[: date.start] + DAY + text[date.end :]
    return _CLOCK.sub(DAY, text)


def bare_names(lines: Sequence[str], page: Page) -> Iterator[list[str]]:
    """Yield names that are all that a line next to the heading says: over the day, or with a paragraph on who it is."""
    for line in lines[:NEXT]:
        if by := _IN_SWAHILI.fullmatch(line):
            yield [name for name in by.groups() if name]
    for line, following in pairwise(lines[: NEXT + 1]):
        if is_bare_name(line) and masked(following[:MAX_LINE], page.language).startswith(DAY):
            yield [line]
    yield from ([line] for line in lines[:NEXT] if is_person(line) and _is_introduced(line, page))


def _is_introduced(name: str, page: Page) -> bool:
    """Say whether a paragraph tells that somebody writes: "Ana Lund is a journalist …"."""
    start = re.compile(rf"[^\w]{{0,3}}{re.escape(name)},?\s+(?:{_TELLS})\s")
    return any(start.match(block.text) and _WRITES.search(block.text[:MAX_WORDED]) for block in page.blocks)


def set_apart(block: DomBlock, title: str) -> str:
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
    return ", ".join(names) if told and all(map(is_person, names)) else ""
