"""Ordinals with a full stop (14. Februar, Der 100. Geburtstag): tells whether a sentence goes on behind one.

Month names come from CLDR (babel), in the form that follows a day and the form that stands alone. Behind other words a
number with a full stop may end a sentence; it is an ordinal for certain only behind a determiner, so `DETERMINERS` has
words that cannot end a sentence together with a number.
"""

from __future__ import annotations

import re
from functools import cache

_ORDINAL = re.compile(r"(?:(\w+)\s+)?(?<![\d.,])\d{1,3}\.$")
_WORD = re.compile(r"[^\W\d_]+")

DETERMINERS = {
    "de": re.compile(
        r"d(?:er|ie|as|em|en|es)|am|[ibz]m|beim|zu[mr]|vo[mn]|(?:dies|jed|jen|welch)(?:e[rsnm]?)"
        r"|(?:[msd]ein|ihr|unser|eur)(?:e[rsnm]?)?|ein(?:e[rsnm]?)?|kein(?:e[rsnm]?)?"
    ),
    "da": re.compile(r"den|det|de|hans|hendes|deres|sin|sit"),
    "nb": re.compile(r"den|det|de|hans|hennes|deres|sin|sitt"),
    "nn": re.compile(r"den|det|dei|hans|hennar|deira|sin|sitt"),
    "hu": re.compile(r"az?"),
}
"""Of the languages with such ordinals, those that have articles."""

LANGUAGES = frozenset("bs cs da de dsb et fi fo hr hsb hu is lb nb nn no sh sk sl sr".split())  # noqa: SIM905 - a table
"""Languages that write ordinals with a full stop."""


def goes_on(before: str, after: str, language: str) -> bool:
    """Tell whether `before` ends in an ordinal that `after` belongs to; `language` is an ISO 639 code."""
    if language not in LANGUAGES:
        return False
    ordinal = _ORDINAL.search(before)
    word = _WORD.match(after)
    if ordinal is None or word is None:
        return False
    if word[0].lower() in month_names(language):
        return True
    determiner = DETERMINERS.get(language)
    return determiner is not None and ordinal[1] is not None and determiner.fullmatch(ordinal[1].lower()) is not None


@cache
def month_names(language: str) -> frozenset[str]:
    """Return the names of the months in lower case, full and short."""
    from babel.dates import get_month_names  # noqa: PLC0415 - only when a sentence ends in a number

    return frozenset(
        name.lower().strip(".")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, context, {"sh": "sr_Latn", "no": "nb"}.get(language, language)).values()
        if not name[0].isdecimal()
    )
