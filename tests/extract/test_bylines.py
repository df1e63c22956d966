# ruff: noqa: E501 - markup is easier to read on one line
"""Bylines as blogs and newspapers write them: beside the heading, under the text, in a line with the day."""

import pytest

from ingest.extract.names import people_in
from ingest.extract.signatures import signed_names
from tests.extract.test_html import article, metadata, page

URI = "https://www.example-gull.org/a/b"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Veröffentlicht am 6. Juli 2015 von Ana Lund — Hinterlasse eine Antwort", "Ana Lund"),
        ("Montag | 9. Oktober 2023 | 08:12 VON Ana Lund IN Häfen | 3 COMMENTS", "Ana Lund"),
        ("par Ana Lund, 21 juin 2018", "Ana Lund"),
        ("Posted by Ana Lund at 5:11 AM", "Ana Lund"),
        ("Ein Artikel von Ana Lund 06.05.2019", "Ana Lund"),
        ("By Ana Lund June 2 at 9:47 AM Follow @analund", "Ana Lund"),
        ("Author: Ana Lund (eg)", "Ana Lund"),
        ("Autor/in: Ana Lund", "Ana Lund"),
        ("Gastbeitrag von Ana Lund und Bo Tarr", "Ana Lund und Bo Tarr"),
        ("Gespeichert von ana77 am 24. Juli 2017 - 18:55", "ana77"),
        ("11.09.2011, 16:20 von ana77", "ana77"),
        ("Von Ana am 21.08.2022, 17:05 | 4 Meinungen | Häfen", "Ana"),
        ("Geschichte von Emden", ""),
        ("Das Buch von Ana Lund", ""),
        ("Par la fenêtre", ""),
        ("By the numbers", ""),
        ("Von hier nach dort", ""),
    ],
)
def test_a_line_that_signs_a_text_is_known_by_its_words(line, names):
    assert signed_names(line) == names


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Show all articles of Ana Lund", ["Ana Lund"]),
        ("Photograph by Ana Lund", []),
        ("Ana Lund Bloomberg Fri.", ["Ana Lund"]),
        ("ANA LUND DEC. 10, 2018", ["Ana Lund"]),
        ("Ana Lund Jr.", ["Ana Lund Jr."]),
        ("Rechtsanwältin Ana Lund", ["Ana Lund"]),
        ("Gastbeitrag von Ana Lund", ["Ana Lund"]),
        ("Ministerium für Häfen", []),
        ("Business Wire", []),
        ("Super User", []),
        ("gull_admin_9", []),
        ("Example Gull 1", []),
        ("김민수 기자 입력 : 2020.07.07", ["김민수"]),
        ("责任编辑：李明", []),
    ],
)
def test_what_stands_around_a_name_goes_and_bodies_are_no_people(byline, people):
    assert list(people_in([byline], {"examplegull"})) == people


def test_boxes_around_the_heading_are_no_furniture_whatever_they_are_called():
    body = article(after_title="<p><span class='author vcard'>Ana Lund</span></p>")
    assert metadata(page("", f"<div class='has-sidebar comments-open'>{body}</div>")).authors == ("Ana Lund",)


def test_comments_beside_the_text_are_furniture():
    body = article() + "<div class='comments'><span class='author'>Bo Tarr</span></div>"
    assert metadata(page("", body)).authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "<div class='post-footer'><span class='post-author'>Posted by Ana Lund</span> at 5:11 AM</div>",
        "<div class='entry-footer'><span>Ana Lund</span> | 29.07.2006 um 14:26</div>",
        "<p>Autor: Ana Lund</p>",
    ],
)
def test_a_byline_may_stand_under_the_text(line):
    assert metadata(page("", article(end=line))).authors == ("Ana Lund",)


def test_a_link_to_an_authors_page_next_to_the_heading_is_a_byline():
    line = "<ul><li><a href='/author/analund/'>Ana Lund</a></li><li>21.05.2019</li></ul>"
    assert metadata(page("", article(after_title=line))).authors == ("Ana Lund",)


def test_a_pen_name_signs_what_nobody_else_does():
    line = "<p>Gespeichert von {} am 24. Juli 2017 - 18:55</p>"
    assert metadata(page("", article(after_title=line.format("ana77")))).authors == ("ana77",)
    assert metadata(page("", article(after_title=line.format("admin")))).authors == ()
    head = "<meta name='author' content='Bo Tarr'>"
    assert metadata(page(head, article(after_title=line.format("ana77")))).authors == ("Bo Tarr",)


def test_a_meta_element_with_an_address_names_who_made_the_site():
    head = "<meta name='author' content='Lund Medien, www.example.org'>"
    assert metadata(page(head, article())).authors == ()


def test_a_person_may_have_a_blog_of_their_own_name():
    head = "<meta property='og:site_name' content='Ana Lund&#39;s blog'>"
    body = article(after_title="<a rel='author' href='/x'>Ana Lund</a>")
    assert metadata(page(head, body)).authors == ("Ana Lund",)


def test_the_outlet_is_known_in_both_spellings_of_romanian():
    head = "<meta property='og:site_name' content='Vocea Portului Orașului'><meta name='author' content='Vocea Portului Oraşului'>"
    assert metadata(page(head, article(), lang="ro")).authors == ()


def test_a_kind_of_byline_that_names_nobody_gives_way_to_the_next():
    body = article(after_title="<p class='tweet-authors'>Follow @analund</p><p class='pb-byline'>Ana Lund</p>")
    assert metadata(page("", body)).authors == ("Ana Lund",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("某京报记者 李明", ("李明",)),
        ("采写：某都见习记者 李明 王芳", ("李明", "王芳")),
        ("《灯塔》作者 李明", ("李明",)),
        ("李明/某某青年报", ("李明",)),
        ("김민수 기자 minsu@example.org", ("김민수",)),
        ("本报记者多次走访", ()),
    ],
)
def test_a_line_that_names_the_reporter_may_stand_anywhere_in_the_text(line, names):
    assert (
        metadata(page("", article(count=14, end=f"<p>{line}</p><p>{'港口的摄像头昨晚全部关闭。' * 9}</p>"))).authors
        == names
    )


def test_a_spanish_signature_is_a_byline():
    assert metadata(page("", article(after_title="<p class='firma'>Ana Lund | Emden</p>"), lang="es")).authors == (
        "Ana Lund",
    )
