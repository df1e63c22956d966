# ruff: noqa: E501 - sentences are easier to read on one line
"""What a review of rules for large publishers found by running them: sentences, names and days that they lost."""

import time

import pytest

from ingest.errors import DocumentError
from ingest.extract.names import people_in
from tests.extract.test_html import TITLE, article, json_ld, metadata, page, paragraphs, text_of

PROSE = "".join(f"<p>{text}</p>" for text in paragraphs(4))


def shown(body, head="", lang="en", **options):
    return metadata(page(head, f"<h1>{TITLE}</h1>{body}", lang=lang), **options)


@pytest.mark.parametrize(
    "sentence",
    [
        "Deze video is zonder toestemming van de betrokkenen gemaakt, zegt de advocaat.",
        "Om deze inhoud te verwijderen is toestemming van de rechter nodig, zegt de politie.",
        "Aby zobaczyć, czy kamery działają zgodnie z prawem, urząd wysłał inspektorów.",
        "Aby zobaczyć akta, dziennikarze musieli uzyskać zgodę sądu i czekać dwa lata.",
        "Ce contenu a été bloqué par les autorités turques, selon une organisation de journalistes.",
        "Pour lire cette publication, il faut accepter tous les cookies, ce que la CNIL juge illégal.",
        "Um das Video zu sehen, mussten die Abgeordneten einer Geheimhaltung zustimmen und Telefone abgeben.",
        "Externe Inhalte laden viele Behörden noch immer ohne Einwilligung der Nutzer.",
        "Mit ihrer Zustimmung wird hier bald ein Gesetz gelten, das Kameras verbietet.",
        "Wir benötigen Ihre Zustimmung, schrieb die Stadt den Anwohnern der Straße.",
        "This video is not available in Germany, where a court has banned it since May.",
        "This video is hosted by a company in Emden that also sells the cameras.",
        "We need your permission to search the car, said the officer at the gate.",
        "To see this video, viewers had to accept that their faces would be scanned.",
        "This document may not be authentic, experts for old maps said on Monday.",
        "Per vedere questo video serve il consenso dei genitori, ha stabilito il Garante.",
        "Para ver este vídeo hay que aceptar todas las cookies, lo que la agencia considera ilegal.",
        "A független újságírás helyzete romlik Magyarországon, írja a jelentés.",
        "Support US troops or lose funding, the senator told the committee.",
        "Unterstützen Sie unseren Vorschlag? Ja, sagte die Ministerin am Montag.",
        "Steun onstond pas toen de minister de camera's had laten weghalen.",
        "Apoya nuestro gobierno la reforma, preguntó la diputada en el pleno.",
        "저작권자는 법원에 소송을 제기했다고 월요일 밝혔다.",
        "이 신문은 무단 전재 혐의로 법원에서 벌금을 선고받았다.",
        "他说，城市的风光尽在这款app里，用户可以随时看到港口的摄像头。",
        "Berita terkait penangkapan itu menyebar luas di media sosial.",
        "Tin liên quan đến vụ án lan nhanh trên mạng xã hội.",
        "Σχετικά άρθρα του νόμου κρίθηκαν αντισυνταγματικά.",
        "Soma zaidi ya mara moja, alisema mwalimu wa shule hiyo.",
        "Прочитајте шта пише у закону, рекао је министар.",
        "Més informació no equival a més coneixement, diu l'autora.",
    ],
)
def test_a_sentence_that_begins_like_furniture_stays(sentence):
    last = "What remains is the question of who pays for the dark cameras in the harbour."
    html = page("", article(count=8, end=f"<p>{sentence}</p><p>{last}</p>"))
    found = text_of(html)
    assert sentence[:40] in found
    assert last in found


@pytest.mark.parametrize(
    "line",
    [
        "<figure><figcaption>Viktor Orbán</figcaption></figure>",
        "<p>New York</p>",
        "<p>Amnesty International</p>",
    ],
)
def test_who_an_article_is_about_is_no_author(line):
    about = "".join(
        f"<p>{name} is {what}, and has been for as long as anybody in the town remembers.</p>"
        for name, what in (
            ("Viktor Orbán", "the prime minister"),
            ("New York", "a city"),
            ("Amnesty International", "calling for a vote"),
        )
    )
    assert shown(line + PROSE + about).authors == ()


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("<div class='author'>Ana Lund <span class='author-title'>Staff Writer at Gull</span></div>", ("Ana Lund",)),
        ("<div class='byline'>Ana Lund <a class='byline-twitter'>Follow on Twitter</a></div>", ("Ana Lund",)),
        (
            "<div class='byline'>By Ana Lund <span class='byline-source'>Associated Press Writer</span></div>",
            ("Ana Lund",),
        ),
        (
            "<div class='author'>By <span class='author-name'>Ana Lund</span>, Bo Tarr and Cem Oz</div>",
            ("Ana Lund", "Bo Tarr", "Cem Oz"),
        ),
        ("<div class='author'>By Bo Tarr and <span class='author-name'>Ana Lund</span></div>", ("Bo Tarr", "Ana Lund")),
    ],
)
def test_the_box_around_a_name_is_read_where_it_says_more_names(byline, people):
    assert shown(byline + PROSE).authors == people


