"""``ingest reingest``: documents that are known, done again from a chosen stage; the same as the flow of this name."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ingest.cli.library import Processed

if TYPE_CHECKING:
    from ingest.outcomes import Summary
    from ingest.reingest import Changed, Planned, Reingest
    from ingest.select import Selection
    from ingest.store.runs import RunLog

# Spelled out: the modules that hold these load the whole pipeline, and `ingest --help` stays fast. A test compares.
Start = Literal["fetch", "extract", "identify", "translate"]
State = StrEnum("State", ["complete", "partial", "unavailable", "failed", "original", "rejected"])
_LISTED = 50
_SHORT = 12
_DAY = ["%Y-%m-%d"]


def reingest(  # noqa: PLR0913, PLR0917 - one option for each way of choosing
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="Identifiers, or their beginning: 8 characters.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; it is written to the run log.")] = "",
    site: Annotated[
        list[str] | None, typer.Option(help="A site, an address or a folder: example.org, raw/letters.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Language of the documents (BCP-47).")
    ] = None,
    state: Annotated[list[State] | None, typer.Option(help="How far they got.")] = None,
    published_from: Annotated[datetime | None, typer.Option(formats=_DAY, help="First day of publication.")] = None,
    published_to: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day of publication.")] = None,
    text: Annotated[str, typer.Option(help="Words in the name, the title or the text.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="All documents that are known.")] = False,
    start: Annotated[Start, typer.Option(help="The first stage to do again.")] = "translate",
    to: Annotated[
        str | None, typer.Option(metavar="TAG", help="Language to translate into (BCP-47).", show_default="en")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would be done.")] = False,
    processed: Processed = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Do chosen documents again, and print what changed in each.

    What is given must all hold; of several values of one option, one must. Rejected documents begin at extract.
    Exit code 0: all done, or a dry run. 1: some of them need attention, listed at the end. 2: wrong use.
    """
    from ingest.reingest import open_reingest
    from ingest.settings import load_settings

    chosen = _selection(
        ids=ids or [],
        sites=site or [],
        languages=language or [],
        states=[each.value for each in state or []],
        published_from=published_from and published_from.date(),
        published_to=published_to and published_to.date(),
        text=text,
        everything=everything,
    )
    settings = load_settings(processed=processed, target=to)
    with open_reingest(settings, chosen, start=start, reason=reason) as again:
        if dry_run or not again.planned:
            if as_json:
                _print_plan_json(again, dry_run=dry_run)
            else:
                _print_plan(again)
            raise typer.Exit(0)
        summary, changed = _work(again, quiet=as_json)
        summary, log = again.run.finish(summary)
    if as_json:
        _print_changes_json(again, log, changed)
    else:
        _print_changes(again, summary, changed)
    raise typer.Exit(0 if summary.complete and not again.run.troubled else 1)


def _selection(**given: object) -> Selection:
    from pydantic import ValidationError

    from ingest.errors import ConfigurationError
    from ingest.select import Selection

    try:
        return Selection.model_validate(given)
    except ValidationError as error:
        faults = "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
        raise ConfigurationError(f"This chooses nothing that makes sense: {faults}.") from error


def _work(again: Reingest, *, quiet: bool) -> tuple[Summary, list[Changed]]:
    from ingest.outcomes import Summary

    summary = Summary()
    changed: list[Changed] = []
    for batch in again.batches():
        done = again.run.process(batch)
        summary += done
        changed += again.changed(batch, done)
        if not quiet and batch.tasks:
            typer.echo(f"{summary.total} of {len(again.planned)} documents", err=True)
    return summary, changed


def _print_plan(again: Reingest) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "language", "state", "published", "would do", "document", box=None, pad_edge=False)
    for planned in again.planned[:_LISTED]:
        entry = planned.entry
        stages = ", ".join(planned.stages)
        table.add_row(entry.id[:_SHORT], entry.language, _state(planned), entry.published, stages, Text(entry.uri))
    if again.planned:
        Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table)
    if len(again.planned) > _LISTED:
        typer.echo(f"… and {len(again.planned) - _LISTED} more; --json lists all.")
    typer.echo(f"{len(again.planned)} documents would be done again from {again.start}. Nothing was changed.")


def _print_changes(again: Reingest, summary: Summary, changed: list[Changed]) -> None:
    from rich.console import Console

    from ingest.cli.report import describe, summary_table

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(summary_table(summary))
    differing = [each for each in changed if each.changes]
    for each in differing[:_LISTED]:
        typer.echo(f"\n{each.entry.uri} ({each.entry.id[:_SHORT]})")
        for change in each.changes:
            typer.echo(f"  {change.field}\n    - {change.before}\n    + {change.after}")
    if len(differing) > _LISTED:
        typer.echo(f"\n… and {len(differing) - _LISTED} more; the run log names them.")
    if summary.attention or again.run.problems:
        typer.echo("\nNeeds attention:")
    for outcome in summary.attention[:_LISTED]:
        typer.echo(f"  {outcome.uri}: {describe(outcome)}")
    for problem in again.run.problems:
        typer.echo(f"  {problem}")
    typer.echo(f"\n{again.result(changed)}.")


def _print_plan_json(again: Reingest, *, dry_run: bool) -> None:
    planned = [_planned_json(each) for each in again.planned]
    _print_json({"dry_run": dry_run, "start": again.start, "planned": planned})


def _print_changes_json(again: Reingest, log: RunLog, changed: list[Changed]) -> None:
    _print_json(
        {
            "dry_run": False,
            "start": again.start,
            "run_id": log.run_id,
            "reason": log.reason,
            "counts": log.counts,
            "problems": list(again.run.problems),
            "documents": [
                {
                    "id": each.entry.id,
                    "uri": each.entry.uri,
                    "changes": [change.model_dump(mode="json") for change in each.changes],
                }
                for each in changed
            ],
        }
    )


def _planned_json(planned: Planned) -> dict[str, object]:
    entry = planned.entry
    return {"id": entry.id, "uri": entry.uri, "state": planned.state, "stages": list(planned.stages)}


def _state(planned: Planned) -> str:
    return f"rejected: {planned.entry.code}" if planned.state == "rejected" else planned.state


def _print_json(value: object) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
