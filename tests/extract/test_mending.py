# ruff: noqa: E501 - markup is easier to read on one line
"""General failures found on public pages, each on a page written for the case."""

import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.extract.lines import MAX_LINES
from ingest.extract.syndication import original_publishers
from tests.extract.captures import blocks_of, capture
from tests.extract.test_html import SENTENCE, TITLE, article, json_ld, metadata, page, paragraphs, text_of

URI = "https://www.example-gull.org/a/b"

# --- titles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ("港口的摄像头昨晚全部关闭_海鸥网", "港口的摄像头昨晚全部关闭"),
        ("港口的摄像头昨晚全部关闭-EXAMPLE-GULL.ORG", "港口的摄像头昨晚全部关闭"),
        ("港口的摄像头昨晚全部关闭--海鸥新闻", "港口的摄像头昨晚全部关闭"),
        ("港のカメラが昨夜すべて消えた：かもめ新聞", "港のカメラが昨夜すべて消えた"),
    ],
)
def test_site_names_without_spaces_around_the_separator_go(element, title):
    head = f"<title>{element}</title><meta property='og:site_name' content='かもめ新聞'>"
    assert metadata(page(head, article(""))).title == title


def test_what_a_title_element_appends_to_the_heading_is_no_part_of_it():
    title = f"{TITLE} Pictures Section"
    found = metadata(page(f"<title>{title}</title><meta property='og:title' content='{title}'>", article()))
    assert found.title == TITLE


def test_a_title_in_a_plain_box_is_found_by_the_title_element():
    head = f"<title>{TITLE} Office of the Gulls</title>"
    found = metadata(page(head, f"<div class='t'>{TITLE}</div><div>Date: 2021-03-12</div>" + article("")))
    assert (found.title, found.published) == (TITLE, "2021-03-12")


def test_a_sign_that_links_a_heading_to_itself_is_no_text():
    assert metadata(page("", article(f"{TITLE} <a href='#x'>¶</a>"))).title == TITLE


@pytest.mark.parametrize(
    "heading", [f"<h1>Title{' ' * 150_000}x</h1>", f"<h1>{TITLE}</h1><pre>a{' ' * 150_000}b</pre>"]
)
def test_many_spaces_cost_nothing(heading):
    assert SENTENCE in text_of(page("", article("x").replace("<h1>x</h1>", heading)))  # for minutes, if it is quadratic


# --- bylines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<p id='story_author_id'>by Ana Lund</p>", ("Ana Lund",)),
        ("<div>By ANA LUND and BO TARR - Gull Technology Writers | Gull – 1 hr 4 mins ago</div>", ("Ana Lund", "Bo Tarr")),
        ("<div class='comments_time'><p>By ANA LUND 10/ 5/11 09:19 PM ET</p></div>", ("Ana Lund",)),
        ("<p>某某新闻记者 李明 王芳</p>", ("李明", "王芳")),
        ("<p>2019-09-26 12:11来源：某某网作者：李明</p>", ("李明",)),
        ("<p>By the numbers.</p>", ()),
    ],
)  # fmt: skip
def test_a_byline_is_known_by_its_words_next_to_the_heading(byline, authors):
    assert metadata(page("", article(after_title=byline))).authors == authors


def test_the_outlet_is_no_author_beside_people_but_a_person_may_have_a_site_of_their_own():
    assert metadata(page("<meta name='author' content='Ana Lund, Example Gull'>", article()), URI).authors == (
        "Ana Lund",
    )
    assert metadata(page("<meta name='author' content='Ana Lund'>", article()), "https://analund.org/x").authors == (
        "Ana Lund",
    )


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after_title", "published"),
    [
        ("<div class='date-box'>Mon, 25 Dec 2023</div>", "<div class='m-bar'>Thu, 14 May 2020 17:55 UTC</div>", "2020-05-14"),
        ("", "<div>04/19/13</div>", "2013-04-19"),
        ("", "<div>04/05/13</div>", None),
        ("", "<div>الأربعاء، 28 آب/اغسطس 2013</div>", "2013-08-28"),
        ("", "<div>Submitted on Mon, 2019-01-21 13:49</div>", "2019-01-21"),
        ("", "<div class='post-footer'>12 March 2021 Example Gull</div>", "2021-03-12"),
        ("", "<p>On 14 August 1935 it became law.</p>", None),
        ("", "<aside class='context'>2019-09-05 11:10 Example Gull</aside>", "2019-09-05"),
    ],
)  # fmt: skip
def test_of_several_dates_the_one_under_the_heading_is_the_articles(before, after_title, published):
    assert metadata(page("", before + article(after_title=after_title))).published == published


