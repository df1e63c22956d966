"""What was said in English is quoted in these words, not translated into other English."""

from __future__ import annotations

import pytest

from ingest.translate.fake import FakeEngine
from ingest.translate.quotations import quoted_in_target
from tests.translate.builders import segmented
from tests.translate.test_stage import one


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Dort steht: “We do not know how our partners use it.”", ["We do not know how our partners use it."]),
        ("Der Film »The Lives of Others« läuft noch.", ["The Lives of Others"]),
        ("“Das ist nicht durch Beweise gedeckt”, sagt der Mann.", []),
        ("Sie sei nie “[sic] in dieses Haus am Hafen gekommen”.", []),
        ("Sie nannte es „eine Frage der Haltung in diesem Land“.", []),
    ],
)
def test_english_quotations_are_told_from_german_ones(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_in_target(text, "de", "en")] == quoted


def test_only_english_is_looked_for() -> None:
    text = "Dort steht: “We do not know how our partners use it.”"
    assert quoted_in_target(text, "de", "fr") == []
    assert quoted_in_target(text, "en", "en") == []


def test_an_english_quotation_stands_word_for_word_in_the_translation() -> None:
    result = one(segmented("Dort steht: “We do not know how our partners use it.”"), FakeEngine())
    assert "We do not know how our partners use it." in result.text
    assert result.text.startswith("DORT STEHT:")
