"""A dictionary in the form of the Ding project becomes terms and sentences."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

pytest.importorskip("wordfreq")

from training.ding import entries, main, sentence_pairs, term_pairs  # after the skip

LINES = """\
# a comment :: not an entry
Kanzlei {f}; Anwaltsbüro {n} [jur.] | Kanzleien {pl} :: law firm [Am.]; practice | law firms
Sandbank {f} [min.] :: sandbank
Bank {f} :: bench
Bank {f} (Geldinstitut) :: bank
jdn. verraten {vt} | Er hat sie verraten. | Sie kam/ging. :: to betray sb. | He betrayed her. | She left.
verraten {vt} :: to betray
Krummhornspieler {m} :: crumhornist
""".splitlines()


def test_senses_stand_side_by_side_and_narrow_fields_are_left_out() -> None:
    sides = list(entries(LINES))
    assert ("Kanzleien {pl}", "law firms") in sides
    assert not [german for german, _ in sides if "Sandbank" in german]


def test_whole_examples_are_sentences_and_those_with_a_choice_are_not() -> None:
    assert [(pair.german, pair.english) for pair in sentence_pairs(LINES)] == [
        ("Er hat sie verraten.", "He betrayed her.")
    ]


def test_a_term_has_the_meaning_that_is_spoken_of_most() -> None:
    terms = {pair.german: pair.english for pair in term_pairs(LINES)}
    assert terms["Bank"] == "bank"
    assert terms["Anwaltsbüro"] == "law firm"
    assert terms["jemanden verraten"] == "to betray somebody"
    assert terms["verraten"] == "betray"
    assert "Krummhornspieler" not in terms, "its English is too rare to be learned"


def test_a_noun_also_stands_in_a_sentence_with_its_article() -> None:
    sentences = [(pair.german, pair.english) for pair in term_pairs(LINES) if "Kanzlei" in pair.german.split("-")[-1]]
    carried = [pair for pair in sentences if pair[0].split()[0] != pair[0]]
    assert len(sentences) == 4
    assert all("die " in german.casefold() and "law firm" in english for german, english in carried)


def test_both_corpora_are_written_once_each(tmp_path: Path) -> None:
    (tmp_path / "dictionary").write_text("\n".join([*LINES, *LINES]), encoding="utf-8")
    main(tmp_path / "dictionary", tmp_path)
    for name in ("ding_sentences", "ding_terms"):
        with gzip.open(tmp_path / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
        assert lines
        assert len(lines) == len(set(lines))
