"""What the head of a page says about its identity and its feeds; and the links of a front page.

The head is read by a small scanner, not by a parser: every fetched page passes here, and only ``<link>``, ``<base>``
and ``<meta http-equiv=refresh>`` before ``<body>`` count. A ``rel=canonical`` further down, where a comment may have
put it, is not believed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from ingest.errors import DocumentError
from ingest.sources.canonical import clean, key, site
from ingest.sources.listings import Entry, Listing

HEAD_BYTES = 131_072
MIN_HYPHENS = 2
LONG_NAME = 30

_NUMBER = re.compile(r"\d{4}")

_NOISE = re.compile(rb"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BODY = re.compile(rb"<body[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(link|base)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_NO_ARTICLE = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mjs|json|xml|rss|atom|zip|gz|mp[34]|avi|mov|woff2?|ttf|exe|dmg)$"
    r"|/(?:login|signin|register|cart|search|suche|impressum|imprint|privacy|datenschutz|contact|kontakt|tag|tags"
    r"|category|author|wp-admin|wp-json|feed)(?:/|$)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Links of a page's head, absolute and clean."""

    canonical: str | None = None
    amp: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    """Pairs of language (hreflang) and URL."""
    feeds: tuple[str, ...] = ()


def read_head(body: bytes, url: str) -> Head:
    """Return what the head of the HTML page at ``url`` links to. Never fails: what cannot be read is not there."""
    start = body[:HEAD_BYTES]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode("utf-8")
    start = _NOISE.sub(b"", start)
    if found := _BODY.search(start):
        start = start[: found.start()]
    canonical = amp = None
    alternates, feeds, base = [], [], url
    for tag, inner in _TAG.findall(start):
        attributes = _attributes(inner)
        target = _resolve(attributes.get("href"), base)
        if target is None:
            continue
        if tag.lower() == b"base":
            base = target
            continue
        words = attributes.get("rel", "").lower().split()
        if "canonical" in words:
            canonical = canonical or target
        elif "amphtml" in words:
            amp = amp or target
        elif "alternate" in words and attributes.get("hreflang"):
            alternates.append((attributes["hreflang"], target))
        elif "alternate" in words and attributes.get("type", "").lower().partition(";")[0].strip() in _FEED_TYPES:
            feeds.append(target)
    return Head(canonical, amp, tuple(dict.fromkeys(alternates)), tuple(dict.fromkeys(feeds)))


def _attributes(inner: bytes) -> dict[str, str]:
    text = inner.decode("utf-8", "replace")
    return {m[0].lower(): html.unescape(m[1] or m[2] or m[3]) for m in _ATTRIBUTE.findall(text)}


def _resolve(href: str | None, base: str) -> str | None:
    if not href:
        return None
    try:
        return clean(href, base)
    except DocumentError:
        return None


def read_front(body: bytes, url: str) -> Listing:
    """Return the pages of the same site that a front page links to, in its order, and the feeds it names."""
    head = read_head(body, url)
    parser = etree.HTMLParser(no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(body, parser) if body.strip() else None
    entries: dict[str, Entry] = {}
    for anchor in root.iter("a") if root is not None else ():
        target = _resolve(anchor.get("href"), url)
        if target is None or site(target) != site(url) or key(target) == key(url) or _NO_ARTICLE.search(target):
            continue
        entries.setdefault(key(target), Entry(target, " ".join("".join(anchor.itertext()).split())[:300] or None))
    return Listing("front", tuple(entries.values()), children=tuple(map(Entry, head.feeds)))


def looks_like_article(url: str) -> bool:
    """Return whether a link's last part reads like a headline or carries a number, as those of articles do."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return last.count("-") >= MIN_HYPHENS or _NUMBER.search(last) is not None or len(last) >= LONG_NAME
