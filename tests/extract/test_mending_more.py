# ruff: noqa: E501 - markup is easier to read on one line
"""General failures found on a second set of public pages, each on a page written for the case."""

import pytest

from ingest.extract import body, bylines, datelines, dates, extract
from ingest.extract.date_words import find_dates
from ingest.extract.html import read_page
from ingest.extract.layout import Piece
from ingest.extract.trafilatura_text import main_pieces
from tests.extract.captures import blocks_of, capture
from tests.extract.test_html import SENTENCE, TITLE, article, metadata, page, paragraphs, text_of

URI = "https://www.example-gull.org/a/b"

# --- titles ----------------------------------------------------------------------------------------------------------


def test_the_only_main_heading_counts_more_than_a_title_for_search_engines():
    other = "Harbour camera guide for next year"
    head = f"<title>{other} | Example Gull</title><meta property='og:title' content='{other}'>"
    found = metadata(page(head, article()))
    assert found.title == TITLE
    assert other in [candidate.value for candidate in found.evidence["title"]]


def test_a_main_heading_that_names_the_site_is_no_title():
    head = f"<title>Harbour Letters: {TITLE}</title><meta property='og:title' content='{TITLE}'>"
    assert metadata(page(head, "<h1>Harbour Letters</h1>" + article(""))).title == TITLE


def test_a_smaller_heading_is_the_title_where_the_main_one_names_the_site():
    head = f"<title>Example-Gull » {TITLE}</title>"
    body = f"<h1><a href='/'>Example-Gull</a></h1><h3><a href='/a/b'>{TITLE}</a></h3>" + article("")
    assert metadata(page(head, body), URI).title == TITLE


def test_where_the_head_names_only_the_site_the_first_heading_is_the_title():
    body = f"<h2>{TITLE}</h2>" + article("")
    assert metadata(page("<title>example-gull.org</title>", body), URI).title == TITLE


def test_a_short_heading_that_opens_the_title_element_comes_before_one_in_the_text():
    body = "<h2>Salt gull!</h2>" + article("Salt gulls, again and again")
    assert metadata(page("<title>Salt gull! | Example Gull</title>", body)).title == "Salt gull!"


def test_a_label_in_the_heading_shows_where_the_title_element_goes_on():
    whole = f"{TITLE} | Columns | Example Gull"
    head = f"<title>{whole}</title><meta property='og:title' content='{whole}'><meta property='og:site_name' content='Example Gull'>"
    body = "<h1>Nearer to you</h1>" + article(f"{TITLE} <span class='label'>Subscribers</span>")
    assert metadata(page(head, body)).title == TITLE


def test_a_kicker_without_a_colon_is_spelled_as_the_head_spells_it():
    head = f"<title>Harbour: {TITLE} | Gull</title><meta property='og:title' content='Harbour: {TITLE}'>"
    assert metadata(page(head, article(f"<span>Harbour</span> <span>{TITLE}</span>"))).title == f"Harbour: {TITLE}"


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p>Dieser Beitrag wurde am Samstag, 3. Dezember 2011 um 12:04 veröffentlicht und unter Häfen abgelegt. Alle Kommentare zu diesem Eintrag lassen sich durch den Feed verfolgen. Kommentieren ist momentan nicht möglich, auch nicht für Mitglieder.</p>",
        "<div class='entry-footer'>Von Ana am 03.12.2011, 11:51 | 0 Meinungen | Häfen</div>",
    ],
)
def test_a_line_that_signs_the_text_dates_it(line):
    assert metadata(page("", article(count=12, end=line), lang="de")).published == "2011-12-03"


def test_an_agencys_dateline_before_the_dash_is_the_day():
    body = article("").replace("<p>Paragraph 0:", f"<h1>{TITLE}</h1><p>EMDEN, Feb. 23, 2015 -- Paragraph 0:")
    assert metadata(page("", body)).published == "2015-02-23"


def test_a_day_in_the_first_sentence_is_no_dateline():
    body = article().replace("Paragraph 0:", "Since Feb. 23, 2015 the council")
    assert metadata(page("", body)).published is None


def test_a_time_element_is_believed_as_it_is_shown():
    line = "<p>Publié le <time datetime='2019-07-03T10:18:46Z'>29 juin 2019</time></p>"
    assert metadata(page("", article(after_title=line), lang="fr")).published == "2019-06-29"


def test_a_short_year_after_a_month_in_words_dates_a_short_line():
    assert (
        metadata(page("", article(after_title="<p>12 jan 23 | 5h27 Por Ana Lund</p>"), lang="pt")).published
        == "2023-01-12"
    )


def test_the_last_revision_is_no_publication():
    found = metadata(page("", article(after_title="<p>Date of Last Revision: August 9, 2017</p>")))
    assert (found.published, found.modified) == (None, "2017-08-09")


