# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Bylines that a page shows its readers: by their markup, and by their words next to the heading or under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import lxml.etree
from lxml.html import HtmlElement

from ingest.extract.date_words import find_dates
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock, key_of
from ingest.extract.page import Page, heading_at
from ingest.extract.phrases import BYLINE, PUBLISHED_WORKS, SIGNED_BY, WEEKDAYS, WRITTEN_WORKS
from ingest.extract.surroundings import elsewhere, home_of

_TEXTUAL = frozenset({"a", "span", "div", "p", "address", "li"})
# One search over the tree; which kind of byline an element is, is asked of what it finds.
_MAYBE_BYLINES = lxml.etree.XPath(
    "//*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'uthor') or contains(@class, 'yline')"
    " or contains(@class, 'autor') or contains(@class, 'auteur') or contains(@class, 'firma')"
    " or contains(@href, '/author') or contains(@href, '/autor')]"
)
_NAMED = re.compile(
    r"(?:^|[\s_-])authors?(?:\s|$)|author(?:-|__|Profile)?(?:[nN]ame|[tT]itle|Container)|Author_?[nN]ame"
)
_SIGNED = re.compile(r"byline|Byline|autor|auteur|by-author|(?<![a-z])firma(?![a-z])")
_AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:en|es|i)?)/[^/?#]+/?$")
_FURNITURE = re.compile(
    r"comment|related|sidebar|footer|teaser|recommend|widget|card-|(?<![a-z])(?<!hasnt-)(?<!has-)bio(?![a-z])|quote|theme-author"
)
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
# The same on a line of its own further down: "《棱镜》作者 李明", "采写：某报见习记者 李明", "李明/某某青年报".
_WIDE_LINE = re.compile(
    r"[【（(\[]?(?:(?:采写|摄影报道)\s*[:：]|文\s*[/／:：])?\s*(?:《[^》]{1,12}》|[\u4e00-\u9fff]{2,10}?)?"
    r"(?:见习|特约|专栏|首席|本报)?(?:记者|作者)(?:\s*[:：]\s*|\s+)"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)\s*[】）)\]]?"
    r"|(?P<paper>[\u4e00-\u9fff]{2,3})\s?[/／]\s?[\u4e00-\u9fff]{2,10}(?:报|報|网|網|社|新闻)"
    r"|(?P<korean>[\uac00-\ud7af]{2,4}) ?기자(?:\s+\S+@\S+)?"
)
MAX_LINE = 40
MAX_OPENING = 60
_AFTER_NAMES = re.compile(r"\s+[-–—|•·]\s|\s+\d")
NEXT, NEAR = 3, 8

# Dates and times of day become this sign: a byline is told by what stands around them.
_DAY = "\0"
_CLOCK = re.compile(
    r"\b\d{1,2}\s?(?:[:.h]\s?\d{2}(?::\d{2})?|(?=[ap]\.?m\b))\s*(?:uhr\b|[ap]\.?m\.?)?(?:\s*(?:[ecmp][ds]?t|gmt|utc|bst|ist|wib)\b)?",
    re.IGNORECASE,
)
# A work is named where a line or a column begins: a sentence may tell of "an analysis by" anybody.
_SIGN = re.compile(
    rf"(?:^|(?P<dated>{_DAY})[\s,.|–—{_DAY}-]*|[|•·–—]\s*"
    rf"|(?:^|[|•·])[\s,.|–—{_DAY}-]*(?:(?:an?|eine?|une?|una|een|{WEEKDAYS})\s+)?(?:{WRITTEN_WORKS}\s+)?"
    rf"(?:(?P<work>{WRITTEN_WORKS})|(?P<published>{PUBLISHED_WORKS}))(?:\s+(?:am|on|le|el|il|op))?[\s,.{_DAY}-]+)"
    rf"(?:{SIGNED_BY})(?P<label>\s*:)?\s+(?P<names>[^\W\d_].*)",
    re.IGNORECASE,
)
_SIGN_END = re.compile(
    rf"{_DAY}|[|()\[\]•·–—;:!?]|\s-(?:\s|$)|\s(?:am|on|le|el|il|um|at|in|for|für|pour|para|from|follow|last)\s|\s@"
    r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|d[aeiu]s?|de[lr]|v[ao]n|la|le|el|al|bin|ter?|zu|y|e|et|und|and|og|och|en|&)"
