# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""When a page was published and changed: the best witness first, as precise as its words and no more.

JSON-LD, meta elements, time elements, the visible dateline, the URL, in this order. A date that stands nowhere on the
page as a day is never made up; placeholders (1970-01-01) and copyright years are no dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.extract.date_words import find_dates, iso_date
from ingest.extract.datelines import (
    DATE_CLASS,
    DAY,
    FURNITURE,
    MIN_POSTS,
    PUBLISHED,
    UPDATED,
    agency_dateline,
    datelines,
    updates_in_body,
)
from ingest.extract.dom import text_of
from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.page import Page
from ingest.extract.read_dates import UTC, is_local, read_date
from ingest.extract.surroundings import elsewhere, home_of, leads_elsewhere
from ingest.records import Evidence

_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published",
    "datepublished", "dc.date.issued", "dcterms.issued", "dc.issued",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date", "publication_date",
    "published-date", "publishdate", "publisheddate",
    "citation_publication_date", "citation_date", "article.published", "article_date_original",
    "originalpublicationdate", "cxenseparse:recs:publishtime",
    "displaydate", "dc.date", "dcterms.date", "date", "date.available", "article:published:time",
    "swiftype:published_at",
    "ptime", "rnews:datepublished",
    "shareaholic:article_published_time", "bt:pubdate", "timestamp",
    "sort_date", "last-published", "published", "dcsext.articlefirstpublished",
)  # fmt: skip
# A draft is created before it is published, so what the page says in so many words comes first.
_CREATED_METAS = (
    "date.created", "dc.date.created", "dcterms.created", "datecreated", "article.created", "created", "creation_date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "dc.modified", "lastmod", "last-modified",
    "article.updated", "article:updated", "modified", "updated", "date.modified", "utime", "revised",
    "revision_date", "updated_time",
)  # fmt: skip
_EITHER_ORDER = re.compile(r"(?<!\d)(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?\d")
_SAYS_WHEN = re.compile(rf"^(?:{PUBLISHED.pattern})|\b\d{{1,2}}[:.]\d{{2}}\b", re.IGNORECASE)
_URL_DAY = re.compile(
    r"[/_.-](?P<y>(?:19|20)\d\d)[/_.-]?(?P<m>0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_.-]?(?P<d>0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))(?=[/_.-]|$)"
)
CLOSE = 12
_URL_SECTION_DAY = re.compile(r"/(?P<y>20\d\d)/[A-Za-z-]+/(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?=/)")


def date_candidates(page: Page, title: str | None = None) -> tuple[list[Evidence], list[Evidence]]:
    """Return the candidates for the publication and for the last change, the ones decided on first.

    A witness that knows the day comes before one that knows less.
    """
    language, described = page.language, page.described
    key = key_of(title or "")
    times, doubtful = _time_elements(page, key)
    shown = [*times, *datelines(page, language, key), *doubtful]
    published = _read(described.published, "json-ld", language)
    published += _read((content for _, content in page.meta(*_PUBLISHED_METAS)), "meta", language)
    created = _read((content for _, content in page.meta(*_CREATED_METAS)), "meta", language)
    seen = [item for item, changed in shown if not changed]
    told = [item for item in seen if created and PUBLISHED.match(item.raw or "")]
    published += [*told, *created, *(item for item in seen if item not in told)]
    published += _from_url(page.url)
    published += agency_dateline(page, language, key)
    modified = _read(described.modified, "json-ld", language)
    modified += _read((content for _, content in page.meta(*_MODIFIED_METAS)), "meta", language)
    modified += [item for item, changed in shown if changed]
    modified += updates_in_body(page, language)
    return stated(page.capture.statement.published) + _most_precise(published), modified


def _most_precise(found: list[Evidence]) -> list[Evidence]:
    """Put the witnesses that know the day first.

    A machine's date may be that of another time zone: where two other kinds of witnesses show the same neighbouring
    day (the dateline and the address, say), theirs comes first. One is enough against a moment in UTC at which it was
    that day somewhere: what readers see is the day at the publisher's.
    """
    found = sorted(found, key=lambda item: len(item.value) < DAY)
    if not found or len(found[0].value) < DAY:
        return found
    zoned = found[0].value[DAY + 6 :].lstrip(":0123456789").startswith(("+", "-"))
    if zoned and not UTC.search(found[0].value):
        return found
    kinds: dict[str, set[str]] = {}
    for item in found[1:]:
        if len(item.value) >= DAY and item.method in {"text", "time", "url"}:
            kinds.setdefault(item.value[:DAY], set()).add(item.method)
    own = dt.date.fromisoformat(found[0].value[:DAY])
    near = {str(own + dt.timedelta(days=step)) for step in (-1, 1)}
    shown = next((day for day, methods in kinds.items() if day in near and len(methods) > 1), None)
    if len(kinds) == 1 and not shown:
        told = {item.value[:DAY] for item in found if item.method == "time" or _SAYS_WHEN.search(item.raw or "")}
        shown = next((day for day in kinds if day in told and is_local(day, found[0].value)), None)
    return sorted(found, key=lambda item: item.value[:DAY] != shown) if shown and str(own) not in kinds else found


