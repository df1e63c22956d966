from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ConfigurationError
from ingest.translate import TranslationOptions, translate
from ingest.translate.engine import Decoding
from ingest.translate.fake import FakeEngine
from ingest.translate.glossary import Glossary, Term, read_glossary
from ingest.translate.patterns import literals
from ingest.translate.protection import Span, find_spans, mask, plural, unmask
from tests.translate.builders import segmented

GLOSSARY = Glossary(
    (
        Term("de", "Abgeordnete", "member of parliament"),
        Term("de", "Landeskriminalamt", "State Criminal Police Office"),
        Term("de", "ziviler Ungehorsam", "civil disobedience"),
        Term("de", "Rat der Nordseeländer", "Council of the North Sea States", case=True),
        Term("de", "Klarsyn", None, case=True),
        Term("de", "Kamera", "camera", whole_word=False),
    )
)


def translated(text: str, engine: FakeEngine | None = None) -> tuple[str, tuple[str, ...]]:
    options = TranslationOptions(glossary=GLOSSARY, decoding=Decoding())
    (result,) = translate([segmented(text)], engine=engine or FakeEngine(), target="en", options=options)
    assert result is not None
    return result.text, result.segments[0].flags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mit Abgeordneten", "MIT member of parliament"),
        ("Ein Abgeordneter", "EIN member of parliament"),
        ("Die Landeskriminalämter", "DIE State Criminal Police Offices"),
        ("Des Landeskriminalamtes", "DES State Criminal Police Office"),
        ("Mit zivilem Ungehorsam", "MIT civil disobedience"),
        ("Der Rats der Nordseeländer", "DER Council of the North Sea States"),
        ("Mit Klarsyns Brief", "MIT Klarsyn BRIEF"),
        ("Die Kamerafirma", "DIE camera-FIRMA"),
        ("Abgeordnete kamen", "Member of parliament KAMEN"),
    ],
)
def test_a_term_is_found_in_its_german_forms_and_replaced(text: str, expected: str) -> None:
    target, flags = translated(text)
    assert target == expected
    assert "glossary" in flags


def test_a_term_inside_another_word_is_left_alone() -> None:
    assert translated("Die Abgeordnetenhäuser")[0] == "DIE ABGEORDNETENHÄUSER"


@pytest.mark.parametrize(
    "literal",
    [
        "https://a.example/b?c=d&e=f%C3%A4",
        "www.a.example/x",
        "info@stelle.example",
        "@tiefsee_kabel",
        "#FreiheitFür",
        "protokoll_2023-05.xlsx",
        "`make test`",
        "lanternwatch.example",
    ],
)
def test_addresses_handles_files_and_code_come_through_untouched(literal: str) -> None:
    target, flags = translated(f"Siehe {literal}.")
    assert target == f"SIEHE {literal}."
    assert "urls" not in flags


def test_a_segment_of_nothing_but_an_address_is_copied_without_decoding() -> None:
    engine = FakeEngine()
    assert translated("https://a.example/b", engine) == ("https://a.example/b", ("copied",))
    assert engine.calls == []


@given(
    text=st.from_regex(
        r"[a-zäöü ]{0,20}(https://a\.example/[a-z]{1,5} |Klarsyn |Abgeordneten |[PAX]\d ){1,4}[a-z ]{0,10}",
        fullmatch=True,
    )
)
def test_no_placeholder_is_ever_left_and_every_address_survives_an_engine_that_eats_them(text: str) -> None:
    def eat(part: str) -> str:
        return part.upper().replace("P1", "").replace("A1", "A1 A1").replace("X1", "y")

    target, _ = translated(text, FakeEngine(render=eat))
    for start, end in literals(text):
        assert text[start:end] in target or text[start - 1 : start].isalnum()  # a part of a word is no address
    if not any(f"{letter}{digit}" in text for letter in "PAXQZKVB" for digit in "0123456789"):
        assert not any(f"{letter}{digit}" in target for letter in "PAXQZKVB" for digit in "0123456789")


def test_a_placeholder_takes_a_letter_that_the_text_does_not_use() -> None:
    masked = mask("P1 und Klarsyn", [Span(7, 14, "Klarsyn", "literal")], "P")
    assert masked.text == "P1 und Q1"
    assert unmask(masked.text, masked) == "P1 und Klarsyn"


def test_articles_and_number_follow_the_term() -> None:
    masked = mask("x", [Span(0, 1, "export licence", "term")], "P")
    assert unmask("He has a P1", masked) == "He has an export licence"
    assert unmask("Several P1 came", masked) == "Several export licences came"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("member of parliament", "members of parliament"),
        ("data protection authority", "data protection authorities"),
        ("State Criminal Police Office", "State Criminal Police Offices"),
        ("witness", "witness"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a,b\n", "must have the columns"),
        ("source_language,source_term\nde,\n", "line 2: a term needs"),
        ("source_language,source_term,case\nde,X,maybe\n", "line 2: case must be"),
    ],
)
def test_a_broken_glossary_is_named_with_its_line(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=why):
        read_glossary(path)


def test_a_glossary_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(
        "\ufeffsource_language,source_term,target_term,case,whole_word\nde,Amt,office,true,false\nde,Xy,\n", "utf-8"
    )
    assert read_glossary(path).terms == (
        Term("de", "Amt", "office", case=True, whole_word=False),
        Term("de", "Xy", None),
    )


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Brief an die Abgeordneten", "members of parliament"),
        ("Die neuen Abgeordneten kamen", "members of parliament"),
        ("Der Abgeordneten wurde gedankt", "member of parliament"),
        ("Die Abgeordnete kam", "member of parliament"),
        ("Zwei Anwältinnen kamen", "lawyers"),
        ("Eine Anwältin kam", "lawyer"),
    ],
)
def test_a_term_that_is_surely_in_the_plural_gets_one(text: str, term: str) -> None:
    glossary = Glossary((Term("de", "Abgeordnete", "member of parliament"), Term("de", "Anwalt", "lawyer")))
    assert [span.target for span in find_spans(text, "de", "en", glossary)] == [term]
