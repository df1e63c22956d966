"""Clean characters: what every text of a record went through, whatever format it came from.

NFC; typographic and no-break spaces become spaces; soft hyphens go; zero-width characters stay only where a script
needs them; controls for text direction stay only in text that has letters written from right to left, and balanced.
"""

from __future__ import annotations

import re
import unicodedata

# Joiners are letters' business in Arabic, Syriac, N'Ko, the scripts of India, Mongolian and between emoji.
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe\ufe0f\u2190-\u2bff"
_JOINING_EMOJI = "\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(
    f"[\u200c\u200d](?![{_JOINING}{_JOINING_EMOJI}])|(?<![{_JOINING}{_JOINING_EMOJI}])[\u200c\u200d]"
)
# Thai, Lao, Myanmar, Khmer and Tibetan have no spaces between words: there a zero-width space is one.
_WORD_BREAKING = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
_STRAY_ZERO_SPACE = re.compile(f"\u200b(?![{_WORD_BREAKING}])|(?<![{_WORD_BREAKING}])\u200b")
_REMOVED = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENING |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def clean(text: str) -> str:
    """Return ``text`` with clean characters, line breaks as line feeds, and single spaces inside lines."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _BREAKS.sub("\n", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _REMOVED.sub("", text))
        text = _STRAY_ZERO_SPACE.sub("", _STRAY_JOINER.sub("", text))
        text = _balanced(text)
    else:
        text = _REMOVED.sub("", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def clean_line(text: str) -> str:
    """Return ``text`` as one clean line: line breaks become spaces."""
    return _SPACES.sub(" ", clean(text).replace("\n", " ")).strip()


def _balanced(text: str) -> str:
    """Drop controls for direction where no letter runs from right to left, and elsewhere those without a partner."""
    if not _DIRECTION.search(text):
        return text
    if not _RIGHT_TO_LEFT.search(text):
        return _DIRECTION.sub("", text)
    return "\n".join(map(_balanced_line, text.split("\n")))


def _balanced_line(line: str) -> str:
    keep = [True] * len(line)
    open_at: list[tuple[int, str]] = []
    for at, character in enumerate(line):
        if character in _OPENING:
            open_at.append((at, _OPENING[character]))
        elif character in "\u202c\u2069":
            if open_at and open_at[-1][1] == character:
                open_at.pop()
            else:
                keep[at] = False
    for at, _ in open_at:
        keep[at] = False
    return "".join(character for character, kept in zip(line, keep, strict=True) if kept)


_HYPHENATED = re.compile(r"(\w+)[-\u2010]\n[ \t]*(\w+)")
_WITH_HYPHEN = re.compile(r"\w+-\w+")
_COORDINATION = frozenset([
    "und", "oder", "bis", "sowie", "and", "or", "to", "et", "ou", "y", "o", "e", "och", "og", "eller", "en", "of",
    "i", "ali", "oraz", "lub",
])  # fmt: skip


def join_lines(lines: list[str]) -> str:
    """Join the lines of a wrapped paragraph; a word divided at the line's end becomes whole again.

    The hyphen stays where it belongs to the word: before a capital or a digit, before "and" ("vor- und nachher"), or
    when the same word stands hyphenated elsewhere in the paragraph.
    """
    text = "\n".join(lines)
    hyphenated = set(_WITH_HYPHEN.findall(text))

    def joined(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        if second.lower() in _COORDINATION:
            return f"{first}- {second}"
        whole = second[0].islower() and first[-1].islower() and f"{first}-{second}" not in hyphenated
        return first + ("" if whole else "-") + second

    return " ".join(_HYPHENATED.sub(joined, text).split("\n"))
