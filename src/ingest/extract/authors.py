"""The authors: people who are named as such, without the outlet, places, jobs and addresses around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.bylines import marked, only_link, profiles
from ingest.extract.credits import has_writer, others
from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.headings import SEPARATOR
from ingest.extract.names import people_in
from ingest.extract.other_names import collectives_in, pen_name
from ingest.extract.outlets import SITE_WORDS, is_outlet
from ingest.extract.page import Page, host_keys
from ingest.extract.signatures import signed, worded
from ingest.records import Evidence

_Candidate = tuple[tuple[str, ...], Evidence]
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
    "byline",
    "creator",
    "articleauthor",
    "article_author",
    "article.author",
    "mrf:authors",
    "cxenseparse:author",
    "dcsext.author",
    "twitter:data1",
)
MIN_HOST = 5
_SITE_SEPARATOR = re.compile(r"\s+[:|·-]\s+|[_|｜]")
_SUBJECT = re.compile(
    r"(?:interview|speaker|redner|report|story|bericht|entrevista|entretien|intervista)\w*\s*[:：]", re.IGNORECASE
)
MAX_CREDITS = 200
# Libraries write "Lund, Ana".
_CATALOGUED = frozenset({"citation_author", "dc.creator", "dcterms.creator"})
_INVERTED = re.compile(r"^([^\s,;]+), ([^\s,;]+)$")
_PERSONAL = frozenset({"", "person", "thing"})
_LABELLED = {"twitter:data1": "twitter:label1"}
_WROTE = re.compile(
    r"\b(?:written|author|by|geschrieben|verfasst|écrit|escrit[ao]|scritto|autor\w*|auteur|geschreven|skrivet|skrevet"
    r"|написано|автор|yazan)",
    re.IGNORECASE,
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
    found: list[_Candidate] = []
    swaps: list[_Candidate] = []
    outlets = {key_of(name) for name in (*sites, *_site_at_end(page.title_element))}
    parts = {key_of(part) for name in sites for part in SEPARATOR.split(name)} - {""}
    outlets |= {name.translate(_ROMANIAN) for name in outlets}
    hosts = set(host_keys(page.url))
    key = key_of(title or "")
    bylines = list(marked(page, key))
    told = list(worded(page, key))
    shown = [
        *(("byline", texts) for texts, near, _ in bylines if near),
        *(("text", texts) for texts in told),
        *(("byline", texts) for texts, near, _ in bylines if not near),
        ("text", signed(page, key)),
    ]
    beside = [*(texts for texts, _, closest in bylines if closest), *told]
    for method, texts in (("json-ld", _described(page)), ("meta", _metas(page)), *shown):
        names = people_in((_after_outlet(text, parts) for text in texts), outlets, hosts)
        whole = tuple(name for name in names if not _is_host(name, hosts))
        names = whole or tuple(name for name in names if " " in name and key_of(name) in hosts)
        known = [people for people, candidate in found if method == candidate.method]
        if names and all(_is_host(name, hosts) for people in known for name in people):
            found.append((names, evidence("; ".join(names), method, "; ".join(texts))))
            swaps += [found[-1]] if texts in beside else []
    sure = set() if found else profiles(page)
    for method, texts in () if found else shown:
        if pen := pen_name(texts, outlets, sure=None if method == "text" else sure):
            found.append(((pen,), evidence(pen, method, "; ".join(texts))))
    bodies = [
        author.name
        for author in page.described.authors
        if author.kind in _PERSONAL or not is_outlet(author.name, outlets)
    ]
    collectives = collectives_in(bodies, outlets | hosts)
    if not found and collectives:
        found.append((collectives, evidence("; ".join(collectives), "json-ld", "; ".join(collectives))))
    if not found and (names := people_in(only_link(page, key), outlets, hosts)):
        found.append((names, evidence("; ".join(names), "byline", "; ".join(names))))
    found = sorted(found, key=lambda item: all(_is_host(name, hosts) for name in item[0]))
    found = _seen_first(found, swaps, page)
    found = _without_others(found, page)
    statement = page.capture.statement.authors
    if statement is not None:
        found = [*((statement, candidate) for candidate in stated("; ".join(statement))), *found]
    chosen = found[0][0] if found else ()
    return chosen, [candidate for _, candidate in found]


def _site_at_end(title: str) -> list[str]:
    """Return the name of the site behind a title in Chinese, Japanese or Korean: "…_某某新闻", "… : 某 뉴스"."""
    parts = [part for part in _SITE_SEPARATOR.split(title) if part.strip()]
    return parts[-1:] if len(parts) > 1 and parts[-1].strip().endswith(SITE_WORDS) else []


def _after_outlet(text: str, outlets: set[str]) -> str:
    """Return what stands behind the outlet: "Example News - Ana Lund"."""
    before, _, person = text.partition(" - ")
    return person if " " in person and is_outlet(before, outlets) else text


def _without_others(found: list[_Candidate], page: Page) -> list[_Candidate]:
    """Leave out, beside those who wrote, whom a line of the page calls its editor or photographer."""
    if not found or len(found[0][0]) == 1:
        return found
    lines = [block.text for block in page.blocks if len(block.text) <= MAX_CREDITS and has_writer(block.text)]
    signed = {key_of(name) for text in lines for name in people_in([text], set())}
    named = {key_of(name) for text in lines for part in others(text) for name in people_in([part], set())} - signed
    # What follows on the line may have run into the last of these names.
    wrote = tuple(
        name
        for name in found[0][0]
        if key_of(name) in signed or not any(other.startswith(key_of(name)) for other in named)
    )
    return [(wrote or found[0][0], found[0][1]), *found[1:]]


def _is_host(name: str, hosts: set[str]) -> bool:
    """Say whether somebody is called like the address of the page: "Gull Post Blog" of gullpost.org."""
    key = key_of(name)
    return key in hosts or any(len(host) > MIN_HOST and key.startswith(host) for host in hosts)


def _seen_first(found: list[_Candidate], swaps: list[_Candidate], page: Page) -> list[_Candidate]:
    """Put a byline next to the heading before a name that machines are told and the page does not show: an account's.

    So does one word ("Debat") yield to a whole name, be it the name of a section or half of the author's. "Interview:
    …" may name whom it is with.
    """
    if not found or found[0][1].method not in {"json-ld", "meta"}:
        return found
    names = found[0][0]
    seen = [item for item in swaps if " " in item[0][0] and not _SUBJECT.match(item[1].raw or "")]
    if all(" " not in name and name.isascii() for name in names):
        seen += [item for item in found if item[1].method in {"byline", "text"} and " " in item[0][0]]
    elif seen:
        text = "".join(block.key for block in page.blocks)
        seen = [] if any(key_of(name) in text for name in names) else seen
    return [*seen[:1], *(item for item in found if item not in seen[:1])]


def _described(page: Page) -> list[str]:
    return [person.name for person in page.described.authors if person.kind in _PERSONAL]


def _metas(page: Page) -> list[str]:
    for name in _METAS:
        contents = [content for _, content in page.meta(name) if not _ADDRESSED.search(content)]
        labels = " ".join(content for _, content in page.meta(_LABELLED.get(name, "")))
        if contents and (name not in _LABELLED or _WROTE.search(labels)):
            return [_INVERTED.sub(r"\2 \1", content) for content in contents] if name in _CATALOGUED else contents
    return []
