"""Sitemaps and sitemap indexes (sitemaps.org 0.9), with Google's news dates and languages and hreflang alternates.

lxml reads them as a stream that recovers from errors: what stands before and between the faults is kept. The library
ultimate-sitemap-parser is not used because it fetches by itself, past our manners and guards.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from ingest.errors import DocumentError
from ingest.sources.decode import CodingError, TooLarge, gunzip
from ingest.sources.listings import Entry, Listing, harmless_xml, parse_date

MAX_ENTRIES = 50_000
"""As many as the protocol allows in one file."""


def is_sitemap(head: bytes) -> bool:
    """Return whether the first bytes of a document look like a sitemap's."""
    start = head[:2048].lower()
    return b"<urlset" in start or b"<sitemapindex" in start


def parse(body: bytes, url: str, *, max_bytes: int) -> Listing:
    """Return what a sitemap (XML or a plain list of URLs, gzipped or not) offers, newest first.

    Raise DocumentError ``bad_sitemap`` when nothing can be read, ``xml_entities`` for entity tricks, ``too_large``.
    """
    try:
        body = gunzip(body, max_bytes)
    except TooLarge as error:
        raise DocumentError("capture", "too_large", f"{url} has {error}.") from error
    except CodingError as error:
        raise DocumentError("capture", "bad_sitemap", f"{url} is not the gzip it claims: {error}.") from error
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _plain(body, url)
    entries: list[Entry] = []
    children: list[Entry] = []
    fault = None
    try:
        for element in _elements(harmless_xml(body)):
            (entries if _local(element) == "url" else children).extend(_entry(element))
            if len(entries) + len(children) >= MAX_ENTRIES:
                fault = f"only the first {MAX_ENTRIES} entries are read"
                break
    except etree.XMLSyntaxError as error:
        fault = str(error)
    if not entries and not children and (fault or not is_sitemap(body)):
        raise DocumentError("capture", "bad_sitemap", f"{url} is no sitemap that can be read.")
    return Listing("sitemap", _newest_first(entries), children=_newest_first(children), fault=fault)


def _elements(body: bytes) -> Iterator[etree._Element]:
    """Yield the ``url`` and ``sitemap`` elements one by one, freeing each; namespaces are often wrong and ignored."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "recover": True}
    for _, element in etree.iterparse(io.BytesIO(body), events=("end",), **options):
        if _local(element) in ("url", "sitemap"):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _entry(element: etree._Element) -> Iterator[Entry]:
    texts: dict[str, str] = {}
    alternates = []
    for child in element.iter():
        name = _local(child)
        if name == "link" and child.get("hreflang") and child.get("href"):
            alternates.append((child.get("hreflang", ""), child.get("href", "")))
        elif child.text and child.text.strip():
            texts.setdefault(name, child.text.strip())
    if "loc" in texts:
        dates = [parse_date(texts.get(name)) for name in ("publication_date", "lastmod")]
        moment = max((date for date in dates if date), default=None)
        yield Entry(texts["loc"], texts.get("title"), moment, texts.get("language"), tuple(alternates))


def _plain(body: bytes, url: str) -> Listing:
    """Read the text form: one URL a line."""
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines()]
    entries = tuple(Entry(line) for line in lines[:MAX_ENTRIES] if line.startswith(("http://", "https://")))
    if not entries:
        raise DocumentError("capture", "bad_sitemap", f"{url} is no sitemap that can be read.")
    return Listing("sitemap", entries)


def _newest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -entry.moment.timestamp() if entry.moment else 0.0))
