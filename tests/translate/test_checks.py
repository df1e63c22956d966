from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Segment
from ingest.translate import TranslationOptions, translate
from ingest.translate.checks import CHECKS, Pair, doubts
from ingest.translate.checks.numbers import numbers
from ingest.translate.checks.quantities import quantities
from ingest.translate.fake import FakeEngine
from tests.translate.builders import segmented

CLEAN = [
    ("Am 8. Juli 2021 zahlte er 1.234,5 Euro.", "On July 8, 2021 he paid 1,234.5 euros."),
    ("Die Frist endet am 03.07.2023.", "The deadline is July 3, 2023."),
    ("Der Schaden beträgt 3,1 Milliarden Euro.", "The damage is 3.1 billion euros."),
    ("Um halb neun begann es, um 14 Uhr endete es.", "It began at 8:30 and ended at 2 p.m."),
    ("Zwei Drittel der 26 Zellen waren leer.", "Two thirds of the twenty-six cells were empty."),
    ("In München sprach Frau Kaltwasser.", "Ms Kaltwasser spoke in Munich."),
    ("Hikvisions Brief kam an.", "Hikvision's letter arrived."),
    ("Der Dichter Taras Schewtschenko kam.", "The poet Taras Shevchenko came."),
    ("Die EU-Kommission und die OSZE prüfen das.", "The European Commission and the OSCE are looking into it."),
    ("Er nannte es „eine Frechheit“.", 'He called it "an impudence".'),
    ("Nie, nie, nie wieder!", "Never, never, never again!"),
    ("Überwachungskameras schrecken kaum ab.", "Surveillance cameras hardly deter anyone."),
]
DOUBTFUL = [
    ("Er zahlte 46 Euro.", "He paid 64 euros.", "numbers"),
    ("Im Lager standen 1.234 Zelte.", "There were 1.234 tents in the camp.", "numbers"),
    ("Die Sitzung endete um 17 Uhr.", "The session ended at 7 p.m.", "numbers"),
    ("Der Bericht erschien im August.", "The report appeared.", "numbers"),
    ("Estland lehnte ab.", "Spain refused.", "names"),
    ("Frau Kaltwasser recherchierte.", "Ms Cold Water did research.", "names"),
    ("Uigurische Muslime leiden.", "Kenyan Muslims are suffering.", "names"),
    ("Das Konto @tiefsee postete es.", "The account posted it.", "names"),
    ("Das ist Völkermord.", "That is Völkermord.", "untranslated"),
    ("La empresa no quiso hacer declaraciones.", "La empresa no quiso hacer declaraciones.", "untranslated"),
    ("Sie wollte sich nicht äußern.", "She did not want to comment on this on this on this.", "repetition"),
    ("Das war unmenschlich.", "It was inhumananananananan.", "repetition"),
    ("Das Tor war zu, und niemand im ganzen Lager hatte einen Schlüssel.", "Gate.", "length_ratio"),
    ("Er sprach von „Einzelfällen“.", "He spoke of isolated cases.", "quotes"),
    ("Siehe https://a.example/b-c.", "See https://a.example/b c.", "urls"),
    ("Das ist inhaltlich falsch.", "That is inhalary wrong.", "low_score"),
]


@pytest.mark.parametrize(("source", "target"), CLEAN)
def test_a_sound_translation_raises_no_doubt(source: str, target: str) -> None:
    assert doubts(Pair(source, target, "de")) == ()


def test_headlines_in_capitals_and_translated_parts_of_names_raise_no_doubt() -> None:
    assert doubts(Pair("DIE STADT SCHWEIGT", "THE CITY IS SILENT", "de")) == ()
    assert doubts(Pair("Le président de la République a parlé.", "The president of the Republic spoke.", "fr")) == ()


@pytest.mark.parametrize(("source", "target", "flag"), DOUBTFUL)
def test_a_fault_raises_its_flag(source: str, target: str, flag: str) -> None:
    language = "es" if source.startswith("La ") else "de"
    assert flag in doubts(Pair(source, target, language))


