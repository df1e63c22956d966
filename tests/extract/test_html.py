# ruff: noqa: E501 - markup is easier to read on one line
"""HTML: what bare libraries are known to get wrong, each on a page written for the case."""

import orjson
import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from tests.extract.captures import blocks_of, capture

SENTENCE = "The council of the harbour town voted on Monday evening to switch off its cameras, after a debate of hours."
TITLE = "Cameras go dark in the harbour"


def paragraphs(count=6, word="Paragraph"):
    return [f"{word} {number}: {SENTENCE} Nobody had asked for number {number} of them." for number in range(count)]


def page(head="", body="", lang="en"):
    return f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def article(title=TITLE, after_title="", end="", count=6):
    texts = "".join(f"<p>{text}</p>" for text in paragraphs(count))
    heading = f"<h1>{title}</h1>" if title else ""
    return f"<main><article>{heading}{after_title}<div class='text'>{texts}{end}</div></article></main>"


def json_ld(**fields):
    item = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{orjson.dumps(item).decode()}</script>'


def metadata(html, uri="https://www.example-gull.org/a/b"):
    return extract(capture(html, uri=uri)).metadata


# --- title -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "uri"),
    [
        (f"{TITLE} - WELT", "https://www.welt.de/a/b.html"),
        (f"{TITLE} | DW | 01.02.2024", "https://www.dw.com/de/x/a-1"),
        (f"{TITLE} – DW – 04/28/2023", "https://www.dw.com/de/x/a-1"),
        (f"{TITLE} - example-gull.org", "https://www.example-gull.org/a"),
        (f"{TITLE} • News", "https://www.example-gull.org/a"),
        (f"Example Gull: {TITLE}", "https://www.example-gull.org/a"),
        (f"Example Gull | {TITLE}", "https://www.example-gull.org/a"),
    ],
)
@pytest.mark.parametrize("heading", [TITLE, ""])
def test_a_title_is_freed_of_the_sites_name(title, uri, heading):
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    head += "<meta property='og:site_name' content='Example Gull'>" if "Gull" in title else ""
    assert metadata(page(head, article(heading)), uri).title == TITLE


@pytest.mark.parametrize(
    "title", ["Berlin - Hauptstadt der Kameras", "Live: Cameras go dark", "9/11 | A chronology of lies"]
)
def test_separators_inside_a_title_stay(title):
    head = f"<title>{title} | Example Gull</title><meta property='og:title' content='{title}'>"
    assert metadata(page(head, article(title))).title == title


def test_a_kicker_in_the_heading_is_no_part_of_the_title():
    head = f"<title>{TITLE} - Gull</title><meta property='og:title' content='{TITLE}'>"
    assert metadata(page(head, article(f"<span>Surveillance</span> <span>{TITLE}</span>"))).title == TITLE


def test_the_majority_of_witnesses_wins_and_the_others_stay_in_the_evidence():
    head = (
        f"<title>{TITLE} | Gull</title><meta property='og:title' content='You will not believe these cameras'>"
        + json_ld()
    )
    found = metadata(page(head, article()))
    assert found.title == TITLE
    assert "You will not believe these cameras" in [candidate.value for candidate in found.evidence["title"]]


def test_the_name_of_the_site_in_the_first_heading_is_no_title():
    head = f"<title>{TITLE} | Daily Gull</title><meta property='og:site_name' content='Daily Gull'>"
    assert metadata(page(head, "<header><h1>Daily Gull</h1></header>" + article(""))).title == TITLE


def test_of_two_main_headings_the_one_that_opens_the_title_element_is_the_title():
    head = "<title>Cameras in general - The harbour handbook</title>"
    body = "<h1>The harbour handbook</h1>" + article("Cameras in general")
    assert metadata(page(head, body)).title == "Cameras in general"


