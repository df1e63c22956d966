"""Who wrote with somebody whom markup names: "By <a>Ana Lund</a> and Bo Tarr", where only the staff is linked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from ingest.extract.credits import PICTURE_WORDS
from ingest.extract.dom import text_of
from ingest.extract.names import PREFIX

MAX_LINE = 200
MAX_BEFORE = 40
_ANDS: Mapping[str, str] = {
    "en": "and", "de": "und", "fr": "et", "es": "[ye]", "it": "ed?", "pt": "e", "nl": "en", "sv": "och", "da": "og",
    "nb": "og", "no": "og", "nn": "og", "is": "og", "pl": "i|oraz", "cs": "a", "sk": "a", "hu": "és", "ro": "și|şi",
    "tr": "ve", "ru": "и", "uk": "та|і|й", "bg": "и", "fi": "ja", "et": "ja", "el": "και", "ca": "i", "hr": "i",
    "bs": "i", "sr": "i|и", "sl": "in", "lt": "ir", "lv": "un", "sq": "dhe", "id": "dan", "ms": "dan", "vi": "và",
}  # fmt: skip
_CAPITAL = r"(?![^\W\d_a-zß-öø-ÿа-яіїєґά-ώ]\b)[^\W\d_a-zß-öø-ÿа-яіїєґά-ώ][\w’'-]+"
_NAME = rf"{_CAPITAL}(?:\s+(?:[^\W\d_]\.|d[aeiu]|de[lr]?|v[ao]n|la|{_CAPITAL})){{1,3}}"
_END = r"\s*(?:$|[.|•·(–—/-]|\d)"


def with_coauthors(elements: Sequence[HtmlElement], texts: Sequence[str], language: str) -> list[str]:
    """Return ``texts`` of bylines in markup (``elements``), and whom their line names behind the last of them.

    The line must lead on with "and" and a whole name, and end there; before that, other names may stand between commas
    only where several are marked already ("By Ana Lund, Gull Times and Harbour Post").
    """
    last = next((element for element in reversed(elements) if text_of(element) == texts[-1]), None)
    line = _line_around(last) if last is not None else ""
    first, _, _ = line.partition(texts[0])
    _, found, rest = line.rpartition(texts[-1])
    first = first.strip()
    if not found or len(first) > MAX_BEFORE or not (first == "" or PREFIX.fullmatch(f"{first} ")):
        return list(texts)
    if re.match(PICTURE_WORDS, first, re.IGNORECASE):
        return list(texts)
    word = _ANDS.get(language.partition("-")[0].lower(), "and|und|et|y")
    between = rf"(?:\s*,\s+{_NAME}){{0,6}}\s*,?" if len(texts) > 1 else ""
    more = re.match(rf"(?P<some>{between})\s+(?:{word}|&)\s+(?P<last>{_NAME})(?={_END})", rest.rstrip())
    return [*texts, *filter(None, (more["some"].strip(" ,"), more["last"]))] if more else list(texts)


def _line_around(element: HtmlElement) -> str:
    """Return the text of the nearest box that says more than the element, or nothing where it is no line."""
    own = text_of(element)
    for around in element.iterancestors():
        text = text_of(around)
        if len(text) > MAX_LINE:
            return ""
        if len(text) > len(own) and not PREFIX.fullmatch(text.removesuffix(own)):
            return text
    return ""