def test_a_low_score_of_the_model_is_told() -> None:
    assert doubts(Pair("Ja.", "Yes.", "de", score=-1.5)) == ("low_score",)
    assert doubts(Pair("Ja.", "Yes.", "de", score=-0.2)) == ()


@given(
    source=st.text(max_size=80),
    target=st.text(max_size=80),
    language=st.sampled_from(["de", "fr", "zh", "ar", "xx", "und"]),
)
def test_no_text_breaks_a_check(source: str, target: str, language: str) -> None:
    pair = Pair(source, target, language)
    assert all(0 <= check.score(pair) <= 1 for check in CHECKS)


@given(value=st.integers(2, 10**9))
def test_any_number_is_the_same_in_german_and_english_notation(value: int) -> None:
    english = f"{value:,}"
    assert numbers(Pair(f"Es waren {english.replace(',', '.')} Leute.", f"There were {english} people.", "de")) == 0
    assert quantities(f"{value:,}", "en") == quantities(str(value), "en")


def repaired(text: str, engine: FakeEngine) -> tuple[str, Segment]:
    (result,) = translate([segmented(text)], engine=engine, target="en", options=TranslationOptions())
    assert result is not None
    return result.text, result.segments[0]


def test_a_lost_name_is_brought_back_and_the_segment_says_so() -> None:
    words = {"Frau": "Ms", "Kaltwasser": "Cold Water", "kam": "came", "heute": "today"}
    engine = FakeEngine(render=lambda text: " ".join(words.get(word.strip("."), word) for word in text.split()))
    target, outcome = repaired("Frau Kaltwasser kam heute.", engine)
    assert target == "Ms Kaltwasser came today"
    assert outcome.flags == ("repaired",)
    assert outcome.repair == "names_protected"


def test_a_lost_date_is_brought_back_in_english() -> None:
    words = {"Sie": "They", "kommen": "come", "am": "on", "8.": "", "September": "Friday", "2021.": ""}
    engine = FakeEngine(render=lambda text: " ".join(words.get(word, word) for word in text.split()))
    target, outcome = repaired("Sie kommen am 8. September 2021.", engine)
    assert target == "They come on September 8, 2021."
    assert outcome.repair == "names_protected"


def test_a_repair_that_raises_more_doubts_is_not_taken() -> None:
    engine = FakeEngine(render=lambda text: "Cold Water came" if "Kaltwasser" in text else "ja ja ja ja ja ja ja")
    target, outcome = repaired("Frau Kaltwasser kam.", engine)
    assert target == "Cold Water came"
    assert "names" in outcome.flags


def test_the_flags_of_both_hops_are_kept() -> None:
    """The second hop undoes the first one's error by chance; the doubt about the first stays."""

    def swap(text: str) -> str:
        return text.replace("55", "77") if "55" in text else text.replace("77", "55")

    engine = FakeEngine([("de", "en"), ("en", "fr")], render=swap)
    (result,) = translate([segmented("Es waren 55 Leute")], engine=engine, target="fr", options=TranslationOptions())
    assert result is not None
    assert len(result.packages) == 2
    assert result.text == "Es waren 55 Leute"
    assert "numbers" in result.segments[0].flags


def test_a_date_that_stands_alone_and_stayed_german_becomes_english() -> None:
    target, outcome = repaired("8. Juli", FakeEngine(render=lambda text: text))
    assert target == "July 8"
    assert outcome.repair == "names_protected"
    assert outcome.score is None


def test_a_list_of_names_is_checked_in_linear_time() -> None:
    source = " ".join(f"Anna{number} Kaltwasser{number}" for number in range(4000))
    target = " ".join(f"Anne{number} Coldwater{number}" for number in range(4000))
    start = time.process_time()
    assert "names" in doubts(Pair(source, target, "de"))
    assert time.process_time() - start < 10
