"""Held-out text in the training data stops the recipe."""

from __future__ import annotations

import pytest
from training.leakage import HeldOut, LeakageError, require_clean
from training.pairs import Pair

LINE = "Die Kommission will im Herbst einen neuen Vorschlag zur Aufsicht über die Netze vorlegen."

NUMBERED = " ".join(f"wort{number}" for number in range(20))


@pytest.fixture
def held_out() -> HeldOut:
    index = HeldOut()
    index.add([LINE, "Ja.", f"{NUMBERED} will im Herbst einen neuen Plan über die Aufsicht der Netze {NUMBERED}"])
    index.add(["Der Bericht nennt acht Firmen, die an den Bauten in der Region beteiligt waren."], strict=True)
    return index


def test_an_equal_line_is_found_in_any_case_and_punctuation(held_out: HeldOut) -> None:
    assert held_out.find("„" + LINE.upper() + "“") == "equal"
    assert held_out.find("ja") == "equal"


def test_a_changed_line_is_found_by_its_5_grams(held_out: HeldOut) -> None:
    changed = "Sie will im Herbst einen neuen Vorschlag zur Aufsicht über die Netze machen."
    assert held_out.find(changed) == "half of the 5-grams"


def test_a_long_line_that_contains_ten_words_of_it_is_found(held_out: HeldOut) -> None:
    around = " ".join(f"anderes{number}" for number in range(40))
    line = f"{around} will im Herbst einen neuen Plan über die Aufsicht der {around}"
    assert held_out.find(line) == "a 10-gram"


def test_eight_shared_words_suffice_for_a_strict_text(held_out: HeldOut) -> None:
    around = " ".join(f"anderes{number}" for number in range(40))
    assert held_out.find(f"{around} acht Firmen, die an den Bauten in der {around}") == "a 8-gram"


def test_other_sentences_of_the_same_field_pass(held_out: HeldOut) -> None:
    assert held_out.find("Die Kommission will im Herbst über die Netze sprechen.") is None


def test_require_clean_names_the_line_that_leaks(held_out: HeldOut) -> None:
    require_clean([Pair("Guten Tag.", "Good day.")], held_out)
    with pytest.raises(LeakageError, match="Kommission"):
        require_clean([Pair("Guten Tag.", "Good day."), Pair(LINE, "x")], held_out)
