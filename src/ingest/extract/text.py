# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Plain text to an article: its structure from its lines, and only such metadata as is plain."""

from __future__ import annotations

import re

from ingest.errors import DocumentError
from ingest.extract import lines
from ingest.extract.charset import decode
from ingest.extract.date_words import find_dates
from ingest.extract.evidence import evidence, first, gathered, sidecar_claim, stated
from ingest.extract.layout import lay_out
from ingest.extract.lines import Unit
from ingest.extract.names import split_names
from ingest.extract.phrases import BYLINE, PUBLISHED, SALUTATION, SUBJECT, UPDATED
from ingest.extract.syndication import original_publishers
from ingest.records import Article, Capture, Evidence, LanguageClaim, Metadata

MAX_TITLE = 250
HEAD = 8
EDGE = 2_000

_LABELLED = re.compile(rf"(?:{PUBLISHED})\s*:?\s*", re.IGNORECASE)
_UPDATE = re.compile(rf"[\[(*]*(?:{UPDATED})\b\s*[:,–-]?\s*", re.IGNORECASE)


def extract_text(capture: Capture) -> Article:
    """Return the article of a plain text. Raises DocumentError `empty`."""
    source = decode(capture.body, capture.charset).text
    found = lines.units(source)
    claims = declared_languages(capture)
    language = claims[0].tag if claims else ""
    title = plain_title(found)
    published, modified = plain_dates(found, language)
    statement = capture.statement
    titles = stated(statement.title) + title
    dates = stated(statement.published) + published
    publishers = stated(statement.publisher)
    byline, people = plain_authors(found)
    text, blocks = lay_out(lines.pieces(found, title=first(title)))
    if not blocks:
        raise DocumentError("extract", "empty", "The document holds no text; check that it was saved completely.")
    metadata = Metadata(
        title=first(titles),
        authors=statement.authors if statement.authors is not None else people,
        publisher=first(publishers),
        published=first(dates),
        modified=first(modified),
        evidence=gathered(
            title=titles,
            authors=stated("; ".join(statement.authors or ())) + byline,
            publisher=publishers,
            published=dates,
            modified=modified,
            original_publisher=original_publishers(_edges(source)),
        ),
    )
    return Article(
        id=capture.id,
        source=capture.source,
        raw=capture.raw,
        metadata=metadata,
        text=text,
        blocks=blocks,
        claims=claims,
    )


def _edges(source: str) -> list[str]:
    """Return the first and the last lines of a text, where copied pages say where they come from."""
    return [*source[:EDGE].split("\n")[:HEAD], *source[-EDGE:].split("\n")[-HEAD:]]


def declared_languages(capture: Capture) -> tuple[LanguageClaim, ...]:
    """Return what the sidecar and the transport say about the language."""
    header = capture.content_language
    sent = (LanguageClaim(tag=header.split(",")[0].strip(), method="http-content-language"),) if header else ()
    return sidecar_claim(capture.statement) + sent


def plain_title(found: list[Unit]) -> list[Evidence]:
    """Return the title where it is plain: the subject of a letter, or a first line that can be nothing else.

    A letterhead, a salutation, a date and a list are no titles; nor is a line that more of its kind follow.
    """
    for unit in found[: 2 * HEAD]:
        if subject := SUBJECT.fullmatch(unit.text):
            return [evidence(subject["subject"], "text", unit.text)]
    head = found[:12]
    if not found or any(SALUTATION.match(unit.text) and len(unit.text) < 120 for unit in head):
        return []
    line = found[0]
    if line.kind != "paragraph" or len(line.text) > MAX_TITLE or not lines.starts_like_title(line.text):
        return []
    if len(line.text) < 40 and find_dates(line.text):
        return []
    following = [unit.text for unit in found[1:4]]
    body = any(len(text) > 80 and lines.ends_sentence(text) for text in following)
    run_in = not line.alone and bool(following) and len(following[0]) < 1.2 * len(line.text)
    return [evidence(line.text, "text", line.text)] if body and not run_in else []


def plain_authors(found: list[Unit]) -> tuple[list[Evidence], tuple[str, ...]]:
    """Return the names in a byline ("By …") that stands alone near the top."""
    for unit in found[:HEAD]:
        byline = BYLINE.fullmatch(unit.text)
        if byline and unit.kind == "paragraph" and len(unit.text) < 100 and not lines.ends_sentence(unit.text):
            people = split_names(byline["names"])
            if people:
                return [evidence("; ".join(people), "text", unit.text)], people
    return [], ()


def plain_dates(found: list[Unit], language: str) -> tuple[list[Evidence], list[Evidence]]:
    """Return candidates for the publication (a line at the top that is a date) and for changes ("UPDATE May 11 …")."""
    published: list[Evidence] = []
    modified: list[Evidence] = []
    body_started = False
    for at, unit in enumerate(found):
        update = _UPDATE.match(unit.text)
        if update and (date := _dated_from(unit.text, update.end(), language)):
            modified.append(evidence(date, "text", unit.text))
            continue
        body_started = body_started or len(unit.text) > 250
        if at < HEAD and not body_started and not published and (date := _dateline(unit.text, language)):
            published.append(evidence(date, "text", unit.text))
    modified.sort(key=lambda candidate: candidate.value, reverse=True)
    return published, modified


def _dated_from(text: str, start: int, language: str) -> str | None:
    """Return the date that begins within a few characters of ``start``."""
    dates = find_dates(text[: start + 60], language)
    return next((date.value for date in dates if start - 1 <= date.start <= start + 12), None)


def _dateline(text: str, language: str) -> str | None:
    """Return the date of a line that is a date, perhaps with a label or a place: "Berlin, 3. Mai 2021"."""
    if len(text) > 200:
        return None
    dates = find_dates(text, language)
    if len(dates) != 1:
        return None
    date = dates[0]
    before, after = text[: date.start].strip(" ,–—-|("), text[date.end :].strip(" .,)|")
    if _LABELLED.fullmatch(before + " ") and len(after) < 40:
        return date.value
    if len(before) < 30 and len(after) < 25 and not lines.ends_sentence(text.rstrip(".")):
        return date.value if not before or text[: date.start].rstrip()[-1:] in ",–—-|(" or len(before) < 15 else None
    ends_line = len(after) <= 5 and text[: date.start].rstrip().removesuffix(" le").removesuffix(" den")[-1:] in ",–—"
    return date.value if ends_line else None
