"""Measures every flag: precision and recall on the labelled segments, and alarms on what people translated.

    python benchmarks/flags.py [--split test] [--faults] [--references SOURCE TARGET]

``benchmarks/data/flags.jsonl`` holds segments with the flags that a careful reader wants. Thresholds and rules were
made on ``--split dev``; the published table is ``test``. ``--references`` counts alarms on two aligned files of human
translation, where every alarm is a false one or a liberty of the translator.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from ingest.translate.checks import CHECKS, Pair, doubts

DATA = Path(__file__).parent / "data" / "flags.jsonl"
UNLABELLED = {"low_score"}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    parser.add_argument("--faults", action="store_true", help="print what is wrong or missing")
    parser.add_argument("--references", nargs=2, type=Path, metavar=("SOURCE", "TARGET"))
    options = parser.parse_args()
    rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    labelled(rows, options.split, faults=options.faults)
    if options.references:
        references(*options.references)


def labelled(rows: list[dict[str, object]], split: str, *, faults: bool) -> None:
    """Print precision and recall of each flag."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    chosen = [row for row in rows if row["split"] == split]
    quiet = clean = 0
    for row in chosen:
        wanted = set(row["flags"])  # type: ignore[call-overload]
        pair = Pair(str(row["source"]), str(row["target"]), str(row["source_language"]))
        raised = set(doubts(pair)) - UNLABELLED
        right.update(raised & wanted)
        wrong.update(raised - wanted)
        missed.update(wanted - raised)
        clean += not wanted
        quiet += not wanted and not raised
        if faults and raised != wanted:
            print(f"{sorted(raised)} instead of {sorted(wanted)}: {pair.source} → {pair.target}")
    print(f"{len(chosen)} segments ({split}); {quiet} of {clean} clean ones raise nothing\n")
    print("| flag | wanted | precision | recall |\n|---|---:|---:|---:|")
    for flag in [check.flag for check in CHECKS if check.flag not in UNLABELLED]:
        precision = right[flag] / max(1, right[flag] + wrong[flag])
        recall = right[flag] / max(1, right[flag] + missed[flag])
        print(f"| `{flag}` | {right[flag] + missed[flag]} | {precision:.2f} | {recall:.2f} |")
    total = sum(right.values())
    precision, recall = total / (total + sum(wrong.values())), total / (total + sum(missed.values()))
    print(f"| all | {total + sum(missed.values())} | {precision:.2f} | {recall:.2f} |")


def references(source: Path, target: Path) -> None:
    """Print how many segments of human translation raise each flag."""
    sides = [path.read_text("utf-8").splitlines() for path in (source, target)]
    pairs = list(zip(*sides, strict=True))
    raised = Counter(flag for ours, theirs in pairs for flag in doubts(Pair(ours.strip(), theirs.strip(), "de")))
    print(f"\n{len(pairs)} segments of human translation\n\n| flag | alarms |\n|---|---:|")
    for check in CHECKS:
        print(f"| `{check.flag}` | {raised[check.flag] / len(pairs):.1%} |")


if __name__ == "__main__":
    main()
