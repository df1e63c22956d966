"""The authors: people who are named as such, without the outlet, places, jobs and addresses around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import lxml.etree
from lxml.html import HtmlElement

from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.names import collectives_in, people_in
from ingest.extract.page import Page, heading_at, host_keys
from ingest.extract.phrases import BYLINE
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
_TEXTUAL = frozenset({"a", "span", "div", "p", "address", "li"})
# One search over the tree; which kind of byline an element is, is asked of what it finds.
_MAYBE_BYLINES = lxml.etree.XPath(
    "//*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'uthor') or contains(@class, 'yline')"
    " or contains(@class, 'autor') or contains(@class, 'auteur')]"
)
_NAMED = re.compile(r"(?:^|\s)author(?:\s|$)|author-name|author__name|authorName|AuthorName")
_SIGNED = re.compile(r"byline|Byline|autor|auteur")
_NOT_BYLINES = ("comment", "related", "sidebar", "footer", "teaser", "recommend", "widget", "card-", "bio")
MAX_BYLINE = 200
MAX_WORDED = 200
# "作者：李明", "某报记者 李明 王芳", "김민수 기자 name@example.org".
_WIDE_BYLINE = re.compile(
    r"(?:作者|撰文|采写|執筆"
    r"|文/)\s*[:：]?\s*(?:[\u4e00-\u9fff]{2,6}记者\s*)?(?P<names>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)"
    r"(?=\s|$|来源|编辑|时间)"
    r"|^[\u4e00-\u9fff]{0,6}记者\s*[:：]?\s+(?P<reporters>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)$"
    r"|^(?:\S{2,8}=)?(?P<korean>[\uac00-\ud7af]{2,4}) ?기자(?=\s|$)"
)
_AFTER_NAMES = re.compile(r"\s+[-–—|•·]\s|\s+\d")
NEXT, NEAR = 3, 8


def authors(page: Page, sites: Sequence[str], title: str | None = None) -> tuple[tuple[str, ...], list[Evidence]]:
    """Return the people who wrote the page, in order, and the candidates they were chosen from.

    JSON-LD is believed first, then meta elements, then the byline by its markup, then by its words ("By …" next to the
    heading); where nobody names a person, a body that JSON-LD names as the author ("Redaktion …"). A witness that names
    only the outlet names nobody; a person may be called like the address of the page, but not beside other people.
    """
    statement = page.capture.statement.authors
    found: list[tuple[tuple[str, ...], Evidence]] = []
    if statement is not None:
        found += [(statement, candidate) for candidate in stated("; ".join(statement))]
    outlets = {key_of(name) for name in sites}
    hosts = set(host_keys(page.url))
    witnesses = (
        ("json-ld", _described(page)),
        ("meta", _metas(page)),
        ("byline", _bylines(page, key_of(title or ""))),
        ("text", _worded_bylines(page, key_of(title or ""))),
    )
    for method, texts in witnesses:
        names = people_in(texts, outlets, hosts)
        others = tuple(name for name in names if key_of(name) not in hosts)
        names = others or tuple(name for name in names if " " in name)
        if names:
            found.append((names, evidence("; ".join(names), method, "; ".join(texts))))
    collectives = collectives_in([person.name for person in page.described.authors], outlets)
    if not found and collectives:
        found.append((collectives, evidence("; ".join(collectives), "json-ld", "; ".join(collectives))))
    chosen = found[0][0] if found else ()
    return chosen, [candidate for _, candidate in found]


def _described(page: Page) -> list[str]:
    return [person.name for person in page.described.authors if person.kind in {"", "person", "thing"}]


def _metas(page: Page) -> list[str]:
    for name in _METAS:
        contents = [content for _, content in page.meta(name) if not content.startswith(("http", "@", "/"))]
        if contents:
            return contents
    return []


def _bylines(page: Page, title: str) -> list[str]:
    """Return the words of the first kind of byline that the page has, outside comments and teasers.

    Kinds: rel=author, microdata, a class that says author, a class that says byline. Of several, those next to the
    heading sign the page; others sign reviews, comments and teasers.
    """
    heading = heading_at(page.blocks, title)
    near = "" if heading is None else key_of("".join(b.text for b in page.blocks[max(heading - 3, 0) : heading + NEAR]))
    found: list[HtmlElement] = _MAYBE_BYLINES(page.tree)
    classed = [(element, element.get("class", "")) for element in found if element.tag in _TEXTUAL]
    kinds = (
        [element for element in found if element.get("rel") == "author"],
        _in_microdata(found),
        [element for element, names in classed if _NAMED.search(names)],
        [element for element, names in classed if _SIGNED.search(names)],
    )
    for elements in kinds:
        texts: list[str] = []
        for element in elements:
            text = text_of(element)
            if text and len(text) <= MAX_BYLINE and not _elsewhere(element) and text not in texts:
                texts.append(text)
        if texts:
            return [text for text in texts if key_of(text) in near][:6] or texts[:6]
    return []


def _in_microdata(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the names inside authors of microdata, and authors that name nobody inside."""
    named: list[HtmlElement] = []
    for element in found:
        if "author" in element.get("itemprop", ""):
            inner = [name for name in element.iterdescendants() if name.get("itemprop") == "name"]
            named += [name for name in inner or [element] if name not in named]
    return named


def _worded_bylines(page: Page, title: str) -> list[str]:
    """Return the words after "By" in a short line next to the main heading."""
    heading = heading_at(page.blocks, title)
    if heading is None:
        return []
    for at, block in enumerate(page.blocks[heading + 1 : heading + 1 + NEAR]):
        if at >= NEXT and _elsewhere(block.element):
            continue
        if len(block.text) > MAX_WORDED:
            continue
        wide = _WIDE_BYLINE.search(block.text)
        if wide:
            names = wide["names"] or wide["reporters"] or wide["korean"]
            return names.split()
        found = BYLINE.fullmatch(_AFTER_NAMES.split(block.text, maxsplit=1)[0])
        if found and block.text[-1] not in ".!?":
            return [found["names"]]
    return []


def _elsewhere(element: HtmlElement) -> bool:
    for ancestor in (element, *element.iterancestors()):
        names = f"{ancestor.get('class', '')} {ancestor.get('id', '')}".lower()
        if ancestor.tag in {"footer", "nav"} or any(
            word in names for word in _NOT_BYLINES if ancestor.tag not in {"body", "html", "main"}
        ):
            return True
    return False