_NAMES = re.compile(rf"{_NAME}(?:,?\s+{_NAME}){{1,11}}(?:,.*)?")
_DATED_AFTER = re.compile(rf"[\s,]*(?:am|on|le|el|il|op|@)?\s*{_DAY}", re.IGNORECASE)
_NAME_AND_DAY = re.compile(rf"(?P<names>[^{_DAY}|]{{3,60}}?)\s*[|•·,–—-]?\s*{_DAY}")
_DETAILS = re.compile(r"(?:entry|post|article)[-_](?:meta|footer|info|details)")
_PEN_NAME = re.compile(rf"(?!{WEEKDAYS}$)[^\W\d_][\w.-]{{2,24}}", re.IGNORECASE)


def marked(page: Page, title: str) -> Iterator[list[str]]:
    """Return the words of each kind of byline that the page has, outside comments and teasers.

    Kinds: rel=author, microdata, a class that says author, a class that says byline, a link to an author's page. Of
    several, those next to the heading sign the page; others sign reviews, comments and teasers.
    """
    heading = heading_at(page.blocks, title)
    near = "" if heading is None else key_of("".join(b.text for b in page.blocks[max(heading - 3, 0) : heading + NEAR]))
    close = "" if heading is None else key_of("".join(b.text for b in page.blocks[max(heading - 2, 0) : heading + 4]))
    home = home_of(page, title)
    found: list[HtmlElement] = _MAYBE_BYLINES(page.tree)
    classed = [(element, element.get("class", "")) for element in found if element.tag in _TEXTUAL]
    links = [element for element in found if element.tag == "a" and _AUTHORS_PAGE.search(element.get("href", ""))]
    kinds = (
        [element for element in found if element.get("rel") == "author"],
        _in_microdata(found),
        [element for element, names in classed if _NAMED.search(names)],
        [element for element, names in classed if _SIGNED.search(names)],
        [element for element in links if key_of(text_of(element)) in close],
    )
    for elements in kinds:
        texts: list[str] = []
        for element in elements:
            text = text_of(element)
            if text and len(text) <= MAX_BYLINE and not elsewhere(element, home, _FURNITURE) and text not in texts:
                texts.append(text)
        if texts:
            yield [text for text in texts if key_of(text) in near][:6] or texts[:6]


def profiles(page: Page) -> set[str]:
    """Return what the addresses of authors' pages end with: "/author/ana" tells that "ana" is no button."""
    links = (element.get("href", "") for element in _MAYBE_BYLINES(page.tree) if element.tag == "a")
    return {key_of(link.rstrip("/").rpartition("/")[2]) for link in links} - {""}


