from __future__ import annotations

import pytest

from ingest.translate import TranslationOptions, translate
from ingest.translate.fake import FakeEngine
from ingest.translate.foreign import sentence_language
from tests.translate.builders import segmented


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We do not comment on rumours about our clients.", "de", "en"),
        ("Die Firma wollte sich zu den Vorwürfen nicht äußern.", "de", "de"),
        ("Nous ne savons pas ce que les autorités ont fait.", "de", "fr"),
        ("Мы не знаем, кто это сделал.", "de", "und"),
        ("Fenja Wittmüß, Levan Tsiklauri, Habbo Cornelsen", "de", "de"),
        ("Big Brother Watch", "de", "de"),
        ("La empresa no quiso hacer declaraciones a los medios.", "es", "es"),
        ("Она сказала: The Times.", "ru", "ru"),
        ("", "de", "de"),
    ],
)
def test_a_sentence_in_another_language_is_told_only_when_it_is_plain(text: str, language: str, expected: str) -> None:
    assert sentence_language(text, language) == expected


def test_a_foreign_sentence_inside_a_paragraph_is_copied_or_translated_from_its_own_language() -> None:
    text = (
        "Die Firma schwieg. We do not comment on rumours about our clients. Nous ne savons pas ce que les gens ont vu."
    )
    engine = FakeEngine([("de", "en"), ("fr", "en")])
    (result,) = translate([segmented(text)], engine=engine, target="en", options=TranslationOptions())
    assert result is not None
    assert "We do not comment on rumours about our clients." in result.text
    assert "NOUS NE SAVONS PAS" in result.text
    flags = [set(segment.flags) & {"copied", "source_not_language"} for segment in result.segments]
    assert flags == [set(), {"copied", "source_not_language"}, {"source_not_language"}]
    assert {package.from_ for package in result.packages} == {"de", "fr"}
