"""Measures the translate stage: words a second against Argos Translate and raw ctranslate2, memory, start, second run.

    python benchmarks/translation_speed.py SOURCE [REFERENCE] [--only PART …] [--workers N]

SOURCE holds one German sentence a line; thirty lines make a document. REFERENCE, aligned with it, adds BLEU. Argos
Translate is given our sentence splitter, since it would download its own; it runs in a process of its own, with homes
in a temporary folder. All other parts run here. Run it on an idle
machine; where that cannot be, compare CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.records import (
    IdentifiedArticle,
    IdentifiedBlock,
    Language,
    Metadata,
    Raw,
    SegmentedArticle,
    Source,
)
from ingest.segment import segment
from ingest.settings import Settings
from ingest.translate import TranslationOptions, translate
from ingest.translate.argos import open_engine
from ingest.translate.decoder import LENGTH_PENALTY, Ctranslate2Engine
from ingest.translate.engine import Decoding
from ingest.translate.memory import Memory

LINES = 30
MANY = 20_000
SETTLED = 2_000

ARGOS = """
import json, sys, time
import sentencex
from argostranslate import translate as argos, package
folder, source = sys.argv[1], sys.argv[2]
documents = json.loads(open(source, encoding="utf-8").read())
class Splitter:
    def split_sentences(self, text):
        return [part.strip() for part in sentencex.segment("de", text) if part.strip()]
