"""What a document costs on one core and on disk, and how a ledger of a million rows answers; see docs/scaling.md.

    python -m benchmarks.scaling [--documents 300] [--translated 60] [--words 600] [--rows 1000000]

Costs are CPU seconds (user and system, all threads), which other load disturbs little. Everything runs in this process
over made-up web pages, with one thread to translate and without the translation memory. Nothing is fetched. The rows
of the ledger stand for documents that did not change; that their records are there is asked of the disk for one file
again and again, which is warm: on a cold disk each look costs a seek.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest import mock

from benchmarks import texts

from ingest import pipeline as pipeline_module
from ingest import stages
from ingest.outcomes import Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.records import Capture, Raw
from ingest.run import Run
from ingest.settings import Settings, load_settings
from ingest.sources.files import FileItem
from ingest.store.entries import entry_of_record
from ingest.store.ledger import Ledger
from ingest.store.records import RecordStore
from ingest.workers import InlineAnalyst

DAY = 86_400
ROOT = Path(__file__).parents[1]


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Add up the CPU seconds of each stage while inside."""
    seconds: dict[str, float] = defaultdict(float)

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **options: Any) -> Any:
            began = process_time()
            try:
                return function(*arguments, **options)
            finally:
                seconds[name] += process_time() - began

        return timed

    places = (
        ("capture", FileItem, "capture"),
        ("extract", stages, "extract"),
        ("identify", stages, "identify"),
        ("segment", stages, "segment"),
        ("translate", pipeline_module, "translate"),
        ("store", RecordStore, "commit"),
        ("ledger", Ledger, "put"),
    )
    with ExitStack() as stack:
        for name, owner, attribute in places:
            stack.enter_context(mock.patch.object(owner, attribute, watch(name, getattr(owner, attribute))))
        yield seconds


def run_over(pipeline: Pipeline, raw: Path) -> Summary:
    """Do what ``ingest run`` does, in this process."""
    run = Run(pipeline, (str(raw),))
    summary = Summary()
    for batch in run.batches(list(run.items())):
        summary += run.process(batch)
    return run.finish(summary)[0]


def on_disk(folder: Path, pattern: str) -> tuple[int, int]:
    """Return the bytes of the files that match, and what the file system takes for them."""
    found = [path.stat() for path in folder.glob(pattern) if path.is_file()]
    return sum(each.st_size for each in found), sum(each.st_blocks * 512 for each in found)


def costs(name: str, words: texts.Words, count: int, length: int) -> None:
    """Print what a document of this kind costs in each stage, and on disk."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        texts.write(root / "warm", 3, words, length, pages=True)
        texts.write(root / "raw", count, words, length, pages=True)
        settings = load_settings(root, processed=root / "processed", models=ROOT / "models", workers=1)
        settings = settings.model_copy(
            update={"translation": settings.translation.model_copy(update={"memory": False})}
        )
        with open_pipeline(settings, analyst=InlineAnalyst()) as pipeline:
            run_over(pipeline, root / "warm")
            with watched() as seconds:
                began = process_time()
                summary = run_over(pipeline, root / "raw")
                total = process_time() - began
        assert summary.counts == {"new": count}, summary.counts
        seconds["plan, digests, run log"] = total - sum(seconds.values())
        print(f"\n{name}: {count} pages, {length} words each\n\n| stage | CPU ms per document |\n|---|---|")
        for stage, spent in seconds.items():
            print(f"| {stage} | {1000 * spent / count:.2f} |")
        print(f"| all | {1000 * total / count:.2f} |")
        print(f"\nOne core: {DAY * count / total:,.0f} documents a day.\n")
        print("| on disk | bytes | with its blocks |\n|---|---|---|")
        (root / "processed" / "runs" / "head.json").unlink()
        for kind, pattern in (
            ("raw page", "raw/*"),
            ("record", "processed/records/*/*"),
            ("run log", "processed/runs/000002*"),
        ):
            size, blocks = on_disk(root, pattern)
            files = count + 3 if kind == "record" else count
            print(f"| {kind} | {size / files:,.0f} | {blocks / files:,.0f} |", flush=True)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A document that lies there as it lay before; nobody reads it."""

    id: str
    uri: str
    stamp: str
    raw: Raw | None = None

    def capture(self) -> Capture:
        """Fail: what did not change is not read."""
        raise AssertionError("nothing is read")


def timed(what: str, work: Callable[[], object]) -> None:
    """Print how long something takes, and how large this process was at most."""
    began = perf_counter(), process_time()
    answer = work()
    wall, cpu = perf_counter() - began[0], process_time() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"| {what} | {answer} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} |", flush=True)


def ledger_of(rows: int) -> None:
    """Print how a ledger of so many rows answers."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        texts.write(root / "raw", 1, texts.ENGLISH, 200)
        settings = Settings(root=root, models=ROOT / "models")
        with open_pipeline(settings, analyst=InlineAnalyst()) as pipeline:
            run_over(pipeline, root / "raw")
            ledger, store = pipeline.ledger, pipeline.store
            [known] = store.records()
            model = entry_of_record(known, "1:2:3/-")
            print(f"\nA ledger of {rows:,} rows\n\n| question | answer | s | CPU s | peak MiB |\n|---|---|---|---|---|")

            def fill() -> str:
                for start in range(0, rows, 5000):
                    ledger.put(
                        replace(
                            model, id=f"{number:032x}", uri=f"raw/{number:08}.html", site=f"s{number % 5000}.example"
                        )
                        for number in range(start, min(start + 5000, rows))
                    )
                return "rows written"

            def plan() -> str:
                items = (Unchanged(f"{number:032x}", f"raw/{number:08}.html", "1:2:3/-") for number in range(rows))
                there = store.path(known.id)
                with mock.patch.object(RecordStore, "path", return_value=there):
                    batches = list(pipeline.plan(items))
                assert not any(batch.tasks for batch in batches)
                return f"{sum(batch.settled.total for batch in batches):,} unchanged"

            timed("write all rows", fill)
            timed("its file", lambda: f"{(root / 'processed/ledger.sqlite3').stat().st_size / rows:,.0f} bytes a row")
            timed("how many", ledger.count)
            timed("one document by the beginning of its id", lambda: len(list(ledger.find(prefix=f"{rows // 2:032x}"))))
            timed(
                "a thousand by id", lambda: len(ledger.get([f"{n:032x}" for n in range(0, rows, max(1, rows // 1000))]))
            )
            timed("a word in names and titles", lambda: sum(1 for _ in ledger.find(text="00009999")))
            timed("all (`ingest list`, `status`)", lambda: sum(1 for _ in ledger.find()))
            timed("plan a run in which nothing changed", plan)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--translated", type=int, default=60)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    if arguments.documents:
        costs("English, not translated", texts.ENGLISH, arguments.documents, arguments.words)
    if arguments.translated:
        costs("German, translated by the bundled package", texts.GERMAN, arguments.translated, arguments.words)
    if arguments.rows:
        ledger_of(arguments.rows)


if __name__ == "__main__":
    main()
