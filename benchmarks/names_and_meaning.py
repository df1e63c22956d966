"""The share of 300 sentences whose names, peoples, places, numbers and negations survive translation.

    python -m benchmarks.names_and_meaning PACKAGE [PACKAGE ...] [--stage] [--beam 4] [--failures]

With --stage the sentences go through the product's translate stage, and the table also tells how many wrong ones carry
no flag: the errors that nobody is warned of.

The list is `data/names_and_meaning.tsv`: category, German, what must stand in the English, what must not. Requirements
are separated by ";", alternatives by "|"; "abc*" matches the beginning of a word, "*n't" its end; '"×2' asks for two
quotation marks of any kind. Case does not matter, words are matched whole.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).parent / "data" / "names_and_meaning.tsv"
_QUOTES = re.compile("[“”„«»]|''")
_COUNT = re.compile(r"^(.)×(\d+)$")


@dataclass(frozen=True)
class Probe:
    """A German sentence; every requirement (a tuple of alternatives) must be met, no `forbidden` may appear."""

    category: str
    german: str
    required: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]


def read_probes(path: Path = LIST) -> list[Probe]:
    """Read the list; its first line names the columns."""
    probes = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        category, german, must, must_not = line.split("\t")
        required = tuple(tuple(part.split("|")) for part in must.split(";"))
        probes.append(Probe(category, german, required, tuple(must_not.split("|")) if must_not else ()))
    return probes


def plain(text: str) -> str:
    """Fold the case; leave one kind of quotation mark and of apostrophe."""
    return _QUOTES.sub('"', text).replace("’", "'").replace("‘", "'").casefold()


def contains(text: str, wanted: str) -> bool:
    """Tell whether plain `text` contains `wanted`, in the notation of the list."""
    counted = _COUNT.match(wanted)
    if counted:
        return text.count(counted[1]) == int(counted[2])
    word = plain(wanted.strip())
    before = "" if word.startswith("*") or not word[0].isalnum() else r"(?<!\w)"
    after = "" if word.endswith("*") or not word[-1].isalnum() else r"(?!\w)"
    return re.search(before + re.escape(word.strip("*")) + after, text) is not None


def kept(probe: Probe, english: str) -> bool:
    """Tell whether the translation says what it must and nothing that it must not."""
    text = plain(english)
    return all(any(contains(text, word) for word in options) for options in probe.required) and not any(
        contains(text, word) for word in probe.forbidden
    )


@dataclass(frozen=True)
class Result:
    """The translations of one package, in the order of the probes."""

    package: str
    english: Sequence[str]
    flagged: Sequence[bool] | None = None


def table(probes: Sequence[Probe], results: Sequence[Result]) -> str:
    """Write as Markdown the share kept right, by category and package."""
    totals = Counter(probe.category for probe in probes)
    rows = ["| category | sentences | " + " | ".join(result.package for result in results) + " |"]
    rows.append("|---|---:|" + "---:|" * len(results))
    right = [
        Counter(probe.category for probe, text in zip(probes, result.english, strict=True) if kept(probe, text))
        for result in results
    ]
    for category, total in sorted(totals.items()):
        rows.append(
            f"| {category} | {total} | " + " | ".join(f"{100 * n[category] / total:.0f} %" for n in right) + " |"
        )
    rows.append(
        f"| all | {len(probes)} | " + " | ".join(f"{100 * n.total() / len(probes):.1f} %" for n in right) + " |"
    )
    rows += [silent(probes, result) for result in results if result.flagged is not None]
    return "\n".join(rows)


def silent(probes: Sequence[Probe], result: Result) -> str:
    """Say how many wrong sentences carry no flag, and how many right ones carry one."""
    rows = list(zip(probes, result.english, result.flagged or (), strict=True))
    wrong = [flagged for probe, text, flagged in rows if not kept(probe, text)]
    right = [flagged for probe, text, flagged in rows if kept(probe, text)]
    return (
        f"\n{result.package}: {len(wrong)} wrong, {wrong.count(False)} of them without a flag; "
        f"{len(right)} right, {right.count(True)} of them with a flag"
    )


def main() -> None:
    """Run the command line."""
    from benchmarks.decoding import Decoder, DecodingOptions, open_package  # heavy, and not needed to score
    from benchmarks.translation_quality import open_stage

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, nargs="+", help=".argosmodel files or installed package folders")
    parser.add_argument("--stage", action="store_true", help="through the product's translate stage")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--failures", action="store_true", help="print what the last package got wrong")
    options = parser.parse_args()
    probes, results = read_probes(), []
    german, decoding = [probe.german for probe in probes], DecodingOptions(beam=options.beam)
    for path in options.packages:
        with open_package(path) as package:
            name = f"{package.name} {package.version}"
            if options.stage:
                done = open_stage(path, decoding)(german)
                flagged = [any(segment.flags for segment in found.segments) for found in done]
                results.append(Result(name, [found.text for found in done], flagged))
            else:
                results.append(Result(name, Decoder(package, decoding).translate(german)))
    print(table(probes, results))
    if options.failures:
        for probe, text in zip(probes, results[-1].english, strict=True):
            if not kept(probe, text):
                print(f"\n{probe.category}: {probe.german}\n  -> {text}\n  must {probe.required} not {probe.forbidden}")


if __name__ == "__main__":
    main()
