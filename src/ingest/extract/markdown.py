"""Markdown to an article: CommonMark by markdown-it, front matter as evidence for metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import DocumentError
from ingest.extract.charset import decode
from ingest.extract.date_words import find_dates
from ingest.extract.evidence import evidence, first, gathered, stated
from ingest.extract.hygiene import clean, clean_line
from ingest.extract.layout import Piece, lay_out
from ingest.extract.lines import Unit
from ingest.extract.names import split_names
from ingest.extract.text import declared_languages, plain_dates
from ingest.records import Article, BlockKind, Capture, Evidence, LanguageClaim, Metadata

_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(?P<body>.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w-]*)\s*:\s*(?P<value>.*)")
_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^<>]+>", re.DOTALL | re.IGNORECASE)
_CELL = " | "
# libcmark's own limit is far deeper; beyond this, nesting is an attack on the parser, not a document.
_MAX_NESTING = 100


def extract_markdown(capture: Capture) -> Article:
    """Return the article of a Markdown document. Raises DocumentError `empty`."""
    source = decode(capture.body, capture.charset).text.replace("\r\n", "\n").replace("\0", "")
    facts, source = front_matter(source)
    pieces = list(_pieces(source))
    text, blocks = lay_out(pieces)
    if not blocks:
        raise DocumentError("extract", "empty", "The document holds no text; check that it was saved completely.")
    claims = declared_languages(capture)
    claims += tuple(
        LanguageClaim(tag=tag, method="front-matter") for tag in _first(facts, "lang", "language", "locale")
    )
    metadata = _metadata(capture, facts, pieces, claims[0].tag if claims else "")
    return Article(
        id=capture.id,
        source=capture.source,
        raw=capture.raw,
        metadata=metadata,
        text=text,
        blocks=blocks,
        claims=claims,
    )


def front_matter(source: str) -> tuple[dict[str, str], str]:
    """Return the plain entries of YAML (``---``) or TOML (``+++``) front matter, lower-case keys, and the rest."""
    match = _FRONT_MATTER.match(source)
    if not match:
        return {}, source
    rest = source[match.end() :]
    if match[1] == "+++":
        try:
            table = tomllib.loads(match["body"])
        except tomllib.TOMLDecodeError:
            return {}, source
        return {key.lower(): _plain(value) for key, value in table.items() if _plain(value)}, rest
    facts = {}
    for line in match["body"].split("\n"):
        if entry := _ENTRY.fullmatch(line.strip()):
            value = entry["value"].strip().strip("[]")
            facts[entry["key"].lower()] = ", ".join(part.strip().strip("\"'") for part in value.split(","))
        elif not line.strip():
            continue
        elif not line.startswith((" ", "-", "#", "\t")):
            return {}, source  # a rule between paragraphs, not front matter
    return facts, rest


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if isinstance(value, dict) else str(value)


def _first(facts: dict[str, str], *keys: str) -> list[str]:
    return [facts[key] for key in keys if facts.get(key)][:1]


def _metadata(capture: Capture, facts: dict[str, str], pieces: list[Piece], language: str) -> Metadata:
    statement = capture.statement
    units = [Unit(kind, clean_line(text), alone=True, first=True) for kind, text in pieces]
    published, modified = plain_dates(units, language)
    titles = stated(statement.title) + _stands("front-matter", _first(facts, "title")) + _heading(pieces)
    dates = stated(statement.published) + _dated(facts, language, "date", "published", "pubdate") + published
    changes = _dated(facts, language, "updated", "lastmod", "modified", "last_modified_at") + modified
    publishers = stated(statement.publisher) + _stands("front-matter", _first(facts, "publisher", "site"))
    named = _stands("front-matter", _first(facts, "authors", "author", "by"))
    people = statement.authors if statement.authors is not None else (split_names(named[0].value) if named else ())
    return Metadata(
        title=first(titles),
        authors=people,
        publisher=first(publishers),
        description=first(_stands("front-matter", _first(facts, "description", "summary", "subtitle"))),
        tags=tuple(
            tag for tag in _first(facts, "tags", "keywords", "categories")[:1] for tag in tag.split(", ") if tag
        ),
        published=first(dates),
        modified=first(changes),
        evidence=gathered(
            title=titles,
            authors=stated("; ".join(statement.authors or ())) + named,
            publisher=publishers,
            published=dates,
            modified=changes,
        ),
    )


def _stands(method: str, values: list[str]) -> list[Evidence]:
    return [evidence(clean_line(value), method, value) for value in values if clean_line(value)]


def _dated(facts: dict[str, str], language: str, *keys: str) -> list[Evidence]:
    found = []
    for raw in _first(facts, *keys):
        found += [evidence(date.value, "front-matter", raw) for date in find_dates(raw, language)[:1]]
    return found


def _heading(pieces: list[Piece]) -> list[Evidence]:
    """Return the first heading as the title when nothing comes before it."""
    if pieces and pieces[0].kind == "heading":
        return [evidence(clean_line(pieces[0].text), "heading", pieces[0].text)]
    return []


# --- tokens to pieces ------------------------------------------------------------------------------------------------


def _pieces(source: str) -> Iterator[Piece]:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    tokens = parser.parse(clean_lines(source))
    open_now: list[str] = []
    rows: list[list[str]] = []
    for token in tokens:
        if token.nesting > 0:
            open_now.append(token.type)
            if token.type == "tr_open":
                rows.append([])
        elif token.nesting < 0:
            open_now.pop()
            if token.type == "table_close":
                yield Piece("table", "\n".join(_CELL.join(row) for row in rows))
                rows = []
        elif rows:
            rows[-1].append(_inline(token.children or []))
        else:
            yield from _leaf(token, open_now)


def _leaf(token: Token, open_now: list[str]) -> Iterator[Piece]:
    if token.type == "inline":
        yield Piece(_role(open_now), _inline(token.children or []))
    elif token.type in {"fence", "code_block"}:
        yield Piece("code", token.content)
    elif token.type == "html_block":
        yield from (Piece("paragraph", part) for part in _TAG.sub("\n", token.content).split("\n"))


def clean_lines(source: str) -> str:
    """Return ``source`` with clean characters and its indentation, which means something in Markdown, kept."""
    result = []
    for line in source.split("\n"):
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        result.append(indent + clean(line).replace("\n", " "))
    return "\n".join(result)


_ROLES: dict[str, BlockKind] = {"heading_open": "heading", "blockquote_open": "quote", "list_item_open": "list_item"}


def _role(open_now: list[str]) -> BlockKind:
    return next((_ROLES[name] for name in reversed(open_now) if name in _ROLES), "paragraph")


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type in {"text", "code_inline"}:
            parts.append(token.content)
    return "".join(parts)
