# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Front pages: what stands at the root of a site, under headlines that lead elsewhere, is no article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from ingest.extract.dom_blocks import DomBlock, weight
from ingest.extract.page import Page

MIN_HEADLINES = 10
MAX_TEXT = 4_000
MAX_TEASER = 500
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# Web archives put the address behind their own; sites in several languages have a root for each.
_ARCHIVED = re.compile(r"^/web/\d{4,14}\w*/https?:/{1,2}[^/]+")
_ROOT = re.compile(r"/?(?:(?:index|home|default)(?:\.\w{3,5})?|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE)


def linked_headlines(blocks: Sequence[DomBlock]) -> list[bool]:
    """Say of each block whether it is a headline that leads to another page."""
    return [
        block.link_share > 0.6
        and weight(block.text) > 12
        and (" " in block.text or _WIDE.search(block.text) is not None)
        for block in blocks
    ]


def is_front(page: Page, blocks: Sequence[DomBlock], texts: Sequence[str]) -> bool:
    """Say whether a page is the front page of a site.

    Its own address, and the one that it came from if that is known, is the root of a site; ten headlines or more, and
    as many as it has texts, lead elsewhere; no text is longer than a teaser. A site of a single page has no such
    headlines; an article whose canonical address is wrongly the root has longer texts.
    """
    came_from = page.capture.statement.uri or page.capture.source.uri
    addresses = [page.url, *([came_from] if came_from.startswith("http") else [])]
    if not all(is_root(address) for address in addresses):
        return False
    headlines = sum(linked_headlines(blocks))
    if headlines < max(MIN_HEADLINES, len(texts)):
        return False
    sizes = [weight(text) for text in texts]
    return sum(sizes) < MAX_TEXT and max(sizes, default=0) < MAX_TEASER


def is_root(address: str) -> bool:
    """Say whether an address is the root of a site, or of one of its languages; an empty one is not."""
    if not address:
        return False
    parts = urlsplit(address)
    return _ROOT.fullmatch(_ARCHIVED.sub("", parts.path)) is not None and not parts.query
