# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""What a page says about itself in JSON-LD: objects, lists, @graph, nested or broken.

Only the description of the article that the page is about counts; lists of other articles and parts of the page do not.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement
from pydantic import JsonValue

MAX_OBJECTS = 2_000
MAX_NESTING = 40

_ARTICLE_TYPES = frozenset([
    "article", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting",
    "socialmediaposting", "report", "scholarlyarticle", "techarticle", "advertisercontentarticle",
    "satiricalarticle", "claimreview", "medicalscholarlyarticle",
])  # fmt: skip
_PAGE_TYPES = frozenset({"webpage", "itempage", "medicalwebpage", "faqpage", "creativework"})
_ELSEWHERE = frozenset(
    "itemlistelement itemlist relatedlink hasPart haspart isrelatedto mentions citation comment suggestedanswer"
    " breadcrumb about subjectof review reviews video associatedmedia".lower().split()
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r"(\"|\}|\])(\s*\n\s*\"[@\w]+\"\s*:)")
_BROKEN_FIELD = r"\"%s\"\s*:\s*\"((?:[^\"\\]|\\.)*)\""

JsonObject = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Person:
    """A name and what it is said to be; ``kind`` is empty where nothing is said."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """The article as its publisher describes it."""

    headlines: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    publisher: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    language: str = ""
    free: bool | None = None
    types: tuple[str, ...] = ()


def described(tree: HtmlElement, url: str = "") -> Described:
    """Return what the page's JSON-LD says of the article; empty when it says nothing of use."""
    objects: list[tuple[str, JsonObject]] = []
    broken: list[str] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower() and (text := script.text_content()).strip():
            values = _load(text)
            if not values:
                broken.append(text)
            for value in values:
                objects += _objects(value, "", 0)
    by_id = {str(item["@id"]): item for _, item in objects if "@id" in item and len(item) > 1}
    articles = [item for key, item in objects if _types(item) & _ARTICLE_TYPES and key not in _ELSEWHERE]
    pages = [item for key, item in objects if _types(item) & _PAGE_TYPES and key not in _ELSEWHERE]
    main = _main(articles, url)
    if main is not None:
        return _facts([main, *[page for page in pages if page is not main]], by_id)
    if pages:
        return _facts(pages, by_id, page_only=True)
    return _salvage("\n".join(broken))


def _load(text: str) -> list[JsonValue]:
    """Parse one script, repairing what people and templates get wrong; several objects in a row are all read."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip().rstrip(";")
    for attempt in (text, _MISSING_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub(r"\1", text)), html.unescape(text)):
        decoder = json.JSONDecoder(strict=False)
        values: list[JsonValue] = []
        at = 0
        try:
            while at < len(attempt):
                value, at = decoder.raw_decode(attempt, at)
                values.append(value)
                at += len(attempt[at:]) - len(attempt[at:].lstrip(" \t\r\n,;"))
        except (ValueError, RecursionError):
            pass
        if values:
            return values
    return []


def _objects(value: JsonValue, key: str, depth: int) -> Iterator[tuple[str, JsonObject]]:
    """Return every object in a value with the key it stands under (that of a list for its members)."""
    if depth > MAX_NESTING:
        return
    if isinstance(value, dict):
        yield key, value
        for name, inner in value.items():
            if isinstance(inner, (dict, list)):
                below = "" if name in {"@graph", "mainEntity", "mainEntityOfPage", "@set"} else name.lower()
                yield from _objects(inner, key if key in _ELSEWHERE else below, depth + 1)
    elif isinstance(value, list):
        for inner in value[:MAX_OBJECTS]:
            yield from _objects(inner, key, depth + 1)


def _types(item: JsonObject) -> set[str]:
    return {str(kind).rpartition("/")[2].rpartition(":")[2].lower() for kind in _list(item.get("@type"))}


def _main(articles: Sequence[JsonObject], url: str) -> JsonObject | None:
    """Return the article that the page is about: the one whose URL is the page's, else the first with a headline."""
    wanted = url.partition("#")[0].partition("?")[0].rstrip("/")
    for item in articles:
        addresses = {
            _text(item.get(key)).partition("#")[0].partition("?")[0].rstrip("/")
            for key in ("url", "mainEntityOfPage", "@id")
        }
        if wanted and wanted in addresses and (item.get("headline") or item.get("datePublished")):
            return item
    titled = [item for item in articles if item.get("headline") or item.get("name")]
    return next(iter(titled or articles), None)


