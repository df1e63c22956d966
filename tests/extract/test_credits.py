# ruff: noqa: E501 - markup is easier to read on one line
"""Lines of credits in many languages, names in them, and lines that sign a text: each case fails without its rule."""

import pytest

from ingest.extract.credits import credited, is_author_label, writers
from ingest.extract.names import people_in
from ingest.extract.other_names import collectives_in
from tests.extract.test_html import SENTENCE, metadata, page, paragraphs, text_of

TITLE = "The harbour of Emden is closed for the winter"
PROSE = "".join(f"<p>{text}</p>" for text in paragraphs(4))


def shown(body, head=""):
    return metadata(page(head, body))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Text: Ana Lund, Fotos: Bo Tarr", ["Ana Lund"]),
        ("Text: Ana Lund Fotos: Bo Tarr", ["Ana Lund"]),
        ("Text und Fotos: Ana Lund", ["Ana Lund"]),
        ("Photography and words by Ana Lund", ["Ana Lund"]),
        ("Reporting by Ana Lund; Writing by Cy Venn; Editing by Bo Tarr", ["Ana Lund", "Cy Venn"]),
        ("Ana Lund (texto) e Bo Tarr (fotografia)", ["Ana Lund"]),
        ("Reporter : Ana Lund | Editor : Bo Tarr", ["Ana Lund"]),
        ("Ана Лунд. Фото Бо Тарра", ["Ана Лунд"]),
        ("Γράφει η Άννα Λουντ", ["Άννα Λουντ"]),
        ("Emden 3 वर्ष पहले लेखक: आना लुंड", ["आना लुंड"]),
        ("מאת: אנה לונד", ["אנה לונד"]),
        ("文/李明 图/王芳", ["李明"]),
        ("Фото: Бо Тарр", []),
        ("Ảnh: Bo Tarr", []),
        ("Ana Lund", ["Ana Lund"]),
        ("Storytelling Ana", ["Storytelling Ana"]),
    ],
)
def test_only_who_wrote_is_left_of_a_line_of_credits(line, expected):
    assert writers(line) == expected


@pytest.mark.parametrize("line", ["By Ana Lund", "Contexts: Ana Lund", "Fotos: Bo Tarr. Text: Ana Lund"])
def test_a_line_without_an_authors_label_at_its_start_credits_nobody(line):
    assert credited(line) == ""


def test_a_label_may_stand_alone():
    assert is_author_label("Redner/in")
    assert is_author_label(" Autor: ")
    assert not is_author_label("Autor: Ana Lund")


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Sunday Okoro, Emden", ["Sunday Okoro"]),
        ("Ана ЛУНД", ["Ана Лунд"]),
        ("Ana Lund a lecturer in harbour law at Emden", ["Ana Lund"]),
        ("lower Case Button", []),
        ("Από Newsroom", []),
        ("Na Ana Lund na Bo Tarr", ["Ana Lund", "Bo Tarr"]),
        ("Af Ana Lund, lærer, Hafenweg 4", ["Ana Lund"]),
        ("Ana Lund BBC Emden North", ["Ana Lund"]),
        ("Ana Lund, Commissioner for Harbours", ["Ana Lund"]),
        ("【李明】", ["李明"]),
        ("〔記者李明／某地報導〕", ["李明"]),
        ("本报记者 李明 通讯员 王芳", ["李明", "王芳"]),
        ("Agência Gaivota", []),
        ("Posted by Ana Lund, Software Engineer", ["Ana Lund"]),
        ("Posted by Ana Lund, Research Scientist and Bo Tarr, Product Manager, Gull Maps", ["Ana Lund", "Bo Tarr"]),
        ("Ana Lund, Product Manager, Bo Tarr, Software Engineer", ["Ana Lund", "Bo Tarr"]),
        ("By Ana Lund and Asghar Engineer", ["Ana Lund", "Asghar Engineer"]),
        ("Ana Lund, Bo Tarr, Cem Oz", ["Ana Lund", "Bo Tarr", "Cem Oz"]),
        ("Press Office of Emden", []),
    ],
)
def test_names_are_freed_of_jobs_places_and_outlets(byline, people):
    assert list(people_in([byline], set())) == people


