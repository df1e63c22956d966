"""What Prefect costs over the plain pipeline, and what a run costs when nothing changed.

    python -m benchmarks.operations [--documents 1000] [--translated 100] [--unchanged 10000] [--rounds 5]

``--documents`` are measured twice: as the cheapest there are, plain English of 240 words, and as pages of 600, which
nothing translates either. ``--translated`` are German of 600 words, translated by the package in models/, without the
translation memory, so that each round does all the work. ``--unchanged`` are the web pages. Plain and flow take turns;
each number is the median of the rounds, and the overhead the median of the ratios of neighbours: on the clock, and in
CPU seconds of all processes, Prefect's server among them, which other load disturbs little. Start-up (Prefect's server,
worker processes, libraries) is paid before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from benchmarks import texts

_SETTLING = 3.0
MODELS = Path(__file__).parents[1] / "models"


@contextmanager
def project(
    documents: int, words: texts.Words = texts.ENGLISH, length: int = 240, *, pages: bool = False
) -> Iterator[Path]:
    """Make a project folder and work in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        texts.write(Path(name) / "raw", documents, words, length, pages=pages)
        (Path(name) / "ingest.toml").write_text(f'models = "{MODELS}"\n[translation]\nmemory = false\n')
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


def cpu_seconds() -> float:
    """Return the CPU time of this process and all below it, the ended ones included: workers and Prefect's server."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(folder.name)] = int(fields[1])
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))  # user and system, then those of ended children
    family = {os.getpid()}
    while grown := {process for process, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks.get(process, 0) for process in family) / os.sysconf("SC_CLK_TCK")


def overhead(documents: int, rounds: int, words: texts.Words, length: int, *, pages: bool = False) -> None:
    """Print what the flow costs over the plain pipeline."""
    clock: dict[Callable[[str], dict[str, int]], list[float]] = {plain: [], flow: []}
    cpu: dict[Callable[[str], dict[str, int]], list[float]] = {plain: [], flow: []}
    with project(documents, words, length, pages=pages):
        for turn in range(rounds):
            for run in (plain, flow) if turn % 2 == 0 else (flow, plain):  # the second pays for what the first left
                before = cpu_seconds()
                clock[run].append(timed(run, f"{run.__name__}-{turn}", {"new": documents}))
                sleep(_SETTLING)  # the server stores what it was told
                cpu[run].append(cpu_seconds() - before)
    kind = "English" if words is texts.ENGLISH else "German, translated"
    what = f"{documents} new {'web pages' if pages else 'documents'}, {kind}, {length} words"
    for run, name in ((plain, f"{what}: plain pipeline"), (flow, "the same, flow")):
        more = f"{_more(clock):+.1f} % on the clock, {_more(cpu):+.1f} % CPU" if run is flow else ""
        print(f"| {name} | {median(clock[run]):.2f} | {median(cpu[run]):.2f} | {more} |", flush=True)


def _more(seconds: dict[Callable[[str], dict[str, int]], list[float]]) -> float:
    return 100 * (median(one / other for one, other in zip(seconds[flow], seconds[plain], strict=True)) - 1)


def unchanged(documents: int, rounds: int) -> None:
    """Print what a run costs over documents of which none changed."""
    with project(documents, length=600, pages=True):
        first = timed(plain, "processed", {"new": documents})
        print(f"| {documents} new web pages, plain pipeline | {first:.2f} | | |")
        seconds: dict[Callable[[str], dict[str, int]], list[float]] = {plain: [], flow: []}
        for _ in range(rounds):
            for run, of in seconds.items():
                of.append(timed(run, "processed", {"unchanged": documents}))
        for run, of in seconds.items():
            name = "plain pipeline" if run is plain else "flow"
            print(
                f"| {documents} unchanged, {name} | {median(of):.2f} | | 1/{first / median(of):.0f} of the first run |",
                flush=True,
            )


def main() -> None:
    """Start everything up, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--translated", type=int, default=100)
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        # read when Prefect is imported; documents are logged to the server as always, only not printed here
        os.environ |= {"PREFECT_HOME": home, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "ERROR"
        os.environ.pop("PREFECT_API_URL", None)
        from flows.embedded import embedded_server

        with embedded_server():
            for words in (texts.ENGLISH, texts.GERMAN):
                with project(2, words):
                    plain("warm-plain")
                    flow("warm-flow")
            print("| run | seconds | CPU seconds | |\n|---|---|---|---|")
            if arguments.documents:
                overhead(arguments.documents, arguments.rounds, texts.ENGLISH, 240)
                overhead(arguments.documents, arguments.rounds, texts.ENGLISH, 600, pages=True)
            if arguments.unchanged:
                unchanged(arguments.unchanged, arguments.rounds)
            if arguments.translated:
                overhead(arguments.translated, arguments.rounds, texts.GERMAN, 600)


if __name__ == "__main__":
    main()
