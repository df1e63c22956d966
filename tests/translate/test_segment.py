from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import IdentifiedArticle, IdentifiedBlock, SegmentedArticle
from ingest.segment import segment
from tests.translate.builders import article, segmented

TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(list("  \n\t.!?„“”\"'()|•-1aÄß。😀")), max_size=200)


def sentences(cut: SegmentedArticle) -> list[str]:
    return [cut.article.text[span.start : span.end] for span in cut.spans]


@given(
    text=TEXT,
    kind=st.sampled_from(["paragraph", "table", "code", "list_item", "heading"]),
    language=st.sampled_from(["de", "en", "zh", "und", "tlh"]),
)
def test_spans_cover_every_character_but_white_space_once_within_their_block(
    text: str, kind: str, language: str
) -> None:
    document = article(text, kind=kind, language=language, blocks=r"[^\n]+(?:\n[^\n]+)?")
    spans = segment(document).spans
    covered = [position for span in spans for position in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {position for position, char in enumerate(text) if not char.isspace()} <= set(covered)
    for span in spans:
        block = document.blocks[span.block]
        part = text[span.start : span.end]
        assert block.start <= span.start < span.end <= block.end
        assert part == part.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 8. Juli kam Dr. Müller. Er ging.", ["Am 8. Juli kam Dr. Müller.", "Er ging."]),
        ("Er sagte: „Ich komme. Morgen.“ Das war’s.", ["Er sagte: „Ich komme.", "Morgen.“", "Das war’s."]),
        ("„Stopp!“, rief er. „Nein.“ sagte sie.", ["„Stopp!“, rief er.", "„Nein.“ sagte sie."]),
        ("Er sprach. „Diejenigen sind schuld.", ["Er sprach.", "„Diejenigen sind schuld."]),
        ("Sie wurde hergestellt. berichtete die Zeitung.", ["Sie wurde hergestellt.", "berichtete die Zeitung."]),
        ("1. Eins ist da.", ["1. Eins ist da."]),
        ("Das Treffen am 14. Februar, so hieß es, entfällt.", ["Das Treffen am 14. Februar, so hieß es, entfällt."]),
        ("Vom 14. Sept. Bis heute fehlt er.", ["Vom 14. Sept. Bis heute fehlt er."]),
        ("Das 19. Jahrhundert endet. Nun ja.", ["Das 19. Jahrhundert endet.", "Nun ja."]),
        ("Ihr 100. Geburtstag war im Mai.", ["Ihr 100. Geburtstag war im Mai."]),
        ("Es war 1989. Danach kam er.", ["Es war 1989.", "Danach kam er."]),
        ("Die Zahl stieg auf 25. Experten warnen.", ["Die Zahl stieg auf 25.", "Experten warnen."]),
        ("Ende ...\n\n...", ["Ende ...", "..."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(segmented(text)) == expected


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("cs", "Dne 14. Února přišel.", 1),
        ("fi", "Kokous on 14. Helmikuuta siellä.", 1),
        ("da", "Mødet den 14. Februar, sagde han, er aflyst.", 1),
        ("hu", "Ez a 20. Század.", 1),
        ("en", "He was 14. May it be so.", 2),
        ("fr", "Il y en avait 14. Mai arriva.", 2),
    ],
)
def test_an_ordinal_ends_no_sentence(language: str, text: str, count: int) -> None:
    assert len(segment(article(text, kind="paragraph", language=language)).spans) == count


def test_lines_of_a_block_are_segments_of_their_own() -> None:
    assert sentences(segmented("Anna Alt\nBert Blau", blocks=r"(?s).+")) == ["Anna Alt", "Bert Blau"]


def test_a_table_row_falls_into_cells_that_keep_their_bars() -> None:
    assert sentences(segmented("| Jahr | Umsatz |\n2020\t5.000", kind="table", blocks=r"(?s).+")) == [
        "| Jahr |",
        "Umsatz |",
        "2020",
        "5.000",
    ]


def test_code_stays_whole_lines() -> None:
    assert sentences(segmented("x = 1. Y = 2.", kind="code")) == ["x = 1. Y = 2."]


def test_a_block_of_unknown_language_is_cut_as_the_document_is() -> None:
    document: IdentifiedArticle = article("我来了。你呢？", language="zh")
    unknown = IdentifiedBlock(kind="paragraph", start=0, end=7, language="und")
    assert sentences(segment(document.model_copy(update={"blocks": (unknown,)}))) == ["我来了。", "你呢？"]
