"""Pairs made from pairs and from templates."""

from __future__ import annotations

import re
from random import Random

import pytest
from training.augment import (
    CHANGES,
    Augmentation,
    augment,
    bullet,
    join,
    mirror_quotes,
    quote,
    shared_names,
    shout,
    swap_names,
    unstop,
)
from training.names import NameMaker, read_table
from training.pairs import Pair
from training.templates import Words, grouped, template_pairs, with_articles

PAIR = Pair("Gestern sprach Merkel mit Obama in Berlin.", "Yesterday Merkel talked to Obama in Berlin.")


@pytest.fixture
def names() -> NameMaker:
    return NameMaker.load(Random(7))


def test_shared_names_are_found_once_on_both_sides() -> None:
    assert shared_names(PAIR) == ["Merkel", "Obama", "Berlin"]
    assert shared_names(Pair("Im April war Nora bei Nora.", "In April Nora was at Nora.")) == []


def test_swapped_names_are_the_same_on_both_sides(names: NameMaker) -> None:
    made = swap_names(PAIR, names)
    assert made is not None
    assert made != PAIR
    word = re.compile(r"[^\W\d_]+")
    common = set(word.findall(made.german)) & set(word.findall(made.english))
    assert len(common - {"in"}) >= 3


def test_a_pair_without_a_shared_name_cannot_be_swapped(names: NameMaker) -> None:
    assert swap_names(Pair("Es regnet.", "It is raining."), names) is None


@pytest.mark.parametrize(
    ("german", "english", "expected"),
    [
        ("„Ja“, sagte er.", '"Yes," he said.', "“Yes,” he said."),
        ('"Ja", sagte er.', "“Yes,” he said.", '"Yes," he said.'),
        ("»Ja«", '("Yes")', "(“Yes”)"),
        ("Ja.", '"Yes."', '"Yes."'),
        ("„Ja", '"Yes', '"Yes'),
    ],
)
def test_quotation_marks_follow_the_source(german: str, english: str, expected: str) -> None:
    assert mirror_quotes(Pair(german, english)).english == expected


def test_layout_changes_touch_both_sides(names: NameMaker) -> None:
    assert unstop(PAIR, names) == Pair(PAIR.german[:-1], PAIR.english[:-1])
    assert shout(PAIR, names) == Pair(PAIR.german.upper(), PAIR.english.upper())
    made = bullet(PAIR, names)
    assert made is not None
    assert made.german.removesuffix(PAIR.german) == made.english.removesuffix(PAIR.english) != ""


def test_a_quoted_pair_has_as_many_marks_on_both_sides(names: NameMaker) -> None:
    for _ in range(50):
        made = quote(PAIR, names)
        assert made is not None
        assert len(re.findall("[„“”»«]", made.german)) == len(re.findall("[“”]", made.english))


def test_the_same_seed_gives_the_same_pairs() -> None:
    plan = [Augmentation(name, 0.5) for name in CHANGES]
    first, second = (list(augment([PAIR] * 20, plan, NameMaker.load(Random(3)))) for _ in range(2))
    assert first == second != []


def test_joined_lines_hold_both_pairs(names: NameMaker) -> None:
    assert list(join([PAIR, Pair("Ja.", "Yes.")], 1.0, names)) == [Pair(f"{PAIR.german} Ja.", f"{PAIR.english} Yes.")]


def test_no_template_leaves_a_slot_open() -> None:
    for pair in template_pairs(3000, 1):
        assert "{" not in pair.german + pair.english, pair


def test_every_list_of_the_lexicon_has_its_columns() -> None:
    for name, width in (("peoples", 6), ("places", 3), ("bodies", 4), ("terms", 2), ("templates", 2)):
        rows = read_table(name)
        assert {len(row) for row in rows} == {width}
        assert all(cell == cell.strip() != "" for row in rows for cell in row), name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a Uyghur writer", "a Uyghur writer"),
        ("a Uzbek writer", "an Uzbek writer"),
        ("A Armenian and a European", "An Armenian and a European"),
        ("a Ukrainian, a Ugandan, a Ivorian", "a Ukrainian, a Ugandan, an Ivorian"),
    ],
)
def test_articles_follow_the_sound(given: str, expected: str) -> None:
    assert with_articles(given) == expected


def test_numbers_are_written_both_ways() -> None:
    assert grouped(1234567) == Pair("1.234.567", "1,234,567")
    assert Words.load().spell(21) == Pair("einundzwanzig", "twenty-one")
    assert Words.load().spell(12) == Pair("zwölf", "twelve")
    assert Words.load().spell(60) == Pair("sechzig", "sixty")
