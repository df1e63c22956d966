"""Reading and cleaning: gzip TSV files (German TAB English) to pairs that are worth learning from."""

from __future__ import annotations

import gzip
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from training.pairs import Pair, fold

_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"</?[a-z][^>]*>|\{\{|\]\]|\\[nt]")


def tidy(text: str) -> str:
    """Compose (NFC), resolve HTML entities, collapse white space, drop zero-width and control characters."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    text = "".join(" " if character.isspace() else character for character in text if _visible(character))
    return _SPACE.sub(" ", text).strip()


def _visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"}


def acceptable(pair: Pair, *, longest: int = 900) -> bool:
    """Tell whether both sides can be a translation of each other, as far as lengths, letters and digits tell."""
    german, english = pair.german, pair.english
    if not german or not english or max(len(german), len(english)) > longest:
        return False
    if len(german) > 20 and not 0.45 <= len(english) / len(german) <= 2.0:
        return False
    if fold(german) == fold(english) and len(german.split()) > 4:
        return False
    if _MARKUP.search(german) or _MARKUP.search(english):
        return False
    return _same_numbers(german, english)


def _same_numbers(german: str, english: str) -> bool:
    """Ask for long numbers on both sides; grouping and decimal marks do not matter."""
    return _numbers(german) == _numbers(english)


def _numbers(text: str) -> Counter[str]:
    joined = re.sub(r"(?<=\d)[.,\s](?=\d{3}\b)", "", text)
    return Counter(number for number in re.findall(r"\d+", joined) if len(number) > 2)


def read_corpus(path: Path) -> Iterator[Pair]:
    """Read the tidy pairs of one file; a line that is no pair is skipped."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            sides = line.rstrip("\n").split("\t")
            if len(sides) == 2:
                yield Pair(tidy(sides[0]), tidy(sides[1]))


def by_source(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Gather the different translations of each German line, in order of appearance."""
    grouped: dict[str, dict[str, None]] = {}
    for pair in pairs:
        grouped.setdefault(pair.german, {})[pair.english] = None
    return {german: list(english) for german, english in grouped.items()}


def _grams(text: str) -> Counter[str]:
    tokens = text.lower().split()
    return Counter(tokens + [f"{first} {second}" for first, second in pairwise(tokens)])


def _overlap(first: Counter[str], second: Counter[str]) -> float:
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def agreeing(translations: list[str], *, keep: float) -> list[str]:
    """Keep the share `keep` (two at least) of the translations of one line that are most like the others.

    A vote of the systems: an invented name or a dropped clause is rarely invented or dropped twice.
    """
    if len(translations) < 3:
        return translations
    grams = [_grams(text) for text in translations]
    score = [sum(_overlap(one, other) for other in grams) for one in grams]
    best = sorted(range(len(translations)), key=lambda number: -score[number])
    return [translations[number] for number in best[: max(2, round(keep * len(best)))]]
