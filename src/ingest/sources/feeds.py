"""RSS 0.9 to 2.0, Atom (RFC 4287) and JSON Feed 1.1, with the pages that follow (RFC 5005). Broken ones in part."""

from __future__ import annotations

import calendar
import io
import json
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

from ingest.errors import DocumentError
from ingest.sources.listings import Entry, Listing, harmless_xml, parse_date

MAX_ENTRIES = 10_000

_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""How feedparser fails on damaged feeds (found by changing bytes of good ones)."""


def is_feed(head: bytes) -> bool:
    """Return whether the first bytes of a document look like a feed's."""
    start = head[:2048].lower()
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return b"jsonfeed.org/version" in start
    return b"<html" not in start and any(tag in start for tag in (b"<rss", b"<feed", b"<rdf:rdf"))


def parse(body: bytes, url: str) -> Listing:
    """Return what the feed at ``url`` offers; entries without a link are left out.

    Raise DocumentError ``bad_feed`` when nothing can be read, ``xml_entities`` for entity tricks.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(body)
    import feedparser  # noqa: PLC0415 - 60 ms that only feeds need

    # A file object, never the bytes: feedparser would try those as a URL and as a file name first.
    # Served types are wrong too often to be told to feedparser; the XML declaration knows the encoding.
    told = {"content-location": url, "content-type": "application/xml"}
    try:
        # A file object, never the bytes: feedparser would try those as a URL and as a file name first.
        parsed = feedparser.parse(io.BytesIO(harmless_xml(body)), response_headers=told, sanitize_html=False)
    except _FAULTS as error:
        raise DocumentError("capture", "bad_feed", f"{url} is no feed that can be read: {error!r}.") from error
    entries = [entry for found in parsed.entries[:MAX_ENTRIES] if (entry := _entry(found)) is not None]
    if not entries and not parsed.get("version"):
        raise DocumentError("capture", "bad_feed", f"{url} is no feed that can be read.")
    links = parsed.get("feed", {}).get("links", [])
    more = [link["href"] for link in links if link.get("rel") in ("next", "prev-archive") and link.get("href")]
    reason = parsed.get("bozo_exception")
    fault = str(reason) if isinstance(reason, SAXException) else None
    return Listing("feed", tuple(entries), tuple(dict.fromkeys(more)), fault=fault)


def _entry(found: Any) -> Entry | None:
    """Convert one of feedparser's dictionaries; its values are whatever stood in the feed."""
    url = found.get("link") or (found.get("id") if str(found.get("id", "")).startswith("http") else None)
    if not url:
        return None
    # The dictionary's own `get` answers for a missing date with the other one, and warns.
    moments = [_moment(dict.get(found, name)) for name in ("published_parsed", "updated_parsed")]
    moment = max(filter(None, moments), default=None)
    language = found.get("language") or (found.get("title_detail") or {}).get("language")
    return Entry(str(url), found.get("title") or None, moment, language or None)


def _moment(parsed: Any) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(body: bytes) -> Listing:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise DocumentError("capture", "bad_feed", f"The feed is not valid JSON: {error}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DocumentError("capture", "bad_feed", "The JSON holds no feed items.")
    entries = []
    for item in items[:MAX_ENTRIES]:
        url = _text(item, "url") or _text(item, "external_url")
        if url:
            date = _text(item, "date_modified") or _text(item, "date_published")
            entries.append(Entry(url, _text(item, "title"), parse_date(date), _text(item, "language")))
    more = _text(feed, "next_url")
    return Listing("feed", tuple(entries), (more,) if more else ())


def _text(item: object, name: str) -> str | None:
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, str) and value else None