@pytest.mark.parametrize(
    ("lang", "line", "people"),
    [
        ("es", "Por <a rel='author' href='/a'>Ana Lund</a> y José Pérez", ("Ana Lund", "José Pérez")),
        ("pt", "Por <a rel='author' href='/a'>Ana Lund</a> e João Silva", ("Ana Lund", "João Silva")),
        ("pl", "<a rel='author' href='/a'>Ana Lund</a> i Jan Kowalski", ("Ana Lund", "Jan Kowalski")),
        ("nl", "Door <a rel='author' href='/a'>Ana Lund</a> en Piet Vries", ("Ana Lund", "Piet Vries")),
        ("cs", "<a rel='author' href='/a'>Ana Lund</a> a Jan Dvořák", ("Ana Lund", "Jan Dvořák")),
    ],
)
def test_and_is_no_part_of_a_name(lang, line, people):
    assert shown(f"<p>{line}</p>{PROSE}", lang=lang).authors == people


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Ana Lund, political analyst, Bo Tarr, historian", ["Ana Lund", "Bo Tarr"]),
        ("Ana Lund, Economist, Bo Tarr", ["Ana Lund", "Bo Tarr"]),
        ("Ana Lund, Freelance journalist, Bo Tarr", ["Ana Lund", "Bo Tarr"]),
        ("Juan Pérez, Ingeniero Agrónomo, María Gómez", ["Juan Pérez", "María Gómez"]),
        ("Ana Lund, Rachel Partner, Luis Suarez", ["Ana Lund", "Rachel Partner", "Luis Suarez"]),
        ("Ana Lund, Peter Leiter und Bo Tarr", ["Ana Lund", "Peter Leiter", "Bo Tarr"]),
        ("Associate Professor Ana Lund", ["Ana Lund"]),
        ("Chief Scientist Ana Lund", ["Ana Lund"]),
        ("Michel Bureau", ["Michel Bureau"]),
    ],
)
def test_roles_do_not_swallow_people(byline, people):
    assert list(people_in([byline], set())) == people


@pytest.mark.parametrize(
    "link",
    [
        "<footer><a rel='author' href='https://plus.google.example/1'>Google Plus</a></footer>",
        "<aside class='related'><h3><a href='/x'>Another story of the harbour</a></h3>By <a rel='author' href='/c'>Cem Oz</a></aside>",
        "<p>Report, Human Rights Watch</p>",
        "<p>Text, Bild und Ton</p>",
        "<p>Reporter, New York Times</p>",
    ],
)
def test_links_and_lines_of_others_name_no_author(link):
    assert metadata(page("", article(end=link))).authors == ()


@pytest.mark.parametrize(
    ("moment", "line", "day"),
    [
        ("2021-03-12T14:00:00Z", "<p>13 March 2021, Town Hall, Emden</p>", "2021-03-12"),
        ("2021-03-12T08:00:00Z", "<p>LONDON, March 11, 2021 (Reuters) - The harbour is closed.</p>", "2021-03-12"),
        ("2021-03-12T11:00:00Z", "<time datetime='2021-03-12T11:00:00Z'>11 March 2021</time>", "2021-03-12"),
    ],
)
def test_a_neighbouring_day_needs_a_plain_witness(moment, line, day):
    head = json_ld(headline=TITLE, datePublished=moment)
    assert shown(line + PROSE, head).published[:10] == day


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("Ana Lund – Blog", "Ana Lund"),
        ("Axios | Charlotte", "Charlotte Alter"),
        ("Brigitte - Das Magazin", "Brigitte Müller"),
        ("Seoul Shinmun", "SEO Ji-won"),
        ("Leeds Live", "LEE Min"),
        ("Morgan Times", "De Morgan"),
    ],
)
def test_the_sites_name_swallows_nobody(site, name):
    head = f"<meta property='og:site_name' content='{site}'><meta name='author' content='{name}'>"
    assert [author.casefold() for author in shown(PROSE, head).authors] == [name.casefold()]


def test_a_text_that_is_shown_anyway_is_not_taken_from_noscript_again():
    html = page("", f"<article><h1>{TITLE}</h1><div>{PROSE}</div><div><noscript>{PROSE}</noscript></div></article>")
    assert text_of(html).count("Paragraph 1:") == 1


def test_many_noscripts_take_no_time():
    boxes = f"<noscript>{'word ' * 130}</noscript>" * 1_000
    began = time.process_time()
    text_of(page("", article(end=f"<div>{boxes}</div>")))
    assert time.process_time() - began < 10


