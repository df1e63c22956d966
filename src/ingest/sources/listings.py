"""What a feed, a sitemap or a front page offers: entries, and where the list goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ingest.errors import DocumentError

Kind = Literal["feed", "sitemap", "front"]

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_PROLOG = 65_536


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a listing offers; ``url`` as written there, ``moment`` when it was published or changed."""

    url: str
    title: str | None = None
    moment: datetime | None = None
    language: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    """Pairs of language (hreflang) and URL."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A parsed listing. ``more`` are further pages of it, ``children`` are listings that it names."""

    kind: Kind
    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()
    children: tuple[Entry, ...] = ()
    fault: str | None = None
    """What was wrong with it, when only a part could be read."""


def harmless_xml(body: bytes) -> bytes:
    """Return XML without its document type, which feeds and sitemaps never need.

    Raise DocumentError ``xml_entities`` when it declares entities: that is how a few bytes become gigabytes, or a
    local file (CWE-776, CWE-611).
    """
    prolog = body[:_PROLOG]
    if _ENTITY.search(prolog.replace(b"\x00", b"")):
        raise DocumentError("capture", "xml_entities", "The listing declares XML entities, which are not expanded.")
    return _DOCTYPE.sub(b"", prolog, count=1) + body[_PROLOG:]


def parse_date(text: str | None) -> datetime | None:
    """Return the moment of a W3C date-time, as sitemaps and JSON Feed write it; UTC where no zone is given."""
    if not text:
        return None
    text = text.strip()
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text += "-01" if "-" in text else "-01-01"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
