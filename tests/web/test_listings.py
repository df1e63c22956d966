"""Feeds, sitemaps, heads, codings and sources.toml: whole, broken and hostile."""

from __future__ import annotations

import contextlib
import gzip
import random
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ConfigurationError, DocumentError
from ingest.sources import feeds, sitemaps
from ingest.sources.catalog import load_catalog, sources_of
from ingest.sources.decode import CodingError, TooLarge, decode
from ingest.sources.heads import looks_like_article, read_front, read_head
from ingest.sources.lanes import retry_after

U = "https://example.org/feed"
PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_rss_is_read_in_all_versions(version: str) -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    body = f'<?xml version="1.0"?>{doctype}<rss version="{version}"><channel><title>x</title><item><title>T &amp; U'
    body += "</title><link>https://example.org/1</link></item></channel></rss>"
    (entry,) = feeds.parse(body.encode(), U).entries
    assert (entry.url, entry.title) == ("https://example.org/1", "T & U")


def test_rss_1_is_read() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://example.org/1"><title>T</title>
      <link>https://example.org/1</link><dc:date>2026-01-02T03:04:05Z</dc:date></item></rdf:RDF>"""
    (entry,) = feeds.parse(body, U).entries
    assert entry.moment is not None
    assert entry.moment.isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_feed_names_its_further_pages() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?2"/>
      <link rel="prev-archive" href="/2025"/><entry><link href="/1"/></entry></feed>"""
    listing = feeds.parse(body, U)
    assert listing.more == ("https://example.org/feed?2", "https://example.org/2025")
    assert listing.entries[0].url == "https://example.org/1"
    other = feeds.parse(b'{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/1"}],"next_url":"/2"}', U)
    assert (other.entries[0].url, other.more) == ("/1", ("/2",))


def test_a_torn_feed_gives_its_first_entries_and_the_fault() -> None:
    whole = b'<rss version="2.0"><channel><item><link>https://a.org/1</link></item><item><link>https://a.org/2</lin'
    listing = feeds.parse(whole, U)
    assert listing.entries[0].url == "https://a.org/1"
    assert listing.fault


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY a "b">', '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!entity % p SYSTEM "http://10.0.0.1/"> %p;'],
)
def test_entities_are_refused_in_feeds_and_sitemaps(entity: str) -> None:
    body = f"<?xml version='1.0'?><!DOCTYPE r [{entity}]><urlset><url><loc>&x;</loc></url></urlset>".encode()
    for parse in (lambda: feeds.parse(body, U), lambda: sitemaps.parse(body, U, max_bytes=10_000)):
        with pytest.raises(DocumentError) as error:
            parse()
        assert error.value.code == "xml_entities"
    wide = body.decode().encode("utf-16")
    with pytest.raises(DocumentError):
        sitemaps.parse(wide, U, max_bytes=10_000)


def test_a_news_sitemap_brings_dates_languages_and_alternates() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://n" xmlns:xhtml="http://x">
      <url><loc>https://a.org/old</loc><lastmod>2025-01</lastmod></url>
      <url><loc>https://a.org/new</loc><xhtml:link rel="alternate" hreflang="fr" href="https://a.org/fr"/>
      <news:news><news:publication><news:language>de</news:language></news:publication>
      <news:publication_date>2026-05-01T10:00:00+02:00</news:publication_date><news:title>N</news:title></news:news></url>
      </urlset>"""
    new, old = sitemaps.parse(body, U, max_bytes=10_000).entries
    assert (new.url, new.title, new.language) == ("https://a.org/new", "N", "de")
    assert new.alternates == (("fr", "https://a.org/fr"),)
    assert new.moment is not None
    assert new.moment.isoformat() == "2026-05-01T10:00:00+02:00"
    assert old.moment is not None
    assert old.moment.isoformat() == "2025-01-01T00:00:00+00:00"


def test_a_broken_sitemap_gives_what_stands_around_the_fault() -> None:
    body = (
        b"<urlset><url><loc>https://a.org/1</loc></url><url><loc>https://a.org/2?a&b</loc></url><url><loc>https://a.o"
    )
    urls = [entry.url for entry in sitemaps.parse(body, U, max_bytes=10_000).entries]
    assert urls[0] == "https://a.org/1"
    assert len(urls) >= 2


def test_a_list_of_urls_is_a_sitemap_also_when_zipped() -> None:
    body = gzip.compress(b"https://a.org/1\nhttps://a.org/2\n")
    assert len(sitemaps.parse(body, U, max_bytes=10_000).entries) == 2
    with pytest.raises(DocumentError, match="more than"):
        sitemaps.parse(gzip.compress(b"\0" * 1_000_000), U, max_bytes=10_000)


@settings(deadline=None)  # the first call imports feedparser
@given(st.binary(max_size=200))
def test_any_bytes_give_a_listing_or_a_named_refusal(body: bytes) -> None:
    for given_bytes in (body, b"<rss>" + body, b"<urlset><url><loc>" + body, b'{"items":' + body):
        for parse in (lambda b: feeds.parse(b, U), lambda b: sitemaps.parse(b, U, max_bytes=1000)):
            with contextlib.suppress(DocumentError):
                parse(given_bytes)
    read_front(body, U)
    read_head(body, U)