def test_times_of_comments_are_not_the_articles():
    times = "".join(f"<li><p>Well said.</p><time datetime='2019-09-0{n}'></time></li>" for n in (4, 6))
    body = article(after_title="<p class='info'>2019-09-02 11:10</p>") + f"<ul>{times}</ul>"
    assert metadata(page("", body)).published == "2019-09-02"


def test_a_dateline_at_the_end_is_known_by_its_label():
    body = article("", end="<table><tr><td>来源: 某处 | 发布时间: 2018-05-17 | 浏览次数: 2168</td></tr></table>")
    assert metadata(page(f"<title>{TITLE}</title>", body)).published == "2018-05-17"


def test_where_page_and_address_agree_on_the_neighbouring_day_theirs_is_the_day_of_publication():
    head = json_ld(datePublished="2015-04-07T03:42:00Z")
    found = metadata(page(head, article(after_title="<p>April 6, 2015 11:42 pm</p>")), "https://gull.org/2015/4/6/x")
    assert found.published == "2015-04-06"
    assert metadata(page(head, article()), "https://gull.org/x").published == "2015-04-07T03:42:00Z"


def test_a_section_may_stand_between_year_and_day_in_the_address():
    assert (
        metadata(page("", article()), "https://gull.org/2010/POLITICS/08/13/cameras/index.html").published
        == "2010-08-13"
    )


# --- bodies ----------------------------------------------------------------------------------------------------------


def test_comments_are_never_the_article_however_long():
    comments = "".join(f"<p>{text} I disagree.</p><p>Posted by: a reader</p>" for text in paragraphs(12, "Comment"))
    found = text_of(page("", article() + f"<div id='comments'>{comments}</div>"))
    assert found == "\n".join(paragraphs())


def test_a_box_that_only_tells_of_comments_does_not_hide_the_article():
    found = text_of(page("", f"<p>{SENTENCE} {SENTENCE}</p><div class='with comments'>{article()}</div>"))
    assert paragraphs()[0] in found


def test_text_beside_paragraphs_without_an_element_of_its_own_is_kept():
    loose = [f"Loose {n}: {SENTENCE} {SENTENCE}" for n in (1, 2)]
    first, second = paragraphs(2)
    body = f"<div>{loose[0]}<p>{first}</p>{loose[1]}<p>{second}</p></div>"
    assert text_of(page("<title>Order</title>", body)) == "\n".join([loose[0], first, loose[1], second])


def test_what_follows_a_line_of_rights_is_the_sites():
    tail = f"<p>© 2011 Example Gull</p><p>{SENTENCE} A teaser.</p><p>{SENTENCE} Another teaser.</p>"
    assert text_of(page("", article(end=tail, count=9))) == "\n".join(paragraphs(9))


def test_a_sentence_about_rights_is_text():
    law = "The Copyright Act of 1976 changed it, as the harbour found out."
    assert law in text_of(page("", article(end=f"<p>{law}</p><p>{SENTENCE} The end.</p>")))


@pytest.mark.parametrize(
    "line", ["责任编辑：李明", "（原标题：港口的摄像头）", "更多消息！扫描左方二维码关注官方微信", "未经授权不得转载", "このニュースをシェア"]
)  # fmt: skip
def test_credits_and_buttons_of_east_asian_sites_are_no_text(line):
    assert line not in text_of(page("", article(end=f"<p>{line}</p><p>{SENTENCE} The end.</p>")))


def test_questions_of_an_interview_are_text():
    question = "记者：你为什么关闭摄像头？"
    assert question in text_of(page("", article(end=f"<p>{question}</p><p>{SENTENCE} The end.</p>")))


