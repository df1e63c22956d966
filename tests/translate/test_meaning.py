from __future__ import annotations

import pytest

from ingest.records import Segment
from ingest.translate import TranslationOptions, translate
from ingest.translate.checks import Pair, doubts, findings
from ingest.translate.checks.opposites import KIN, OPPOSITES, opposites
from ingest.translate.fake import FakeEngine
from tests.translate.builders import segmented

TURNED = [
    ("Die Polizei hat ihn nicht verhaftet.", "The police arrested him.", "negation"),
    ("Das Tor blieb offen.", "The gate did not remain open.", "negation"),
    ("Der Konsum ist seit Januar erlaubt.", "Consumption has been banned since January.", "polarity"),
    ("Der Senat lehnte den Entwurf ab.", "The Senate approved the draft.", "polarity"),
    ("Das Gericht hat den Arzt freigesprochen.", "The court convicted the doctor.", "polarity"),
    ("Ihre Mutter suchte sie.", "Her father searched for her.", "polarity"),
    ("Am Dienstag kamen sie zurück.", "They came back.", "weekday"),
    ("Am Sonnabend kamen sie zurück.", "They came back on Sunday.", "weekday"),
]
SOUND = [
    ("Die Versammlung ist nicht erlaubt.", "The gathering is prohibited."),
    ("Nicht nur die Armee schoss.", "The army was among those who fired."),
    ("Die Behörde verweigerte die Auskunft.", "The authority did not provide information."),
    ("Die Straße ist nicht passierbar.", "The road is impassable."),
    ("Die Tür war verschlossen.", "The door was not open."),
    ("Das Parlament billigte das Verbot.", "Parliament approved the ban."),
    ("Die „Welt am Sonntag“ berichtete.", "The “Welt am Sonntag” reported."),
    ("Am Sonnabend kamen sie zurück.", "They came back on Saturday."),
    ("Die Montage der Anlage dauert drei Tage.", "Assembling the plant takes three days."),
    ("Die Demontage begann am Montag.", "Dismantling began on Monday."),
    ("Das ist nicht wahr.", "Das ist nicht wahr."),
]


@pytest.mark.parametrize(("source", "target", "detail"), TURNED)
def test_a_sentence_that_says_the_opposite_is_doubted_and_says_why(source: str, target: str, detail: str) -> None:
    found = findings(Pair(source, target, "de"))
    assert [check.detail for check in found if check.detail] == [detail]
    assert doubts(Pair(source, target, "de")) == ("numbers" if detail == "weekday" else "low_score",)


@pytest.mark.parametrize(("source", "target"), SOUND)
def test_the_same_meaning_in_other_words_is_not_doubted(source: str, target: str) -> None:
    details = {check.detail for check in findings(Pair(source, target, "de"))}
    assert not details & {"negation", "polarity", "weekday"}


@pytest.mark.parametrize("language", ["fr", "und", "zh-Hant"])
def test_a_language_without_tables_is_left_alone(language: str) -> None:
    pair = Pair("Il ne viendra pas mardi, c'est interdit.", "He will come on Monday, it is allowed.", language)
    assert not {check.detail for check in findings(pair)} & {"negation", "polarity", "weekday"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_table_of_a_language_has_both_sides_of_every_pair(language: str) -> None:
    table = opposites(language)
    assert table is not None
    names = {name for pair in OPPOSITES for name in pair}
    assert {name.removesuffix(KIN) for name in table.concepts.names} == names


def one(text: str, engine: FakeEngine) -> tuple[str, Segment]:
    (result,) = translate([segmented(text)], engine=engine, target="en", options=TranslationOptions())
    assert result is not None
    return result.text, result.segments[0]


def test_the_record_says_what_is_doubted() -> None:
    _, segment = one("Er kam nicht.", FakeEngine(render=lambda _: "He came."))
    assert segment.flags == ("low_score",)
    assert segment.details == ("negation",)


def test_a_lost_negation_is_brought_back_in_parts() -> None:
    words = {
        "Die Ärzte kamen am Abend,": "The doctors came in the evening,",
        "aber sie halfen ihm nicht.": "but they did not help him.",
    }
    engine = FakeEngine(render=lambda text: words.get(text, "The doctors came in the evening, and they helped him."))
    target, segment = one("Die Ärzte kamen am Abend, aber sie halfen ihm nicht.", engine)
    assert target == "The doctors came in the evening, but they did not help him."
    assert segment.repair == "in_parts"
    assert segment.details == ()