def test_a_promotion_after_a_whole_described_text_without_a_stop_is_left_out():
    texts = paragraphs(6)
    whole = "\n".join([*texts[:-1], texts[-1].rstrip(".")])
    shown_texts = "".join(f"<p>{text}</p>" for text in [*texts[:-1], texts[-1].rstrip(".")])
    promo = "<p>The harbour museum opens on Sunday and shows its new gulls to everybody who comes early.</p>"
    html = page(json_ld(headline=TITLE, articleBody=whole), f"<article><h1>{TITLE}</h1>{shown_texts}{promo}</article>")
    assert "museum" not in text_of(html)


def test_who_is_said_to_write_stays_beside_a_photographer_of_a_longer_name():
    head = json_ld(
        headline=TITLE, author=[{"@type": "Person", "name": "Bo Tarr"}, {"@type": "Person", "name": "Chris Martin"}]
    )
    line = "<p>Text: Bo Tarr und Chris Martin, Fotos: Chris Martinez</p>"
    assert shown(line + PROSE, head).authors == ("Bo Tarr", "Chris Martin")


def test_an_offer_beside_a_locked_tier_makes_a_teaser_whatever_is_called_free():
    head = json_ld(headline=TITLE, isAccessibleForFree="True") + "<meta name='article:content_tier' content='locked'>"
    body = f"<h1>{TITLE}</h1>{PROSE}<p>Subscribe now to continue reading this article.</p>"
    assert "access" in metadata(page(head, body)).evidence


# --- names in other scripts and agencies' lines ----------------------------------------------------------------------

CHINESE = "镇议会星期一晚上经过长时间辩论后决定关闭港口所有的摄像头，居民对此表示欢迎，海鸥仍在那里筑巢。"


@pytest.mark.parametrize(
    ("dateline", "authors"),
    [
        ("某某社长沙11月18日电（记者 方启明、苏芮）", ("方启明", "苏芮")),
        ("〔記者賴宥蓁／台東報導〕", ("賴宥蓁",)),
        ("（某某社記者高珮慈台南4日電）", ("高珮慈",)),
        ("某某社长沙11月18日电 ", ()),
    ],
)
def test_reporters_in_datelines(dateline, authors):
    texts = "".join(f"<p>{number}。{CHINESE}</p>" for number in range(4))
    assert shown(f"<p>{dateline}{CHINESE}</p>{texts}", lang="zh").authors == authors


def test_the_site_at_the_end_of_a_chinese_title_is_no_author():
    head = "<title>海鸥在港口筑巢_某江新闻</title><meta name='author' content='某江'>"
    texts = "".join(f"<p>{number}。{CHINESE}</p>" for number in range(4))
    assert metadata(page(head, f"<h1>海鸥在港口筑巢</h1>{texts}", lang="zh")).authors == ()


def test_korean_papers_are_no_authors_beside_a_reporter():
    head = "<meta property='og:article:author' content='강원매일 | 네이보'><title>항구의 갈매기 : 네이보 뉴스</title>"
    texts = "".join(
        f"<p>{number}. 마을 의회는 월요일 저녁 긴 토론 끝에 항구의 모든 카메라를 끄기로 했다고 밝혔다.</p>"
        for number in range(5)
    )
    html = page(head, f"<h1>항구의 갈매기</h1>{texts}<p>윤가현 기자 gahyun@gull.example</p>", lang="ko")
    assert metadata(html).authors == ("윤가현",)


def test_marks_of_thai_and_hindi_letters_are_letters():
    line = "<p>Submitted by <span>เรวดี คำปัน</span> on Fri, 2019-03-29 18:26</p>"
    assert shown(line + PROSE).authors == ("เรวดี คำปัน",)


def test_by_in_swahili_needs_no_declared_language():
    assert shown(f"<p><strong>Na MWANAIDI SHEE na BAKARI OMAR</strong></p>{PROSE}").authors == (
        "Mwanaidi Shee",
        "Bakari Omar",
    )


def test_a_publication_marked_by_microdata_counts_in_a_footer():
    time_element = "<footer class='meta'><p class='timestamp'><time datetime='2015-03-11T18:47-0400' itemprop='datePublished'>03/11/15</time></p></footer>"
    assert shown(f"<header>{time_element}</header>{PROSE}").published[:10] == "2015-03-11"


def test_a_short_notice_under_its_hour_is_an_article_among_many_links():
    links = "".join(f"<li><a href='/{n}'>第{n}条新闻：港口的海鸥又在摄像头上筑巢了吗</a></li>" for n in range(30))
    notice = f"<p>{CHINESE}{CHINESE}</p>"
    for line, rejected in (("<p>2019-09-26 10:12</p>", False), ("", True)):
        html = page(
            "<title>海鸥在港口筑巢</title>", f"<ul>{links}</ul><h1>海鸥在港口筑巢</h1>{line}{notice}", lang="zh"
        )
        if rejected:
            with pytest.raises(DocumentError):
                text_of(html)
        else:
            assert "辩论" in text_of(html)
