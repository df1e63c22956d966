"""Where an element stands: with the article, or in comments, teasers and the site's furniture beside it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import key_of
from ingest.extract.page import Page

LONG = 150
SHORT_ARTICLE = 600
MIN_PARAGRAPH = 60
MAX_LABEL = 15
MAX_LINKED = 0.3
_OWN_FOOTER = re.compile(r"(?:post|entry|article|artikel|beitrag|item|story)[-_]*footer")
FURNITURE = re.compile(
    r"comment|related|sidebar|footer|teaser|recommend|widget|card-|(?<![a-z])(?<!hasnt-)(?<!has-)bio(?![a-z])|quote"
    r"|theme-author|(?:photo|image|foto|bild|picture|caption|media)[\w-]*author|author[\w-]*(?:photo|image|foto)|autorfoto"
)
# What the prose of a short page may stand in, when it is not the page's own.
_BESIDE = re.compile(r"related|teaser|recommend|most-?read|comment-?(?:list|body|text|content)")


def home_of(page: Page, title: str) -> frozenset[HtmlElement]:
    """Return the elements around the main heading (``title`` is its key) and the first prose under it.

    Whatever they are called, they hold the article: themes name the box of a whole page `has-sidebar`.
    """
    if title not in page.homes:
        page.homes[title] = _home(page, page.heading(title))
    return page.homes[title]


def _home(page: Page, heading: int | None) -> frozenset[HtmlElement]:
    if heading is None:
        return frozenset()
    around = frozenset(page.blocks[heading].element.iterancestors())
    prose = (block for block in page.blocks[heading + 1 :] if len(block.text) > LONG and not block.chrome)
    first = next((block for block in prose if block.link_share < MAX_LINKED), page.blocks[heading])
    return around if elsewhere(first.element, around, _BESIDE) else around.union(first.element.iterancestors())


def elsewhere(element: HtmlElement, home: frozenset[HtmlElement], names: re.Pattern[str]) -> bool:
    """Say whether an element, or a box around it that does not hold the heading too, is furniture.

    ``names`` finds what such boxes are called; an article that holds neither heading nor text is a teaser. The footer
    of a post is not the footer of the page.
    """
    for ancestor in (element, *element.iterancestors()):
        if ancestor in home or ancestor.tag in {"body", "html", "main"}:
            return False
        called = f"{ancestor.get('class', '')} {ancestor.get('id', '')}".lower()
        own = bool(_OWN_FOOTER.search(called))
        if (
            ancestor.tag in {"nav", "aside"}
            or (ancestor.tag == "article" and _is_teaser(ancestor, home))
            or (ancestor.tag == "footer" and not own and not _in_article(ancestor))
        ):
            return True
        if names.search(_OWN_FOOTER.sub("", called)):
            return True
    return False


def leads_elsewhere(element: HtmlElement, title: str) -> bool:
    """Say whether an element stands in a link to another page, beside that page's title."""
    link = next(element.iterancestors("a"), None)
    said = key_of(text_of(link)) if link is not None else ""
    return len(said) > len(key_of(text_of(element))) + MAX_LABEL and not (title and title in said)


def _is_teaser(article: HtmlElement, home: frozenset[HtmlElement]) -> bool:
    """Say whether an article without heading and text is about another page: short, or beside the own one."""
    if any(box.tag == "article" for box in home):
        return True
    prose = sum(len(text_of(paragraph)) > MIN_PARAGRAPH for paragraph in article.iter("p"))
    return bool(home) and prose <= 1 and len(text_of(article)) < SHORT_ARTICLE


def _in_article(footer: HtmlElement) -> bool:
    parent = footer.getparent()
    return parent is not None and parent.tag in {"article", "header"}
