# ruff: noqa: E501 - markup is easier to read on one line
"""What the rules for public pages must leave alone, each on a page written for the case."""

import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.extract.date_words import find_dates
from ingest.extract.names import people_in
from ingest.extract.signatures import signed_names
from tests.extract.captures import capture
from tests.extract.test_html import SENTENCE, TITLE, article, json_ld, metadata, page, paragraphs, text_of

URI = "https://www.example-gull.org/a/b"

# --- authors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Wei Sun", "Ana Wed", "Ana Bloomberg Sun", "Lin Mon"])
def test_surnames_that_look_like_weekdays_stay(name):
    assert people_in([name], set()) == (name,)
    head = json_ld(author={"@type": "Person", "name": name})
    assert metadata(page(head, article())).authors == (name,)


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("Food prices rise again, according to an analysis by Oxford Economics", "By Ana Lund"), "Ana Lund"),
        (("Häfen verlieren Geld, zeigt eine Analyse von Greenpeace", "Von Ana Lund"), "Ana Lund"),
        (("Eine Analyse von Gull Watch", "Von Ana Lund"), "Ana Lund"),
        (("Eine Analyse von Gullwatch: Häfen verlieren", "Häfen"), None),
        (("Tuesday Column By ANA LUND", "Harbours"), "Ana Lund"),
        (("Artikel vom Freitag, 12. März 2021", "Von Ana Lund"), "Ana Lund"),
        (("Artikel von Freitag, 12. März 2021", "Häfen"), None),
        (("Kommentar vom Samstag", "Häfen"), None),
        (("Ein Interview von gestern", "Häfen"), None),
        (("Published by Gull House on 3 May 2021", "Harbours"), "Gull House"),
    ],
)
def test_a_sentence_that_tells_of_a_work_gives_way_to_the_byline(lines, author):
    html = page("", article(after_title="".join(f"<p>{line}</p>" for line in lines)))
    assert metadata(html).authors == ((author,) if author else ())


@pytest.mark.parametrize(
    "line",
    [
        "The Gull Letters is published by Bo Tarr (£16.99).",
        "This article was first published by Gull Technica.",
        "WordPress theme created by Foo Bar",
        "Article publié par Le Phare",
        "Added by Bo Tarr",
    ],
)
def test_who_published_or_made_something_is_no_author(line):
    assert metadata(page("", article(end=f"<p>{line}</p>"))).authors == ()


@pytest.mark.parametrize("kicker", ["Von der Leyen", "Di Maio e Salvini", "Von Hafen Zu Hafen"])
def test_a_kicker_above_the_heading_is_no_byline(kicker):
    body = article().replace("<h1>", f"<div>{kicker}</div><h1>")
    assert metadata(page("", body)).authors == ()
    assert signed_names(kicker, bare=False) == ""


@pytest.mark.parametrize("line", ["Artikel von Freitag", "Kommentar von Samstag, 12. März 2021", "By Monday"])
def test_a_weekday_signs_nothing(line):
    assert signed_names(line, "de") == ""
    assert people_in([line], set()) == ()


def test_a_dated_byline_above_the_heading_counts():
    body = article().replace("<h1>", "<div>12 March 2021 by Ana Lund</div><h1>")
    assert metadata(page("", body)).authors == ("Ana Lund",)


@pytest.mark.parametrize(
    "line",
    [
        "<a rel='author' href='/gull/1'>mehr</a>",
        "<span class='author'>share</span>",
        "<span class='author'>gullwatch</span>",
    ],
)
def test_a_word_of_a_button_is_no_pen_name(line):
    assert metadata(page("", article(after_title=line))).authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "<span class='author'>ana77</span>",
        "<span class='author'>Posted by analund</span>",
        "<a class='author' href='/author/analund/'>analund</a>",
    ],
)
def test_a_pen_name_has_a_figure_a_sign_or_a_page_of_its_own(line):
    assert metadata(page("", article(after_title=line))).authors[0].startswith("ana")


@pytest.mark.parametrize(
    "line", ["Fotos und Text: Ana Lund", "Photos and text by Ana Lund", "Foto e testo di Ana Lund"]
)
def test_who_made_the_pictures_and_the_text_wrote_it(line):
    assert people_in([line], set()) == ("Ana Lund",)


