# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Markup to a tree that later steps can trust: readable characters, sane depth, nothing that a reader cannot see.

Hostile or broken markup is repaired before the parser sees it: tags with endless attributes lose them, nesting beyond
`MAX_DEPTH` is flattened, references to characters that no document may hold disappear.
"""

from __future__ import annotations

import re
from collections import Counter

import lxml.etree
from lxml.html import HtmlElement

MAX_DEPTH = 200
MAX_TAG = 20_000
MIN_ARTICLE = 600
MAX_BESIDE = 100
MAX_BOXES = 50

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{{{MAX_TAG},}}>")
_NESTABLE = re.compile(
    r"<(/?)(?:div|span|font|center|section|article|main|b|i|em|strong|u|small|big|table|tbody|tr|td|ul|ol|li|dl|dd"
    r"|blockquote|a|p|header|aside|nav|footer|figure|details|form|fieldset|q|sub|sup|tt|code|ins|del)\b[^<>]*>",
    re.IGNORECASE,
)
_TOO_DEEP = lxml.etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 20) + ")")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_UNSEEN_TAGS = (
    "template",
    "style",
    "svg",
    "canvas",
    "object",
    "embed",
    "noframes",
    "select",
    "datalist",
    "audio",
    "video",
)
# Text for screen readers and for editors: "opens in a new tab", "[edit]".
_ASIDE_TEXT = (
    "contains(@class, 'sr-only') or contains(@class, 'isually') or contains(@class, 'screen')"
    " or contains(@class, 'mw-edit') or contains(@class, 'off')"
)
_MAYBE_UNSEEN = lxml.etree.XPath(f"//*[@hidden or @aria-hidden='true' or contains(@style, ':') or {_ASIDE_TEXT}]")
_ASIDE_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|off-?screen|mw-editsection)(?:\s|$)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(source: str) -> HtmlElement | None:
    """Return the tree of a page, or None when there is no element in it."""
    source = _repaired(source)
    tree = _tree(source)
    if tree is not None and _TOO_DEEP(tree):
        tree = _tree(_flat(source))
    return tree


def _tree(source: str) -> HtmlElement | None:
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # One class for all elements: lxml.html's own lookup runs Python code for every element that is touched.
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = lxml.etree.fromstring(source.encode("utf-8", "ignore"), parser=parser)
    except lxml.etree.XMLSyntaxError:  # an empty document
        return None
    return tree if isinstance(tree, HtmlElement) else None


def remove_unseen(tree: HtmlElement) -> None:
    """Drop from ``tree`` what no reader sees: templates, styles, hidden elements."""
    for element in list(tree.iter(*_UNSEEN_TAGS)):
        element.drop_tree()
    for script in tree.iter("script"):
        if "json" not in script.get("type", ""):
            script.text = None  # half of many pages, copied and searched by every library that reads the tree
    for element in _MAYBE_UNSEEN(tree):
        if element.getparent() is None or element.tag in {"html", "body"}:
            continue
        hidden = "hidden" in element.attrib and element.get("hidden") != "until-found"
        unseen = element.get("aria-hidden") == "true" and len(element.text_content()) < 1000
        aside = _ASIDE_CLASS.search(element.get("class", "")) and len(element.text_content()) < 300
        if hidden or unseen or aside or _UNSEEN_STYLE.search(element.get("style", "")):
            element.drop_tree()


def open_navigation(tree: HtmlElement) -> None:
    """Make a plain box of navigation that holds the article: its end tag is missing, or stands inside an open box.

    Browsers close such a box, parsers of XML do not. The boxes around it lose their names for the same reason.
    """
    for element in list(tree.iter("nav")):
        if element.find(".//h1") is None:
            continue
        prose = (text_of(paragraph) for paragraph in element.iter("p"))
        if sum(len(text) for text in prose if len(text) > 80) < MIN_ARTICLE:
            continue
        for box in (element, *element.iterancestors("div", "nav", "header")):
            box.tag = "div"
            for name in ("class", "id", "role"):
                box.attrib.pop(name, None)


def open_text_without_scripts(tree: HtmlElement) -> None:
    """Make a plain box of a `noscript` that holds the article, where a script would have put it: Blogger's own blogs.

    Its parent holds no other one and no other text, and the page does not show the text anyway. Appeals to switch
    JavaScript on are short.
    """
    boxes = list(tree.iter("noscript"))[:MAX_BOXES]
    parents = Counter(element.getparent() for element in boxes)
    long = [element for element in boxes if parents[element.getparent()] == 1 and _is_long_and_alone(element)]
    whole = text_of(tree) if long else ""
    for element in long:
        text = text_of(element)
        if whole.count(text[len(text) // 2 :][:MAX_BESIDE]) == 1:
            element.tag = "div"


def _is_long_and_alone(element: HtmlElement) -> bool:
    """Say whether an element has text of an article's length besides links, in a box that holds little else."""
    around = element.getparent()
    if around is None or around.tag in {"html", "head", "body"}:
        return False
    text = text_of(element)
    links = sum(len(text_of(link)) for link in element.iter("a"))
    return len(text) - links >= MIN_ARTICLE and len(text_of(around)) < len(text) + MAX_BESIDE


def text_of(element: HtmlElement) -> str:
    """Return an element's text on one line, single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def _repaired(source: str) -> str:
    source = _XML_DECLARATION.sub("", source)
    if "&#" in source:
        source = _REFERENCE.sub(_reference, source)
    source = _ILLEGAL.sub("", source)
    if len(source) > MAX_TAG:
        source = _LONG_TAG.sub(r"<\1>", source)
    return source


def _reference(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    if 0x80 <= number < 0xA0:
        return match[0]  # read as windows-1252 by the parser, as browsers do
    legal = number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000
    return match[0] if legal and number & 0xFFFE != 0xFFFE and not 0xFDD0 <= number <= 0xFDEF else ""


def _flat(source: str) -> str:
    """Drop the tags of elements nested deeper than `MAX_DEPTH`; their text stays."""
    depth = 0

    def shallow(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            depth = max(depth - 1, 0)
            return match[0] if depth < MAX_DEPTH else " "
        depth += 1
        return match[0] if depth <= MAX_DEPTH else " "

    return _NESTABLE.sub(shallow, source)