def test_the_label_of_the_day_beats_events_in_a_box():
    box = "".join(f"<li><time datetime='2019-12-{day}'>{day}.12.2019</time></li>" for day in (11, 9))
    body = f"<p class='date'>Montag, 09.12.2019</p>{article(count=14)}<div class='info'>Quelle VERÖFFENTLICHT AM 07.06.2019</div><ul>{box}</ul>"
    assert metadata(page("", body, lang="de")).published == "2019-06-07"


def test_of_several_marked_publications_the_one_beside_the_heading_counts():
    teasers = "".join(
        f"<div><p><time pubdate datetime='2019-09-2{n}'>2{n} September</time> Gulls {n}</p></div>" for n in range(4)
    )
    body = f"<header><h1>{TITLE}</h1><p class='when'>Le <time datetime='2019-06-28T13:49:45Z'>28 juin 2019</time></p></header>{article('')}"
    assert (
        metadata(page("", f"<div>{teasers}</div><article>{body}</article>", lang="fr")).published
        == "2019-06-28T13:49:45Z"
    )


# --- pages that are articles -----------------------------------------------------------------------------------------

LINKS = "".join(f"<li><a href='/{n}/x'>The gulls of harbour number {n} have a story too</a></li>" for n in range(14))
SHORT = f"<p>{SENTENCE} Nobody had asked for it, and nobody was surprised by the result of the vote.</p>"


def test_a_page_whose_address_spells_its_title_is_no_list():
    html = page(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>{SHORT}<ul>{LINKS}</ul>")
    uri = "https://www.example-gull.org/cameras-go-dark-in-the-harbour.html"
    assert SENTENCE in extract(capture(html, uri=uri)).text


def test_a_gallery_with_one_text_is_no_list():
    html = page(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>{SHORT.replace('<p>', '<p>1/10 ')}<ul>{LINKS}</ul>")
    assert SENTENCE in extract(capture(html, uri=URI)).text


def test_an_aside_around_the_main_heading_holds_the_article():
    assert SENTENCE in text_of(page("", f"<aside class='content'>{article()}</aside>"))


# --- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p>Call <code>switch_off(camera)</code> and then <code>sleep(60)</code> before you look at the gulls.</p>",
        "<ul><li>Call <code>switch_off(camera)</code> and then look at the gulls.</li><li>Listen to them.</li></ul>",
    ],
)
def test_words_of_code_in_a_sentence_are_there_once(line):
    tree = read_page(capture(page("", article(end=line)), uri=URI)).tree
    assert " ".join(piece.text for piece in main_pieces(tree, precise=False)).count("switch_off") == 1


def test_linked_headings_over_texts_at_the_end_are_other_articles():
    teaser = f"<h3><a href='/{{n}}'>Gulls of number {{n}} speak</a> again</h3><p>Teaser {{n}}: {SENTENCE} {SENTENCE} {SENTENCE}</p>"
    end = "".join(teaser.format(n=n) for n in range(5))
    assert "Teaser" not in text_of(page("", article(end=end)))


def test_two_linked_headings_over_texts_at_the_end_are_the_articles():
    teaser = f"<h3><a href='/{{n}}'>Gulls of number {{n}} speak</a> again</h3><p>Part {{n}}: {SENTENCE} {SENTENCE} {SENTENCE}</p>"
    end = "".join(teaser.format(n=n) for n in range(2))
    assert "Part 1" in text_of(page("", article(end=end)))


def test_short_items_of_a_list_that_the_extractor_lost_come_back(monkeypatch):
    monkeypatch.setattr(body, "main_pieces", lambda *_, **__: [Piece("paragraph", text) for text in paragraphs(6)])
    middle = "<ul><li>Ruler</li><li>Spoon</li><li>A floral foam for the base</li></ul><p>Gulls</p>"
    texts = [f"<p>{text}</p>" for text in paragraphs(6)]
    html = (
        f"<main><article><h1>{TITLE}</h1><div>{''.join(texts[:3])}{middle}{''.join(texts[3:])}</div></article></main>"
    )
    found = [text for _, text in blocks_of(extract(capture(page("", html), uri=URI)))]
    assert {"Ruler", "Spoon"} <= set(found)
    assert "Gulls" not in found


def test_what_stands_before_a_title_in_a_plain_box_is_the_sites():
    head = f"<title>Office of the Gulls - {TITLE}</title>"
    body = f"<div>of the harbour town</div><div class='t'>{TITLE}</div>" + article("")
    assert "harbour town\n" not in text_of(page(head, body))


def test_of_a_long_sentence_of_a_blog_only_the_start_is_read_for_its_day(monkeypatch):
    read = []

    def counting(text, *arguments, **options):
        read.append(len(text))
        return find_dates(text, *arguments, **options)

    for module in (datelines, bylines, dates):
        monkeypatch.setattr(module, "find_dates", counting)
    end = f"<p>This entry was posted on {'12 May 2011 ' * 2_000}</p>"
    assert metadata(page("", article(end=end))).published == "2011-05-12"
    assert max(read) < 1_000
