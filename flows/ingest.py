"""The scheduled flow: the same work as ``ingest run``, watched in Prefect. A batch of documents is one task run."""

from __future__ import annotations

import sys
from pathlib import Path

# A script's own folder comes first on the path, and Prefect loads a flow file under its bare name: either would make
# `import ingest` below find this very file instead of the package.
sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
if getattr(sys.modules.get("ingest"), "__file__", None) == __file__:
    del sys.modules["ingest"]

from typing import Any
from uuid import UUID

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from ingest.cli.report import describe
from ingest.errors import TransientError
from ingest.outcomes import Summary
from ingest.plan import Batch
from ingest.run import Run, open_run
from ingest.settings import load_settings


async def _is_transient(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Retry only what may succeed the next time."""
    error = await state.result(raise_on_failure=False)  # type: ignore[misc]  # awaitable inside a hook
    return isinstance(error, TransientError)


@task(
    name="process batch",
    task_run_name="batch {number}",
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_jitter_factor=0.5,
    retry_condition_fn=_is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def process_batch(number: int, run: Run, batch: Batch) -> Summary:  # noqa: ARG001 - names the task run
    """Bring one batch of documents up to date."""
    logger = get_run_logger()
    summary = run.process(batch)
    for outcome in summary.outcomes:
        if outcome.needs_attention:
            logger.warning("%s %s: %s", outcome.id, outcome.uri, describe(outcome))
        else:
            logger.info("%s %s: %s", outcome.id, outcome.uri, outcome.what)
    return summary


def _run_name() -> str:
    sources = runtime.flow_run.parameters.get("sources")
    return f"ingest {', '.join(sources) if sources else 'raw'}"


@flow(name="ingest", flow_run_name=_run_name, persist_result=False)
def ingest(
    sources: list[str] | None = None, processed: str | None = None, target: str | None = None, force: bool = False
) -> State[Any]:
    """Turn documents into clean, English, citable records.

    Args:
        sources: Files or folders; default is the project's raw folder.
        processed: Folder for the records; default is the project's processed folder.
        target: Language to translate into, as a BCP-47 tag; default is English.
        force: Do every document again, changed or not.

    """
    settings = load_settings(processed=Path(processed).absolute() if processed else None, target=target)
    with open_run(settings, sources or (), start="extract" if force else None) as run:
        items = list(run.items())
        progress = _progress(len(items))
        summary = Summary()
        for number, batch in enumerate(run.batches(items), start=1):
            if batch.tasks:
                summary += process_batch(number, quote(run), quote(batch))  # type: ignore[call-overload]  # quotes are unwrapped
                update_progress_artifact(progress, 100 * summary.total / max(1, len(items)))
            else:
                summary += batch.settled
        summary, log = run.finish(summary)
        update_progress_artifact(progress, 100)
    _report(summary, log.run_id)
    return Completed(message=_sentence(summary), data=summary)


def _progress(total: int) -> UUID:
    created = create_progress_artifact(0, key="ingest-progress", description=f"{total} documents found")
    if not isinstance(created, UUID):
        raise TypeError("inside a synchronous flow Prefect answers at once")
    return created


def _report(summary: Summary, run_id: str) -> None:
    rows = [
        {
            "document": outcome.uri,
            "id": outcome.id,
            "outcome": outcome.what,
            "language": outcome.language,
            "translation": outcome.translation or "",
            "sentences": outcome.segments,
            "flagged": outcome.flagged,
            "note": f"{outcome.code}: {outcome.message}" if outcome.code else "",
        }
        for outcome in summary.outcomes
    ]
    create_table_artifact(rows, key="ingest-summary", description=f"{run_id}: {_sentence(summary)}")


def _sentence(summary: Summary) -> str:
    counts = ", ".join(f"{count} {what}" for what, count in sorted(summary.counts.items())) or "nothing found"
    attention = len(summary.attention)
    return f"{summary.total} documents: {counts}" + (f"; {attention} need attention" if attention else "")


def main() -> None:
    """Run the flow over the project's raw folder and print what happened."""
    from time import perf_counter  # noqa: PLC0415 - only for the table printed here

    from ingest.cli.report import print_summary  # noqa: PLC0415

    began = perf_counter()
    summary = ingest()
    settings = load_settings()
    print_summary(summary, settings.path(settings.processed), perf_counter() - began)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
