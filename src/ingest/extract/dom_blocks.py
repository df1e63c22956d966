# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""The blocks that a page shows, in reading order, each with what its place in the page says about it.

Every block is a run of text between two block-level boundaries, as a browser would lay it out, so no paragraph is
lost, doubled or torn by a library's clean-up. Which blocks are the article is decided elsewhere (`body`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
from lxml.html import HtmlElement

from ingest.extract.furniture import is_furniture_tag, is_named_chrome
from ingest.records import BlockKind

MAX_CELL = 400
CELL = " | "

_INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "math", "meter", "output", "picture", "progress", "q", "rb", "rp", "rt",
    "rtc", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "track", "tt",
    "u", "var", "wbr", "map", "area", "nobr", "blink", "center-inline", "bdo", "slot", "mi", "mo", "mn", "mrow",
    "msup", "msub", "mfrac", "semantics", "annotation", "tspan", "text", "use", "path", "g", "g-emoji", "wbr",
    "o:p", "st1:city", "st1:place", "link", "meta",
])  # fmt: skip
_SKIPPED = frozenset([
    "head", "nav", "script", "style", "noscript", "template", "iframe", "button", "input", "textarea", "select",
    "dialog",
    "svg",
])  # fmt: skip
_CREDIT = re.compile(r"credit|copyright|photographer|agency", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "pre": "code",
    "blockquote": "quote",
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    "figcaption": "caption",
    "caption": "caption",
}
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|image-?caption|figcaption|legend)(?:$|[\s_-])", re.IGNORECASE
)
_ANCHORS = "¶§🔗"
_NOT_A_LETTER = re.compile(r"[\W_]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LINE_ENDS = '.!?"”»“’)'


@dataclass(slots=True)
class DomBlock:
    """A run of text: its role, the element that holds it, and what its surroundings say.

    ``chrome``: it stands in what calls itself the furniture of a site; ``boxed``: only class names say so.
    """

    kind: BlockKind
    text: str
    element: HtmlElement
    tag: str
    linked: int = 0
    chrome: bool = False
    boxed: bool = False
    names: str = ""
    key: str = field(default="")
    weight: int = field(default=0)

    @property
    def link_share(self) -> float:
        """The share of the text that lies in links."""
        return min(self.linked / max(len(self.text), 1), 1.0)


def weight(text: str) -> int:
    """Return the length of a text in letters of an alphabet: a Chinese, Japanese or Korean character counts as 2.5."""
    return len(text) if text.isascii() else len(text) + round(1.5 * len(_WIDE.findall(text)))


def key_of(text: str) -> str:
    """Return what two spellings of one text share: its letters and digits, case folded."""
    return _NOT_A_LETTER.sub("", text.casefold())


def without_anchor(heading: str) -> str:
    """Return a heading without the sign that links to itself."""
    bare = heading.rstrip()
    if bare.endswith(tuple(_ANCHORS)) or (bare.endswith("#") and bare[-2:-1].isspace()):
        return bare[:-1].rstrip()
    return heading


def dom_blocks(tree: HtmlElement) -> list[DomBlock]:
    """Return the blocks of a page in reading order; hidden elements must be gone already."""
    blocks = []
    for block in _Walk(tree).blocks():
        block.key = key_of(block.text)
        block.weight = weight(block.text)
        if block.key:
            blocks.append(block)
    prose = [block for block in blocks if block.weight > 150 and block.link_share < 0.3]
    boxed = sum(block.weight for block in prose if block.boxed)
    if boxed > 3 * sum(block.weight for block in prose if not block.chrome):
        for block in blocks:  # nearly all text is in boxes: here the names of classes mean something else
            block.chrome = block.chrome and not block.boxed
    return blocks


@dataclass(slots=True)
class _Frame:
    element: HtmlElement
    kind: BlockKind | None
    chrome: bool
    hard: bool = False


