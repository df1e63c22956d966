# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Headings of pages whose markup does not say which one is the title's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.date_words import find_dates
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.evidence import evidence
from ingest.extract.hygiene import clean_line
from ingest.extract.page import Page
from ingest.records import Evidence

_WIDE = "[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af！？…”」』）]"
SEPARATOR = re.compile(
    r"\s+(?:[|–—·•»«›‹:‖~]|-{1,2}|::|//?|⋆|>|<)\s+|\s*[｜|]\s*|\s+[-–—]\s*$|(?<=\S)\s[-–—:]\s(?=\S)"
    # Without spaces, as Chinese, Japanese and Korean titles have them.
    rf"|(?<={_WIDE})\s*(?:[-–—]{{1,3}}|_)\s*(?=\S)|(?<=\S)\s*(?:[-–—]{{1,3}}|_)\s*(?={_WIDE})|\s*：\s*"
)
# What a box with the title is called, in the languages of the web's frames, and boxes over, under and beside it.
_HEAD_CLASS = re.compile(
    r"title|headline|titel|ueberschrift|überschrift|titre|titulo|título|titolo|rubrik|overskrift|otsikko|tytul"
    r"|nadpis|titulek"
    r"|naslov|naslov|zagolovok|nazvanie|baslik|başlık|judul|cim\b|antrastė|virsraksts|pealkiri"
)
_NO_HEAD_CLASS = re.compile(
    r"sub|pod|under|unter|nad|over|pre|kicker|site|section|categor|widget|logo|box\b|related|author|page-title-bar"
)
MIN_HEAD, PROSE, OVER = 9, 100, 8
MAX_LABEL, MAX_WIDE = 4, 9
_WIDE_LETTERS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def heads_the_text(page: Page, names: set[str]) -> str:
    """Return what stands over the first prose as its heading, where the head of the page has only a title element.

    A heading of any level, a line in large letters, or a box that is called a title; not the words of the title
    element, which other rules find. Pages that say only the site's name and a section there are many.
    """
    parts = SEPARATOR.split(page.title_element)
    whole = key_of(page.title_element)  # where that is more than the names of a site and a section, it has the title
    telling = any(len(part.split()) > MAX_LABEL or len(_WIDE_LETTERS.findall(part)) > MAX_WIDE for part in parts)
    prose = (at for at, b in enumerate(page.blocks) if b.weight > PROSE and not b.chrome and b.link_share < 0.3)
    first = next(prose, 0)
    heads = [
        (size, text)
        for block in page.blocks[max(first - OVER, 0) : first]
        if block.link_share < 0.5
        for size, text in _large(block)
        if len(key_of(text)) >= MIN_HEAD and key_of(text) not in names and not find_dates(text)
        if not telling or key_of(text) in whole
    ]
    return max(heads, key=lambda head: head[0])[1] if heads else ""  # the first of equals


def only_heading(page: Page, names: set[str]) -> list[Evidence]:
    """Return the first heading of the page's own, where its head says nothing but the name of the site."""
    blocks = (block for block in page.blocks if block.kind == "heading" and not block.chrome and len(block.key) > 10)
    return [evidence(block.text, "heading", block.text) for block in blocks if block.key not in names][:1]


def lesser_headings(page: Page) -> list[str]:
    """Return the first smaller heading that opens the title element, or ends it, where no main heading does.

    Pages without headings show their title in a plain box: there it must open the title element and be most of it.
    """
    whole = key_of(page.title_element)
    blocks = [block for block in page.blocks if block.tag != "h1" and len(block.key) > 10]
    headings = [block for block in blocks if block.kind == "heading"]
    found = [block.text for block in headings if whole.startswith(block.key) or whole.endswith(block.key)]
    parts = {key_of(part) for part in SEPARATOR.split(page.title_element)}
    short = [block.text for block in page.blocks if block.kind == "heading" and not block.chrome and block.key in parts]
    plain = (
        block
        for block in blocks
        if (len(block.key) > 0.5 * len(whole) and whole.startswith(block.key))
        or (len(block.key) > 20 and block.key in parts and whole.endswith(block.key))
    )
    found = found or short
    return found[:1] or [block.text for block in plain if block.link_share < 0.9 and block.kind == "paragraph"][:1]


def _large(block: DomBlock) -> Iterator[tuple[int, str]]:
    """Yield what a block sets as a heading, with its size: 6 for a main heading, 1 for the least."""
    called = block.names.lower()
    if re.fullmatch("h[1-6]", block.tag):
        yield 7 - int(block.tag[1]), block.text
    elif _HEAD_CLASS.search(called) and not _NO_HEAD_CLASS.search(called):
        yield 4, block.text
    for font in (block.element, *block.element.iterdescendants("font")):
        size = re.sub(r"^\+", "", font.get("size", ""))
        if font.tag == "font" and re.fullmatch("[4-9]", size) and key_of(text_of(font)) in block.key:
            yield min(int(size), 6), clean_line(text_of(font))
