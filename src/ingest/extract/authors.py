"""The authors: people who are named as such, without the outlet, places, jobs and addresses around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.bylines import marked, profiles, worded
from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.names import collectives_in, pen_name, people_in
from ingest.extract.page import Page, host_keys
from ingest.records import Evidence

_METAS = (
    "author",
    "authors",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "creator",
)
# Romanian is written with commas or, in older fonts, with cedillas under s and t.
_ROMANIAN = str.maketrans("șțşţ", "şţșț")
# An address in such an element is a profile's, or that of who made the site: "Lund Media, www.example.org".
_ADDRESSED = re.compile(r"^[@/]|https?:|\bwww\.")


def authors(page: Page, sites: Sequence[str], title: str | None = None) -> tuple[tuple[str, ...], list[Evidence]]:
    """Return the people who wrote the page, in order, and the candidates they were chosen from.

    JSON-LD is believed first, then meta elements, then the byline by its markup, then by its words ("By …" next to the
    heading); where nobody names a person, a body that JSON-LD names as the author ("Redaktion …"). A witness that names
    only the outlet names nobody; a person may be called like the address of the page, but not beside other people. A
    pen name in small letters ("posted by ana77") signs only what nobody else does.
    """
    statement = page.capture.statement.authors
    found: list[tuple[tuple[str, ...], Evidence]] = []
    if statement is not None:
        found += [(statement, candidate) for candidate in stated("; ".join(statement))]
    outlets = {key_of(name) for name in sites}
    outlets |= {name.translate(_ROMANIAN) for name in outlets}
    hosts = set(host_keys(page.url))
    bylines = [("byline", texts) for texts in marked(page, key_of(title or ""))]
    signed = ("text", worded(page, key_of(title or "")))
    for method, texts in (("json-ld", _described(page)), ("meta", _metas(page)), *bylines, signed):
        names = people_in(texts, outlets, hosts)
        others = tuple(name for name in names if key_of(name) not in hosts)
        names = others or tuple(name for name in names if " " in name)
        if names and all(method != candidate.method for _, candidate in found):
            found.append((names, evidence("; ".join(names), method, "; ".join(texts))))
    sure = set() if found else profiles(page)
    for method, texts in () if found else (*bylines, signed):
        if pen := pen_name(texts, outlets, sure=None if method == signed[0] else sure):
            found.append(((pen,), evidence(pen, method, "; ".join(texts))))
    collectives = collectives_in([person.name for person in page.described.authors], outlets)
    if not found and collectives:
        found.append((collectives, evidence("; ".join(collectives), "json-ld", "; ".join(collectives))))
    chosen = found[0][0] if found else ()
    return chosen, [candidate for _, candidate in found]


def _described(page: Page) -> list[str]:
    return [person.name for person in page.described.authors if person.kind in {"", "person", "thing"}]


def _metas(page: Page) -> list[str]:
    for name in _METAS:
        contents = [content for _, content in page.meta(name) if not _ADDRESSED.search(content)]
        if contents:
            return contents
    return []
