"""A parsed page and what its head says: the witness that every question about metadata is put to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import DomBlock, key_of, without_anchor
from ingest.extract.hygiene import clean_line
from ingest.extract.json_ld import Described
from ingest.records import Capture

MAX_LINKED = 0.9
MIN_TITLE = 10
SPELLED = 3
MIN_SPELLED = 16
MAX_SMALL = 3
_BADGE = re.compile(r"(?:^|[\s_-])(?:label|badge|premium|abo)(?:$|[\s_-])", re.IGNORECASE)
MAX_LABEL = 15
_SMALL_WORDS = frozenset([
    "from", "with", "that", "this", "have", "your", "into", "eine", "einen", "einem", "einer", "sich", "wird", "auch",
    "oder", "nach", "beim", "sind", "dans", "pour", "avec", "para", "como", "della", "delle", "nella", "voor", "door",
])  # fmt: skip
_LIST_ADDRESS = re.compile(r"/(?:categor(?:y|ie|ia)|kategorien?|tags?|topics?|themen?|schlagwort|rubrique|archives?)/")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Page:
    """The tree without hidden elements, its blocks, its JSON-LD and its meta elements (names in lower case)."""

    capture: Capture
    tree: HtmlElement
    blocks: list[DomBlock]
    described: Described
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: dict[str, int | None] = field(default_factory=dict, repr=False, compare=False)
    homes: dict[str, frozenset[HtmlElement]] = field(default_factory=dict, repr=False, compare=False)
    """What `heading` and `ingest.extract.surroundings.home_of` found; several questions ask for the same."""

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Return name and content of the meta elements with one of ``names``, in the order of ``names``."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content

    def heading(self, title: str) -> int | None:
        """Return which block shows the title (its key); see `heading_at`."""
        if title not in self.headings:
            self.headings[title] = heading_at(self.blocks, title)
        return self.headings[title]

    @cached_property
    def url(self) -> str:
        """The address of the page as it says itself (rel=canonical, og:url), else where it came from; may be empty."""
        base = web_address("", self.capture.statement.uri or self.capture.source.uri)
        links = [link.get("href", "") for link in self.tree.xpath("//link[@rel='canonical'][@href]")]
        candidates = (*links, *(content for _, content in self.meta("og:url")))
        return next(filter(None, (web_address(base, candidate) for candidate in candidates)), base)

    @cached_property
    def language(self) -> str:
        """The language that the root element declares; empty if none."""
        root = self.tree.getroottree().getroot()
        return clean_line(
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
        )

    @cached_property
    def title_element(self) -> str:
        """The text of the title element."""
        element = self.tree.find(".//title")
        return clean_line(text_of(element)) if element is not None else ""

    @cached_property
    def top_headings(self) -> list[tuple[str, HtmlElement]]:
        """The h1 elements that hold text, in order; one in the navigation is the site's name or its motto."""
        found = [(without_anchor(clean_line(_heading_text(element))), element) for element in self.tree.iter("h1")]
        return [(text, element) for text, element in found if text and next(element.iterancestors("nav"), None) is None]


def _heading_text(element: HtmlElement) -> str:
    """Return the text of a heading without a badge behind it ("Subscribers only")."""
    text = text_of(element)
    last = element[-1] if len(element) else None
    if last is None or (last.tail or "").strip() or not _BADGE.search(last.get("class", "")):
        return text
    badge = text_of(last)
    return text.removesuffix(badge).rstrip() or text if len(badge) < MAX_LABEL else text


def heading_at(blocks: Sequence[DomBlock], title: str) -> int | None:
    """Return which block shows the title (its key): a heading, else any block that says it, else the first h1.

    A heading may say a kicker before the title or a label after it; it may link to its own page, as on blogs.
    """
    said = [at for at, block in enumerate(blocks) if title and block.key == title]
    same = [at for at in said if blocks[at].link_share < MAX_LINKED]
    headings = [at for at in same if blocks[at].kind == "heading"]
    first = next((at for at, block in enumerate(blocks) if block.tag == "h1"), None)
    main = [at for at in headings if blocks[at].tag == "h1"]
    longer = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "heading" and len(title) > MIN_TITLE and _labelled(block.key, title)
    ]
    linked = [at for at in said if blocks[at].kind == "heading"]
    after = [
        at
        for at, block in enumerate(blocks)
        if len(title) > MIN_TITLE and block.key.endswith(title) and len(block.key) - len(title) < MAX_LABEL
    ]
    return next(iter(main or headings or same or longer or linked or after), first)


def _labelled(heading: str, title: str) -> bool:
    return heading.endswith(title) or (heading.startswith(title) and len(heading) - len(title) < MAX_LABEL)


def host_keys(url: str) -> list[str]:
    """Return what the host of an address may call its site: each label without the last, and all of them joined."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return [key_of(label) for label in labels[:-1] if len(label) > 1] + ([key_of("".join(labels))] if labels[0] else [])


def spells(url: str, title: str) -> bool:
    """Say whether the end of an address spells most of a title of four words, lists being addressed by a name.

    Small words do not count: there must be three others, or two long ones. A category may be called as its list is.
    """
    path = urlsplit(url).path.lower().rstrip("/")
    address = {*re.split(r"[^a-z0-9]+", path.rpartition("/")[2])}
    for spelling in (title.lower(), title.lower().translate(_UMLAUTS)):
        plain = unicodedata.normalize("NFKD", spelling).encode("ascii", "ignore").decode()
        whole = {*re.findall(r"[a-z0-9]+", plain)}
        words = {word for word in whole if len(word) > MAX_SMALL} - _SMALL_WORDS
        said = words & address
        enough = len(said) >= SPELLED or (whole <= address and len("".join(said)) >= MIN_SPELLED)
        if enough and len(whole) > SPELLED and 2 * len(said) >= len(words):
            return not _LIST_ADDRESS.search(path)
    return False


def web_address(base: str, candidate: str) -> str:
    """Return an absolute web address, or nothing if ``candidate`` gives none."""
    try:
        address = urljoin(base, candidate.strip()) if candidate.strip() else ""
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""


def metas_of(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    """Return the contents of meta elements by name, property or itemprop."""
    found: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = clean_line(element.get("content") or "")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                if content not in found.get(name, ()):
                    found[name] = (*found.get(name, ()), content)
    return found