def _facts(items: Sequence[JsonObject], by_id: Mapping[str, JsonObject], *, page_only: bool = False) -> Described:
    main = items[0]
    people = tuple(_people(main.get("author") or main.get("creator"), by_id))
    editors = {person.name for person in _people(main.get("editor"), by_id)}
    people = people[:1] + tuple(person for person in people[1:] if person.name not in editors)
    return Described(
        headlines=tuple(
            dict.fromkeys(filter(None, (_text(main.get("headline")), "" if page_only else _text(main.get("name")))))
        ),
        published=_dates(items, "datePublished") or (() if page_only else _dates(items, "dateCreated")),
        modified=_dates(items, "dateModified"),
        authors=people,
        publisher=next((person.name for person in _people(main.get("publisher"), by_id)), ""),
        description=_text(main.get("description")),
        keywords=_keywords(main.get("keywords")),
        body=_text(main.get("articleBody") or main.get("text")) if not page_only else "",
        language=_text(main.get("inLanguage")),
        free=_free(main.get("isAccessibleForFree")),
        types=tuple(sorted(_types(main))),
    )


def _people(value: JsonValue, by_id: Mapping[str, JsonObject], depth: int = 0) -> Iterator[Person]:
    if isinstance(value, str):
        if value in by_id and depth < 2:
            yield from _people(dict(by_id[value]), by_id, depth + 1)
        elif value.strip():
            yield Person(html.unescape(value.strip()))
    elif isinstance(value, list):
        for inner in value:
            yield from _people(inner, by_id, depth)
    elif isinstance(value, dict):
        if "name" not in value and value.get("@id") in by_id and depth < 2:
            yield from _people(dict(by_id[str(value["@id"])]), by_id, depth + 1)
            return
        kind = "person" if "person" in _types(value) else next(iter(sorted(_types(value))), "")
        parts = [_text(value.get("givenName")), _text(value.get("familyName"))]
        for name in [_text(name) for name in _list(value.get("name"))] or [" ".join(filter(None, parts))]:
            if name:
                yield Person(name, kind)


def _dates(items: Sequence[JsonObject], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for item in items if (text := _text(item.get(key)))))


def _keywords(value: JsonValue) -> tuple[str, ...]:
    words = [
        part for text in _list(value) for part in (_text(text).split(",") if len(_list(value)) == 1 else [_text(text)])
    ]
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _free(value: JsonValue) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower().rpartition("/")[2]) if value is not None else None


def _list(value: JsonValue) -> list[JsonValue]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: JsonValue) -> str:
    """Return the text of a string, of the first of a list, or of an object's name or @value or @id."""
    if isinstance(value, str):
        return html.unescape(value).strip()
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value") or value.get("@id"))
    return "" if value is None or isinstance(value, bool) else str(value)


def _salvage(text: str) -> Described:
    """Read single fields out of JSON that cannot be parsed."""

    def field(name: str) -> tuple[str, ...]:
        found = re.findall(_BROKEN_FIELD % name, text)
        return tuple(dict.fromkeys(html.unescape(_unescaped(value)).strip() for value in found[:1]))

    if not re.search(r"\"@type\"\s*:\s*\[?\s*\"\w*(?:Article|Posting|Report)\"", text):
        return Described()
    author = re.search(r"\"author\"\s*:.{0,200}?\"name\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"", text, re.DOTALL)
    return Described(
        headlines=field("headline"),
        published=field("datePublished"),
        modified=field("dateModified"),
        authors=(Person(html.unescape(_unescaped(author[1])).strip()),) if author else (),
        types=("article",),
    )


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