def test_a_canonical_link_in_the_body_or_in_a_comment_is_not_believed() -> None:
    page = b"""<head><!-- <link rel=canonical href=/comment> --><script>'<link rel="canonical" href="/script">'</script>
      <base href="https://example.org/b/"><link href='c?x=1&amp;y=2' rel='CANONICAL'>
      <link rel=alternate hreflang=en href=/en><link rel=amphtml href=/amp>
      <link rel=alternate type="application/rss+xml" href=/rss></head><body><link rel=canonical href=/body>"""
    head = read_head(page, "https://example.org/a")
    assert head.canonical == "https://example.org/b/c?x=1&y=2"
    assert head.alternates == (("en", "https://example.org/en"),)
    assert head.feeds == ("https://example.org/rss",)
    assert read_head(b"<body><link rel=canonical href=/x>", U).canonical is None


def test_links_that_read_like_headlines_are_articles() -> None:
    assert looks_like_article("https://a.org/politik/polizei-testet-neue-kameras")
    assert looks_like_article("https://a.org/2026/12345.html")
    assert not looks_like_article("https://a.org/politik/")


@pytest.mark.parametrize("coding", PACKERS)
def test_codings_are_undone_within_the_limit(coding: str) -> None:
    body = b"wort " * 1000
    assert decode(PACKERS[coding](body), coding, 10_000) == body
    with pytest.raises(TooLarge):
        decode(PACKERS[coding](body), coding, 1000)
    with pytest.raises(CodingError):
        decode(b"kein " * 20, coding, 10_000)


def test_codings_are_undone_in_reverse_order() -> None:
    assert decode(gzip.compress(brotli.compress(b"wort")), "br, gzip", 100) == b"wort"
    with pytest.raises(CodingError, match="unknown"):
        decode(b"x", "rot13", 100)


def test_retry_after_is_a_number_or_a_date() -> None:
    assert retry_after("120", 0.0) == 120.0
    assert retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0.0) == 60.0
    assert retry_after("soon", 0.0) is None
    assert retry_after(None, 0.0) is None


GOOD = '[[source]]\nname = "a"\nurl = "https://example.org/feed"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + "limit = 0\n", "line 4: limit: "),
        (GOOD + "limt = 1\n", "line 4: limt: there is no such setting"),
        ('[[source]]\nname = "a"\n', "line 1: url: Field required"),
        (GOOD + '\n[[source]]\nname = "b"\nurl = "ftp://x/"\n', "line 7: url: Only http and https"),
        (GOOD + GOOD, "line 5: source 1: the name 'a' is used twice"),
        (GOOD.replace("https://", "https://me:pw@"), "line 3: url: credentials"),
        (GOOD + "[source.extraction]\nkepp = []\n", "line 5: extraction.kepp"),
        ("[[source]\n", "not valid TOML"),
        ("sources = 1\n", "line 1: sources: there is no such setting"),
    ],
)
def test_a_fault_in_sources_toml_names_its_line(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        load_catalog(file)
    assert message in str(error.value)
    assert "pw@" not in str(error.value)


def test_the_example_of_sources_is_valid_and_speaks_eight_languages() -> None:
    catalog = load_catalog(Path(__file__).parents[2] / "sources.example.toml")
    assert len(catalog.source) >= 12
    assert len({source.language for source in catalog.source}) >= 8


def test_a_source_is_a_url_a_file_or_a_name(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(GOOD)
    assert sources_of("https://u:p@example.org/x")[0].url == "https://example.org/x"
    assert sources_of(str(file))[0].name == "a"
    assert sources_of("a", default=file)[0].name == "a"
    with pytest.raises(ConfigurationError, match="neither a URL"):
        sources_of("b", default=file)


def test_a_damaged_listing_gives_what_can_be_read_or_a_named_refusal() -> None:
    rss = b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><item><title>A &amp; b</title>'
    rss += b"<link>https://a.org/1</link><pubDate>Thu, 28 May 2026 20:26:40 GMT</pubDate></item></channel></rss>"
    sitemap = (
        b'<?xml version="1.0"?><urlset><url><loc>https://a.org/1</loc><lastmod>2026-05-01</lastmod></url></urlset>'
    )
    feed = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"https://a.org/1","title":"B"}],"next_url":"/2"}'
    seed = random.Random(4)
    for number in range(900):
        body = bytearray((rss, sitemap, feed)[number % 3])
        for _ in range(seed.randint(1, 5)):
            at = seed.randrange(len(body))
            body[at : at + seed.randint(0, 3)] = seed.choice([b"<", b"&", b"\0", b"]]>", b'"', b"\xc6", b"<!--", b""])
        with contextlib.suppress(DocumentError):
            feeds.parse(bytes(body), U)
        with contextlib.suppress(DocumentError):
            sitemaps.parse(bytes(body), U, max_bytes=10_000)
