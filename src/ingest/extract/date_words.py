# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Dates written in words and figures, in many languages, read no more precisely than they are written.

`3/4/2020` is the third of April in most of the world and the fourth of March in the United States: the month and day
are given only where the figures or the language settle it, else the year alone.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ingest.extract.months import AMBIGUOUS, MONTHS

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
_BUDDHIST = 543

_YEAR = r"(?P<y>(?:19|20|25)\d\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<m>0?[1-9]|1[0-2])"
_NOT_IN_NUMBER = r"(?<![\d.,/-])"
_END = r"(?![\d/]|[.,-]\d)"
_FIGURES = (
    re.compile(rf"{_NOT_IN_NUMBER}{_YEAR}(?P<s>[-/.]){_MONTH}(?P=s){_DAY}(?!\d)"),
    re.compile(rf"{_NOT_IN_NUMBER}{_YEAR}\s?[年년.]\s?{_MONTH}\s?[月월.]\s?{_DAY}(?:\s?[日일.]|(?!\d))"),
)
_DAY_MONTH_YEAR = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<a>\d{{1,2}})\s?(?P<s>[./-])\s?(?P<b>\d{{1,2}})\s?(?P=s)\s?{_YEAR}{_END}"
)
_SHORT_YEAR = re.compile(rf"{_NOT_IN_NUMBER}(?P<a>\d{{1,2}})(?P<s>[./])(?P<b>\d{{1,2}})(?P=s)(?P<y>[0-3]\d){_END}")
_SHORT_YEAR_IN_WORDS = re.compile(
    r"(?<![\d.,:/])(?P<d>[12]?\d|3[01])\.?\s+(?P<w>[^\W\d_]{3,12})\.?\s+(?P<y>[0-3]\d)"
    r"(?=\s*(?:$|[|,·•)]|[–—](?!\s*\d)))"  # else the figures are an hour or a number of comments
)
# English regions that write the month first; everywhere else the day comes first.
_MONTH_FIRST = frozenset({"en-us", "en-ph", "en-ca"})


class FoundDate(NamedTuple):
    """A date in a text: ISO 8601 (`2020`, `2020-10`, `2020-10-28`), the words it stands on, and where they are."""

    value: str
    raw: str
    start: int
    end: int


def find_dates(text: str, language: str = "", *, short_years: bool = False) -> list[FoundDate]:
    """Return the dates in ``text`` in reading order; ``language`` (a BCP-47 tag, may be empty) settles ambiguity.

    Only a dateline may have years of two figures (``short_years``), and only where day and month are beyond doubt.
    """
    figures = _western_digits(text)
    found = [*_in_figures(figures, language), *_in_words(figures, language)]
    if short_years and not found:
        found = [*_with_short_year(figures, language), *_with_short_year_in_words(figures, language)]
    found = [date._replace(raw=text[date.start : date.end].strip()) for date in found]
    found.sort(key=lambda date: (date.start, -date.end))
    result: list[FoundDate] = []
    for date in found:
        if not result or date.start >= result[-1].end:
            result.append(date)
    return result


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return a date in ISO 8601 at the given precision, or None if there is no such day or it is out of all reason."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _in_figures(text: str, language: str) -> list[FoundDate]:
    found = []
    for pattern in _FIGURES:
        for match in pattern.finditer(text):
            value = iso_date(_year(match["y"]), int(match["m"]), int(match["d"]))
            if value:
                found.append(FoundDate(value, "", match.start(), match.end()))
    for match in _DAY_MONTH_YEAR.finditer(text):
        value = _settle(int(match["a"]), int(match["b"]), _year(match["y"]), match["s"], language)
        if value:
            found.append(FoundDate(value, "", match.start(), match.end()))
    return found


def _with_short_year(text: str, language: str) -> Iterator[FoundDate]:
    for match in _SHORT_YEAR.finditer(text):
        value = _settle(int(match["a"]), int(match["b"]), 2000 + int(match["y"]), match["s"], language)
        if value and len(value) > len("2000"):
            yield FoundDate(value, "", match.start(), match.end())


