"""Identity of URLs, and which addresses may be contacted."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.sources.canonical import bare, choose, clean, key, redact, site
from ingest.sources.guard import Guard, is_public

A = "https://example.org/a"


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("HTTPS://User:pw@Example.ORG:443/x/../a#top", A),
        (" https://example.org/a\n", A),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/ä b?q=ü#x", "http://example.org:8080/%C3%A4%20b?q=%C3%BC"),
        ("https://münchen.example/%c3%a4", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("https://example.org/a;jsessionid=1F?api_key=1", A),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)
def test_a_url_has_one_spelling_without_credentials(url: str, cleaned: str) -> None:
    assert clean(url) == cleaned


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "blocked_scheme"),
        ("javascript:alert(1)", "blocked_scheme"),
        ("ftp://example.org/", "blocked_scheme"),
        ("data:text/html,x", "blocked_scheme"),
        ("http://", "bad_url"),
        ("http://a b/", "bad_url"),
        ("http://[::1", "bad_url"),
        ("http://example.org:99999/", "bad_url"),
        ("http://example.org/" + "a" * 5000, "bad_url"),
    ],
)
def test_what_is_no_web_address_is_refused_by_name(url: str, code: str) -> None:
    with pytest.raises(DocumentError) as error:
        clean(url)
    assert error.value.code == code


@given(st.text(max_size=60))
def test_any_text_gives_a_url_or_a_named_refusal(text: str) -> None:
    for candidate in (text, "http://" + text, "https://example.org/" + text):
        try:
            url = clean(candidate)
        except DocumentError:
            continue
        assert clean(url) == url
        assert key(key(url)) == key(url)
        assert bare(url) == clean(bare(url))


@pytest.mark.parametrize(
    "url",
    [
        A + "?utm_source=rss&utm_medium=feed",
        A + "?fbclid=1&ref=rss",
        A + "/amp",
        A + "?amp=1",
        A + "?outputType=amp",
        A + ".amp",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a",
    ],
)
def test_variants_of_an_article_have_its_name(url: str) -> None:
    assert key(clean(url)) == A


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?reference=A9-0123", "?reference=A9-0124"),
        ("?gallery=1", "?gallery=2"),
        ("?id=1", "?id=2"),
        ("?ref=main", "?ref=v2"),
        ("?source=47", "?source=48"),
        ("/", ""),
    ],
)
def test_parameters_that_may_name_a_document_are_kept(one: str, other: str) -> None:
    assert key(A + one) != key(A + other)


def test_the_order_of_parameters_is_no_identity() -> None:
    assert key(A + "?b=2&a=1") == key(A + "?a=1&b=2")


def test_rel_canonical_counts_on_the_same_site_only() -> None:
    assert choose(A, "https://www.example.org/b") == "https://www.example.org/b"
    assert choose(A, "https://evil.example/b") == A
    assert choose(A, "/") == A
    assert choose(A, "http://example.org/b") == "https://example.org/b"
    assert choose(A, "javascript:1") == A
    assert choose("https://m.example.org/a", None) == "https://www.example.org/a"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/x", "bbc.co.uk"),
        ("https://a.b.example.org/", "example.org"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_a_site_is_the_registered_domain(url: str, name: str) -> None:
    assert site(url) == name


def test_credentials_are_taken_out_of_any_text() -> None:
    text = redact("GET http://me:secret@h/x?token=secret&b=2 then //me:secret@q/ by a@b.org")
    assert "secret" not in text
    assert text.endswith("by a@b.org")


BLOCKED = (
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 224.0.0.1 "
    "0.0.0.0 255.255.255.255 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fec0::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 "
    "64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1::1"
)


@pytest.mark.parametrize("address", BLOCKED.split())
def test_addresses_that_are_not_public_are_blocked(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(DocumentError, match="not a public address"):
        Guard().check_address("name.example", address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_pass(address: str) -> None:
    Guard().check_address("name.example", address)


def test_the_settings_open_single_hosts_and_networks() -> None:
    guard = Guard(["*.intern", "10.1.0.0/16"])
    guard.check_address("wiki.intern", "192.168.0.1")
    guard.check_address("other.example", "10.1.2.3")
    guard.check_port("wiki.intern", 81)
    with pytest.raises(DocumentError):
        guard.check_address("other.example", "10.2.0.1")
    with pytest.raises(DocumentError, match="Port 25"):
        guard.check_port("other.example", 25)
