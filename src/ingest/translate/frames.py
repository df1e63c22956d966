"""What stands around the words of a segment and is carried by us, not by the model."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENING_QUOTES = "\"'„“”«»‚‘’‹›「『"
CLOSING_QUOTES = "\"'“”»«‘’›‹」』"

_BULLET = r"[•‣◦▪▫●○■□–—*+>#·-]"
_NUMBER = r"(?:\(?\d{1,3}[.)]|\(?[A-Za-z][.)]|\[\d{1,3}\]|§+\s*\d+\w?)"
_DATE = r"\d{1,2}\.\s+(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
"""A day of a month at the front is no numbering."""
_LEAD = re.compile(rf"(?:(?:{_BULLET}+\s+|(?!{_DATE}){_NUMBER}\s+))*[{OPENING_QUOTES}(\[]*\s*(?=\w)")
_TAIL = re.compile(rf"\s*[:{CLOSING_QUOTES})\]|\t…]*\s*$")
_PAIRS = (("(", ")"), ("[", "]"))
_QUOTE = re.compile(rf"[{OPENING_QUOTES}{CLOSING_QUOTES}]")
_LETTER = re.compile(r"[^\W\d_]")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘](?=\w)")

_CURLY = re.compile(r"[„“”«»]")
_STRAIGHT_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–]))\"(?=\S)")

_ENGLISH_OPENING = str.maketrans("„«»‚‹›", "““”‘‘’")
_ENGLISH_CLOSING = str.maketrans("“»«‘›‹", "””“’’‘")


@dataclass(frozen=True, slots=True)
class Frame:
    """A segment in three parts; ``lead + core + tail`` is the segment."""

    lead: str
    core: str
    tail: str

    @property
    def has_words(self) -> bool:
        """Whether the core holds a letter, so that there is something to translate."""
        return _LETTER.search(self.core) is not None

    def around(self, target: str, language: str) -> str:
        """Return the target between what stood around the core, with quote marks as English writes them."""
        if language != "en":
            return self.lead + target + self.tail
        tail = self.tail.translate(_ENGLISH_CLOSING) if "”" not in self.tail else self.tail
        core = curled(target) if _CURLY.search(self.lead + self.core + self.tail) else target
        return self.lead.translate(_ENGLISH_OPENING) + core + tail


def curled(text: str) -> str:
    """Return an English text with its straight double quote marks curled, as the source has them."""
    return _STRAIGHT_OPENING.sub("“", text).replace('"', "”")


def frame(text: str) -> Frame:
    """Take bullets, numbering and outer quote marks from the front, closing marks and colons from the end.

    A mark whose partner stands among the words stays with the words: the pair is the model's.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    tail = _TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    while end < len(text) and _closes_inside(text[start:end], text[end]):
        end += 1
    while start and text[start - 1] in OPENING_QUOTES and _has_odd_quotes(text[start:end]):
        start -= 1
    if start >= end:
        return Frame("", text, "")
    return Frame(text[:start], text[start:end], text[end:])


def _closes_inside(core: str, mark: str) -> bool:
    """Whether ``mark`` closes what was opened in ``core``."""
    for opening, closing in _PAIRS:
        if mark == closing:
            return core.count(opening) > core.count(closing)
    return mark in CLOSING_QUOTES and _has_odd_quotes(core)


def _has_odd_quotes(core: str) -> bool:
    return len(_QUOTE.findall(_APOSTROPHE.sub("", core))) % 2 == 1
