# ruff: noqa: E501 - markup is easier to read on one line
"""What ordinary pages of large publishers showed: bodies that lost a part, bylines and days that were misread."""

import re
from html import unescape

import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.extract.names import people_in
from tests.extract.captures import capture
from tests.extract.test_html import SENTENCE, TITLE, article, json_ld, metadata, page, paragraphs, text_of

PROSE = "".join(f"<p>{text}</p>" for text in paragraphs(4))
JAPANESE = "町議会は月曜日の夜、長い議論の末に港のカメラをすべて止めることを決め、住民はこれを歓迎した。カモメは今も巣を作っている。"

# --- bodies ----------------------------------------------------------------------------------------------------------


def test_a_described_text_that_breaks_off_does_not_end_the_article():
    cut = (paragraphs(6)[0] + " " + paragraphs(6)[1])[:300]
    html = page(json_ld(headline=TITLE, articleBody=cut), article())
    assert text_of(html).count(SENTENCE) == 6


def test_a_paragraph_under_a_link_to_another_article_stays():
    link = "<div class='a'><a href='/x'>Read also: The night ferry of Emden sails again</a></div>"
    last = "<p>What remains is the question of who pays. Nobody in the harbour town knows.</p>"
    assert "who pays" in text_of(page("", article(end=link + last)))
    assert "night ferry" not in text_of(page("", article(end=link + last)))


@pytest.mark.parametrize("stray", ["", "<ul><li><a href='/n'>News</a></li></ul>"])
def test_a_standfirst_is_found_whatever_stands_over_the_heading(stray):
    lead = "<div class='lead'>For a year nobody saw that the bridge had the wrong number until a boy of nine did.</div>"
    html = page("", f"{stray}<article><h1>{TITLE}</h1><div class='info'>8.10.2021</div>{lead}{PROSE}</article>")
    assert "a boy of nine" in text_of(html)


def test_a_subheading_under_the_heading_is_the_standfirst():
    head = f"<div class='t'><h1>{TITLE}</h1><h2 class='sp-descp'>Women of the village dug for 76 days and now three villages drink from the old well</h2></div>"
    assert "76 days" in text_of(page("", f"{head}<div class='b'>{PROSE}</div>"))


def test_japanese_text_in_a_box_with_a_misleading_name_is_the_article():
    texts = "".join(f"<p>{number}日目。{JAPANESE}</p>" for number in range(5))
    html = page("", f"<div id='m'><h1>港のカメラが止まる</h1><div class='subscription'>{texts}</div></div>", lang="ja")
    assert text_of(html).count("住民はこれを歓迎した") == 5


def test_a_japanese_caption_needs_no_spaces():
    texts = "".join(f"<p>{number}日目。{JAPANESE}</p>" for number in range(5))
    html = page(
        "",
        f"<article><h1>港のカメラが止まる</h1>{texts[:200]}</p><div class='caption'>港の入り口に立つ古いカメラと三羽のカモメ</div>{texts}</article>",
        lang="ja",
    )
    assert "三羽のカモメ" in text_of(html)


@pytest.mark.parametrize(
    "line",
    [
        "<h3>Empfohlener redaktioneller Inhalt</h3>",
        "<p>Mit Ihrer Zustimmung wird hier ein externes Video geladen.</p>",
        "<p>Puedes seguir a EXAMPLE GULL en Facebook y Twitter, o apuntarte aquí para recibir nuestra newsletter.</p>",
        "<p>About the author</p>",
        "<p><b>Baca juga: <a href='/x'>Feri malam Emden berlayar lagi</a></b></p>",
        "<p><b>ये भी पढ़ें: <a href='/x'>एमडेन की रात की नौका फिर चली</a></b></p>",
        "<p>&lt;저작권자(c) 갈매기통신, 무단 전재-재배포 금지&gt;</p>",
        "<p>Copyright © Example Gull, Inc.</p>",
    ],
)
def test_furniture_of_large_publishers_is_no_part_of_the_text(line):
    words = unescape(re.sub("<[^>]*>", "", line))[:15]
    halves = [f"<p>{text}</p>" for text in paragraphs(6)]
    html = (
        f"<main><article><h1>{TITLE}</h1><div>{''.join(halves[:3])}{line}{''.join(halves[3:])}</div></article></main>"
    )
    found = text_of(page("", html))
    assert words not in found
    assert found.count(SENTENCE) == 6


def test_a_paragraph_that_begins_like_an_appeal_for_consent_stays():
    line = "Um das Video zu sehen, reisten Hunderte an den Hafen; die Kameras der Stadt waren da längst aus."
    assert line in text_of(page("", article(end=f"<p>{line}</p>{PROSE}"), lang="de"))