def test_a_teaser_on_a_short_page_does_not_sign_it():
    teaser = f"<div class='related-list'><span class='author'>Bo Tarr</span><time datetime='2019-02-03'>3 Feb</time><p>{SENTENCE} {SENTENCE}</p></div>"
    body = f"<h1>{TITLE}</h1><p class='author'></p><p>{SENTENCE}</p><p>Nobody had asked for it on that day.</p>{teaser}"
    found = metadata(page(f"<title>{TITLE}</title>", body))
    assert (found.authors, found.published) == ((), None)


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "12 mai 14h30",
        "Mardi 12 mai 20h30",
        "Freitag, 12. Mai 20 Uhr",
        "Posted 12 March 10am",
        "5 Dec 12 comments",
        "12 mai 20 – 22 h",
    ],
)
def test_an_hour_or_a_count_is_no_year(line):
    assert find_dates(line, short_years=True) == []
    assert metadata(page("", article(after_title=f"<p>{line}</p>"))).published is None


@pytest.mark.parametrize(
    ("shown", "day"), [("04/03/2021", "2021-03-04"), ("5 April 2021", "2021-04-05"), ("04/04/2021", "2021-04-04")]
)
def test_only_a_plain_day_overrules_the_attribute_of_a_time_element(shown, day):
    line = f"<p>Published <time datetime='2021-03-04'>{shown}</time></p>"
    assert metadata(page("", article(after_title=line), lang="en-US")).published == day


@pytest.mark.parametrize(
    "start",
    [
        "1 September 1939 – German troops",
        "Danzig, 1 September 1939 – German troops",
        "12 March 2015 – 14 April 2015: the exhibition",
        "Emden, 12 March 2015 – until 14 April 2015: the exhibition",
        "12 March 2015 – on",
    ],
)
def test_a_span_or_an_event_before_a_dash_is_no_dateline(start):
    body = article().replace("Paragraph 0:", start)
    assert metadata(page("", body)).published is None


# --- titles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["News for those who love the sea", "Opinions and letters"])
def test_a_sole_heading_that_is_a_motto_is_no_title(heading):
    head = f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'>"
    body = f"<header><h1>{heading}</h1></header>{article('')}"
    assert metadata(page(head, body)).title == TITLE


# --- pages that are no articles --------------------------------------------------------------------------------------

LINKS = "".join(f"<li><a href='/{n}/x'>The gulls of harbour number {n} have a story too</a></li>" for n in range(14))
TEASER = f"{SENTENCE} Nobody had asked for it, and nobody was surprised by the result of the vote."


@pytest.mark.parametrize(
    "text",
    [
        f"<p>24/7 open: {TEASER}</p>",
        f"<p>9/11 and the harbour: {TEASER}</p>",
        f"<p>1/3 of the harbour: {TEASER}</p>",
        f"<p>24/7 open: {TEASER}</p><p>24/7 closed.</p>",
        f"<p>1/5 of the harbour: {TEASER}</p><p>2/3 of the town.</p>",
    ],
)
def test_a_teaser_with_figures_makes_no_gallery(text):
    html = page(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1>{text}<ul>{LINKS}</ul>")
    with pytest.raises(DocumentError) as caught:
        extract(capture(html, uri=URI))
    assert caught.value.code == "link_list"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/category/news-from-the-harbour/", "News from the harbour"),
        ("/news-from-the-harbour/", "News from the harbour"),
        ("/tag/cameras-gone-dark-harbour", "Cameras gone dark harbour"),
        ("/cameras-dark-harbour", "Cameras and other things that someone once turned dark forever within each harbour"),
    ],
)
def test_an_address_of_a_list_spells_no_title(path, title):
    html = page(f"<title>{title}</title>", f"<h1>{title}</h1><p>{TEASER}</p><ul>{LINKS}</ul>")
    with pytest.raises(DocumentError) as caught:
        extract(capture(html, uri=f"https://www.example-gull.org{path}"))
    assert caught.value.code == "link_list"


# --- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["p", "figcaption", "h3"])
def test_a_line_at_the_end_that_repeats_the_title_takes_nothing_away(tag):
    first, *rest = (f"<p>{text}</p>" for text in paragraphs(6))
    body = f"<article><h1>Other words in the heading</h1>{first}<h2>The gulls</h2><p>They said so.</p>{''.join(rest)}<{tag}>{TITLE}</{tag}></article>"
    head = f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'>" + json_ld()
    found = text_of(page(head, body))
    assert "The gulls" in found
    assert "They said so." in found


def test_an_aside_with_a_main_heading_of_its_own_is_no_article():
    texts = "".join(f"<p>{text}</p>" for text in paragraphs(5, "The lighthouse of number"))
    aside = f"<aside><h1>More from us</h1>{texts}</aside>"
    body = article().replace("</article>", f"{aside}</article>")
    assert "lighthouse" not in text_of(page("", body))
