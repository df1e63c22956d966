"""Bylines that a page shows its readers, by their markup; `ingest.extract.signatures` finds others by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.extract.coauthors import with_coauthors
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import key_of
from ingest.extract.name_lines import PERSON, is_person
from ingest.extract.names import PREFIX
from ingest.extract.page import Page
from ingest.extract.surroundings import FURNITURE, elsewhere, home_of, leads_elsewhere

_TEXTUAL = frozenset({"a", "span", "div", "p", "address", "li", "ul", "cite", "strong", "b", "em"})
# What classes call those who write, in the languages of the web's frames.
_WRITERS = re.compile(
    r"uthor|yline|utor|auteur|firma|riter|eporter|ournalist|olumnist|ontributor|redacteur|muhabir|yazar|penulis|skribent"
    r"|toimittaja|kirjoittaja|forfatter|szerz"
)
_NAMED = re.compile(
    r"(?:byline|writer|reporter|contributor)[_-]*names?(?![a-z])|authors?[_-]*(?:names?|list|info|link|line|title|container|wrapper|anddate\w*)?"
    r"(?=\s|$|__?(?!bio|role|job|position|desc|text|about|social|follow|image|photo)|--|-sc-|[-_][a-z]*\d)"
)
_SIGNED = re.compile(
    r"byline|autor|auteur|by-author|(?<![a-z])firma(?![a-z])|(?<![a-z])(?:writer|reporter|journalist|columnist|redacteur)"
    r"|muhabir|yazar|penulis|skribent|toimittaja|kirjoittaja|forfatter|szerz"
)
_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|s)?|auteurs?|writers?|reporters?|journalists?|columnists?|contributors?|muhabir"
    r"|yazar(?:lar)?|firmas?|penulis|forfatter|skribent|toimittaja|avtor)/[^/?#]+/?$"
)
_BY_IN_MALAY = re.compile(r"^oleh\s+", re.IGNORECASE)
_AND_IN_VIETNAMESE = re.compile(
    r" - (?!(?:hà nội|tp\.? ?hcm|sài gòn|đà nẵng|cần thơ|hải phòng|huế|thanh niên|tuổi trẻ|dân trí)\b)", re.IGNORECASE
)
_INITIALLED = re.compile(r"(?:[^\W\d_]\.\s?)+[^\W\d_]{3,}(?:\s[^\W\d_]{3,})?")
_APART = re.compile(r"foot|related|teaser|promo|recommend|sidebar-list|(?<![a-z])nav")
_NO_NAME = re.compile(
    r"title|role|job|position|desc|bio|locat|place|lugar|source|org|publication|social|twitter|info|follow|email|contact"
)
MAX_BYLINE = 200
NEAR = 8


def marked(page: Page, title: str) -> Iterator[tuple[list[str], bool, bool]]:
    """Return the words of each kind of byline of the page, and whether they stand near the heading, and next to it.

    Those of comments and teasers are left out. Kinds: rel=author, microdata, a class that says author, a class that
    says byline, a link to an author's page. Of several, those next to the heading sign the page; others sign reviews.
    """
    heading = page.heading(title)
    near = "" if heading is None else key_of("".join(b.text for b in page.blocks[max(heading - 3, 0) : heading + NEAR]))
    close = "" if heading is None else key_of("".join(b.text for b in page.blocks[max(heading - 2, 0) : heading + 4]))
    home = home_of(page, title)
    found = _maybe_bylines(page)
    classed = [(element, element.get("class", "").lower()) for element in found if element.tag in _TEXTUAL]
    links = [element for element in found if element.tag == "a" and _leads_to_author(element)]
    kinds = (
        [element for element in found if element.get("rel") == "author"],
        _in_microdata(found),
        _innermost([element for element, names in classed if _NAMED.search(names)]),
        _innermost([element for element, names in classed if _SIGNED.search(names)]),
        [element for element in links if key_of(text_of(element)) in close],
    )
    for elements in kinds:
        texts: list[str] = []
        for element in elements:
            text = _joined(text_of(element), page.language)
            if text and len(text) <= MAX_BYLINE and text not in texts and not _beside(element, home):
                texts.append(text)
        if texts:
            close_by = [text for text in texts if key_of(text) in near]
            whole = with_coauthors(elements, (close_by or texts)[:6], page.language)
            yield whole, bool(close_by), any(key_of(text) in close for text in close_by)


def _innermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the elements without the boxes around one that holds the only name: they hold a place and a day as well.

    A box stays where what it says besides is another name, and where the inner element tells a role or a place.
    """
    named = [element for element in elements if _names_somebody(element)]
    known = set(elements)
    inside = {box: element for element in named for box in element.iterancestors() if box in known}
    spare = {
        box for box, element in inside.items() if not PERSON.search(text_of(box).replace(text_of(element), " \0 ", 1))
    }
    beside = {inner for box in set(inside) - spare for inner in box.iterdescendants()}
    return [element for element in elements if element not in spare and element not in beside]


