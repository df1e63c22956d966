"""Cuts a segment that is too long for the engine at its best inner boundaries."""

from __future__ import annotations

import re
from collections.abc import Callable

# Best first: between sentences, clauses, items, words; a script without spaces falls to its own marks, then anywhere.
_BOUNDARIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=[^\d][.!?…;])\s+|(?<=[。！？；])",
        r"(?<=[:–—])\s+|\s+(?=[–—(\[])|(?<=[)\]])\s+",
        r"(?<=,)\s+|(?<=[，、])",
        r"\s+(?=(?:und|oder|aber|denn|sondern|dass|weil|wobei|sowie|and|or|but|that|which|et|ou|y|o) )",
        r"\s+",
        r"(?<=[/\-_])",
        r"(?<=\w)(?=\W)|(?<=\W)(?=\w)",
        r"",
    )
)
_INNER = 0.2
"""A boundary in the outer fifths of the text is only taken when its kind has no other."""


def pieces(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return parts that fit, in order; their concatenation is ``text``.

    A part keeps the white space at its end. A single character that does not fit is a part all the same.
    """
    if len(text) <= 1 or fits(text):
        return [text]
    first, second = halves(text)
    return [*pieces(first, fits), *pieces(second, fits)]


def halves(text: str) -> tuple[str, str]:
    """Cut a text of two characters or more at the best boundary near its middle; both parts hold something."""
    middle = len(text) / 2
    for boundary in _BOUNDARIES:
        cuts = [match.end() for match in boundary.finditer(text) if 0 < match.end() < len(text.rstrip())]
        inner = [cut for cut in cuts if _INNER * len(text) <= cut <= (1 - _INNER) * len(text)]
        if inner or (cuts and boundary.pattern == ""):
            cut = min(inner or cuts, key=lambda cut: abs(cut - middle))
            return text[:cut], text[cut:]
    return text[: len(text) // 2], text[len(text) // 2 :]
