# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Plain text to pieces: paragraphs, list items, headings and lists of names, from lines and blank lines alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extract.date_words import find_dates
from ingest.extract.hygiene import clean, join_lines
from ingest.extract.layout import Piece
from ingest.extract.phrases import BUTTONS, BYLINE, COMMENT_FORM, READ_ORIGINAL, SALUTATION
from ingest.records import BlockKind

MAX_LINES = 200_000
MAX_HEADING = 100
MAX_NAME = 60
MIN_NAMES = 3

TERMINAL = ".!?…:;,。！？；：،؛؟۔।॥։።"
_CLOSING = "\"'”’»›)]」』）“‘"
_BULLET = re.compile(r"(?:[•‣◦▪▫●○■□◆◇►▸➢➤✓✔❖∙·*⁃–—-]|\uf0b7|\u25e6)\s+(?=\S)")
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s+(?=\S)")
_QUOTED = re.compile(r"(?:>\s?)+")
_RULE = re.compile(r"[-–—=_*~#.·•\s]{3,}")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of meaning: its kind as far as the line itself tells, and whether blank lines stand around it."""

    kind: BlockKind
    text: str
    alone: bool
    first: bool
    numbered: bool = False


def units(text: str) -> list[Unit]:
    """Return the units of a plain text: lines, or paragraphs where lines are only wrapped; tails of pages cut off.

    In a text of more than `MAX_LINES` lines, only blank lines part paragraphs: nobody reads a million blocks.
    """
    lines = [line for line in clean(text).split("\n") if not line or not _RULE.fullmatch(line)]
    width = _wrap_width(lines)
    result: list[Unit] = []
    for group in _groups(lines):
        rows = list(_unwrapped(group, width)) if len(lines) <= MAX_LINES or width else [" ".join(group)]
        result += [_unit(row, alone=len(rows) == 1, first=at == 0) for at, row in enumerate(rows)]
    return _numbered_lists(_without_tail(result))


def pieces(found: list[Unit], *, title: str | None) -> Iterator[Piece]:
    """Return the pieces that ``found`` make up; the unit that is the title is a heading."""
    names = _name_lists(found)
    for at, unit in enumerate(found):
        if at in names:
            yield from (Piece("list_item", name) for name in names[at])
        elif unit.kind != "paragraph":
            yield Piece(unit.kind, unit.text)
        elif (at == 0 and unit.text == title) or is_heading(found, at, after_title=found[0].text == title):
            yield Piece("heading", unit.text)
        else:
            yield Piece("paragraph", unit.text)


def is_heading(found: list[Unit], at: int, *, after_title: bool) -> bool:
    """Say whether a unit is plainly a heading: short, without a final stop, and followed by longer text.

    Without blank lines around it, it must stand between a finished sentence and a long paragraph (a run-in heading).
    """
    unit = found[at]
    if at + 1 >= len(found) or len(unit.text) > MAX_HEADING or not starts_like_title(unit.text):
        return False
    following = found[at + 1]
    if BYLINE.fullmatch(unit.text) or SALUTATION.match(unit.text) or _is_dateline(unit.text):
        return False
    if at == 1 and after_title and len(unit.text) > 60:  # a standfirst
        return False
    longer = len(following.text) >= max(80 if not ends_sentence(following.text) else 40, 1.5 * len(unit.text))
    if unit.alone:
        return following.kind == "list_item" or (longer and not _is_dateline(following.text))
    previous = found[at - 1].text if at else "."
    return longer and ends_sentence(previous) and len(unit.text) <= 80 and ends_sentence(following.text)


def ends_sentence(text: str) -> bool:
    """Say whether a line ends as a sentence does, closing quotation marks and brackets aside."""
    return text.rstrip(_CLOSING + " ")[-1:] in TERMINAL or text[-1:] in _CLOSING


def starts_like_title(text: str) -> bool:
    """Say whether a line may be a title: it begins with a capital, a figure or a script without capitals; no stop."""
    if text.rstrip(_CLOSING)[-1:] in TERMINAL.replace("?", "").replace("!", ""):
        return False
    if not any(character.isalpha() for character in text):
        return False
    initial = text.lstrip("\"'“‘«„‚([»¿¡")[:1]
    return not initial.islower()


def _is_dateline(text: str) -> bool:
    return len(text) < 80 and any(date.end - date.start > 0.4 * len(text) for date in find_dates(text))


def _groups(lines: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line:
            group.append(line)
        elif group:
            yield group
            group = []


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which lines are wrapped, 0 if they are not: unfinished lines of much the same length."""
    inner = [line for line, following in pairwise(lines) if line and following]
    width = max(map(len, inner), default=0)
    if not 40 <= width <= 130:
        return 0
    full = [line for line in inner if len(line) > 0.75 * width]
    unfinished = sum(not ends_sentence(line) for line in full)
    return width if len(full) >= 2 and unfinished >= 0.5 * len(full) else 0


