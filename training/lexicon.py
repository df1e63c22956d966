"""Mines the German lexicon of the checks from parallel data: which words are names, and how English calls them.

    python training/lexicon.py CORPORA_FOLDER src/ingest/translate/checks/data/de

German writes all nouns with a capital, so a capital says nothing about names. The parallel data do: a word that is
mostly copied into the English side is a name; one that is not is a common word; one whose English partner is nearly
always capitalised is a name that English calls otherwise (München, Munich). Only counts leave the corpora, no text.

Input: gzip TSV files, German and English in each line. Output: ``words.txt.gz`` (one common word a line), ``names.tsv``
(a German name, then its English forms, the most frequent first), and beside the folder ``en/words.txt.gz`` (words that
English writes in lower case).
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

NON_COMMERCIAL = ("multi30k", "iwslt", "contao", "progit", "bible", "wesnoth")
WORD = re.compile(r"[^\W\d_]+")
AFTER_START = re.compile(r"[.!?:;„“”\"»«(\[|–/•*>‚‘']\s*$")

MIN_COMMON = 5
MIN_ENGLISH = 4
MIN_NAME = 8
COPIED = 0.3
MIN_PARTNER = 0.5
SURE_PARTNER = 0.85
SURE_COUNT = 30
MIN_OTHER = 0.03
MIN_BACK = 0.08
SURE_BACK = 0.3
ALSO_LOWER = 0.2
ALIKE = 0.5
CAPITALISED = 0.93
COVERED = 0.8


def pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of all corpora that may be used."""
    for path in sorted(folder.glob("*.tsv.gz")):
        if path.name.startswith(NON_COMMERCIAL):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                german, _, english = line.rstrip("\n").partition("\t")
                yield german, english


def inner(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a text, each with whether its case means something: not at the start of a sentence."""
    for index, match in enumerate(WORD.finditer(text)):
        yield match.group(), index > 0 and not AFTER_START.search(text[max(0, match.start() - 3) : match.start()])


class Counts:
    """What is counted over the corpora."""

    def __init__(self) -> None:
        self.lower: Counter[str] = Counter()
        self.lower_copied: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.capital_copied: Counter[str] = Counter()
        self.english_lower: Counter[str] = Counter()
        self.english_capital: Counter[str] = Counter()
        self.sentences = 0

    def add(self, german: str, english: str) -> None:
        """Count one pair."""
        self.sentences += 1
        theirs = list(inner(english))
        words = {word for word, _ in theirs}
        words |= {word.removesuffix("s") for word in words}
        self.english_lower.update({word for word, _ in theirs if word.islower()})
        self.english_capital.update({word for word, means in theirs if means and word[0].isupper()})
        seen = set()
        for word, means in inner(german):
            if word in seen or len(word) < 2:
                continue
            seen.add(word)
            if word.islower():
                self.lower[word] += 1
                self.lower_copied[word] += word in words
            elif means and word[0].isupper():
                self.capital[word] += 1
                self.capital_copied[word] += word in words


def partners(counts: Counts, folder: Path) -> dict[str, list[str]]:
    """Return the English names of German names that are not copied."""
    wanted = {
        word
        for word, count in counts.capital.items()
        if count >= MIN_NAME and counts.capital_copied[word] / count < 1 - COPIED
    }
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for german, english in pairs(folder):
        ours = {word for word, means in inner(german) if means and word in wanted}
        if ours:
            theirs = {word for word, means in inner(english) if means and word[0].isupper() and len(word) > 1}
            for word in ours:
                together[word].update(theirs)
    found = {word: _english(word, together[word], counts) for word in sorted(wanted)}
    return {word: names for word, names in found.items() if names}


def _english(word: str, together: Counter[str], counts: Counts) -> list[str]:
    """Return the English forms of a name: what stands in its translations often, hardly elsewhere, and capitalised."""
    total = counts.capital[word]

    def is_partner(other: str, least: float) -> bool:
        count = together[other]
        alone = counts.english_capital[other] + counts.english_lower[other.lower()]
        back = count / counts.english_capital[other]
        return count / total >= least and back >= MIN_BACK and counts.english_capital[other] / alone >= CAPITALISED

    def is_alike(other: str, *forms: str) -> bool:
        return any(SequenceMatcher(None, other.lower(), form.lower()).ratio() >= ALIKE for form in forms)

    ranked = [other for other, _ in sorted(together.items(), key=lambda item: (-item[1], item[0]))]
    if not ranked or not is_partner(ranked[0], MIN_PARTNER):
        return []
    first = ranked[0]
    if not is_alike(first, word) and (total < SURE_COUNT or together[first] / total < SURE_PARTNER):
        return []
    names = [
        other
        for other in ranked
        if is_partner(other, MIN_OTHER)
        and (is_alike(other, word, first) or together[other] / counts.english_capital[other] >= SURE_BACK)
    ]
    covered = min(1.0, sum(together[other] for other in names) / total)
    return names if covered >= COVERED else []


def _is_common(word: str, copied: float, counts: Counts) -> bool:
    """Whether a word is no name: seldom copied, or written in lower case by English as well (Internet, Hotel)."""
    lower, capital = counts.english_lower[word.lower()], counts.english_capital[word]
    return copied < COPIED or (word[0].isupper() and lower > max(MIN_ENGLISH, ALSO_LOWER * capital))


def _write(folder: Path, lines: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(folder / "words.txt.gz", "wb", mtime=0) as file:
        file.write("\n".join(lines).encode())


def main() -> None:
    """Count, mine and write."""
    folder, output = Path(sys.argv[1]), Path(sys.argv[2])
    counts = Counts()
    for german, english in pairs(folder):
        counts.add(german, english)
    names = partners(counts, folder)
    common = {
        word
        for tally, copied in ((counts.capital, counts.capital_copied), (counts.lower, counts.lower_copied))
        for word, count in tally.items()
        if count >= MIN_COMMON and word not in names and _is_common(word, copied[word] / count, counts)
    }
    english = {word for word, count in counts.english_lower.items() if count >= MIN_ENGLISH}
    _write(output.parent / "en", sorted(english))
    _write(output, sorted(common))
    table = [f"{word}\t{'|'.join(others)}" for word, others in sorted(names.items())]
    (output / "names.tsv").write_text("\n".join(table) + "\n", "utf-8")
    print(f"{counts.sentences:,} pairs, {len(common):,} common words, {len(names):,} names")


if __name__ == "__main__":
    main()
