"""``length_ratio``: about half of the content is gone, or about as much was added.

After Gale and Church (1993): the length of a translation varies around that of its source, and the deviation grows
with the square root of the length; short segments may differ by a word. Lengths are letters and digits; a character
of Chinese or Japanese counts for several letters.
"""

from __future__ import annotations

import math
import re

from ingest.translate.checks.pair import Pair

WIDE = 2.8
"""Letters of English for one character of Chinese, Japanese or Korean."""
SHORT = 8.0
"""Letters that any translation may gain or lose."""
LOST = 0.62
ADDED = 0.75
_OTHER = re.compile(r"[\W_]+")
_WIDE_LETTERS = re.compile("[\u2e80-\uffdc]")


def length_ratio(pair: Pair) -> float:
    """Return how surely content was lost or added."""
    source, target = _size(pair.source_prose), _size(pair.target_prose)
    if not source:
        return 0.0
    ratio = math.log((target + SHORT) / (source + SHORT))
    return min(1.0, max(-ratio / LOST, ratio / ADDED) / 2)


def _size(text: str) -> float:
    written = _OTHER.sub("", text)
    wide = 0 if written.isascii() else len(_WIDE_LETTERS.findall(written))
    return len(written) + (WIDE - 1) * wide
