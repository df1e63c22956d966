"""Bylines that a page shows its readers, by their markup; `ingest.extract.signatures` finds others by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.extract.coauthors import with_coauthors
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import key_of
from ingest.extract.page import Page
from ingest.extract.surroundings import FURNITURE, elsewhere, home_of

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
    """Return the elements that hold no other of them with several words.

    The box around a name holds its place and day as well.
    """
    around = {box for element in elements if " " in text_of(element) for box in element.iterancestors()}
    return [element for element in elements if element not in around]


def _joined(text: str, language: str) -> str:
    """Return a byline with commas where Vietnamese papers write a dash between names: "Hữu Phước - Lan Chi".

    And without "oleh", which is "by" in Malay and Indonesian, and a first name in Ukrainian.
    """
    if language.startswith(("ms", "id")):
        return _BY_IN_MALAY.sub("", text)
    return text.replace(" - ", ", ") if language.startswith("vi") else text


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


def only_link(page: Page) -> list[str]:
    """Return the words of the page's links to its author (rel=author), wherever they stand, if all say the same."""
    texts = {text_of(link) for link in page.tree.iter("a") if link.get("rel") == "author"} - {""}
    return list(texts) if len(texts) == 1 else []


def _in_microdata(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the names inside authors of microdata, and authors that name nobody inside."""
    named: list[HtmlElement] = []
    for element in found:
        if "author" in element.get("itemprop", ""):
            inner = [name for name in element.iterdescendants() if name.get("itemprop") == "name"]
            named += [name for name in inner or [element] if name not in named]
    return named