# --- authors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "name": "Ana Lund"}, ["Ana Lund"]),
        ([{"@type": "Person", "name": "Ana Lund and Bo Tarr"}], ["Ana Lund", "Bo Tarr"]),
        ([{"name": "Von Ana Lund, Emden"}], ["Ana Lund"]),
        ({"@type": "Organization", "name": "example-gull.org, Emden, Germany"}, []),
        ({"@type": "Person", "name": "Example Gull"}, []),
        ({"@type": "Person", "name": "admin"}, []),
        ({"@type": "Organization", "name": "Redaktion Recherche Nord"}, ["Redaktion Recherche Nord"]),
        ({"@type": "Person", "name": "https://www.facebook.com/gull"}, []),
        (["Ana Lund", "Ana Lund"], ["Ana Lund"]),
    ],
)
def test_authors_are_people_and_not_the_outlet(author, expected):
    head = json_ld(author=author, publisher={"@type": "Organization", "name": "Example Gull"})
    assert list(metadata(page(head, article())).authors) == expected


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'>By <a rel='author' href='/x'>Ana Lund</a>, Political Correspondent | 12 March 2021</p>",
        "<div class='author'>Von Ana Lund, Emden</div>",
        "<span itemprop='author' itemscope><span itemprop='name'>Ana Lund</span></span>",
    ],
)
def test_a_byline_names_the_author_without_job_and_place(byline):
    assert metadata(page("", article(after_title=byline))).authors == ("Ana Lund",)


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "footer",
    ["© 2025 Example Gull", "Copyright 1998–2025", "Last updated 12 March 2021", "<time datetime='2025'>2025</time>"],
)
def test_no_date_is_made_up_from_a_footer(footer):
    found = metadata(page("", article() + f"<footer>{footer}</footer>"))
    assert (found.published, found.modified) == (None, None)


@pytest.mark.parametrize(
    ("head", "after_title", "published", "modified"),
    [
        (json_ld(datePublished="2024-04-27T07:39:00+0200", dateModified="2024-05-01"), "", "2024-04-27T07:39:00+02:00", "2024-05-01"),
        ("<meta property='article:published_time' content='2024-04-27 07:39'>", "", "2024-04-27T07:39", None),
        ("<meta name='date' content='27.04.2024'>", "", "2024-04-27", None),
        ("", "<p class='meta'>Published 27 April 2024. Updated 1 May 2024</p>", "2024-04-27", "2024-05-01"),
        ("", "<time datetime='2024-04-27'>yesterday</time>", "2024-04-27", None),
        ("", "<p>Stand: 27.04.2024, 10:00 Uhr</p>", None, "2024-04-27"),
        ("", "<p class='date'>April 2024</p>", "2024-04", None),
        ("", "<p class='date'>3/4/2024</p>", "2024", None),
        ("", "<p>The fair of 3 May 2019 was the last one that anybody in the harbour remembers with pleasure, and it rained.</p>", None, None),
        ("<meta name='date' content='2024'>", "", "2024", None),
        (json_ld(datePublished="1970-01-01T00:00:00Z"), "", None, None),
        (json_ld(datePublished="0001-01-01"), "<time datetime='2024-04-27'>x</time>", "2024-04-27", None),
    ],
)  # fmt: skip
def test_dates_are_as_precise_as_their_evidence_and_know_their_kind(head, after_title, published, modified):
    found = metadata(page(head, article(after_title=after_title)))
    assert (found.published, found.modified) == (published, modified)


def test_a_date_in_the_address_is_a_witness_of_last_resort():
    found = metadata(page("", article()), "https://www.example-gull.org/2021/03/12/cameras-go-dark")
    assert (found.published, found.evidence["published"][0].method) == ("2021-03-12", "url")


@pytest.mark.parametrize("address", ["http://[", "//", "javascript:void(0)", "https://", "/a/b", ""])
def test_a_broken_canonical_address_is_no_address(address):
    assert metadata(page(f"<link rel='canonical' href='{address}'>", article()), uri="raw/a.html").title == TITLE


def test_comments_have_dates_of_their_own():
    comment = (
        "<section class='comments'><article><time datetime='2024-07-10'>x</time><p>Well said.</p></article></section>"
    )
    assert metadata(page("", article() + comment)).published is None


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        '[{"@type":"WebSite","name":"Gull"},{"@type":"NewsArticle","headline":"T","author":{"name":"Ana Lund"}}]',
        '{"@graph":[{"@type":"Person","@id":"#p","name":"Ana Lund"},{"@type":"Article","headline":"T","author":{"@id":"#p"}}]}',
        '{"@type":"WebPage","mainEntity":{"@type":["Article","Thing"],"headline":"T","author":["Ana Lund"]}}',
        '{"@type":"NewsArticle","headline":"T","author":{"@type":"Person","name":"Ana Lund"},}',
        '{"@type":"NewsArticle","headline":"T","author":{"@type":"Person","name":"Ana Lund"},"description":"He said "no""}',
        '<!--\n{"@type":"NewsArticle","headline":"T","author":{"name":"Ana\tLund"}}\n-->',
        '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","author":{"name":"Not Me"}}]} {"@type":"NewsArticle","headline":"T","author":{"name":"Ana Lund"}}',
    ],
)  # fmt: skip
def test_json_ld_is_read_in_lists_graphs_nested_and_broken(script):
    head = f'<script type="application/ld+json">{script}</script>'
    assert metadata(page(head, article("T"))).authors == ("Ana Lund",)


