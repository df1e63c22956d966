"""Turn the German-English dictionary of the Ding project into corpora: its terms, and the sentences of its examples.

The dictionary (TU Chemnitz, GPL 2 or later) is the package `trans-de-en` of Debian, file `/usr/share/trans/de-en`: one
entry per line, ` :: ` between the languages, ` | ` between the senses, `;` between synonyms, notes in brackets.

    python -m training.ding /usr/share/trans/de-en PARALLEL   # writes ding_sentences.tsv.gz, ding_terms.tsv.gz
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import cycle, zip_longest
from pathlib import Path
from random import Random

from wordfreq import zipf_frequency

from training.names import NameMaker, read_table
from training.pairs import Pair

_NARROW = frozenset(
    (
        "agr.", "anat.", "astron.", "biochem.", "biol.", "bot.", "chem.", "constr.", "cook.", "electr.", "geol.",
        "ichthyo.", "mach.", "math.", "med.", "meteo.", "min.", "mus.", "mycol.", "myc.", "naut.", "ornith.",
        "pharm.", "phys.", "print", "techn.", "textil.", "zool.", "obs.", "archaic", "dated", "poet.", "slang",
        "pej.", "vulg.", "alt", "veraltet", "veraltend", "selten", "rare", "humor.", "Bayr.", "Schw.", "Ös.",
        "Süddt.", "Norddt.", "stud.", "Lie.", "Scot.", "Ir.", "Mittelwestdt.", "Mitteldt.", "Ostdt.", "Nordwestdt.",
        "Südwestdt.", "Tirol", "Sächs.", "Jägersprache", "ugs.", "coll.", "Sprw.", "prov.",
    )
)  # fmt: skip
"""Fields and registers that the documents of this project seldom speak."""

RAREST = 3.0
"""Zipf frequency (once in a million words) that every word of an English term must reach."""

_TAG = re.compile(r"\[([^\]]*)\]")
_NOTE = re.compile(r"\s*(?:\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|<[^>]*>)")
_GENDER = re.compile(r"\{(m|f|n|pl)\}")
_SHORT = {
    re.compile(rf"(?<!\w){short}"): long
    for short, long in {
        r"jdm\.": "jemandem", r"jdn\.": "jemanden", r"jds\.": "jemandes", r"jd\.": "jemand", r"etw\.": "etwas",
        r"sb\.’s": "somebody’s", r"sb\.": "somebody", r"sth\.": "something", r"sth\.’s": "something’s",
    }.items()
}  # fmt: skip
_CHOICE = re.compile("[/;…]")
_SENTENCE = re.compile(r"[„“\"]?[A-ZÄÖÜ].*[^.][.!?]")
_WORD = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+(?:-[A-ZÄÖÜ]?[a-zäöüß]+)*")
COMPOUND = 0.25
"""Share of the nouns in sentences that become the second part of a compound with a name: US-Anwaltskanzlei."""

_BODIES = ("US", "EU", "UN", "NATO", "UNO", "BBC", "CIA", "FBI", "WHO", "CCTV", "China", "Corona", "IT", "CDU", "SPD")
_VERBS = {"ist": "sind", "is": "are", "was": "were", "wurde": "wurden", "hat": "haben", "has": "have"}
_ARTICLES = {"m": ("der", "den"), "f": ("die", "die"), "n": ("das", "das"), "pl": ("die", "die")}


def _plain(text: str) -> str:
    """Drop notes and write abbreviated pronouns out."""
    text = _NOTE.sub("", text)
    for short, long in _SHORT.items():
        text = short.sub(long, text)
    return " ".join(text.split())


def entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the two sides of each sense, notes and synonyms still in them."""
    for line in lines:
        german, mark, english = line.rstrip("\n").partition(" :: ")
        if not mark or line.startswith("#"):
            continue
        senses = list(zip_longest(german.split(" | "), english.split(" | "), fillvalue=""))
        whole = _tags(senses[0])  # the notes of the first sense speak of all
        for sides in senses:
            if all(sides) and not _NARROW & (whole | _tags(sides)):
                yield sides