def test_an_office_is_no_author_and_a_working_group_is_one():
    assert collectives_in(["Communications Team", "GULL", "Tanjug", "Redacția Pescăruș"], {"pescăruș"}) == ()
    assert collectives_in(["Working Group on Harbours"], set()) == ("Working Group on Harbours",)


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        (f"<h1>{TITLE}</h1>{PROSE}<p><em>Text: Ana Lund<br>Fotos: Bo Tarr</em></p>", ("Ana Lund",)),
        (f"<h1>{TITLE}</h1>{PROSE}<p style='text-align:right'><b>Ana Lund - Bo Tarr</b></p>", ("Ana Lund", "Bo Tarr")),
        (
            f"<h1>{TITLE}</h1>{PROSE}<p>(Reporting by Ana Lund in Emden and Bo Tarr in New York; Editing by Xi Oh)</p>",
            ("Ana Lund", "Bo Tarr"),
        ),
        (f"<h1>{TITLE}</h1>{PROSE}<p>Ana Lund</p>", ()),
        (f"<h1>{TITLE}</h1>{PROSE}<p><b>Read More</b></p>", ()),
        (f"<h1>{TITLE}</h1><div class='post-meta'>12 maart 2021 · 3 min · Ana Lund</div>{PROSE}", ("Ana Lund",)),
        (f"<h1>{TITLE}</h1><p>Redner/in</p><p>Ana Lund</p>{PROSE}", ("Ana Lund",)),
        (f"<h1>{TITLE}</h1><a class='writer' href='/muhabir/ana'>Ana Lund</a>{PROSE}", ("Ana Lund",)),
        (f"<h1>{TITLE}</h1><div class='Author__Name-sc-5c'>Ana Lund</div>{PROSE}", ("Ana Lund",)),
        (f"<h1>{TITLE}</h1><figure><i class='author'>Bo Tarr</i></figure>{PROSE}", ()),
    ],
)
def test_a_page_is_signed_in_many_ways(body, authors):
    assert shown(body).authors == authors


def test_who_is_shown_comes_before_the_account_that_nobody_sees():
    described = '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Cy Venn"}}'
    head = f'<script type="application/ld+json">{described}</script>'
    body = f"<h1>{TITLE}</h1><p>Interview by Ana Lund | March 12, 2021</p>{PROSE}"
    assert shown(body, head).authors == ("Ana Lund",)
    assert shown(f"{body}<p>Cy Venn is a guest of this paper and its readers.</p>", head).authors == ("Cy Venn",)


def test_the_writer_of_a_teaser_does_not_sign_the_page():
    teaser = "<article><h3>The ferry is late</h3><span class='author'>Bo Tarr</span><time>May 2, 2022</time></article>"
    said = shown(f"<article><h1>{TITLE}</h1>{PROSE}</article>{teaser}")
    assert (said.authors, said.published) == ((), None)


def test_a_head_that_names_only_the_site_leaves_the_title_to_what_stands_over_the_text():
    head = "<title>Example Gull | Harbours</title>"
    for heading in (f"<div class='naslov'>{TITLE}</div>", f"<font size='5'>{TITLE}</font><br>", f"<h3>{TITLE}</h3>"):
        assert shown(f"<div>{heading}{PROSE}</div>", head).title == TITLE


def test_what_was_drafted_first_was_published_on_the_day_that_the_page_shows():
    head = "<meta name='dcterms.created' content='2024-10-09T11:20:00+02:00'>"
    line = "<p>pubblicato: 10/10/2024, ultima modifica 15/11/2024 09:33</p>"
    said = shown(f"<h1>{TITLE}</h1>{line}{PROSE}", head)
    assert (said.published, said.modified) == ("2024-10-10", "2024-11-15")


def test_todays_date_far_above_the_heading_is_no_day_of_publication():
    menu = "<p>14 November 2012</p>" + "".join(f"<p>Harbour {number}</p>" for number in range(6))
    assert shown(f"{menu}<h1>{TITLE}</h1>{PROSE}").published is None


def test_a_label_over_a_short_text_does_not_cut_it():
    body = f"<h1>{TITLE}</h1><ul><li>有料記事</li></ul><p>{SENTENCE}</p>"
    assert text_of(page("", body)).count(SENTENCE) == 1


# --- what a review found ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Oleh Petrenko", ["Oleh Petrenko"]),
        ("Kim Na Young", ["Kim Na Young"]),
        ("Kim JONG Un", ["Kim JONG Un"]),
        ("Henry VIII", ["Henry VIII"]),
        ("te Velde", ["te Velde"]),
        ("Harald zur Hausen", ["Harald zur Hausen"]),
        ("By Professor Ana Lund", ["Ana Lund"]),
        ("Ana Lund, Reporter – Riverland Times", ["Ana Lund"]),
        ("Ana Lund, Bo Tarr (Foto)", ["Ana Lund"]),
        ("Ana Lund (Reporter) und Bo Tarr (Reporterin)", ["Ana Lund", "Bo Tarr"]),
        ("Petra", ["Petra"]),
        ("Claudia Prensa", ["Claudia Prensa"]),
        ("a" * 3_000, []),
    ],
)
def test_ordinary_names_come_through_whole(byline, people):
    assert list(people_in([byline], {"thegullpost"})) == people


@pytest.mark.parametrize(
    "line",
    [
        "<div class='latest'><h3><a href='/b'>Boats</a></h3><span class='author'>Bo Tarr</span></div>",
        "<p><strong>New York Times Building</strong></p>",
        "<p>Interview: Angela Merkel</p>",
    ],
)
def test_an_author_who_is_not_printed_yields_to_no_stranger(line):
    head = '<meta name="author" content="Ana Lund">'
    assert shown(f"<h1>{TITLE}</h1>{PROSE}{line}", head).authors == ("Ana Lund",)