# --- body ------------------------------------------------------------------------------------------------------------


def text_of(html):
    return extract(capture(html)).text


@pytest.mark.parametrize("depth", [10, 255, 400, 3_000])
def test_deeply_nested_pages_keep_their_text(depth):
    found = text_of(page("", "<div>" * depth + "".join(f"<p>{text}</p>" for text in paragraphs()) + "</div>" * depth))
    assert all(text in found.replace("\n", " ") for text in paragraphs())


@pytest.mark.parametrize("reference", ["&#xFFFE;", "&#xffff;", "&#0;", "&#xD800;", "\ufffe", "\x00", "\x0b"])
def test_a_character_that_no_page_may_hold_costs_nothing_else(reference):
    found = text_of(
        page("", article(end=f"<p>A last paragraph{reference} that holds one bad character, and goes on.</p>"))
    )
    assert "A last paragraph that holds one bad character, and goes on." in found
    assert paragraphs()[0] in found


def test_numeric_references_of_windows_1252_are_read_as_browsers_do():
    assert "a “quoted” word – and more" in text_of(
        page("", article(end=f"<p>a &#147;quoted&#148; word &#150; and more. {SENTENCE}</p>"))
    )


def test_what_a_reader_does_not_see_is_no_text():
    unseen = (
        "<template><p>Template text of some length that nobody sees.</p></template><p hidden>Hidden text that nobody sees at all.</p>"
        "<p style='display: none'>Displayed nowhere, this text of some length.</p><noscript><p>Please switch on scripts.</p></noscript>"
    )
    found = text_of(page("", article(end=unseen)))
    assert not [word for word in ("Template", "Hidden", "nowhere", "scripts") if word in found]


def test_a_tag_with_endless_attributes_is_parsed_in_time():
    endless = "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">"
    assert paragraphs()[3] in text_of(page("", article() + endless))


@pytest.mark.parametrize(
    "tail",
    [

        "<div class='box'><h3>Mehr zum Thema</h3><ul><li><a href='/1'>Ein anderer Artikel über etwas</a></li></ul></div>",
        "<p><strong>Lire aussi : <a href='/1'>Un autre article sur autre chose</a></strong></p>",
        "<p>Sign up for our newsletter and get the best stories.</p>",
        "<p>© 2024 Example Gull</p>",
        "<div class='c1'><a href='/1'>A headline about something else entirely</a></div><div class='c1'><a href='/2'>Another headline about something else</a></div>",
        "<aside><p>Ana Lund has written about harbours for the Gull since 2011, and lives there.</p></aside>",
    ],
)  # fmt: skip
def test_promotions_at_the_end_are_cut(tail):
    assert text_of(page("", article(end=tail))) == "\n".join(paragraphs())


def test_a_following_article_is_not_appended():
    second = "".join(f"<p>{text}</p>" for text in paragraphs(9, "Other"))
    first = "".join(f"<p>{text}</p>" for text in paragraphs())
    boxes = f"<div class='story'><h1>{TITLE}</h1>{first}</div><div class='story'><h1>Another thing</h1>{second}</div>"
    assert text_of(page(f"<title>{TITLE}</title>", boxes)) == "\n".join(paragraphs())


def test_a_second_article_element_is_another_article():
    second = "".join(f"<p>{text}</p>" for text in paragraphs(9, "Other"))
    assert text_of(
        page("", article() + f"<article class='next'><h2>Another thing</h2>{second}</article>")
    ) == "\n".join(paragraphs())


def test_paragraphs_made_of_divs_are_found_among_teasers_made_of_paragraphs():
    body = "".join(f"<div class='paragraph'>{text}</div>" for text in paragraphs())
    cards = "".join(
        f"<div><a href='/{n}'><h3>Headline number {n} of others</h3></a><p>{SENTENCE} Teaser {n}.</p></div>"
        for n in range(8)
    )
    assert text_of(page("", f"<div><h1>{TITLE}</h1><div>{body}</div></div><div>{cards}</div>")) == "\n".join(
        paragraphs()
    )


