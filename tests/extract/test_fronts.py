"""Front pages of sites are no articles, whatever they declare; one-page sites and articles are not taken for them."""

from __future__ import annotations

import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from tests.extract.captures import blocks_of, capture
from tests.extract.test_html import SENTENCE, article, page

ROOT = "https://www.example-gull.org/"
TOWN = ("council", "harbour", "camera", "ferry", "tender", "budget")
WORDS = (*TOWN, "school", "bridge", "museum", "market", "tram", "clinic")
TEASERS = "".join(
    f"<section><h2><a href='/{word}-{n}.html'>What the {word} of the town will cost next year</a></h2>"
    f"<p>{word.title()}: {SENTENCE} The vote on the {word} was number {n} of that long evening.</p></section>"
    for n, word in enumerate(WORDS)
)
DATED = (
    "<meta property='og:type' content='article'><meta property='article:published_time' content='2024-05-06T07:00:00Z'>"
)


def kinds(html: str, uri: str = "") -> str:
    try:
        return blocks_of(extract(capture(html, uri=uri)))[0][1]
    except DocumentError as error:
        return error.code


@pytest.mark.parametrize(
    "address",
    [ROOT, ROOT.rstrip("/"), ROOT + "index.html", ROOT + "en/", "https://web.example.net/web/20240506070809/" + ROOT],
)
@pytest.mark.parametrize("head", ["", DATED])
def test_teasers_at_the_root_of_a_site_are_a_link_list_whatever_is_declared(address: str, head: str) -> None:
    assert kinds(page(f"<title>Gull</title>{head}", f"<main>{TEASERS}</main>"), address) == "link_list"


def test_the_canonical_address_tells_where_a_saved_page_stood() -> None:
    head = f"<title>Gull</title>{DATED}<link rel='canonical' href='{ROOT}'>"
    assert kinds(page(head, f"<main>{TEASERS}</main>")) == "link_list"


def test_a_round_up_with_an_address_of_its_own_is_what_it_says() -> None:
    head = f"<title>Gull</title>{DATED}<link rel='canonical' href='{ROOT}2024/the-week-in-the-harbour.html'>"
    assert kinds(page(head, f"<main><h1>The week in the harbour</h1>{TEASERS}</main>")) != "link_list"
    head = f"<title>Gull</title>{DATED}<link rel='canonical' href='{ROOT}'>"  # its canonical address is a mistake
    html = page(head, f"<main><h1>The week in the harbour</h1>{TEASERS}</main>")
    assert kinds(html, ROOT + "2024/the-week-in-the-harbour.html") != "link_list"


def test_a_site_of_one_page_is_read() -> None:
    assert "harbour town" in kinds(page("<title>Gull</title>", article(title="")), ROOT)


def test_an_article_that_calls_the_root_its_address_is_read() -> None:
    long = f"<p>{' '.join([SENTENCE] * 6)}</p>"
    html = page(f"<title>Gull</title>{DATED}<link rel='canonical' href='{ROOT}'>", article(end=long) + TEASERS)
    assert kinds(html) != "link_list"
