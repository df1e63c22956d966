# ruff: noqa: E501 - markup is easier to read on one line
"""General failures found on a second set of public pages, each on a page written for the case."""

import pytest

from ingest.extract import body, datelines, dates, extract, name_lines
from ingest.extract.date_words import find_dates
from ingest.extract.html import read_page
from ingest.extract.layout import Piece
from ingest.extract.trafilatura_text import main_pieces
from tests.extract.captures import blocks_of, capture
from tests.extract.test_html import SENTENCE, TITLE, article, json_ld, metadata, page, paragraphs, text_of

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


def test_a_main_heading_in_the_navigation_is_the_sites_motto():
    menu = "<nav><div class='navbar-header'><h1>Gulls, harbours, cameras and all the news of the coast</h1></div></nav>"
    assert (
        metadata(page(f"<title>{TITLE}</title>", menu + article("", after_title=f"<div>{TITLE}</div>"))).title == TITLE
    )


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
    found = metadata(page("", article(after_title="<p>Date of Last Revision: March 4, 2022</p>")))
    assert (found.published, found.modified) == (None, "2022-03-04")


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


def test_a_day_with_hours_from_and_to_is_when_something_takes_place():
    line = "<p>Donnerstag, 7. November 2024, 16:30 Uhr bis 18:00 Uhr, Emden</p>"
    assert metadata(page("", article(after_title=line), lang="de")).published is None


def test_a_short_sentence_with_a_day_in_it_is_no_dateline():
    line = "<p>As of December 31, 2014, the harbour had 85 cameras, two of them broken.</p>"
    assert metadata(page("", article(after_title=line))).published is None


def test_a_link_to_an_earlier_month_of_the_archive_is_no_dateline():
    assert metadata(page("", article(after_title="<p>« February, 2017</p>"))).published is None


POSTS = "".join(
    f"<p class='newsdate'>[{day}. März 2014]</p><h2>News of the gulls, part {day}</h2><p>{SENTENCE}</p>"
    for day in (19, 12, 9, 4)
)


def test_a_list_of_posts_has_no_day_of_its_own():
    html = page("", f"<h1>{TITLE}</h1>{POSTS}", lang="de")
    found = metadata(html, "https://www.example-gull.org/cameras-go-dark-in-the-harbour.html")
    assert found.published is None


def test_an_article_keeps_its_day_before_a_list_of_posts_that_are_dated_alike():
    line = "<p class='newsdate'>[21. März 2014]</p>"
    assert metadata(page("", article(after_title=line, count=12) + POSTS, lang="de")).published == "2014-03-21"


def test_of_time_elements_with_many_days_none_is_the_pages():
    items = "".join(
        f"<li><h2>Gulls {day}</h2><time datetime='2019-09-{day}'>{day}.09.2019</time></li>" for day in (21, 22, 23)
    )
    assert metadata(page("", f"{article('')}<ul>{items}</ul>", lang="de")).published is None


def test_an_agencys_dateline_under_a_title_and_a_standfirst_without_markup_is_the_day():
    title = f"<p><b>{TITLE.upper()} AFTER A LONG DEBATE ABOUT THE GULLS AND THE RIGHTS OF ALL WHO PASS THERE ON FOOT</b></p>"
    body = title + article("").replace("Paragraph 0:", "EMDEN, July 2, 2014 — Paragraph 0:")
    assert metadata(page("<title>EX-99.1</title>", body)).published == "2014-07-02"


# --- authors ---------------------------------------------------------------------------------------------------------


def test_a_byline_may_be_the_first_line_of_the_first_paragraph():
    body = article().replace("<p>Paragraph 0:", "<p><b><a href='/ana'>By Ana Lund</a></b><br>Paragraph 0:")
    head = json_ld(author={"@type": "Person", "name": "Editor M"})
    assert metadata(page(head, body)).authors == ("Ana Lund",)


def test_the_account_of_an_editor_is_nobody():
    assert metadata(page(json_ld(author={"@type": "Person", "name": "Editor M"}), article())).authors == ()


def test_a_link_to_more_texts_is_no_part_of_a_name():
    box = "<div class='entry-author'><h2 class='author-title'>Published by <span class='author-name'>ana77</span></h2>"
    box += "<p class='author-bio'><a class='author-link' rel='author' href='/author/ana77/'>View all posts by ana77</a></p></div>"
    assert metadata(page("", article(end=box))).authors == ("ana77",)


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


@pytest.mark.parametrize(
    "line", ["图片源自网络，若有侵权请来信删除。", "特别声明：本页内容由读者上传。", "抖音：港口日报"]
)
def test_a_disclaimer_and_an_account_under_a_chinese_text_are_no_part_of_it(line):
    texts = "".join(
        f"<p>{n}号海鸥在港口的摄像头上筑巢，镇议会星期一晚上经过长时间辩论后决定关闭所有的摄像头，居民对此表示欢迎。</p>"
        for n in range(6)
    )
    html = page("", f"<article><h1>港口的海鸥</h1>{texts}<p>{line}</p></article>", lang="zh")
    assert line not in text_of(html)


def test_what_stands_before_a_title_in_a_plain_box_is_the_sites():
    head = f"<title>Office of the Gulls - {TITLE}</title>"
    body = f"<div>of the harbour town</div><div class='t'>{TITLE}</div>" + article("")
    assert "harbour town\n" not in text_of(page(head, body))


@pytest.mark.parametrize("outer", ["<div class='menu'>", "<header id='top-nav'>"])
def test_a_navigation_that_was_never_closed_does_not_swallow_the_article(outer):
    html = page("", f"{outer}<nav class='nav'><ul>{LINKS}</ul><div>{article()}</div>")
    assert SENTENCE in text_of(html)


def test_a_text_that_only_readers_without_scripts_get_in_the_markup_is_the_article():
    filled = f"<script type='text/template'>{article('')}</script><noscript>{article('')}</noscript>"
    appeal = "<noscript><p>Please switch JavaScript on to read the news of the harbour and its gulls.</p></noscript>"
    html = page("", f"<h2>{TITLE}</h2><div itemprop='articleBody'>{filled}</div>{appeal}")
    assert SENTENCE in text_of(html)
    assert "JavaScript" not in text_of(html)


def test_a_navigation_with_the_name_of_the_site_stays_navigation():
    html = page("", f"<nav><h1>Example Gull</h1><p>Our harbour menu of the day</p></nav>{article()}")
    assert "harbour menu" not in text_of(html)


def test_a_page_that_an_extractor_took_in_one_piece_keeps_its_prose_alone(monkeypatch):
    menu = [f"Gulls of harbour {n}" for n in range(8)]
    body = "".join(f"<div class='tags'>{line}</div>" for line in menu) + f"<div>{paragraphs(1)[0]}</div>"
    heap = Piece("paragraph", " ".join(["Skip all of this", *menu, paragraphs(1)[0], "Made by gulls, for gulls"] * 2))
    monkeypatch.setattr("ingest.extract.body.main_pieces", lambda *_pages, **_options: [heap])
    assert text_of(page(f"<title>{TITLE}</title>", body)) == paragraphs(1)[0]


def test_of_a_long_sentence_of_a_blog_only_the_start_is_read_for_its_day(monkeypatch):
    read = []

    def counting(text, *arguments, **options):
        read.append(len(text))
        return find_dates(text, *arguments, **options)

    for module in (datelines, name_lines, dates):
        monkeypatch.setattr(module, "find_dates", counting)
    end = f"<p>This entry was posted on {'12 May 2011 ' * 2_000}</p>"
    assert metadata(page("", article(end=end))).published == "2011-05-12"
    assert max(read) < 1_000