def _tags(sides: tuple[str, str]) -> set[str]:
    return set(_TAG.findall(" ".join(sides)))


def sentence_pairs(lines: Iterable[str]) -> Iterator[Pair]:
    """Give the examples that are whole sentences; one with alternatives is left out."""
    for sides in entries(lines):
        german, english = map(_plain, sides)
        both = f"{german} {english}"
        if (
            "/" in both
            or ";" in both
            or "…" in both
            or not (_SENTENCE.fullmatch(german) and _SENTENCE.fullmatch(english))
        ):
            continue
        if len(german.split()) > 2:
            yield Pair(german.replace(" - ", " – "), english)


def term_pairs(lines: Iterable[str]) -> Iterator[Pair]:
    """Give each German synonym with the first English one; nouns also with their article and in a short sentence."""
    carriers = cycle([Pair(german, english) for german, english in read_table("carriers")])
    names = NameMaker.load(Random(1))
    for synonym, english in _most_frequent(lines):
        german = _plain(synonym)
        verb = english.startswith("to ") and german[0].islower() and " " not in german
        yield Pair(german, english.removeprefix("to ") if verb else english)
        gender = _GENDER.search(synonym)
        if gender and _WORD.fullmatch(german) and german[0].isupper() and english[0].islower():
            if names.random.random() < COMPOUND:
                first = names.random.choice([*_BODIES, names.company(), names.last()])
                yield _carried(next(carriers), f"{first}-{german}", f"{first} {english}", gender[1])
            else:
                yield _carried(next(carriers), german, english, gender[1])


def _most_frequent(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each German term, notes still in it, with the first English term of the sense that is spoken of most."""
    best: dict[str, tuple[float, str, str]] = {}
    for german_side, english_side in entries(lines):
        spoken = [(english, _frequency(english)) for english in map(_plain, english_side.split(";"))]
        english, frequency = next((pair for pair in spoken if pair[1] >= RAREST), ("", 0.0))
        if not english:
            continue
        rank = frequency - len(english.split())  # a phrase is rarer than its words
        for synonym in german_side.split(";"):
            german = _plain(synonym)
            if not german or "/" in german or "..." in german or len(german.split()) > 8:
                continue
            if german not in best or rank > best[german][0]:
                best[german] = (rank, synonym, english)
    for _, synonym, english in best.values():
        yield synonym, english


def _frequency(english: str) -> float:
    """Give the frequency of the rarest word; 0 for what is no term."""
    if not english or "/" in english or _SENTENCE.fullmatch(english):
        return 0.0
    return min(zipf_frequency(word.replace("’", "'"), "en") for word in english.split())


def _carried(carrier: Pair, german: str, english: str, gender: str) -> Pair:
    """Put a noun with its article into a short sentence."""
    nominative, accusative = _ARTICLES[gender]
    slots = {singular: plural if gender == "pl" else singular for singular, plural in _VERBS.items()}
    slots |= {"N": f"{nominative} {german}", "A": f"{accusative} {german}", "E": f"the {english}"}
    return Pair(_capital(carrier.german.format(**slots)), _capital(carrier.english.format(**slots)))


def _capital(text: str) -> str:
    start = 1 if text[0] in "„“" else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def write(pairs: Iterable[Pair], path: Path) -> int:
    """Write each different pair once; gives their number."""
    unique = dict.fromkeys(pairs)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{pair.german}\t{pair.english}\n" for pair in unique)
    return len(unique)


def main(source: Path, folder: Path) -> None:
    """Write both corpora into the folder."""
    lines = source.read_text(encoding="utf-8").splitlines()
    for name, pairs in (("ding_sentences", sentence_pairs(lines)), ("ding_terms", term_pairs(lines))):
        print(f"{name}: {write(pairs, folder / f'{name}.tsv.gz')} pairs")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
