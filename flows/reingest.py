"""By hand, from the Prefect UI: choose documents that are known, and the stage from which they are done again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from flows.artifacts import Cell, Progress, link, table
from flows.batches import process
from flows.ingest import conclude, settings_of, titled
from ingest.outcomes import Summary
from ingest.reingest import Changed, Planned, Reingest, ReingestStage, open_reingest
from ingest.select import Selection
from ingest.settings import Settings


def _name() -> str:
    """Say what runs: whether it is a dry run, which documents, from where, and why."""
    given = flow_run.parameters
    rehearsal = "dry run: " if given.get("dry_run", True) else ""
    which = Selection.model_validate(given.get("which") or {})
    return f"{rehearsal}reingest {which.phrase} from {given.get('start', 'translate')}: {given.get('reason', '')}"[:100]


@flow(name="reingest", flow_run_name=_name, persist_result=False)
def reingest(
    which: Annotated[Selection, titled("Which documents")],
    reason: Annotated[str, titled("Reason"), Field(min_length=3, max_length=500)],
    start: Annotated[ReingestStage, titled("From which stage")] = "translate",
    target: Annotated[str | None, titled("Target language")] = None,
    dry_run: Annotated[bool, titled("Dry run")] = True,
) -> State[Any]:
    """Do chosen documents again, and show what changed in each.

    Args:
        which: What is given must all hold; of several values in one field, one must.
        reason: Why; it is written to the run log.
        start: The first stage to be done again; the ones after it follow. Rejected documents begin at extract.
        target: Language to translate into, as a BCP-47 tag; default is the project's.
        dry_run: Only show what would be done, in the artifact reingest-plan. Switch it off to do it.

    """
    settings = settings_of(None, target)
    with open_reingest(settings, which, start=start, reason=reason) as chosen:
        table("reingest-plan", [_planned_row(settings, each) for each in chosen.planned], _plan(chosen, dry_run))
        if dry_run or not chosen.planned:
            return Completed(name="Dry run" if dry_run else "Completed", message=_plan(chosen, dry_run))
        summary, changed = _work(chosen)
        _show(chosen, changed)
        return conclude(chosen.run, summary)


def _work(chosen: Reingest) -> tuple[Summary, list[Changed]]:
    progress = Progress("reingest-progress", len(chosen.planned))
    summary, changed = Summary(), list[Changed]()
    for batch, done in process(chosen.batches(), chosen.run.pipeline):
        changed += chosen.changed(batch, done)
        summary += done
        if batch.tasks:
            progress.reach(summary.total)
    progress.reach(len(chosen.planned))
    return summary, changed


def _show(chosen: Reingest, changed: Sequence[Changed]) -> None:
    rows: list[dict[str, Cell]] = []
    settings = chosen.run.pipeline.settings
    for each in changed:
        for change in each.changes:
            rows.append(
                {
                    "document": each.entry.uri,
                    "file": link(settings, each.entry.id, rejected=each.rejected),
                    "what": change.field,
                    "before": change.before,
                    "after": change.after,
                }
            )
            get_run_logger().info("%s %s: %s", each.entry.id, each.entry.uri, change.field)
    table("reingest-changes", rows, chosen.result(changed))


def _plan(chosen: Reingest, dry_run: bool) -> str:
    words = "would be done" if dry_run else "are done"
    return f"{len(chosen.planned)} documents {words} again from {chosen.start}: {chosen.run.reason}"


def _planned_row(settings: Settings, planned: Planned) -> dict[str, Cell]:
    entry = planned.entry
    return {
        "document": entry.uri,
        "title": entry.title,
        "id": entry.id,
        "file": link(settings, entry.id, rejected=entry.outcome == "rejected"),
        "language": entry.language,
        "published": entry.published,
        "state": planned.state if planned.state != "rejected" else f"rejected: {entry.code}",
        "would do": ", ".join(planned.stages),
    }