def _in_microdata(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the names inside authors of microdata, and authors that name nobody inside."""
    named: list[HtmlElement] = []
    for element in found:
        if "author" in element.get("itemprop", ""):
            inner = [name for name in element.iterdescendants() if name.get("itemprop") == "name"]
            named += [name for name in inner or [element] if name not in named]
    return named


def worded(page: Page, title: str) -> list[str]:
    """Return the words after "By" in a short line next to the main heading, else in a line that signs the text."""
    heading = heading_at(page.blocks, title)
    if heading is None:
        return []
    home = home_of(page, title)
    lines = [
        text
        for at, block in enumerate(page.blocks[heading + 1 : heading + 1 + NEAR])
        if (text := _line_of(block, page.language)) and (at < NEXT or not elsewhere(block.element, home, _FURNITURE))
    ]
    for text in lines:
        if _NAMES.fullmatch(names := _plain_byline(text)) and names[0].isupper():
            return [names]
    for text in lines:
        wide = _WIDE_BYLINE.search(text)
        if wide:
            names = wide["names"] or wide["reporters"] or wide["korean"]
            return names.split()
        if names := signed_names(text, page.language) or _plain_byline(text):
            return [names]
    return _far_signed(page, heading, home)


def _plain_byline(text: str) -> str:
    """Return the words after "By" in a line that says no more."""
    found = BYLINE.fullmatch(_AFTER_NAMES.split(text, maxsplit=1)[0])
    return found["names"] if found and text[-1] not in ".!?" else ""


def _line_of(block: DomBlock, language: str) -> str:
    """Return the line of a block that may sign: its first, or all of it where it is short."""
    return _first_line(block.element, language) or (block.text if len(block.text) <= MAX_WORDED else "")


def _first_line(element: HtmlElement, language: str) -> str:
    """Return what stands before the first line break of a paragraph if it signs the text, else nothing."""
    line = ""
    for event, part in lxml.etree.iterwalk(element, events=("start", "end")):
        if event == "start" and part.tag == "br":
            line = " ".join(line.split())
            return line if signed_names(line, language) else ""
        line += (part.text if event == "start" else part.tail) or ""
        if len(line) > MAX_OPENING:
            break
    return ""


def _far_signed(page: Page, heading: int, home: frozenset[HtmlElement]) -> list[str]:
    """Return the names in a line that only names a reporter, or that signs over the heading or under the text."""
    for block in page.blocks[heading + 1 :]:
        line = _WIDE_LINE.fullmatch(block.text) if len(block.text) <= MAX_LINE else None
        if line and not elsewhere(block.element, home, _FURNITURE):
            return str(line["names"] or line["paper"] or line["korean"]).split()
    before = page.blocks[max(heading - 2, 0) : heading]
    for block in (*before, *_after_the_text(page.blocks, heading)):
        if len(block.text) <= MAX_WORDED and not elsewhere(block.element, home, _FURNITURE):
            names = signed_names(block.text, page.language, bare=block not in before)
            names = names or _signature(block, page.language)
            if names:
                return [names]
    return []


def _after_the_text(blocks: Sequence[DomBlock], heading: int) -> Iterator[DomBlock]:
    """Return the lines right after the last prose, where blogs and news agencies sign."""
    last = heading
    for at in range(heading + 1, len(blocks)):
        if len(blocks[at].text) > 150 and not blocks[at].chrome and blocks[at].link_share < 0.3:
            last = at
        elif at > last + 2 * NEAR:
            break
    yield from blocks[last + 1 : last + 1 + NEXT]


def _signature(block: DomBlock, language: str) -> str:
    """Return the name in "Ana Lund | 12.3.2021, 10:22", in a box that calls itself the details of a post."""
    around = " ".join(e.get("class", "") for e in (block.element, *list(block.element.iterancestors())[:3]))
    found = _NAME_AND_DAY.match(_masked(block.text, language)) if _DETAILS.search(around) else None
    return found["names"] if found and _NAMES.fullmatch(found["names"]) else ""


def _masked(text: str, language: str) -> str:
    for date in reversed(find_dates(text, language, short_years=True)):
        text = text[: date.start] + _DAY + text[date.end :]
    return _CLOCK.sub(_DAY, text)


def signed_names(text: str, language: str = "", *, bare: bool = True) -> str:
    """Return the names in a line that signs a text: "Posted by Ana Lund at 5:11", "12.3.2021, 10:22 von ana".

    A single word is a name only where a date, "posted" or a colon makes it plain; without ``bare``, so are several
    ("Von der Leyen" over a heading). "Published by" signs only with a date.
    """
    masked = _masked(text, language)
    found = _SIGN.search(masked)
    if found is None:
        return ""
    names = _SIGN_END.split(found["names"] + " ", maxsplit=1)[0].strip(" ,.")
    dated = _DAY in masked[: found.start("names")] or _DATED_AFTER.match(found["names"][len(names) :])
    if found["published"] and not dated:
        return ""
    told = found["work"] and not found["names"].startswith(":", len(names))  # "An analysis by Ana: …"
    plain = dated or told or found["label"]
    if _NAMES.fullmatch(names):
        return names if plain or bare else ""
    return names if plain and _PEN_NAME.fullmatch(names) else ""
