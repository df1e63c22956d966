"""Cleaning, voting and the comparison spelling."""

from __future__ import annotations

import gzip
from pathlib import Path

from training.corpora import acceptable, agreeing, by_source, read_corpus, tidy
from training.pairs import Pair, fold, words


def test_tidy_resolves_entities_and_drops_what_nobody_sees() -> None:
    assert tidy("It&#39;s\u00a0a\u200b  soft\u00adhyphen\t") == "It's a softhyphen"


def test_fold_keeps_letters_and_digits_of_any_script() -> None:
    assert fold("„Straße“ Nr. 5 – Ürümqi!") == "strassenr5ürümqi"
    assert words("– „Ja“, sagte er …") == ["ja", "sagte", "er"]


def test_a_pair_of_very_different_lengths_is_refused() -> None:
    assert not acceptable(Pair("Das ist ein ziemlich langer deutscher Satz.", "Short."))


def test_a_pair_whose_long_numbers_differ_is_refused() -> None:
    assert acceptable(Pair("Es waren 1.250 Leute da.", "There were 1,250 people."))
    assert not acceptable(Pair("Es waren 1.250 Leute da.", "There were 1,350 people."))


def test_an_untranslated_line_and_markup_are_refused() -> None:
    assert not acceptable(Pair("one two three four five", "One two three four five"))
    assert not acceptable(Pair("Ein <b>fetter</b> Satz.", "A <b>bold</b> sentence."))


def test_of_several_translations_those_most_like_the_others_stay() -> None:
    good = ["The cat sleeps on the mat.", "The cat is sleeping on the mat.", "The cat sleeps on a mat."]
    kept = agreeing([*good, "Kenya elects a parliament."], keep=0.75)
    assert sorted(kept) == sorted(good)


def test_one_or_two_translations_all_stay() -> None:
    assert agreeing(["a", "b"], keep=0.1) == ["a", "b"]


def test_translations_are_gathered_by_their_german_line() -> None:
    assert by_source([Pair("x", "a"), Pair("y", "c"), Pair("x", "b"), Pair("x", "a")]) == {"x": ["a", "b"], "y": ["c"]}


def test_a_corpus_is_read_and_lines_that_are_no_pairs_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(b"Ja.\tYes.\nkein Paar\nNein.\tNo.\n"))
    assert list(read_corpus(path)) == [Pair("Ja.", "Yes."), Pair("Nein.", "No.")]
