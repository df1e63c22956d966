"""Sentences made from verbs: the forms agree in both languages."""

from __future__ import annotations

import re
from random import Random

import pytest

pytest.importorskip("sentencepiece")

from training.clauses import ClauseMaker, Thing, Verb, clause_pairs, gerund, third_person
from training.names import NameMaker, read_table
from training.pairs import Pair

VERBS = {verb.infinitive: verb for verb in Verb.load()}


@pytest.mark.parametrize(
    ("infinitive", "plural", "expected"),
    [
        ("verbieten", False, {"pret": "verbot", "zu": "zu verbieten", "sub": "verbot", "pre": ""}),
        ("verbieten", True, {"pret": "verboten", "pres": "verbieten"}),
        ("ablehnen", False, {"pret": "lehnte", "zu": "abzulehnen", "sub": "ablehnte", "pre": " ab"}),
        ("ablehnen", True, {"pret": "lehnten", "pres": "lehnen", "inf": "ablehnen"}),
        ("freisprechen", True, {"pret": "sprachen", "sub": "freisprachen", "part": "freigesprochen"}),
    ],
)
def test_german_forms(infinitive: str, plural: bool, expected: dict[str, str]) -> None:
    assert expected.items() <= VERBS[infinitive].german(plural=plural).items()


@pytest.mark.parametrize(
    ("verb", "third", "ing"),
    [
        ("ban", "bans", "banning"),
        ("deny", "denies", "denying"),
        ("switch off", "switches off", "switching off"),
        ("comply with", "complies with", "complying with"),
        ("begin", "begins", "beginning"),
        ("offer", "offers", "offering"),
        ("free", "frees", "freeing"),
        ("destroy", "destroys", "destroying"),
    ],
)
def test_english_forms(verb: str, third: str, ing: str) -> None:
    assert (third_person(verb), gerund(verb)) == (third, ing)


def test_every_sentence_is_whole_and_keeps_its_negation() -> None:
    for german, english in ((pair.german, pair.english) for pair in clause_pairs(4000, 2)):
        assert "{" not in german + english
        assert (german[-1], english[-1]) in {(".", "."), ("“", "”")}
        assert not re.search(r"  | ,| \.", german + english)
        negated = re.search(r"\b([Nn]icht|nie|noch keine)\b", german) is not None
        assert negated == (re.search(r"\b(not|never|no longer)\b", english) is not None), (german, english)


def test_the_passive_is_made_of_what_the_active_is_done_to() -> None:
    maker = ClauseMaker.load(NameMaker.load(Random(1)))
    for pair in (maker.draw() for _ in range(3000)):
        if " wurden " in pair.german:
            assert " were " in pair.english, pair


def test_the_tables_fit_each_other() -> None:
    things = Thing.load()
    assert all(set(verb.kinds) <= things.keys() for verb in Verb.load())
    assert {len(row) for row in read_table("verbs")} == {9, 10}
    assert {len(row) for row in read_table("things")} == {5}
    used = {kind for verb in Verb.load() for kind in verb.kinds}
    assert set(things) - used == {"SUBJ", "WHEN"}


def test_a_second_clause_has_a_verb_and_subject_of_its_own() -> None:
    maker = ClauseMaker.load(NameMaker.load(Random(3)))
    pattern = Pair(
        "Weil {S} {O} nicht {part} {hat}, {2hat} {2S} {2O} {2part}.",
        "As {S} {has} not {partE} {O}, {2S} {2has} {2partE} {2O}.",
    )
    made = {ClauseMaker(maker.templates, (pattern,), maker.verbs, maker.things).draw() for _ in range(200)}
    assert all(re.fullmatch(r"Weil .+ ha(t|ben), ha(t|ben) .+\.", pair.german) for pair in made)
    assert all(re.fullmatch(r"As .+ ha(s|ve) not .+, .+ ha(s|ve) .+\.", pair.english) for pair in made)
    assert len(made) > 190
    assert any(
        " nicht gegen " in pair.german for pair in made
    )  # where the verb has a preposition, "nicht" goes before it


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert clause_pairs(50, 7) == clause_pairs(50, 7) != clause_pairs(50, 8)
