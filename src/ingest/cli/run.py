"""``ingest run``: documents in, records out."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.cli.library import Processed

if TYPE_CHECKING:
    from ingest.outcomes import Summary
    from ingest.run import Run
    from ingest.sources import Item


def run(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE…",
            help="Files, folders, WARC files, URLs, feeds or a list (sources.toml). Default: the project's raw/.",
        ),
    ] = None,
    processed: Processed = None,
    to: Annotated[
        str | None, typer.Option(metavar="TAG", help="Language to translate into (BCP-47).", show_default="en")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that read, threads that translate.", show_default="2")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only sources of a list that have this tag.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Do every document again, changed or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary for machines.")] = False,
) -> None:
    """Turn documents into records; only what is new or changed is done.

    Exit code 0: all done. 1: some documents were rejected or left untranslated, listed at the end. 2: wrong use.
    """
    from ingest.cli.report import print_json, print_summary
    from ingest.coverage import silences
    from ingest.run import open_run
    from ingest.settings import load_settings

    began = perf_counter()
    settings = load_settings(processed=processed, target=to, workers=workers)
    with open_run(settings, sources or (), start="extract" if force else None, tags=tag or ()) as current:
        summary = _follow(current, quiet=as_json)
        summary, log = current.finish(summary)
    seconds = perf_counter() - began
    folder = settings.location(settings.processed)
    silent = [each.message for each in silences(log.coverage, log.finished_at, days=settings.silent_days)]
    if as_json:
        print_json(summary, log, folder, seconds, current.problems, silent)
    else:
        print_summary(summary, folder, seconds, (*current.problems, *silent), known=current.known)
    raise typer.Exit(0 if summary.complete and not current.troubled else 1)


def _follow(current: Run, *, quiet: bool) -> Summary:
    """Process all batches; show a bar on a terminal, a line for each batch elsewhere."""
    from ingest.outcomes import Summary

    terminal = sys.stderr.isatty() and not quiet
    items = _found(current, terminal=terminal)
    summary = Summary()
    if not terminal:
        for batch in current.batches(items):
            summary += current.process(batch)
            if not quiet and batch.tasks:
                typer.echo(f"{summary.total} of {len(items)} documents", err=True)
        return summary

    from ingest.cli.report import progress

    with progress() as bar:
        task = bar.add_task("Ingesting", total=len(items))
        for batch in current.batches(items):
            summary += current.process(batch)
            bar.update(task, completed=summary.total)
    return summary


def _found(current: Run, *, terminal: bool) -> list[Item]:
    """Return the documents of all sources; while the web is fetched, a terminal shows the page."""
    if not terminal:
        return list(current.items())
    from rich.console import Console

    with Console(stderr=True).status("Looking for documents …") as status:
        current.on_fetch = lambda url: status.update(f"Fetching: {url}")
        return list(current.items())
