"""BLEU, chrF and speed of any Argos package on any folder of test sets; prints the table of the model card.

    python -m benchmarks.translation_quality PACKAGE FOLDER [--stage] [--beam 4] [--threads 1] [--output FOLDER]

A test set is a pair of files NAME.de and NAME.en (the codes of the package), one sentence or paragraph a line. Lines
go to CTranslate2 as they are; with --stage each line is a document for the product's translate stage, which cuts it
into sentences, as Argos Translate's own `translate()` does, and checks and repairs what comes out.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.decoding import Decoder, DecodingOptions, open_package, peak_memory
from benchmarks.translation_speed import document
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from ingest.records import Translation
from ingest.settings import Settings
from ingest.translate import TranslationOptions, translate
from ingest.translate.argos import open_engine
from ingest.translate.engine import Decoding, UnusablePackageError


@dataclass(frozen=True)
class Score:
    """One row of the table."""

    test_set: str
    lines: int
    bleu: float
    chrf: float
    seconds: float
    words: int


def read_lines(path: Path) -> list[str]:
    """Read the lines of a file; only a line feed ends one."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def test_sets(folder: Path, source: str, target: str) -> dict[str, tuple[Path, Path]]:
    """Find the pairs of files, by name."""
    found = {path.stem: (path, path.with_suffix(f".{target}")) for path in sorted(folder.glob(f"*.{source}"))}
    return {name: pair for name, pair in found.items() if pair[1].exists()}


def score(name: str, translations: Sequence[str], references: Sequence[str], *, seconds: float, words: int) -> Score:
    """Score with the defaults of sacrebleu: detokenised, 13a, case kept; chrF with beta 2."""
    return Score(
        test_set=name,
        lines=len(references),
        bleu=BLEU().corpus_score(list(translations), [list(references)]).score,
        chrf=CHRF().corpus_score(list(translations), [list(references)]).score,
        seconds=seconds,
        words=words,
    )


def table(scores: Sequence[Score]) -> str:
    """Write the scores as Markdown."""
    rows = ["| set | lines | BLEU | chrF | seconds | German words/s |", "|---|---:|---:|---:|---:|---:|"]
    rows += [
        f"| {row.test_set} | {row.lines} | {row.bleu:.1f} | {row.chrf:.1f} "
        f"| {row.seconds:.1f} | {row.words / row.seconds:.0f} |"
        for row in scores
    ]
    return "\n".join(rows)


def open_stage(package: Path, options: DecodingOptions) -> Callable[[Sequence[str]], list[Translation]]:
    """Return a function that sends lines through the product's stage, each as a document of its own."""
    if not package.is_file():
        raise SystemExit("--stage needs the package as an .argosmodel file")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(package, folder)
        engine = open_engine(Settings(models=Path(folder), state=Path(folder), workers=options.threads))
        digest = sha256(package.read_bytes()).hexdigest()
        for other in [use for use in engine.packages if use.sha256 != digest]:
            engine.drop(UnusablePackageError(other, "not the one that is measured"))
        (used,) = engine.packages
        chosen = TranslationOptions(decoding=Decoding(beam_size=options.beam))

        def run(lines: Sequence[str]) -> list[Translation]:
            documents = [document([line], used.from_) for line in lines]
            done = translate(documents, engine=engine, target=used.to, options=chosen)
            return [found for found in done if found is not None]

        run(["Guten Tag."])  # loads the model, whose files go with the folder
    return run


def translated_by_stage(package: Path, options: DecodingOptions) -> Callable[[Sequence[str]], list[str]]:
    """Return a function that gives one line of text for each line."""
    stage = open_stage(package, options)
    return lambda lines: [" ".join(found.text.split("\n")) for found in stage(lines)]


def measure(package: Path, folder: Path, options: DecodingOptions, output: Path | None, *, stage: bool) -> str:
    """Translate all sets in `folder`; with `output` the translations are written there as NAME.hyp."""
    scores = []
    with open_package(package) as opened:
        run = translated_by_stage(package, options) if stage else Decoder(opened, options).translate
        run(["Guten Tag."])
        for name, (source, target) in test_sets(folder, *opened.name.split("-")).items():
            german = read_lines(source)
            start = time.perf_counter()
            translations = run(german)
            seconds = time.perf_counter() - start
            words = sum(len(line.split()) for line in german)
            scores.append(score(name, translations, read_lines(target), seconds=seconds, words=words))
            if output:
                output.mkdir(parents=True, exist_ok=True)
                (output / f"{name}.hyp").write_text("\n".join(translations) + "\n", encoding="utf-8")
        note = (
            f"translate-{opened.name} {opened.version}, {opened.size / 1e6:.1f} MB unpacked, "
            f"{'the translate stage' if stage else 'line by line'}, beam {options.beam}, "
            f"{options.threads} thread(s), {peak_memory():.0f} MB peak"
        )
    return f"{table(scores)}\n\n{note}"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help=".argosmodel file or installed package folder")
    parser.add_argument("folder", type=Path, help="folder of test sets")
    parser.add_argument("--stage", action="store_true", help="through the product's translate stage")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--output", type=Path, help="write the translations here")
    options = parser.parse_args()
    decoding = DecodingOptions(beam=options.beam, threads=options.threads)
    print(measure(options.package, options.folder, decoding, options.output, stage=options.stage))


if __name__ == "__main__":
    main()
