"""What a run says at its end: a table for people, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ingest.outcomes import Outcome, Summary, What
from ingest.store.atomic import Folder
from ingest.store.runs import RunLog

_MEANINGS: dict[What, str] = {
    "new": "new records",
    "changed": "changed: a new revision",
    "redone": "done again: same content, new result",
    "unchanged": "unchanged: nothing done",
    "rejected": "rejected",
    "failed": "failed: a bug, tried again next time",
}
_LISTED = 50


def progress() -> Progress:
    """Return the progress bar of a run; it goes to standard error."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def print_summary(
    summary: Summary, folder: Folder, seconds: float, problems: Sequence[str] = (), *, known: int = 0
) -> None:
    """Print what happened, what needs attention and where the records are."""
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(summary_table(summary))
    done = [outcome for outcome in summary.outcomes if outcome.what in ("new", "changed", "redone")]
    if done:
        console.print()
        console.print(_documents_table(done))
    if summary.counts.keys() <= {"unchanged", "rejected"} and (summary.counts.get("unchanged") or known):
        console.print("Nothing new: no document was extracted or translated again.")
    if known:
        console.print(f"{known} pages are known: not due yet, or the server says that they did not change.")
    attention = summary.attention
    if attention:
        console.print(f"\n{len(attention)} of {summary.total} documents need attention:")
        for outcome in attention[:_LISTED]:
            console.print(Text(f"  {outcome.uri}: {describe(outcome)}"))
        if len(attention) > _LISTED:
            console.print(f"  … and {len(attention) - _LISTED} more; see `ingest list --attention`.")
    if problems:
        console.print("\nBeside the documents:")
        for problem in problems:
            console.print(Text(f"  {problem}"))
    words = sum(outcome.words for outcome in summary.outcomes)
    console.print(f"\n{words:,} words translated. {seconds:.1f} s. Records: {folder / 'records'}")


def print_json(
    summary: Summary,
    log: RunLog,
    folder: Folder,
    seconds: float,
    problems: Sequence[str] = (),
    silent: Sequence[str] = (),
) -> None:
    """Print the summary as one JSON object."""
    document = {
        "run_id": log.run_id,
        "processed": str(folder),
        "seconds": round(seconds, 3),
        "complete": summary.complete and not problems,
        "problems": list(problems),
        "silent": list(silent),
        "total": summary.total,
        "counts": summary.counts,
        "attention": [outcome.model_dump(mode="json") for outcome in summary.attention],
        "outcomes": [outcome.model_dump(mode="json") for outcome in summary.outcomes],
    }
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")


def summary_table(summary: Summary) -> Table:
    """Return how many documents fared how."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("documents", justify="right")
    table.add_column("what happened")
    for what, meaning in _MEANINGS.items():
        if count := summary.counts.get(what, 0):
            table.add_row(str(count), meaning)
    if not summary.total:
        table.add_row("0", "nothing found")
    return table


def _documents_table(outcomes: Sequence[Outcome]) -> Table:
    """Return what was made of each document, the first of them when they are many."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("document", "language", "translation", "sentences", "flagged", "id"):
        table.add_column(heading, justify="right" if heading in ("sentences", "flagged") else "left", overflow="fold")
    for outcome in outcomes[:_LISTED]:
        numbers = (str(outcome.segments), str(outcome.flagged)) if outcome.segments else ("", "")
        translation = outcome.translation or "not needed"
        table.add_row(Text(outcome.uri), outcome.language, translation, *numbers, outcome.id[:12])
    if len(outcomes) > _LISTED:
        table.add_row(f"… and {len(outcomes) - _LISTED} more", "", "", "", "", "")
    return table


def describe(outcome: Outcome) -> str:
    """Return why a document needs attention, in one line (a bug brings its traceback)."""
    if outcome.what == "rejected":
        return f"rejected, {outcome.code}. {outcome.message}"
    if outcome.what == "failed":
        return outcome.message
    return f"translation {outcome.translation}, {outcome.code}. {outcome.message}"
