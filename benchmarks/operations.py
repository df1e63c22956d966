"""What Prefect costs over the plain pipeline, and what a run costs when nothing changed.

    python -m benchmarks.operations [--documents 300] [--unchanged 3000] [--rounds 3]

The texts are English and made up here, so that nothing is translated: the documents are as cheap as documents can be,
and both shares look worse than with any that are translated. Start-up (Prefect's server, worker processes, libraries)
is paid before the clock starts. Each number is the best of the rounds, since other load only adds;
plain and flow take turns.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

WHO = ("The council", "A committee of residents", "The ministry", "The data protection office", "The supplier")
DID = ("paid for", "questioned", "renewed the contract for", "switched off", "published a report about")
WHAT = ("the cameras at the station", "a system that reads number plates", "the body scanners", "the new database")
WHEN = ("in spring", "after a long debate", "without a public vote", "two years ago", "as the law requires")


def write_texts(folder: Path, count: int) -> None:
    """Write ``count`` different texts of 20 sentences, some 1.5 KB each."""
    chance = random.Random(7)
    folder.mkdir(parents=True)
    for number in range(count):
        sentences = [
            f"{' '.join(map(chance.choice, (WHO, DID, WHAT, WHEN)))} for {chance.randrange(9, 900)} thousand euros."
            for _ in range(20)
        ]
        paragraphs = (" ".join(sentences[start : start + 5]) for start in range(0, 20, 5))
        (folder / f"{number:06}.txt").write_text(f"Report number {number}\n\n" + "\n\n".join(paragraphs) + "\n")


@contextmanager
def project(documents: int) -> Iterator[Path]:
    """Make a project folder and work in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        write_texts(Path(name) / "raw", documents)
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def plain(processed: str) -> dict[str, int]:
    """Do what ``ingest run`` does; return the counts."""
    from ingest.outcomes import Summary
    from ingest.run import open_run
    from ingest.settings import load_settings

    with open_run(load_settings(processed=Path(processed).absolute())) as run:
        summary = Summary()
        for batch in run.batches(list(run.items())):
            summary += run.process(batch)
        return {str(what): count for what, count in run.finish(summary)[0].counts.items()}


def flow(processed: str) -> dict[str, int]:
    """Do the same through the flow."""
    from flows.ingest import ingest

    from ingest.outcomes import Summary

    summary = ingest(processed=processed, return_state=True).result()
    assert isinstance(summary, Summary)
    return {str(what): count for what, count in summary.counts.items()}


def timed(run: Callable[[str], dict[str, int]], processed: str, expected: dict[str, int]) -> float:
    """Return the seconds of a run, which must end as expected."""
    began = perf_counter()
    counts = run(processed)
    seconds = perf_counter() - began
    assert counts == expected, counts
    return seconds


def overhead(documents: int, rounds: int) -> None:
    """Print what the flow costs over the plain pipeline."""
    seconds: dict[Callable[[str], dict[str, int]], list[float]] = {plain: [], flow: []}
    with project(documents):
        for turn in range(rounds):
            for run, of in seconds.items():
                of.append(timed(run, f"{run.__name__}-{turn}", {"new": documents}))
    without, through = (min(of) for of in seconds.values())
    extra = through - without
    print(
        f"| {documents} new documents, plain pipeline | {without:.2f} | {1000 * without / documents:.1f} | |\n"
        f"| {documents} new documents, flow | {through:.2f} | {1000 * through / documents:.1f} | "
        f"{100 * extra / without:+.1f} % over plain |",
        flush=True,
    )


def unchanged(documents: int, rounds: int) -> None:
    """Print what a run costs over documents of which none changed."""
    with project(documents):
        first = timed(plain, "processed", {"new": documents})
        print(f"| {documents} new documents, plain pipeline | {first:.2f} | {1000 * first / documents:.1f} | |")
        for run in (plain, flow):
            again = min(timed(run, "processed", {"unchanged": documents}) for _ in range(rounds))
            name = "plain pipeline" if run is plain else "flow"
            print(
                f"| {documents} unchanged, {name} | {again:.2f} | {1000 * again / documents:.2f} | "
                f"1/{first / again:.0f} of the first run |",
                flush=True,
            )


def main() -> None:
    """Start everything up, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--unchanged", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        # read when Prefect is imported; documents are logged to the server as always, only not printed here
        os.environ |= {"PREFECT_HOME": home, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "ERROR"
        os.environ.pop("PREFECT_API_URL", None)
        from flows.embedded import embedded_server

        with embedded_server():
            with project(2):
                plain("warm-plain")
                flow("warm-flow")
            print("| run | seconds | ms per document | |\n|---|---|---|---|")
            overhead(arguments.documents, arguments.rounds)
            unchanged(arguments.unchanged, arguments.rounds)


if __name__ == "__main__":
    main()