# --- kinds -----------------------------------------------------------------------------------------------------------


def code_of(html, uri="https://www.example-gull.org/a/b"):
    with pytest.raises(DocumentError) as caught:
        extract(capture(html, uri=uri))
    return caught.value.code


def test_headlines_in_boxes_named_as_such_make_a_list_of_links():
    cards = "".join(
        f"<div class='widget'><h3><a href='/{n}'>Gull number {n} nests on a camera again</a></h3></div>"
        for n in range(8)
    )
    assert code_of(page("<title>Gulls</title>", f"<h1>Gulls</h1>{cards}")) == "link_list"
    assert (
        code_of(page("<title>Gulls</title>", "<h1>Gulls</h1><nav><a href='/'>Home of the gulls</a></nav>")) == "empty"
    )


def test_a_free_article_in_a_box_named_premium_is_no_teaser():
    box = f"<article><h1>{TITLE}</h1><div class='subscriber-premium premium'>{PROSE}</div></article>"
    assert "access" not in metadata(page("", box)).evidence
    free = json_ld(headline=TITLE, isAccessibleForFree="True")
    assert "access" not in metadata(page(free, box)).evidence
    paid = json_ld(headline=TITLE, isAccessibleForFree="False")
    assert "access" in metadata(page(paid, box)).evidence


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "shown", "day"),
    [
        ("2017-10-05T19:10:22Z", "October 6, 2017", "2017-10-06"),
        ("2017-10-05T03:10:22+00:00", "October 4, 2017", "2017-10-04"),
        ("2017-10-05T03:10:22Z", "October 6, 2017", "2017-10-05"),
        ("2017-10-05T19:10:22Z", "October 4, 2017", "2017-10-05"),
        ("2017-10-05T19:10:22+02:00", "October 6, 2017", "2017-10-05"),
    ],
)
def test_the_day_that_readers_see_wins_over_a_moment_in_utc_where_both_can_be_right(moment, shown, day):
    head = f"<meta property='article:published_time' content='{moment}'>"
    html = page(head, f"<article><h1>{TITLE}</h1><p>Published {shown}</p>{PROSE}</article>")
    assert metadata(html).published[:10] == day


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Ana Lund, PhD Candidate in Ecology, Emden University", ["Ana Lund"]),
        ("PhD Candidate in Ecology, Emden University", []),
        ("Associate Professor of Behavioural Economics", []),
        ("Special Correspondent", []),
        ("News Release", []),
        ("Agency Report", []),
        ("海島報 蔡宛霖", ["蔡宛霖"]),
        ("每日商业观察", []),
        ("مصنف, فریحہ سومرو", ["فریحہ سومرو"]),
    ],
)
def test_names_in_bylines_of_large_publishers(byline, people):
    assert list(people_in([byline], set())) == people


def test_the_outlet_before_a_name_goes():
    head = "<meta property='og:site_name' content='The Gull | Gull Press'>"
    for byline, authors in (("Gull Press - Ana Lund", ("Ana Lund",)), ("Gull Press - Exclusive", ())):
        html = page(f"{head}<meta name='author' content='{byline}'>", f"<h1>{TITLE}</h1>{PROSE}")
        assert metadata(html).authors == authors


def test_the_name_in_a_box_with_its_place_and_day_is_read_alone():
    box = (
        "<div class='artauthor'><span class='author'>K. Selvarani</span><div class='place'>CHENNAI, May 30</div></div>"
    )
    assert metadata(page("", f"<h1>{TITLE}</h1>{box}{PROSE}")).authors == ("K. Selvarani",)


def test_by_in_malay_is_no_first_name():
    line = "<div class='author'>Oleh Nurul Izzah Mokhtar</div>"
    assert metadata(page("", f"<h1>{TITLE}</h1>{line}{PROSE}", lang="ms")).authors == ("Nurul Izzah Mokhtar",)
    assert metadata(page("", f"<h1>{TITLE}</h1><div class='author'>Oleh Synko</div>{PROSE}", lang="uk")).authors == (
        "Oleh Synko",
    )


# --- captions and bylines in the body --------------------------------------------------------------------------------


def test_a_photographers_name_is_parted_from_the_sentence_before_it():
    figure = "<figure><figcaption><span>Three gulls sat on the camera, last Thursday.</span><span>Ana Lund</span></figcaption></figure>"
    assert "Thursday. Ana Lund" in text_of(page("", article(after_title=figure)))