def test_a_body_cut_up_by_advertisements_is_whole():
    parts = [paragraphs(3, word) for word in ("First", "Second", "Third")]
    columns = "<div class='ad'>Advertisement</div>".join(
        f"<div class='article-body'>{''.join(f'<p>{text}</p>' for text in part)}</div>" for part in parts
    )
    assert text_of(page("", f"<h1>{TITLE}</h1><div>{columns}</div>")) == "\n".join(
        text for part in parts for text in part
    )


def test_the_standfirst_comes_first_and_the_title_is_not_repeated():
    standfirst = "After four hours of debate the harbour will be dark, and nobody knows for how long."
    found = text_of(page("", article(after_title=f"<p class='standfirst'>{standfirst}</p>")))
    assert found.startswith(standfirst)
    assert TITLE not in found


def test_roles_follow_the_markup():
    body = (
        f"<p>{SENTENCE} One.</p><h2>A heading</h2><p>{SENTENCE} Two.</p><ul><li>First demand of the assembly</li><li>Second demand</li></ul>"
        f"<blockquote><p>{SENTENCE} Quoted.</p></blockquote><figure><img><figcaption>A crane over the harbour at night. <span class='credit'>Photo: X"
        "</span></figcaption></figure><table><tr><th>Year</th><th>Cameras</th></tr><tr><td>2020</td><td>26</td></tr></table>"
        f"<pre>line one\n  line two</pre><p>{SENTENCE} Three.</p>"
    )
    found = blocks_of(extract(capture(page("", f"<article><h1>{TITLE}</h1>{body}</article>"))))
    assert [kind for kind, _ in found] == [
        "paragraph", "heading", "paragraph", "list_item", "list_item", "quote", "caption", "table", "code", "paragraph",
    ]  # fmt: skip
    assert ("caption", "A crane over the harbour at night.") in found
    assert ("table", "Year | Cameras\n2020 | 26") in found


def test_headings_that_link_to_themselves_are_headings():
    parts = "".join(
        f"<h2 id='p{n}'><a href='#p{n}'>Part number {n} of it</a></h2><p>Short text {n} under it.</p>" for n in range(6)
    )
    found = extract(capture(page("", f"<main><h1>{TITLE}</h1><p>{SENTENCE} {SENTENCE} {SENTENCE}</p>{parts}</main>")))
    assert [kind for kind, _ in blocks_of(found)] == ["paragraph", *["heading", "paragraph"] * 6]


def test_lines_broken_by_hand_are_paragraphs_or_a_list():
    names = "<p>Ana Lund<br>Bo Tarr<br>Cy Venn<br>Di Moss</p>"
    broken = f"<p>{SENTENCE} One.<br><br>{SENTENCE} Two.</p>"
    found = [text for _, text in blocks_of(extract(capture(page("", article(end=broken + names)))))]
    assert found[-6:] == [f"{SENTENCE} One.", f"{SENTENCE} Two.", "Ana Lund", "Bo Tarr", "Cy Venn", "Di Moss"]


def test_the_text_that_json_ld_carries_fills_a_teaser_which_stays_marked():
    whole = "\n\n".join(paragraphs(8, "Secret"))
    head = json_ld(articleBody=whole, isAccessibleForFree=False)
    teaser = f"<article><h1>{TITLE}</h1><p>{SENTENCE}</p><div class='paywall'><p>Subscribe to continue reading.</p></div></article>"
    found = extract(capture(page(head, teaser)))
    assert all(text in found.text for text in paragraphs(8, "Secret"))
    assert found.metadata.evidence["access"][0].value == "paywall_teaser"
    assert "Subscribe" not in found.text


def test_languages_are_claims_with_their_source():
    head = "<meta property='og:locale' content='de_DE'>"
    claims = extract(capture(page(head, article(), lang="de-AT"), language="fr")).claims
    assert [(claim.tag, claim.method) for claim in claims] == [
        ("fr", "sidecar"),
        ("de-AT", "html-lang"),
        ("de_DE", "meta:og:locale"),
    ]


def test_one_document_leaves_no_trace_in_the_next():
    other = page("", article("Another title", count=9))
    alone = extract(capture(page("", article())))
    for _ in range(4):
        extract(capture(other))
        assert extract(capture(page("", article()))) == alone


@pytest.mark.parametrize(
    "body", ["<html></html>", "<p></p>", "<html><body><nav><a href='/'>Home</a></nav></body></html>"]
)
def test_a_page_without_text_is_empty(body):
    with pytest.raises(DocumentError) as caught:
        extract(capture(body))
    assert caught.value.code == "empty"