def _read(raws: Iterator[str] | Sequence[str], method: str, language: str) -> list[Evidence]:
    return [evidence(value, method, raw) for raw in raws if (value := read_date(raw, language))]


Shown = list[tuple[Evidence, bool]]


def _time_elements(page: Page, title: str) -> tuple[Shown, Shown]:
    """Return dates of time elements and microdata in the article's head, and whether they say "updated".

    The second list holds those that nothing marks as the article's, where they name several days: comments and teasers
    have dates too, so a plain dateline comes before them.
    """
    elements = page.tree.xpath(
        "//time | //*[@itemprop='datePublished' or @itemprop='dateModified' or @itemprop='dateCreated']"
    )
    home = home_of(page, title)
    heading = page.heading(title)
    beside = page.blocks[max(heading - 3, 0) : heading + CLOSE] if heading is not None else page.blocks
    close = "".join(block.key for block in beside)
    sole = sum(e.get("itemprop") == "datePublished" for e in elements) == 1
    near = [
        e
        for e in elements[:200]
        if ((sole and e.get("itemprop") == "datePublished") or not elsewhere(e, home, FURNITURE))
        and not leads_elsewhere(e, title)
    ]
    marked = {read_date(e.get("datetime") or text_of(e), page.language) for e in near if _rank(e) == 0}
    # Where teasers are marked as publications too, their own is what shares most boxes with the heading.
    first = 1 if len({value[:DAY] for value in marked if value}) > 1 else 0
    ranked = sorted(
        ((max(_rank(element), first), -_shared(element, home), at, element) for at, element in enumerate(near)),
        key=lambda item: item[:3],
    )
    found: tuple[Shown, Shown] = ([], [])
    for rank, _, _, element in ranked[:8]:
        raw = element.get("datetime") or element.get("content") or text_of(element)
        value = _as_shown(read_date(raw, page.language), text_of(element), page.language)
        if value:
            around = (
                f"{element.get('itemprop', '')} {element.get('class', '')} {_label(element)} {text_of(element)[:60]}"
            )
            changed = "dateModified" in around or (
                bool(UPDATED.search(around)) and not PUBLISHED.search(UPDATED.sub(" ", around))
            )
            item = evidence(value, "time", f"{_label(element)} {text_of(element) or raw}".strip())
            found[rank == 2].append((item, changed))
    days = {item.value[:DAY] for item, _ in found[1]}
    if len(days) <= 1 and all(key_of(text_of(e)) in close for rank, _, _, e in ranked[:8] if rank == 2):
        return found[0] + found[1], []
    # Of many days, one that is no nearer to the heading than the next belongs to a list.
    listed = len(days) >= MIN_POSTS and len({shared for rank, shared, _, _ in ranked[:8] if rank == 2}) == 1
    return found[0], [] if listed else found[1]


def _as_shown(value: str | None, text: str, language: str) -> str | None:
    """Return the day that a time element shows where its attribute says quite another: that of the last change.

    Figures that could be read in either order say less than the attribute.
    """
    shown = find_dates(text, language) if value and len(text) < 40 else []
    if not value or len(value) < DAY or len(shown) != 1 or len(shown[0].value) < DAY:
        return value
    figures = _EITHER_ORDER.search(text)
    if figures and int(figures["a"]) != int(figures["b"]) and max(int(figures["a"]), int(figures["b"])) <= 12:
        return value
    apart = abs(dt.date.fromisoformat(shown[0].value[:DAY]) - dt.date.fromisoformat(value[:DAY])).days
    return shown[0].value if apart > 1 or is_local(shown[0].value, value) else value


def _shared(element: HtmlElement, home: frozenset[HtmlElement]) -> int:
    """Return how many boxes an element shares with the heading."""
    return sum(ancestor in home for ancestor in element.iterancestors())


def _rank(element: HtmlElement) -> int:
    """Order time elements: marked as the publication, in a header or dateline, anywhere else."""
    if element.get("itemprop") == "datePublished" or "pubdate" in element.attrib:
        return 0
    names = " ".join(f"{a.tag} {a.get('class', '')}" for a in (element, *list(element.iterancestors())[:3]))
    return 1 if "header" in names or DATE_CLASS.search(names) else 2


def _label(element: HtmlElement) -> str:
    """Return the few words before an element, such as "Updated:"."""
    previous = element.getprevious()
    before = (
        (previous.tail or text_of(previous))
        if previous is not None
        else (element.getparent().text if element.getparent() is not None else "")
    )
    return " ".join((before or "").split())[-40:]


def _from_url(url: str) -> list[Evidence]:
    match = _URL_DAY.search(url) or _URL_SECTION_DAY.search(url)
    value = iso_date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    return [evidence(value, "url", url)] if value else []
