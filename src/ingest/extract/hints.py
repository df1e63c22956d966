"""Where a person says the main text of a source's pages is: CSS selectors from ``sources.toml``."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from cssselect import HTMLTranslator
from lxml.html import HtmlElement

from ingest.extract.dom_blocks import dom_blocks
from ingest.extract.page import Page
from ingest.records import Hints


def drop(tree: HtmlElement, hints: Hints) -> None:
    """Remove from ``tree`` what is not the main text."""
    for element in _found(tree, hints.drop):
        if element.getparent() is not None:
            element.drop_tree()


def narrowed(page: Page) -> Page:
    """Return the page with nothing in its body but the main text; the page itself where no selector finds anything."""
    tree = deepcopy(page.tree)
    kept = _found(tree, page.capture.hints.keep)
    body = tree.find("body")
    if not kept or body is None:
        return page
    outermost = [element for element in kept if not any(other in kept for other in element.iterancestors())]
    for child in list(body):
        body.remove(child)
    body.text = None
    for element in outermost:
        element.tail = None
        body.append(element)
    return replace(page, tree=tree, blocks=dom_blocks(tree))


def _found(tree: HtmlElement, selectors: tuple[str, ...]) -> list[HtmlElement]:
    """Return what the selectors find, in document order; the list of sources has checked their syntax."""
    if not selectors:
        return []
    paths = [HTMLTranslator().css_to_xpath(selector) for selector in selectors]
    found: list[HtmlElement] = tree.xpath(" | ".join(paths))
    return found