@pytest.mark.parametrize("line", ["<p><b>Opening Hours</b></p>", "<p><strong>Angela Merkel</strong></p>"])
def test_a_bold_line_signs_nothing(line):
    assert shown(f"<h1>{TITLE}</h1>{PROSE}{line}<p>{SENTENCE}</p>").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "<h2>Welcome to our website</h2>",
        "<h5>Share this article</h5>",
        "<p><font size=5>Monday, 4 March 2021</font></p>",
        "<p><font size='²'>Not a size at all</font></p>",
    ],
)
def test_a_title_element_that_is_a_title_stays_the_title(line):
    assert shown(f"{line}{PROSE}", f"<title>{TITLE} - Gull Post</title>").title.startswith(TITLE)


@pytest.mark.parametrize("line", ["<p>Conference, 5 May 2022</p>", "<p class='today'>Sunday, 5 May 2024</p>"])
def test_a_plain_date_in_the_head_comes_before_other_days_on_the_page(line):
    head = "<meta name='date' content='2021-03-04'>"
    assert shown(f"<h1>{TITLE}</h1>{line}{PROSE}", head).published == "2021-03-04"


# --- who wrote with somebody whom markup names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By <a rel='author' href='/author/ana'>Ana Lund</a> and Bo Tarr", ("Ana Lund", "Bo Tarr")),
        ("By <span class='author'>Ana Lund</span> &amp; Bo Tarr | Harbours", ("Ana Lund", "Bo Tarr")),
        (
            "By <span class='author'>ANA LUND</span>, <span class='author'>CEM OZ</span>, BO TARR and XI LIN",
            ("Ana Lund", "Cem Oz", "Bo Tarr", "Xi Lin"),
        ),
        ("By <span class='author'>Ana Lund</span>, Gull Times and Harbour Post", ("Ana Lund",)),
        ("By <span class='author'>Ana Lund</span> and wire services", ("Ana Lund",)),
        ("By <span class='author'>Ana Lund</span> and Bo Tarr photographs", ("Ana Lund",)),
        ("With <span class='author'>Ana Lund</span> and Bo Tarr", ("Ana Lund",)),
    ],
)
def test_the_line_of_a_byline_names_who_has_no_link(line, authors):
    assert shown(f"<h1>{TITLE}</h1><p>{line}</p>{PROSE}").authors == authors


def test_and_is_the_word_of_the_pages_language():
    body = f"<h1>{TITLE}</h1><p>Por <span class='author'>Ana Lund</span> en Buenos Aires</p>{PROSE}"
    assert metadata(page("", body, lang="es")).authors == ("Ana Lund",)


def test_who_is_said_to_be_the_editor_is_no_author_beside_one():
    people = '[{"@type": "Person", "name": "Ana Lund"}, {"@type": "Person", "name": "Bo Tarr"}]'
    described = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "author": {people}, "editor": "Bo Tarr"}}'
    head = f'<script type="application/ld+json">{described}</script>'
    assert shown(f"<h1>{TITLE}</h1>{PROSE}", head).authors == ("Ana Lund",)


def test_the_editor_is_told_from_the_author_where_the_line_runs_on():
    links = "Reported by: <a class='by' href='/authors/a'>Ana Lund</a>, Edited by: <a class='by' href='/authors/b'>Bo Tarr</a>"
    assert shown(f"<h1>{TITLE}</h1><p>{links} Harbours | June 21</p>{PROSE}").authors == ("Ana Lund",)


def test_the_only_link_to_an_author_names_them_wherever_it_stands():
    aside = "<aside class='leftbar'><a rel='author' href='/source/ana'>Ana Lund</a></aside>"
    other = "<aside class='leftbar'><a rel='author' href='/source/bo'>Bo Tarr</a></aside>"
    assert shown(f"<article><h1>{TITLE}</h1>{PROSE}</article>{aside}").authors == ("Ana Lund",)
    assert shown(f"<article><h1>{TITLE}</h1>{PROSE}</article>{aside}{other}").authors == ()


def test_a_bare_name_under_the_heading_signs_where_the_page_says_who_it_is():
    assert shown(f"<h1>{TITLE}</h1><div>Ana Lund</div>{PROSE}").authors == ()
    assert shown(
        f"<h1>{TITLE}</h1><div>Ana Lund</div>{PROSE}<p><em>Ana Lund is a writer in Emden.</em></p>"
    ).authors == ("Ana Lund",)


def test_vietnamese_names_are_joined_with_a_dash():
    body = f"<h1>{TITLE}</h1>{PROSE}<p class='author_mail'><strong>Hữu Phước - Lan Chi</strong></p>"
    assert metadata(page("", body, lang="vi")).authors == ("Hữu Phước", "Lan Chi")


def test_a_branch_of_the_outlet_is_no_author():
    head = "<meta property='og:site_name' content='GBC News'>"
    assert shown(f"<h1>{TITLE}</h1><div class='byline'>GBC Riverland</div>{PROSE}", head).authors == ()
    assert shown(f"<h1>{TITLE}</h1><div class='byline'>GBC Riverland</div>{PROSE}").authors == ("GBC Riverland",)