def test_a_caption_that_only_names_the_photographer_is_no_text():
    figures = "<figure><img><figcaption>Photo: Ana Lund/Example Gull agency</figcaption></figure><figure><img><figcaption>A crane stands over the dark harbour.</figcaption></figure>"
    found = text_of(page("", article(end=f"{figures}<p>{SENTENCE} The end.</p>")))
    assert "Ana Lund" not in found
    assert "A crane stands" in found


def test_labels_for_screen_readers_are_no_text():
    caption = "<figure><img><figcaption><span class='off-screen'>Image caption</span> A crane stands over the harbour.</figcaption></figure>"
    assert "Image caption" not in text_of(page("", article(end=f"{caption}<p>{SENTENCE} The end.</p>")))


def test_an_infobox_is_no_running_text():
    box = "<table class='infobox'><tr><th>Built</th><td>1901</td></tr><tr><th>Cameras</th><td>26</td></tr></table>"
    assert "1901" not in text_of(page("", article(after_title=box)))


def test_a_page_of_short_lines_is_no_empty_page():
    people = "".join(
        f"<h3>Ana Lund {n}</h3><ul><li>Surveyor of the harbour</li><li>Board member</li></ul>" for n in range(9)
    )
    found = text_of(page("", f"<nav><a href='/'>Home</a></nav><h1>Our team</h1>{people}"))
    assert found.count("Surveyor of the harbour") == 9


def test_a_short_signed_and_dated_page_among_links_is_an_article():
    items = "".join(
        f"<p>- Item {n} <a href='/{n}'>about a thing that happened in the harbour</a>.</p>" for n in range(5)
    )
    links = "".join(f"<li><a href='/l{n}'>Another page of this site about harbours {n}</a></li>" for n in range(12))
    head = "<p class='byline'>by Ana Lund</p><time datetime='2013-07-30'>July 30, 2013</time>"
    body = f"<h1>{TITLE}</h1><p>{SENTENCE} {SENTENCE}</p>{head}{items}<ul>{links}</ul>"
    assert SENTENCE in text_of(page(f"<title>{TITLE}</title>", body))
    with pytest.raises(DocumentError) as caught:
        text_of(page(f"<title>{TITLE}</title>", body.replace(head, "")))
    assert caught.value.code == "link_list"


def test_a_metered_article_that_is_whole_is_no_teaser():
    found = extract(capture(page(json_ld(isAccessibleForFree=False), article(count=12))))
    assert "access" not in found.metadata.evidence


# --- republished texts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Lesen Sie den Originalartikel auf Example Gull", "Example Gull"),
        ("This story was first published by Example Gull on 3 May 2021.", "Example Gull"),
        ("This article was originally published on The Gull under a Creative Commons license.", "The Gull"),
        ("Cet article a été publié initialement sur Le Goéland", "Le Goéland"),
        ("本文来源：海鸥报 责任编辑：李明", "海鸥报"),
        ("First published in 2019.", None),
        ("The book was first published by a small press in Emden, in a run of 300 copies that nobody bought, and it was long forgotten when the harbour was rebuilt and a new edition was printed by the town itself.", None),
    ],
)  # fmt: skip
def test_a_line_names_the_original_publisher(line, publisher):
    assert [found.value for found in original_publishers([line])] == ([publisher] if publisher else [])


def test_the_original_publisher_is_evidence_and_no_text():
    text = f"{TITLE}\n\n{paragraphs()[0]}\n\n{paragraphs()[1]}\n\nLesen Sie den Originalartikel auf Example Gull\n"
    found = extract(capture(text, name="a.txt"))
    assert found.metadata.evidence["original_publisher"][0].value == "Example Gull"
    assert "Originalartikel" not in found.text


# --- giants ----------------------------------------------------------------------------------------------------------


def test_a_text_of_endless_lines_has_few_blocks():
    found = extract(capture("ab\n" * (MAX_LINES + 1) + "\ncd\n", name="a.txt"))
    assert [len(text) for _, text in blocks_of(found)] == [3 * (MAX_LINES + 1) - 1, 2]