def _unwrapped(group: list[str], width: int) -> Iterator[str]:
    """Join the lines of a wrapped group; a marker, or the end of a short line, begins a new row."""
    if not width:
        yield from group
        return
    row: list[str] = []
    for line in group:
        begins = bool(_BULLET.match(line) or _NUMBER.match(line) or _QUOTED.match(line))
        goes_on = line[:1].islower() and not ends_sentence(row[-1]) if row else False
        if row and (begins or (len(row[-1]) < 0.55 * width and not goes_on)):
            yield _joined(row)
            row = []
        row.append(line)
    yield _joined(row)


def _joined(row: list[str]) -> str:
    if all(_CJK.match(line[-1:]) for line in row[:-1]) and len(row) > 1:
        return "".join(row)
    return join_lines(row)


def _unit(row: str, *, alone: bool, first: bool) -> Unit:
    if bullet := _BULLET.match(row):
        return Unit("list_item", row[bullet.end() :], alone, first)
    if quoted := _QUOTED.match(row):
        return Unit("quote", row[quoted.end() :], alone, first)
    return Unit("paragraph", row, alone, first, numbered=_NUMBER.match(row) is not None)


def _numbered_lists(found: list[Unit]) -> list[Unit]:
    """Numbered lines are list items when one stands next to another; a lone "A. Smith wrote" is not a list."""
    result = []
    for at, unit in enumerate(found):
        neighbours = found[max(0, at - 1) : at] + found[at + 1 : at + 2]
        listed = unit.numbered and any(near.numbered for near in neighbours)
        result.append(replace(unit, kind="list_item") if listed else unit)
    return result


def _without_tail(found: list[Unit]) -> list[Unit]:
    """Cut what copying a page leaves at its end: the comment form, buttons, the way to the original article."""
    for at in range(len(found) - 1, max(len(found) - 8, 0), -1):
        after = found[at + 1 :]
        if COMMENT_FORM.fullmatch(found[at].text.rstrip(" .:!")) and all(len(unit.text) < 200 for unit in after):
            found = found[:at]
            break
    while len(found) > 1:
        last = found[-1].text.rstrip(" .:!»>→")
        if not (READ_ORIGINAL.fullmatch(last) or BUTTONS.fullmatch(last) or COMMENT_FORM.fullmatch(last)):
            break
        found = found[:-1]
    return found


# --- lists of names --------------------------------------------------------------------------------------------------


def _name_lists(found: list[Unit]) -> dict[int, list[str]]:
    """Return the units that are lines of a list of names, by index, each with the one or more names in it.

    A list is at least three short capitalised lines without a stop, directly under each other; blank lines inside it
    do not end it. A line in which the suffix that ends the other lines ("MEP") returns is split after each suffix.
    """
    result: dict[int, list[str]] = {}
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and (_is_name(found[end].text) or _is_run_of_names(found[end].text)):
            end += 1
        if end - at >= MIN_NAMES and _is_dense(found[at:end]):
            suffix = _common_suffix([unit.text for unit in found[at:end]])
            for index in range(at, end):
                result[index] = _split_after(found[index].text, suffix)
        at = max(end, at + 1)
    return result


def _is_dense(run: list[Unit]) -> bool:
    """At least three lines of the run follow one another without a blank line."""
    longest = current = 0
    for unit in run:
        current = 1 if unit.first else current + 1
        longest = max(longest, current)
    return longest >= MIN_NAMES


def _is_name(text: str) -> bool:
    words = text.split()
    if len(text) > MAX_NAME or len(words) > 9 or text[-1:] in TERMINAL.replace(".", "") or any(map(_has_digit, words)):
        return False
    if ends_sentence(text) and text[-1:] == "." and len(words[-1]) > 4:
        return False
    capitalised = sum(not word.lstrip("(\"“„«'’").lower().startswith(word.lstrip("(\"“„«'’")[:1]) for word in words)
    cased = any(character.isupper() or character.islower() for character in text)
    return starts_like_title(text.rstrip(".")) and (not cased or capitalised >= 0.6 * len(words) or len(words) == 1)


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _is_run_of_names(text: str) -> bool:
    words = text.split()
    return len(words) >= 6 and words.count(words[-1]) >= 3 and _is_name(" ".join(words[: words.index(words[-1]) + 1]))


def _common_suffix(lines: list[str]) -> str | None:
    counts = Counter(line.split()[-1] for line in lines if len(line.split()) > 1)
    suffix, count = counts.most_common(1)[0] if counts else ("", 0)
    return suffix if count >= MIN_NAMES and count >= 0.5 * len(lines) else None


def _split_after(text: str, suffix: str | None) -> list[str]:
    if suffix is None or text.split().count(suffix) < 2:
        return [text]
    parts = re.split(rf"(?<!\S){re.escape(suffix)}(?!\S)", text)
    return [f"{part.strip()} {suffix}" for part in parts[:-1] if part.strip()] + [
        p.strip() for p in parts[-1:] if p.strip()
    ]
