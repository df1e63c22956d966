"""Trafilatura as a witness for the body: the words that it takes for the article, in order."""

from __future__ import annotations

import logging
from functools import cache

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document, Extractor

from ingest.extract.layout import Piece
from ingest.records import BlockKind

# Its log lines ("discarding data") are no news: what it cannot read, other witnesses may.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_KINDS: dict[str, BlockKind] = {
    "head": "heading",
    "item": "list_item",
    "quote": "quote",
    "code": "code",
    "cell": "table",
}


@cache
def _options(*, precise: bool) -> Extractor:
    return Extractor(precision=precise, fast=precise, comments=False, tables=True, formatting=False, dedup=False)


def main_pieces(tree: HtmlElement, *, precise: bool) -> list[Piece]:
    """Return what trafilatura extracts from ``tree`` (left as it is), or nothing when it finds no article.

    ``precise`` is its precision mode with its own rules alone; otherwise its balanced mode, which also asks readability
    and justext and takes twice as long. Never with `deduplicate`, which remembers earlier documents.
    """
    document = trafilatura.bare_extraction(tree, options=_options(precise=precise))
    if not isinstance(document, Document) or document.body is None:
        return []
    pieces = []
    whole: set[HtmlElement] = (
        set()
    )  # what stands in these is in their text: a word of code in a sentence, a heading in a paragraph
    for element in document.body.iter("p", "head", "item", "quote", "code", "row", "ab", "fw"):
        if element.tag in {"p", "code"} and next(element.iterancestors("item", "row", "quote"), None) is not None:
            continue
        if not whole.isdisjoint(element.iterancestors()):
            continue
        if element.tag != "item":
            whole.add(element)
        if element.tag == "quote" and element.find("p") is not None:
            pieces += [Piece("quote", " ".join(p.itertext())) for p in element.iter("p")]
            continue
        if element.tag == "row":
            pieces.append(
                Piece("table", " | ".join(" ".join(cell.itertext()).strip() for cell in element.iter("cell")))
            )
            continue
        parts = [element.text or ""]
        for child in element:
            if child.tag not in {"list", "item", "table"}:
                parts.append(" ".join(child.itertext()))
            parts.append(child.tail or "")
        pieces.append(Piece(_KINDS.get(str(element.tag), "paragraph"), " ".join(parts)))
    return [piece for piece in pieces if piece.text.strip()]
