"""The publisher: who answers for the page, by its own words."""

from __future__ import annotations

from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.fronts import is_root
from ingest.extract.hygiene import clean_line
from ingest.extract.page import Page, web_address
from ingest.records import Evidence

_METAS = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
    "twitter:app:name:iphone",
)


def publisher_candidates(page: Page) -> list[Evidence]:
    """Return the candidates for the publisher, the one decided on first.

    JSON-LD's publisher, unless the page shows a name that says the same in fewer words of company law; og:site_name;
    other meta elements. A bare domain or address is no name as long as a name is known.
    """
    found: list[Evidence] = []
    name = clean_line(page.described.publisher)
    if name and not name.startswith("http"):
        found.append(evidence(name, "json-ld", name))
    found += [
        evidence(content, "meta", content) for _, content in page.meta(*_METAS) if not content.startswith(("http", "@"))
    ]
    found.sort(key=lambda candidate: "." in candidate.value and " " not in candidate.value)
    return stated(page.capture.statement.publisher) + found


def _headings_of_the_site(page: Page) -> list[str]:
    """Return what main headings say that lead to the root of the site, on another page of it: its name."""
    links = [(text, element.find(".//a")) for text, element in page.top_headings]
    return [
        text
        for text, link in links
        if link is not None and is_root(web_address(page.url, link.get("href", ""))) and not is_root(page.url)
    ]


def site_names(page: Page) -> list[str]:
    """Return every name that the site goes by, for telling it from titles and people."""
    names = [
        page.described.publisher,
        *_headings_of_the_site(page),
        *(content.lstrip("@") for _, content in page.meta(*_METAS, "twitter:site", "copyright", "al:ios:app_name")),
    ]
    return list({key_of(name): name for name in names if key_of(name)}.values())
