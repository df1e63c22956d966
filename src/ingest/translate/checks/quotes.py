"""``quotes``: the reader cannot tell any more what was quoted."""

from __future__ import annotations

import re

from ingest.translate.checks.pair import Pair

_DOUBLE = re.compile(r"(?<!\d)\"+|\"(?=\w)|[„“”«»]|‹|›|(?<=\s)''|``")
_SINGLE = re.compile(
    r"(?<!\w)[‚‘](?=\w)[^‚‘“”\"„«»]{1,300}?[^\s‚‘][’‘](?!\w)|(?<!\w)'(?=\w)[^'\"“”„]{1,300}?[^\s']'(?!\w)"
)
"""A quotation in single marks, which English writes where German has double ones."""
KEPT = 0.6
"""Share of the quoted text that must still be quoted."""
_HALVES = re.compile(r"[“”\"«»],?[^„“”\"«»]{2,60}[„“\"»«]")


def quotes(pair: Pair) -> float:
    """Return 1 when double quote marks were lost, added or left alone; another style of marks is fine."""
    source, target = len(_DOUBLE.findall(pair.source)), len(_DOUBLE.findall(pair.target))
    if source == target:
        return 0.0
    singles = 2 * (len(_SINGLE.findall(pair.target)) - len(_SINGLE.findall(pair.source)))
    if singles and source == target + singles:
        return 0.0
    if source % 2 != target % 2 or not source or not target:
        return 1.0
    inserted = _HALVES.search(pair.source) is not None or _HALVES.search(pair.target) is not None
    if abs(source - target) != 2 or not inserted:  # noqa: PLR2004 - one pair joined or divided
        return 1.0
    return float(_quoted(pair.target) < KEPT * _quoted(pair.source))


def _quoted(text: str) -> float:
    """Return the share of the text between quote marks."""
    parts = _DOUBLE.split(text)
    return sum(map(len, parts[1::2])) / len(text)
