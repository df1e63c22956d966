"""Measures every flag: precision and recall on the labelled segments, and alarms on what people translated.

    python benchmarks/flags.py [--split test] [--faults] [--references SOURCE TARGET]

Five files in ``benchmarks/data`` (its README says how they were made): ``flags.jsonl``, ``meaning.jsonl`` (negation,
polarity, weekday), ``lost_words.jsonl``, ``scores.jsonl`` (what a low score is worth), ``foreign.jsonl`` (sentences in
another language).
Thresholds and rules were made on ``--split dev``. ``--references`` counts alarms on two aligned files of human
translation, where every alarm is a false one or a liberty of the translator.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.translate.checks import CHECKS, Pair, doubts, findings
from ingest.translate.checks.confidence import UNSURE
from ingest.translate.engine import SourceWord
from ingest.translate.foreign import sentence_language

DATA = Path(__file__).parent / "data"
UNLABELLED = {"low_score"}
MEANING = ("negation", "polarity", "weekday")
LOST = "lost_words"

Row = dict[str, Any]


class Tally:
    """Counts what was raised against what was wanted."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def add(self, raised: set[str], wanted: set[str]) -> None:
        """Count one segment."""
        self.right.update(raised & wanted)
        self.wrong.update(raised - wanted)
        self.missed.update(wanted - raised)

    def show(self, title: str) -> None:
        """Print one line for each name and one for all."""
        print(f"\n| {title} | wanted | precision | recall |\n|---|---:|---:|---:|")
        for name in self.names:
            self._line(f"`{name}`", self.right[name], self.wrong[name], self.missed[name])
        self._line("all", self.right.total(), self.wrong.total(), self.missed.total())

    @staticmethod
    def _line(name: str, right: int, wrong: int, missed: int) -> None:
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        print(f"| {name} | {right + missed} | {precision:.2f} | {recall:.2f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    parser.add_argument("--faults", action="store_true", help="print what is wrong or missing")
    parser.add_argument("--references", nargs=2, type=Path, metavar=("SOURCE", "TARGET"))
    options = parser.parse_args()
    labelled(chosen("flags.jsonl", options.split), faults=options.faults)
    meaning(chosen("meaning.jsonl", options.split), faults=options.faults)
    lost_words(chosen("lost_words.jsonl", options.split), faults=options.faults)
    scores(rows("scores.jsonl"))
    foreign(rows("foreign.jsonl"), faults=options.faults)
    if options.references:
        references(*options.references)


def rows(name: str) -> list[Row]:
    """Read a file of labels."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def chosen(name: str, split: str) -> list[Row]:
    """Read one half of a file of labels."""
    return [row for row in rows(name) if row["split"] == split]


def pair_of(row: Row) -> Pair:
    """Return the segment of a row, with what the model paid attention to where the row says it."""
    attention = tuple(SourceWord(text, paid) for text, paid in row.get("words", ()))
    return Pair(row["source"], row["target"], row["source_language"], attention=attention)


def labelled(segments: Iterable[Row], *, faults: bool) -> None:
    """Print precision and recall of each flag."""
    tally = Tally([flag for flag in dict.fromkeys(check.flag for check in CHECKS) if flag not in UNLABELLED])
    quiet = clean = 0
    for row in segments:
        wanted, pair = set(row["flags"]), pair_of(row)
        raised = set(doubts(pair)) - UNLABELLED
        tally.add(raised, wanted)
        clean += not wanted
        quiet += not wanted and not raised
        if faults and raised != wanted:
            print(f"{sorted(raised)} instead of {sorted(wanted)}: {pair.source} → {pair.target}")
    tally.show("flag")
    print(f"\n{quiet} of {clean} clean segments raise nothing")


def meaning(segments: Iterable[Row], *, faults: bool) -> None:
    """Print precision and recall of the details that concern the meaning."""
    tally = Tally(MEANING)
    for row in segments:
        wanted, pair = set(row["details"]), pair_of(row)
        raised = {str(check.detail) for check in findings(pair)} & set(MEANING)
        tally.add(raised, wanted)
        if faults and raised != wanted:
            print(f"{sorted(raised)} instead of {sorted(wanted)}: {pair.source} → {pair.target}")
    tally.show("detail")


def lost_words(segments: Iterable[Row], *, faults: bool) -> None:
    """Print precision and recall of `lost_words`."""
    tally = Tally([LOST])
    for row in segments:
        wanted, pair = {LOST} if row["lost"] else set(), pair_of(row)
        raised = {str(check.detail) for check in findings(pair)} & {LOST}
        tally.add(raised, wanted)
        if faults and raised != wanted:
            print(f"{sorted(raised)} instead of {sorted(wanted)} ({row['note']}): {pair.source} → {pair.target}")
    tally.show("detail")


def scores(segments: Iterable[Row]) -> None:
    """Print what a low score says about translations that mislead; rows stand for as many as their weight says."""
    weights: Counter[tuple[bool, bool]] = Counter()
    for row in segments:
        weights[row["score"] < UNSURE, row["misleads"]] += row["weight"]
    right, wrong, missed = weights[True, True], weights[True, False], weights[False, True]
    print(f"\n| detail | precision | recall |\n|---|---:|---:|\n| `unsure` | {right / (right + wrong):.2f} ", end="")
    print(f"| {right / (right + missed):.2f} |")


def foreign(sentences: Iterable[Row], *, faults: bool) -> None:
    """Print precision and recall of `source_not_language`: a foreign sentence is right when its language is, too."""
    tally = Tally(["source_not_language"])
    for row in sentences:
        found = sentence_language(row["text"], row["document_language"])
        raised = {f"source_not_language{'' if found == row['language'] else ' ' + found}"}
        own, other = found == row["document_language"], row["language"] == row["document_language"]
        tally.add(set() if own else raised, set() if other else {"source_not_language"})
        if faults and found != row["language"]:
            print(f"{found} instead of {row['language']}: {row['text']}")
    tally.show("flag")


def references(source: Path, target: Path) -> None:
    """Print how many segments of human translation raise each flag or detail."""
    sides = [path.read_text("utf-8").splitlines() for path in (source, target)]
    pairs = list(zip(*sides, strict=True))
    found = [findings(Pair(ours.strip(), theirs.strip(), "de")) for ours, theirs in pairs]
    raised = Counter(f"{check.flag}{f': {check.detail}' if check.detail else ''}" for item in found for check in item)
    print(f"\n{len(pairs)} segments of human translation\n\n| flag | alarms |\n|---|---:|")
    for name in (f"{check.flag}{f': {check.detail}' if check.detail else ''}" for check in CHECKS):
        print(f"| `{name}` | {raised[name] / len(pairs):.1%} |")


if __name__ == "__main__":
    main()