argos.MiniSBDSentencizer = argos.StanzaSentencizer = lambda pkg: Splitter()
german, english = argos.Language("de", "German"), argos.Language("en", "English")
translation = argos.PackageTranslation(german, english, package.Package(folder))
translation.translate("Guten Tag.")
start, cpu = time.perf_counter(), time.process_time()
texts = [translation.translate(document) for document in documents]
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
print(json.dumps({"seconds": seconds, "cpu": cpu, "texts": texts}))
"""


def document(lines: Sequence[str], tag: str = "de") -> SegmentedArticle:
    """Return a document of one paragraph a line."""
    text = "\n".join(lines)
    blocks: list[IdentifiedBlock] = []
    start = 0
    for line in lines:
        blocks.append(IdentifiedBlock(kind="paragraph", start=start, end=start + len(line), language=tag))
        start += len(line) + 1
    nowhere = Source(uri="x", canonical_uri="x", site=None, retrieved_at=None, media_type="text/plain", http=None)
    article = IdentifiedArticle(
        id="x",
        source=nowhere,
        raw=Raw(path="x", sha256="0" * 64, bytes=0),
        metadata=Metadata(),
        text=text,
        blocks=tuple(blocks),
        language=Language(tag=tag, confidence=1, method="given"),
    )
    return segment(article)


@contextmanager
def timed(label: str, words: int, results: dict[str, float]) -> Iterator[None]:
    """Measure a block in words a second and print it."""
    start, cpu = time.perf_counter(), time.process_time()
    yield
    seconds, busy = time.perf_counter() - start, time.process_time() - cpu
    results[label], results[f"{label}, CPU"] = words / seconds, words / busy
    print(f"| {label} | {seconds:.1f} | {busy:.1f} | {words / seconds:,.0f} |", flush=True)


def bleu(texts: Sequence[str], references: Sequence[str]) -> None:
    """Print BLEU line by line."""
    if references:
        import sacrebleu

        lines = "\n".join(texts).split("\n")
        print(f"|   BLEU {sacrebleu.corpus_bleu(lines, [list(references)]).score:.2f} | | | |", flush=True)


class Bench:
    """What all parts share."""

    def __init__(self, lines: list[str], references: list[str], models: Path, workers: int) -> None:
        self.lines, self.references = lines, references
        self.groups = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
        self.words = sum(len(line.split()) for line in lines)
        self.models, self.workers = models, workers
        self.results: dict[str, float] = {}

    def engine(self, workers: int) -> Ctranslate2Engine:
        """Return a warm engine."""
        engine = open_engine(Settings(models=self.models.resolve(), workers=workers))
        list(engine.decode(engine.packages[0], ["Guten Tag."], Decoding()))
        return engine

    def argos(self) -> None:
        """Argos Translate, document by document."""
        engine = self.engine(1)
        folder = engine._models[engine.packages[0]].folder.parent  # noqa: SLF001 - where the package lies
        with tempfile.TemporaryDirectory() as home:
            source = Path(home) / "documents.json"
            source.write_text(json.dumps(["\n".join(group) for group in self.groups]), "utf-8")
            homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), home)
            command = [sys.executable, "-c", ARGOS, str(folder.resolve()), str(source)]
            for name, threads in (("one thread", "1"), ("its default threads", "0")):
                environment = {**os.environ, **homes, "ARGOS_INTRA_THREADS": threads}
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
                found = json.loads(done.stdout.splitlines()[-1])
                label = f"Argos Translate's translate(), {name}"
                speed = self.words / found["seconds"]
                print(f"| {label} | {found['seconds']:.1f} | {found['cpu']:.1f} | {speed:,.0f} |", flush=True)
        bleu(found["texts"], self.references)

    def raw(self) -> None:
        """Raw translate_batch and the stage, on the same segments, one worker each; then more workers and beams."""
        documents = [document(group) for group in self.groups]
        for beam, workers in ((4, 1), (2, 1), (1, 1), (4, self.workers)):
            engine = self.engine(workers)
            label = f"beam {beam}, {workers} worker{'s' * (workers > 1)}"
            with timed(f"raw ctranslate2, {label}", self.words, self.results):
                raw_batch(engine, documents, beam)
            with timed(f"the stage, {label}", self.words, self.results):
                texts = stage(engine, documents, beam)
            bleu(texts, self.references)
            wall, cpu = (
                self.results[f"the stage, {label}{unit}"] / self.results[f"raw ctranslate2, {label}{unit}"]
                for unit in ("", ", CPU")
            )
            print(f"|   stage / raw {wall:.2f} by the clock, {cpu:.2f} by CPU time | | | |", flush=True)

    def warm(self) -> None:
        """Run twice, the second time with a warm memory."""
        documents = [document(group) for group in self.groups]
        with tempfile.TemporaryDirectory() as folder:
            options = TranslationOptions(memory=Memory(Path(folder) / "m.sqlite3"))
            engine = self.engine(1)
            with timed("first run, memory cold", self.words, self.results):
                translate(documents, engine=engine, target="en", options=options)
            calls = count_calls(engine)
            with timed("second run, memory warm", self.words, self.results):
                translate(documents, engine=engine, target="en", options=options)
        ratio = self.results["second run, memory warm"] / self.results["first run, memory cold"]
        print(f"|   {ratio:.0f} times as fast, {len(calls)} engine calls | | | |", flush=True)

    def memory(self) -> None:
        """Resident memory over many segments."""
        engine = self.engine(self.workers)
        sizes: dict[int, float] = {}
        done = 0
        while done < MANY:
            group = [f"{self.lines[(done + n) % len(self.lines)]} ({done + n})" for n in range(500)]
            stage(engine, [document(group)], 1)
            done += len(group)
            sizes[done] = resident()
        growth = sizes[done] / sizes[SETTLED] - 1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {done:,} segments: {sizes[SETTLED]:.0f} MiB after {SETTLED:,}, {sizes[done]:.0f} MiB at the end "
            f"({growth:+.1%}), peak {peak:.0f} MiB | | | |",
            flush=True,
        )

    def start(self) -> None:
        """Measure from nothing to the first translated document, in a fresh process."""
        with tempfile.TemporaryDirectory() as state:
            for label in ("first run ever (unpacks the package)", "any later run"):
                begin = time.perf_counter()
                command = [sys.executable, __file__, "--first", str(self.models), state]
                subprocess.run(command, input="\n".join(self.groups[0][:10]), text=True, check=True)
                print(f"| first document, {label} | {time.perf_counter() - begin:.2f} | | |", flush=True)


def raw_batch(engine: Ctranslate2Engine, documents: Sequence[SegmentedArticle], beam: int) -> None:
    """Send the segments to ctranslate2 in one call, tokenized beforehand."""
    model = engine._load(engine.packages[0])  # noqa: SLF001 - the library below our engine
    texts = [item.article.text[span.start : span.end] for item in documents for span in item.spans]
    tokens = model.tokenizer.encode(texts)
    results = model.translator.translate_batch(
        tokens,
        beam_size=beam,
        length_penalty=LENGTH_PENALTY,
        max_batch_size=2048,
        batch_type="tokens",
        return_scores=True,
        max_input_length=0,
    )
    for result in results:
        model.tokenizer.decode(result.hypotheses[0])


def stage(engine: Ctranslate2Engine, documents: Sequence[SegmentedArticle], beam: int) -> list[str]:
    """Run the stage without memory."""
    options = replace(TranslationOptions(), decoding=Decoding(beam_size=beam))
    return [done.text for done in translate(documents, engine=engine, target="en", options=options) if done]


def count_calls(engine: Ctranslate2Engine) -> list[int]:
    """Count the calls of an engine from now on."""
    calls: list[int] = []
    decode: Callable[..., object] = engine.decode

    def counted(*arguments: object) -> object:
        calls.append(1)
        return decode(*arguments)

    engine.decode = counted  # type: ignore[method-assign, assignment]
    return calls


def resident() -> float:
    """Return the resident memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def first(models: str, state: str) -> None:
    """Translate the lines on standard input as one document, from scratch."""
    engine = open_engine(Settings(models=Path(models).resolve(), state=Path(state).resolve(), workers=1))
    stage(engine, [document([line for line in sys.stdin.read().splitlines() if line.strip()])], 4)


def main() -> None:
    """Measure."""
    if sys.argv[1:2] == ["--first"]:
        first(*sys.argv[2:4])
        return
    parts = ("argos", "raw", "warm", "memory", "start")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path, nargs="?")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--models", type=Path, default=Path("models"))
    options = parser.parse_args()
    lines = [line.strip() for line in options.source.read_text("utf-8").splitlines()]
    references = options.reference.read_text("utf-8").splitlines() if options.reference else []
    bench = Bench(lines, references, options.models, options.workers)
    print(f"{len(lines):,} lines, {bench.words:,} words\n\n| | seconds | CPU seconds | words/s |\n|---|---:|---:|---:|")
    for part in options.only:
        getattr(bench, part)()


if __name__ == "__main__":
    main()
