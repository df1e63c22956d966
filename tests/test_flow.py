"""The Prefect flow does what the command does: batches as task runs, artifacts, an honest final state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flows.batches import _is_transient
from flows.ingest import ingest
from prefect import State
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness

from ingest.errors import DocumentError, TransientError
from ingest.outcomes import Summary

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


def test_a_batch_is_a_task_run_and_the_run_leaves_its_artifacts(project: Path) -> None:
    for number in range(3):
        (project / "raw" / f"{number}.txt").write_text(ENGLISH.replace("twelve", str(number)))
    (project / "raw" / "empty.txt").write_text("")
    state = ingest(return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Attention")
    assert state.message == "4 documents: 3 new, 1 rejected; 1 need attention"
    names, artifacts = asyncio.run(_seen(state))
    assert names == ["batch 1", "batch 2"]
    assert artifacts["ingest-progress"] == 100
    assert "raw/empty.txt" in artifacts["ingest-attention"]
    assert "empty 1" in artifacts["ingest-summary"]
    assert len(list(project.glob("processed/records/*/*.json"))) == 3

    again = ingest(return_state=True)
    assert again.message == "4 documents: 1 rejected, 3 unchanged; 1 need attention"
    assert asyncio.run(_seen(again))[0] == []


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


@pytest.mark.parametrize(
    ("error", "retried"),
    [(TransientError("timed out"), True), (DocumentError("extract", "empty", "Nothing in it."), False)],
)
def test_only_transient_errors_are_retried(error: Exception, retried: bool) -> None:
    from prefect.states import exception_to_failed_state

    state = asyncio.run(exception_to_failed_state(error))
    assert asyncio.run(_is_transient(None, None, state)) is retried  # type: ignore[arg-type]
