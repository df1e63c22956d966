# ruff: noqa: PLR2004 - hours and minutes of a day
"""Dates as machines and people write them, to ISO 8601."""

from __future__ import annotations

import datetime as dt
import re

from ingest.extract.date_words import find_dates, iso_date
from ingest.extract.datelines import DAY, EARLIEST_ON_THE_WEB

_ISO = re.compile(
    r"\s*(?P<date>(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T\s]+(?P<time>(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?)"
    r"(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?)?)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\s*(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:T?\d{4,6}Z?)?\s*$")
UTC = re.compile(r"T(?P<hour>\d\d):[\d:]+(?:Z|\+00:00)$")
# Where many people live, clocks are up to thirteen hours ahead of UTC and up to ten behind it.
FIRST_AHEAD, LAST_BEHIND = 11, 10
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_date(raw: str, language: str = "") -> str | None:
    """Return a machine's or a person's date in ISO 8601 at its own precision, or None for placeholders and nonsense."""
    value = None
    if match := _ISO.match(raw):
        value = _from_iso(match)
    elif _YEAR.fullmatch(raw.strip()):
        value = iso_date(int(raw))
    elif match := _COMPACT.match(raw):
        value = iso_date(int(match["y"]), int(match["m"]), int(match["d"]))
    elif found := find_dates(raw, language):
        value = found[0].value
    if value is None or value < EARLIEST_ON_THE_WEB or value.startswith("1970-01-01"):
        return None
    return value


def _from_iso(match: re.Match[str]) -> str | None:
    day = iso_date(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)
    if day is None or not match["time"] or int(match["h"]) > 23 or int(match["min"]) > 59:
        return day
    zone = (match["zone"] or "").upper()
    if zone in {"Z", "UTC", "GMT"}:
        zone = "Z"
    elif zone:
        zone = zone[:3] + ":" + (zone[3:].lstrip(":") or "00")
    return f"{day}T{int(match['h']):02}:{match['min']}" + (f":{match['s']}" if match["s"] else "") + zone


def is_local(day: str, moment: str) -> bool:
    """Say whether it was the neighbouring ``day`` somewhere at a moment in UTC."""
    utc = UTC.search(moment)
    apart = (dt.date.fromisoformat(day[:DAY]) - dt.date.fromisoformat(moment[:DAY])).days
    hour = int(utc["hour"]) if utc else -1
    return utc is not None and (hour >= FIRST_AHEAD if apart == 1 else apart == -1 and hour < LAST_BEHIND)