def test_a_caption_in_a_frame_named_widget_is_kept_between_paragraphs():
    halves = [f"<p>{text}</p>" for text in paragraphs(6)]
    figure = "<div class='widget-image'><figure><img src='/g.jpg'><figcaption>Three gulls sit on the old camera</figcaption></figure></div>"
    html = page("", f"<article><h1>{TITLE}</h1>{''.join(halves[:3])}{figure}{''.join(halves[3:])}</article>")
    assert "Three gulls sit" in text_of(html)


@pytest.mark.parametrize("line", ["By Ana Lund Harbour reporter, Gull News", "Von Ana Lund", "di Ana Lund"])
def test_a_byline_over_the_text_is_no_part_of_it(line):
    assert line not in text_of(page("", article(after_title=f"<div>{line}</div>")))


def test_a_first_paragraph_that_begins_like_a_byline_stays():
    line = "By Monday the council had switched off every camera in the harbour."
    assert line in text_of(page("", article(after_title=f"<p>{line}</p>")))


# --- bylines without a label -----------------------------------------------------------------------------------------


def test_a_bare_chinese_name_over_the_day_signs():
    texts = "".join(f"<p>{number}日目。{JAPANESE}</p>" for number in range(5))
    for name, authors in (("何以宁", ("何以宁",)), ("有料記事", ())):
        html = page("", f"<h1>港のカメラが止まる</h1><div><p>{name}</p><p>2019-05-20 10:35</p></div>{texts}", lang="zh")
        assert metadata(html).authors == authors


def test_the_reporter_in_the_dateline_of_an_agency_signs():
    texts = "".join(f"<p>{number}日目。{JAPANESE}</p>" for number in range(4))
    html = page("", f"<h1>港のカメラが止まる</h1><p>（某某社記者高珮慈台南4日電）{JAPANESE}</p>{texts}", lang="zh-TW")
    assert metadata(html).authors == ("高珮慈",)


def test_a_label_in_bold_type_needs_no_colon():
    line = "<ul><li><strong>Datum</strong> 14.06.2018</li><li><strong>Autorin/Autor</strong> Ana Lund</li></ul>"
    assert metadata(page("", article(end=line), lang="de")).authors == ("Ana Lund",)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("بيروت: سلمى الحوراني", ["سلمى الحوراني"]),
        ("সুনামগঞ্জ প্রতিনিধি", []),
        ("记者 沈若溪 实习生 陆一鸣", ["沈若溪", "陆一鸣"]),
    ],
)
def test_places_and_offices_around_names(byline, people):
    assert list(people_in([byline], set())) == people


def test_a_main_heading_that_leads_to_the_root_is_the_sites_name():
    head = "<title>Upper Limekiln Diary: A wren in the coal scuttle</title>"
    post = f"<h3 class='post-title'><a href='/2008/11/wren.html'>A wren in the coal scuttle</a></h3>{PROSE}"
    html = page(head, f"<h1><a href='https://www.example-gull.org/'>Upper Limekiln Diary</a></h1><div>{post}</div>")
    assert metadata(html, uri="https://www.example-gull.org/2008/11/wren.html").title == "A wren in the coal scuttle"


def test_a_day_under_the_post_counts_where_it_leads_to_the_post_itself():
    uri = "https://www.example-gull.org/post/17/wren"
    foot = f"<div class='footer'><div class='date'><a href='{uri}'>Posted on Sunday, February 19 2012.</a></div></div>"
    html = page("", f"<div class='post'><h2>{TITLE}</h2>{PROSE}{foot}</div>")
    assert metadata(html, uri=uri).published == "2012-02-19"
    assert metadata(html, uri="https://www.example-gull.org/post/18/gull").published is None


# --- lines at either end ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p>Publicado em 08/10/2019 - 13:37 Por Ana Lund – Repórter da Agência Gaivota - Emden</p>",
        "<p>Edição: Bo Tarr</p>",
        "<p>Copyright 2021 Gull Media Inc. All rights reserved. This material may not be published or broadcast.</p>",
        "<p>This document is subject to copyright. No part may be reproduced without permission.</p>",
        "<p>Dalszy ciąg materiału pod wideo</p>",
    ],
)
def test_lines_about_the_text_are_no_part_of_it(line):
    words = unescape(re.sub("<[^>]*>", "", line))
    assert words not in text_of(page("", article(end=line)))


def test_a_standfirst_needs_no_stop_under_the_title():
    lead = (
        "<div class='x'>By the end of 2019 small bookshops had earned more than chains, says a study of the trade</div>"
    )
    assert "small bookshops" in text_of(page("", article(after_title=lead.replace("By the end of", "In"))))


def test_the_badge_behind_a_heading_is_no_part_of_the_title():
    html = page("", f"<h1>{TITLE} <span class='label abo'>Subscribers</span></h1>{PROSE}")
    assert metadata(html).title == TITLE
