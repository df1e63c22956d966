"""``numbers`` (weekday): a day of the week is gone, another one, or was added."""

from __future__ import annotations

import re
from functools import cache

from ingest.translate.checks.pair import Pair

_OTHER_NAMES = {"de": {"sonnabend": "saturday"}}
_SIGNS = {"de": ("tag", "mittwoch", "sonnabend"), "en": ("day",)}
"""Of each language that is checked, letters of which some stand in every name of a day."""


def weekdays(pair: Pair) -> float:
    """Return 1 when source and target do not name the same days, however often.

    A day of either language counts on both sides: "Welt am Sonntag" and "Saturday Night Live" stay as they are.
    """
    languages = tuple(tag.split("-", maxsplit=1)[0].lower() for tag in (pair.source_language, pair.target_language))
    if not all(language in _SIGNS for language in languages):
        return 0.0
    return float(_days_in(pair.source_prose.lower(), languages) != _days_in(pair.target_prose.lower(), languages))


def _days_in(text: str, languages: tuple[str, ...]) -> set[str]:
    if not any(sign in text for language in languages for sign in _SIGNS[language]):
        return set()
    pattern, days = _names(languages)
    return {days[match] for match in pattern.findall(text)}


@cache
def _names(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for the names of days, in compounds as well (Karfreitag), and which day each is. From CLDR."""
    from babel import Locale  # noqa: PLC0415 - only when a segment is checked

    english = Locale("en").days["format"]["wide"]
    days: dict[str, str] = {}
    for language in languages:
        wide = Locale(language).days["format"]["wide"]
        days |= {name.lower(): english[number].lower() for number, name in wide.items()}
        days |= _OTHER_NAMES.get(language, {})
    return re.compile(f"(?:{'|'.join(days)})(?!(?<=montag)e)"), days  # "Montage" is work more often than days