def _with_short_year_in_words(text: str, language: str) -> Iterator[FoundDate]:
    for match in _SHORT_YEAR_IN_WORDS.finditer(text):
        month = _month(match["w"], language)
        value = iso_date(2000 + int(match["y"]), month, int(match["d"])) if month else None
        if value:
            yield FoundDate(value, "", match.start(), match.end())


def _settle(first: int, second: int, year: int, separator: str, language: str) -> str | None:
    """Decide which of two figures is the day: by their size, by the separator, by the language; else keep the year."""
    day_first, month_first = iso_date(year, second, first), iso_date(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    tag = language.lower().replace("_", "-")
    if tag in _MONTH_FIRST and separator != ".":
        return month_first if tag == "en-us" else iso_date(year)
    if separator == "." or (tag and tag not in {"en", "und"}):
        return day_first
    return iso_date(year)


# What stands before or after a year when the month is a word. Languages put little words between: "3 de mayo de 2021",
# "2021 m. gegužės 3 d.", "2021. május 3.", "3-mayıs 2021".
_WORD = r"[^\s\d.,;:()/|–—-]{2,20}"
_OF = r"(?:de|del|di|of|do|da|ta'|thg|ngày|د)"
_ORDINAL = r"(?:st|nd|rd|th|er|ère|[º°ªo]|\.|-?го|-?а|-?ви|,|일|日)?"
_BEFORE_YEAR = (
    re.compile(
        rf"(?<![\d.,:/])(?P<d>0?[1-9]|[12]\d|3[01]){_ORDINAL}[\s-]*(?:{_OF}\s+|d['’])?(?P<w>{_WORD}(?:[\s/]{_WORD})?)"
        rf"\.?[\s,-]*(?:{_OF}\s+)?$",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<w>{_WORD})\.?\s*(?P<d>0?[1-9]|[12]\d|3[01]){_ORDINAL},?\s+$", re.IGNORECASE),
    re.compile(rf"(?P<d>)(?P<w>{_WORD})\.?,?\s+(?:{_OF}\s+)?$", re.IGNORECASE),
)
_AFTER_YEAR = re.compile(
    rf"[.,]?\s*(?:m\.|г\.|ko|оны|ж\.|, )?\s*(?P<w>{_WORD})\s*(?P<d>0?[1-9]|[12]\d|3[01])(?![\d:])", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d|[.,]\d{3})")
_WINDOW = 40


def _in_words(text: str, language: str) -> list[FoundDate]:
    found = []
    for year in _YEARS.finditer(text):
        before = text[max(0, year.start() - _WINDOW) : year.start()]
        after = text[year.end() : year.end() + _WINDOW]
        for match in (*(p.search(before) for p in _BEFORE_YEAR), _AFTER_YEAR.match(after)):
            if match is None or (month := _month(match["w"], language)) is None:
                continue
            value = iso_date(_year(year[0]), month, int(match["d"]) if match["d"] else None)
            if value is None:
                continue
            trailing = match.re is _AFTER_YEAR
            start = year.start() if trailing else year.start() - len(before) + match.start()
            found.append(FoundDate(value, "", start, year.end() + (match.end() if trailing else 0)))
            break
    return found


def _month(words: str, language: str) -> int | None:
    """Return the number of the month named by ``words`` or by the last of them."""
    ambiguous = AMBIGUOUS.get(language.lower().partition("-")[0], {})
    words = " ".join(words.lower().replace("/", " ").split())
    for name in (words, words.rpartition(" ")[2], words.partition(" ")[0]):
        month = ambiguous.get(name) or MONTHS.get(name)
        if month is not None:
            return month
    return None


def _year(figures: str) -> int:
    year = int(figures)
    return year - _BUDDHIST if year >= 2500 else year


def _western_digits(text: str) -> str:
    """Replace digits of other scripts by 0 to 9, one for one, so that offsets stay."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(character)) if not character.isascii() and character.isdecimal() else character
        for character in text
    )
