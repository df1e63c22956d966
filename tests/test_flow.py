"""The Prefect flow does what the command does: batches as task runs, artifacts, an honest final state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flows import batches
from flows.batches import _is_transient
from flows.ingest import ingest
from flows.reingest import reingest
from prefect import State
from prefect.client.orchestration import get_client
from prefect.states import Failed
from prefect.testing.utilities import prefect_test_harness

from ingest.cli import main
from ingest.errors import DocumentError, TransientError
from ingest.outcomes import Summary
from ingest.pipeline import Pipeline
from ingest.plan import Batch
from ingest.run import Run, open_run
from ingest.select import Selection
from ingest.settings import load_settings
from ingest.sources import Item
from ingest.store.runs import Coverage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Prefect's own and its dependencies'
]

ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "ingest.toml").write_text("batch_size = 2\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def _seen(state: State[Any]) -> tuple[list[str], dict[str, Any]]:
    """Return the task runs of a flow run and its artifacts by key."""
    async with get_client() as client:
        runs = await client.read_task_runs()
        artifacts = await client.read_artifacts()
    flow_run = state.state_details.flow_run_id
    return (
        sorted(run.name for run in runs if run.flow_run_id == flow_run),
        {artifact.key or "": artifact.data for artifact in artifacts if artifact.flow_run_id == flow_run},
    )


def test_batches_are_task_runs_and_the_run_leaves_its_artifacts(project: Path) -> None:
    for number in range(3):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    (project / "raw" / "empty.txt").write_text("")
    state = ingest(return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Attention")
    assert state.message == "4 documents: 3 new, 1 rejected; 1 need attention"
    names, artifacts = asyncio.run(_seen(state))
    assert names == ["batches 1"]
    assert artifacts["ingest-progress"] == 100
    assert "raw/empty.txt" in artifacts["ingest-attention"]
    assert "empty 1" in artifacts["ingest-summary"]
    assert len(list(project.glob("processed/records/*/*.json"))) == 3

    again = ingest(return_state=True)
    assert again.message == "4 documents: 1 rejected, 3 unchanged; 1 need attention"
    assert asyncio.run(_seen(again))[0] == []


@pytest.mark.parametrize(("seconds", "tasks"), [(1000.0, 1), (0.0, 7)])
def test_quick_batches_share_a_task_run_and_its_log_names_every_document(
    project: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, seconds: float, tasks: int
) -> None:
    monkeypatch.setattr(batches, "_SECONDS", seconds)
    for number in range(13):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    (project / "raw" / "empty.txt").write_text("")
    state = ingest(return_state=True)
    assert state.message == "14 documents: 13 new, 1 rejected; 1 need attention"
    assert asyncio.run(_seen(state))[0] == [f"batches {number}" for number in range(1, tasks + 1)]
    named = [line.rpartition("/")[2] for line in caplog.text.splitlines() if line.endswith(".txt")]
    assert sorted(named) == sorted(f"{number}.txt" for number in range(13))
    assert "raw/empty.txt: " in caplog.text


def test_a_retry_goes_on_where_the_last_try_ended(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Pipeline.process_batch, list[tuple[str, ...]]()

    def unsteady(pipeline: Pipeline, batch: Batch) -> Summary:
        calls.append(tuple(sorted(Path(task.item.uri).name for task in batch.tasks)))
        if len(calls) == 3:
            raise TransientError("no answer")
        return real(pipeline, batch)

    monkeypatch.setattr(Pipeline, "process_batch", unsteady)
    monkeypatch.setattr(batches, "_SECONDS", 1000.0)  # all in one task run
    monkeypatch.setattr(batches.process_batches, "retry_delay_seconds", 0)
    for number in range(6):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    state = ingest(return_state=True)
    assert state.message == "6 documents: 6 new"
    assert asyncio.run(_seen(state))[0] == ["batches 1"]
    assert calls[2] == calls[3]
    assert len(calls) == 4


def test_what_the_planner_raises_fails_the_run_and_what_was_done_before_stays(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Run.batches

    def broken(run: Run, items: Sequence[Item]) -> Iterator[Batch]:
        yield from islice(real(run, items), 2)
        raise TransientError("the ledger does not answer")

    monkeypatch.setattr(Run, "batches", broken)
    monkeypatch.setattr(batches, "_SECONDS", 1000.0)
    for number in range(6):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    state = ingest(return_state=True)
    assert state.is_failed()
    assert "the ledger does not answer" in str(state.message)
    assert len(list(project.glob("processed/records/*/*.json"))) == 4


def test_a_store_that_does_not_answer_costs_its_batch_only_one_task_run(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Pipeline.process_batch

    def silent(pipeline: Pipeline, batch: Batch) -> Summary:
        if any(task.item.uri.endswith("/2.txt") for task in batch.tasks):
            raise TransientError("no answer")
        return real(pipeline, batch)

    apart = list[int]()

    def noted(pipeline: Pipeline, batch: Batch) -> Summary:
        apart.append(len(batch.tasks))
        return real(pipeline, batch)

    monkeypatch.setattr(Pipeline, "process_batch", silent)
    monkeypatch.setattr(Pipeline, "process_apart", noted)
    monkeypatch.setattr(batches, "_SECONDS", 1000.0)
    monkeypatch.setattr(batches.process_batches, "retry_delay_seconds", 0)
    for number in range(8):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    state = ingest(return_state=True)
    assert state.message == "8 documents: 8 new"
    assert apart == [2]
    assert asyncio.run(_seen(state))[0] == ["batches 1", "batches 2"]


def test_parameters_choose_sources_and_folder(project: Path) -> None:
    (project / "elsewhere.txt").write_text(ENGLISH)
    summary = ingest(sources=["elsewhere.txt"], processed="out")
    assert isinstance(summary, Summary)
    assert summary.counts == {"new": 1}
    assert len(list(project.glob("out/records/*/*.json"))) == 1


def test_a_wrong_source_fails_the_run_with_its_sentence(project: Path) -> None:
    state = ingest(sources=["nowhere"], return_state=True)
    assert state.is_failed()
    assert "nowhere" in str(state.message)


def test_a_dry_run_shows_the_plan_and_a_real_one_what_changed(project: Path) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    (project / "raw/other.txt").write_text(ENGLISH.replace("May", "June"))
    ingest()
    (project / "raw/en.txt").write_text(ENGLISH.replace("twelve", "forty"))
    which = Selection(text="May")
    state = reingest(which=which, reason="it was corrected", return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Dry run")
    assert state.message == "1 documents would be done again from translate: it was corrected"
    names, artifacts = asyncio.run(_seen(state))
    assert (names, list(artifacts)) == ([], ["reingest-plan"])
    assert "raw/en.txt" in artifacts["reingest-plan"]
    assert "raw/other.txt" not in artifacts["reingest-plan"]
    assert len(list(project.glob("processed/runs/0*.json"))) == 1

    state = reingest(which=which, reason="it was corrected", start="extract", dry_run=False, return_state=True)
    assert (state.type.value, state.name, state.message) == ("COMPLETED", "Completed", "1 documents: 1 changed")
    names, artifacts = asyncio.run(_seen(state))
    assert names == ["batches 1"]
    assert {"reingest-plan", "reingest-progress", "reingest-changes", "ingest-summary"} <= artifacts.keys()
    assert "bought forty cameras" in artifacts["reingest-changes"]
    last = max(project.glob("processed/runs/0*.json"))
    assert '"reason": "it was corrected"' in last.read_text()


def test_a_reingestion_of_nothing_fails_with_its_sentence(project: Path) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    ingest()
    state = reingest(which=Selection(), reason="a mistake", return_state=True)
    assert state.is_failed()
    assert "Nothing is selected" in str(state.message)


def test_a_source_that_went_silent_is_a_warning_of_the_run_and_of_the_command(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    went = Coverage(source="gone.example", language="it", last_new_at=datetime(2024, 1, 1, tzinfo=UTC), days=9)
    with open_run(load_settings()) as run:
        monkeypatch.setattr("ingest.run.cover", lambda *_: (went,))
        run.finish(Summary())
        monkeypatch.undo()
    monkeypatch.chdir(project)
    state = ingest(return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Attention")
    assert "source gone.example gave nothing new for" in str(state.message)
    assert "gone.example" in asyncio.run(_seen(state))[1]["ingest-silent"]

    monkeypatch.setattr("sys.argv", ["ingest", "run"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0, "a silent source is no fault of this run"
    assert "language it gave nothing new for" in capsys.readouterr().out
    (project / "ingest.toml").write_text("silent_days = 0\n")
    with pytest.raises(SystemExit):
        main()
    assert "gave nothing new" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "retried"),
    [(TransientError("timed out"), True), (DocumentError("extract", "empty", "Nothing in it."), False)],
)
def test_only_transient_errors_are_retried(error: Exception, retried: bool) -> None:
    state: State[Any] = Failed(data=error)
    assert _is_transient(None, None, state) is retried  # type: ignore[arg-type]
