import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.extract import extract, tool
from ingest.records import check_blocks
from tests.extract.captures import blocks_of, capture

LETTER = """

Member of the Harbour Council

28/10/2020

Dear President Oduya,

We write about the cameras at the north gate, which were bought without a tender and switched on without a word to us.

- Who signed the contract?
- Who reads the pictures?

Yours sincerely,

Ana Lund HC
Bo Tarr HC
Cy Venn HC

Di Moss HC Ed Roe HC Flo van der Wal HC
Gus Ito HC
"""

REPORT = """Council Removes Cameras, Citing Complaints
The council voted to remove its cameras after a long debate, with 31 of 40 members in favour of the motion on Monday.
Background
The cameras were bought in 2020 from a company that also sells to prisons, as a newspaper reported that year.
No Comment From the Maker
We asked the maker for a comment. If it replies, we will add its words here, in full and without any change of wording.
UPDATE May 11, 2021: The maker has declined to comment.

Leave A Reply
"""


def text_of(article):
    return article.text


def test_a_letter_keeps_its_date_its_questions_and_each_name_once():
    article = extract(capture(LETTER, name="letter.txt"))
    names = [text for kind, text in blocks_of(article) if kind == "list_item"]
    assert names == [
        "Who signed the contract?",
        "Who reads the pictures?",
        "Ana Lund HC",
        "Bo Tarr HC",
        "Cy Venn HC",
        "Di Moss HC",
        "Ed Roe HC",
        "Flo van der Wal HC",
        "Gus Ito HC",
    ]
    assert article.metadata.published == "2020-10-28"
    assert article.metadata.evidence["published"][0].raw == "28/10/2020"
    assert article.metadata.title is None


def test_run_in_headings_are_headings_and_an_update_is_no_publication():
    article = extract(capture(REPORT, name="report.txt"))
    headings = [text for kind, text in blocks_of(article) if kind == "heading"]
    assert headings == ["Council Removes Cameras, Citing Complaints", "Background", "No Comment From the Maker"]
    assert article.metadata.title == "Council Removes Cameras, Citing Complaints"
    assert article.metadata.published is None
    assert article.metadata.modified == "2021-05-11"
    assert "Leave A Reply" not in article.text


@pytest.mark.parametrize(
    "tail",
    ["Leave a Reply", "Schreibe einen Kommentar", "Laisser un commentaire", "Deja un comentario",
     "Read the original article on Harbour News",
     "Lesen Sie den Originalartikel auf Hafenblatt", "Lire l'article original sur Le Port", "Share this article"],
)  # fmt: skip
def test_what_copying_a_page_leaves_at_its_end_is_cut_in_many_languages(tail):
    body = "A title\n\n" + "The first paragraph says what happened, and to whom, and when it was. " * 3
    assert extract(capture(f"{body}\n\n{tail}\n", name="a.txt")).text.endswith("when it was.")


def test_wrapped_lines_become_paragraphs_with_whole_words():
    lines = [
        "Die Versammlung der Hafenarbeiter hat am Montag beschlossen, die Men-",
        "schenrechte der Seeleute in den Mittelpunkt des nächsten Jahres zu stel-",
        "len und dafür einen eigenen Ausschuss zu gründen, der monatlich berät.",
        "",
        "Der zweite Absatz beginnt nach einer leeren Zeile und geht ebenfalls über",
        "mehrere Zeilen, bis er endlich zu seinem Ende kommt, das hier ist.",
    ]
    blocks = blocks_of(extract(capture("\n".join(lines), name="a.txt")))
    assert [kind for kind, _ in blocks] == ["paragraph", "paragraph"]
    assert "die Menschenrechte der Seeleute" in blocks[0][1]
    assert "zu stellen und dafür" in blocks[0][1]


def test_bullets_go_and_numbers_stay():
    source = "The demands are these:\n\n  • End it.\n  • Pay for it.\n\n1. First, the gate.\n2. Second, the road.\n"
    items = [text for kind, text in blocks_of(extract(capture(source, name="a.txt"))) if kind == "list_item"]
    assert items == ["End it.", "Pay for it.", "1. First, the gate.", "2. Second, the road."]


def test_a_sidecar_wins_and_the_evidence_says_so():
    article = extract(
        capture(REPORT, name="a.txt", title="Stated", published="2021-05-10", authors=["A. Person"], language="en")
    )
    assert article.metadata.title == "Stated"
    assert article.metadata.evidence["title"][0].method == "sidecar"
    assert article.metadata.published == "2021-05-10"
    assert article.metadata.authors == ("A. Person",)
    assert article.claims[0].method == "sidecar"


def test_markdown_gives_roles_without_its_marks():
    source = (
        "---\ntitle: Front\ndate: 2021-03-04\nauthor: Ana Lund\nlang: fr\n---\n\n# Heading\n\nA **bold** [link](https://example.org/).\n\n"
        "> Quoted words.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode line\n\nmore\n```\n"
    )
    article = extract(capture(source, name="a.md"))
    assert blocks_of(article) == [
        ("heading", "Heading"),
        ("paragraph", "A bold link."),
        ("quote", "Quoted words."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("table", "a | b\n1 | 2"),
        ("code", "code line\nmore"),
    ]
    assert article.metadata.title == "Front"
    assert article.metadata.authors == ("Ana Lund",)
    assert article.metadata.published == "2021-03-04"
    assert article.claims[0].tag == "fr"


@pytest.mark.parametrize(
    ("body", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t ", "a.html", "empty"),
        (bytes(range(256)) * 20, "a.html", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.html", "binary"),
        (b"%PDF-1.7\n1 0 obj", "a.txt", "unsupported"),
        (b"a" * 10_000_001, "a.txt", "too_large"),
    ],
)
def test_what_is_no_text_is_rejected_by_name(body, name, code):
    with pytest.raises(DocumentError) as caught:
        extract(capture(body, name=name))
    assert (caught.value.stage, caught.value.code) == ("extract", code)
    assert caught.value.message.endswith(".")


@settings(deadline=None)  # the first call imports a parser
@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.md"]))
def test_any_text_gives_an_article_whose_blocks_cover_it_or_a_rejection(text, name):
    try:
        article = extract(capture(text, name=name))
    except DocumentError:
        return
    check_blocks(article.text, article.blocks)
    assert "\n\n" not in article.text


@settings(deadline=None)  # the first call imports trafilatura
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_any_bytes_give_an_article_or_a_rejection(body, name):
    try:
        article = extract(capture(body, name=name))
    except DocumentError:
        return
    assert article.text


def test_fingerprints_name_the_tool_and_our_rules():
    assert tool("text/html").name == "trafilatura"
    assert tool("text/plain").parameters["rules"]
