"""HTML to an article: each question (body, title, authors, dates, publisher) is put to its own module's witnesses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.errors import DocumentError
from ingest.extract import dom, hints
from ingest.extract.authors import authors
from ingest.extract.body import body
from ingest.extract.charset import decode
from ingest.extract.datelines import DAY
from ingest.extract.dates import date_candidates
from ingest.extract.dom_blocks import dom_blocks
from ingest.extract.evidence import evidence, first, gathered, sidecar_claim
from ingest.extract.fronts import is_root
from ingest.extract.json_ld import described
from ingest.extract.layout import lay_out
from ingest.extract.page import Page, metas_of
from ingest.extract.paywall import access
from ingest.extract.publisher import publisher_candidates, site_names
from ingest.extract.rejection_words import MESSAGES
from ingest.extract.rejections import reject_unless_article
from ingest.extract.syndication import original_publishers
from ingest.extract.title import title_candidates
from ingest.records import Article, Capture, Evidence, LanguageClaim, Metadata, Source

MAX_SIGNED = 3
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


def extract_html(capture: Capture) -> Article:
    """Return the article of a page. Raises DocumentError with a code of `ingest.extract.rejections` or `empty`."""
    page = read_page(capture)
    sites = site_names(page)
    titles = title_candidates(page, sites)
    title = first(titles)
    pieces, from_description = body(hints.narrowed(page), title)
    people, bylines = authors(page, sites, title)
    published, modified = date_candidates(page, title)
    reject_unless_article(page, pieces, title, signed=_is_signed(page, people, published))
    text, blocks = lay_out(pieces)
    publishers = publisher_candidates(page)
    descriptions = [
        evidence(content, "meta", content)
        for _, content in page.meta("description", "og:description", "dc.description", "twitter:description")
    ]
    metadata = Metadata(
        title=title,
        authors=people,
        publisher=first(publishers),
        description=first(descriptions) or page.described.description or None,
        tags=_tags(page),
        published=first(published),
        modified=first(modified),
        evidence=gathered(
            title=titles,
            authors=bylines,
            publisher=publishers,
            published=published,
            modified=modified,
            original_publisher=original_publishers(block.text for block in page.blocks),
            access=access(page, pieces, from_description=from_description),
        ),
    )
    return Article(
        id=capture.id,
        source=_addressed(page),
        raw=capture.raw,
        metadata=metadata,
        text=text,
        blocks=blocks,
        claims=tuple(_claims(page)),
    )


def _is_signed(page: Page, people: Sequence[str], published: Sequence[Evidence]) -> bool:
    """Say whether one heading, one day, and at most three people or a time of day introduce the page.

    Lists have many of each; a front page has the hour of its last change.
    """
    days = {candidate.value[:DAY] for candidate in published}
    clock = any(_CLOCK.search(candidate.raw or "") for candidate in published if candidate.method == "text")
    return (
        len(page.top_headings) == 1
        and len(days) == 1
        and (1 <= len(people) <= MAX_SIGNED or (clock and not people and not is_root(page.url)))
    )


def _addressed(page: Page) -> Source:
    """Return the source of a page; a page that was saved as a file knows its own address (rel=canonical, og:url)."""
    source = page.capture.source
    if source.http is not None or page.capture.statement.uri or not page.url:
        return source
    return source.model_copy(update={"canonical_uri": page.url})


def read_page(capture: Capture) -> Page:
    """Return the parsed page of a capture. Raises DocumentError `empty` when there is no element in it."""
    tree = dom.parse(decode(capture.body, capture.charset).text)
    if tree is None:
        raise DocumentError("extract", "empty", MESSAGES["empty"])
    dom.remove_unseen(tree)
    dom.open_navigation(tree)
    dom.open_text_without_scripts(tree)
    hints.drop(tree, capture.hints)
    return Page(capture=capture, tree=tree, blocks=dom_blocks(tree), described=described(tree), metas=metas_of(tree))


def _tags(page: Page) -> tuple[str, ...]:
    words = list(page.described.keywords) or [content for _, content in page.meta("article:tag")]
    if not words:
        words = [word for _, content in page.meta("news_keywords", "keywords") for word in content.split(",")]
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))[:50]


def _claims(page: Page) -> Iterator[LanguageClaim]:
    """Return every language that somebody declares, the most deliberate declaration first."""
    capture = page.capture
    yield from sidecar_claim(capture.statement)
    if capture.hints.language:
        yield LanguageClaim(tag=capture.hints.language, method="source-hint")
    if page.language:
        yield LanguageClaim(tag=page.language, method="html-lang")
    if capture.content_language:
        yield LanguageClaim(tag=capture.content_language.split(",")[0].strip(), method="http-content-language")
    for name, content in page.meta("content-language", "language", "dc.language", "dcterms.language", "og:locale"):
        yield LanguageClaim(tag=content.split(",")[0].strip(), method=f"meta:{name}")
    if page.described.language:
        yield LanguageClaim(tag=page.described.language, method="json-ld")
    for link in page.tree.xpath("//link[@rel='alternate'][@hreflang][@href]"):
        if (
            page.url
            and link.get("href", "").rstrip("/") == page.url.rstrip("/")
            and link.get("hreflang") != "x-default"
        ):
            yield LanguageClaim(tag=link.get("hreflang"), method="hreflang")