class _Walk:
    """One pass over the tree with a stack of the open block-level elements."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.frames = [_Frame(tree, None, chrome=False)]
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0

    def blocks(self) -> Iterator[DomBlock]:
        walk = lxml.etree.iterwalk(self.tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _SKIPPED or self._is_credit(element, tag):
                    walk.skip_subtree()
                elif tag == "br":
                    self.parts.append("\n")
                elif tag in _INLINE:
                    self._part_in_caption(tag)
                    self.links += self._leads_away(element, tag)
                    self._add(element.text)
                elif tag == "table" and (rows := data_rows(element)):
                    yield from self._flush()
                    yield from self._table(element, rows)
                    walk.skip_subtree()
                else:
                    yield from self._flush()
                    self._open(element, tag)
                    self._add(element.text)
                continue
            if tag in _INLINE:
                self.links = max(self.links - self._leads_away(element, tag), 0)
            elif tag not in _SKIPPED and tag != "br":
                yield from self._flush()
                if self.frames[-1].element is element and len(self.frames) > 1:
                    self.frames.pop()
            self._add(element.tail)
        yield from self._flush()

    def _leads_away(self, element: HtmlElement, tag: str) -> bool:
        """Say whether an element is a link that leads away; headings often link to themselves."""
        anchor = self.frames[-1].kind == "heading" and element.get("href", "").startswith("#")
        return tag == "a" and not anchor

    def _is_credit(self, element: HtmlElement, tag: str) -> bool:
        """Say whether an element names the photographer of the picture that a caption describes."""
        return tag in _INLINE and self.frames[-1].kind == "caption" and bool(_CREDIT.search(element.get("class", "")))

    def _open(self, element: HtmlElement, tag: str) -> None:
        parent = self.frames[-1]
        kind = _KINDS.get(tag, parent.kind)
        if kind is None and tag in {"p", "div", "span"} and _CAPTION_CLASS.search(element.get("class", "")):
            kind = "caption"
        hard = parent.hard or is_furniture_tag(element, tag)
        self.frames.append(_Frame(element, kind, parent.chrome or hard or is_named_chrome(element, tag), hard))

    def _part_in_caption(self, tag: str) -> None:
        """Part a photographer's name from the sentence before it, which only the layout does in captions."""
        if tag == "span" and self.frames[-1].kind == "caption" and self.parts and self.parts[-1].endswith((".", ")")):
            self.parts.append(" ")

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(" ".join(text.split("\n")) if self.frames[-1].kind != "code" else text)
            if self.links:
                self.linked += len(text)

    def _flush(self) -> Iterator[DomBlock]:
        if not self.parts:
            return
        text, linked = "".join(self.parts), self.linked
        self.parts, self.linked = [], 0
        if text.isspace():
            return
        frame = self.frames[-1]
        kind = frame.kind or "paragraph"
        names = f"{frame.element.get('class', '')} {frame.element.get('id', '')}"
        rows = [text] if kind == "code" else _rows(without_anchor(text) if kind == "heading" else text)
        total = sum(map(len, rows)) or 1
        for row in rows:
            share = round(linked * len(row) / total)
            boxed = frame.chrome and not frame.hard
            yield DomBlock(kind, row, frame.element, frame.element.tag, share, frame.chrome, boxed, names)

    def _table(self, element: HtmlElement, rows: list[list[str]]) -> Iterator[DomBlock]:
        chrome = self.frames[-1].chrome or is_named_chrome(element, "table")
        for caption in element.iterchildren("caption"):
            yield DomBlock("caption", " ".join(caption.text_content().split()), caption, "caption", 0, chrome)
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        text = "\n".join(CELL.join(row) for row in rows)
        yield DomBlock("table", text, element, "table", linked, chrome, False, element.get("class", ""))


def data_rows(table: HtmlElement) -> list[list[str]]:
    """Return the cells of a table of data, row by row; nothing for a table that only lays out a page."""
    if table.get("role") in {"presentation", "none"} or next(table.iter("table"), table) is not table:
        return []
    if (
        any(True for _ in table.iter("h1", "h2", "form", "article", "ul", "ol", "blockquote"))
        or table.find(".//table") is not None
    ):
        return []
    legacy = table.get("border", "0") == "0" and ("cellpadding" in table.attrib or "cellspacing" in table.attrib)
    rows = []
    for row in table.iter("tr"):
        cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row.iterchildren("td", "th")]
        if any(len(cell) > MAX_CELL for cell in cells):
            return []
        if legacy and any(sum(1 for _ in cell.iter("a")) > 2 for cell in row.iterchildren("td")):
            return []  # a column of links: the table lays out the page
        if any(cells):
            rows.append(cells)
    return rows if len(rows) > 1 and max(map(len, rows)) > 1 else []


def _rows(text: str) -> list[str]:
    """Split a run at its line breaks where they part paragraphs or the rows of a list; else they are spaces."""
    rows: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if words := " ".join(line.split()):
            lines.append(words)
        elif lines:
            listed = len(lines) >= 3 and all(len(line) <= 80 and line[-1] not in ".!?,;" for line in lines)
            long = len(lines) > 1 and all(len(line) > 100 and line[-1] in _LINE_ENDS for line in lines[:-1])
            rows += lines if listed or long else [" ".join(lines)]
            lines = []
    return rows
