"""The scheduled flow: the same work as ``ingest run``, watched in Prefect. Batches of documents are task runs."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

# As a script this file has its own folder first on the path, and Prefect loads a flow file under its bare name: either
# would make `import ingest` below find this very file instead of the package.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [str(_HERE.parent), *(entry for entry in sys.path if Path(entry).resolve() not in (_HERE, _HERE.parent))]
if getattr(sys.modules.get("ingest"), "__file__", None) == __file__:
    del sys.modules["ingest"]

from typing import Annotated, Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field
from pydantic.fields import FieldInfo

from flows.artifacts import Progress, report, sentence
from flows.batches import process
from ingest.cli.report import describe
from ingest.coverage import silences
from ingest.errors import ConfigurationError
from ingest.outcomes import Summary
from ingest.run import Run, open_run
from ingest.settings import Settings, load_settings


def titled(title: str) -> FieldInfo:
    """Name a parameter for people: as ``title`` of a form's field, Prefect takes only its plain name."""
    field: FieldInfo = Field(json_schema_extra={"title": title})
    return field


def _name() -> str:
    """Say what runs: the sources, and what is unusual about it."""
    given = flow_run.parameters
    sources = ", ".join(given.get("sources") or ()) or "all sources"
    tags = f" tagged {' or '.join(given['tags'])}" if given.get("tags") else ""
    target = f" into {given['target']}" if given.get("target") else ""
    return f"ingest {sources}{tags}{target}{', again from the start' if given.get('force') else ''}"


@flow(name="ingest", flow_run_name=_name, persist_result=False)
def ingest(
    sources: Annotated[list[str] | None, titled("Sources")] = None,
    processed: Annotated[str | None, titled("Folder of the records")] = None,
    target: Annotated[str | None, titled("Target language")] = None,
    tags: Annotated[list[str] | None, titled("Tags")] = None,
    force: Annotated[bool, titled("Everything again")] = False,
) -> State[Any]:
    """Turn documents into clean, English, citable records.

    Args:
        sources: Files, folders, WARC files, URLs, feeds or lists of sources (sources.toml); default is the raw folder.
        processed: Folder for the records; default is the project's processed folder.
        target: Language to translate into, as a BCP-47 tag; default is English.
        tags: Only the sources of a list that have one of these tags.
        force: Do every document again, changed or not.

    """
    settings = settings_of(processed, target)
    with open_run(settings, sources or (), start="extract" if force else None, tags=tags or ()) as run:
        return conclude(run, work(run))


def settings_of(processed: str | None, target: str | None) -> Settings:
    """Read the settings, with what the form of a deployment gives; its empty fields count as not given."""
    return load_settings(processed=processed or None, target=target or None)


def work(run: Run) -> Summary:
    """Discover and process all documents of a run, with progress to be seen."""
    items = list(run.items())
    progress = Progress("ingest-progress", len(items))
    summary = Summary()
    for batch, done in process(run.batches(items), run.pipeline):
        summary += done
        if batch.tasks:
            progress.reach(summary.total)
    progress.reach(len(items))
    return summary


def conclude(run: Run, summary: Summary) -> State[Any]:
    """Write the run log, show what happened, and return the state that tells the truth.

    Completed: every document has an outcome. Its name is ``Attention`` when some were rejected or left untranslated,
    when a source has gone silent, or when something beside the documents needs a person. Failed: a bug met a document;
    the others are done.
    """
    settings, before = run.pipeline.settings, len(summary.outcomes)
    summary, log = run.finish(summary)
    for outcome in summary.outcomes[before:]:  # sources that could not be read; the others were logged by their batch
        get_run_logger().warning("%s %s: %s", outcome.id, outcome.uri, describe(outcome))
    silent = silences(log.coverage, datetime.now(UTC), days=settings.silent_days)
    for warning in (*run.problems, *(silence.message for silence in silent)):
        get_run_logger().warning(warning)
    report(settings, summary, log, silent)
    message = "; ".join([sentence(summary, run.problems), *(silence.message for silence in silent)])
    if summary.counts.get("failed"):
        return Failed(message=message, data=summary)
    name = "Attention" if summary.attention or silent or run.troubled else "Completed"
    return Completed(name=name, message=message, data=summary)


def main() -> None:
    """Run the flow over the project's raw folder and print what happened.

    Exit code 0 when the run ended, also when documents need attention; 1 when it failed; 2 for wrong settings.
    """
    from time import perf_counter  # noqa: PLC0415 - only for the table printed here

    from flows.embedded import embedded_server  # noqa: PLC0415
    from ingest.cli.report import print_summary  # noqa: PLC0415

    began = perf_counter()
    try:
        settings = load_settings()
    except ConfigurationError as error:
        sys.stderr.write(f"ingest: {error}\n")
        raise SystemExit(2) from error
    with embedded_server():
        state: State[Any] = ingest(return_state=True)
        summary = state.result(raise_on_failure=False)
    if not isinstance(summary, Summary):
        raise SystemExit(f"ingest: {state.message}")
    print_summary(summary, settings.location(settings.processed), perf_counter() - began)
    raise SystemExit(1 if state.is_failed() else 0)


if __name__ == "__main__":
    main()