def _names_somebody(element: HtmlElement) -> bool:
    if _NO_NAME.search(element.get("class", "").lower()):
        return False
    name = PREFIX.sub("", text_of(element)).strip(" ,|")
    return is_person(name) or _INITIALLED.fullmatch(name) is not None


def _joined(text: str, language: str) -> str:
    """Return a byline with commas where Vietnamese papers write a dash between names: "Hữu Phước - Lan Chi".

    And without "oleh", which is "by" in Malay and Indonesian, and a first name in Ukrainian.
    """
    if language.startswith(("ms", "id")):
        return _BY_IN_MALAY.sub("", text)
    return _AND_IN_VIETNAMESE.sub(", ", text) if language.startswith("vi") else text


def _maybe_bylines(page: Page) -> list[HtmlElement]:
    """Return what may be a byline by an attribute, in one walk; which kind each is, is asked of these few."""
    found = []
    for element in page.tree.iter("*"):
        names = element.get("class")
        if (
            (names and _WRITERS.search(names))
            or element.get("rel") == "author"
            or "author" in element.get("itemprop", "")
            or (element.tag == "a" and _AUTHORS_PAGE.search(element.get("href", "").lower()))
        ):
            found.append(element)
    return found


def _beside(element: HtmlElement, home: frozenset[HtmlElement]) -> bool:
    """Say whether an element belongs to a picture, or to what stands beside the article."""
    return any(around.tag in {"figure", "figcaption"} for around in element.iterancestors()) or elsewhere(
        element, home, FURNITURE
    )


def _leads_to_author(link: HtmlElement) -> bool:
    """Say whether a link in a short line leads to a page about somebody who writes."""
    around = link.getparent()
    leads = _AUTHORS_PAGE.search(link.get("href", "").lower())
    return bool(leads) and around is not None and len(text_of(around)) <= MAX_BYLINE


def profiles(page: Page) -> set[str]:
    """Return what the addresses of authors' pages end with: "/author/ana" tells that "ana" is no button."""
    links = (element.get("href", "") for element in page.tree.iter("a"))
    return {key_of(link.rstrip("/").rpartition("/")[2]) for link in links if _AUTHORS_PAGE.search(link.lower())} - {""}


def only_link(page: Page, title: str) -> list[str]:
    """Return the words of the page's links to its author (rel=author), wherever they stand, if all name one person.

    They lead to a page of the same site, and stand in no footer and under no other article's headline.
    """
    host = urlsplit(page.url).hostname
    found = set()
    for link in page.tree.iter("a"):
        if link.get("rel") == "author" and (text := text_of(link)):
            leads = urlsplit(link.get("href", "").strip()).hostname in {None, host}
            around = list(link.iterancestors())
            head = any(box.tag == "header" and box.find(".//h1") is not None for box in around)
            apart = not head and any(_APART.search(f"{box.tag} {box.get('class', '')}") for box in around)
            named = leads and not apart and not leads_elsewhere(link, title) and is_person(text)
            found.add(text if named else "")
    return list(found) if len(found) == 1 and "" not in found else []


def _in_microdata(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the names inside authors of microdata, and authors that name nobody inside."""
    named: list[HtmlElement] = []
    for element in found:
        if "author" in element.get("itemprop", ""):
            inner = [name for name in element.iterdescendants() if name.get("itemprop") == "name"]
            named += [name for name in inner or [element] if name not in named]
    return named
