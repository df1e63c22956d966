"""On a Dask cluster the flow makes the same records, byte for byte, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from prefect.testing.utilities import prefect_test_harness

from .conftest import free_port
from .test_survival import files

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # Prefect's own and its dependencies'

ROOT = Path(__file__).parents[2]
DOCUMENTS = 60
ENGLISH = "The camera {}\n\nThe city bought {} cameras in May, and the council of the city never voted on it.\n"


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module of this environment beside the test."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    process = subprocess.Popen([sys.executable, "-m", *arguments], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 45) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "ingest.toml").write_text("batch_size = 2\nworkers = 1\n")
    for number in range(DOCUMENTS):
        (tmp_path / "raw" / f"{number:02}.txt").write_text(ENGLISH.format(number, number + 2))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cluster_of(stack: ExitStack) -> tuple[str, list[subprocess.Popen[bytes]]]:
    """Start a scheduler and two workers on loopback; return the address and the workers."""
    port, page = free_port(), free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    stack.enter_context(running(*scheduler, "--dashboard-address", f"127.0.0.1:{page}"))
    worker = ["distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
    workers = [stack.enter_context(running(*worker, "--no-nanny")) for _ in range(2)]
    wait_until(lambda: _workers(page) == len(workers))
    return address, workers


def _workers(page: int) -> int:
    try:
        text = httpx.get(f"http://127.0.0.1:{page}/json/counts.json").raise_for_status().json()
    except httpx.HTTPError:
        return 0
    return int(text["workers"])


def test_a_killed_worker_loses_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prefect_dask", reason="the extra `dask` is not installed")
    from flows.ingest import ingest

    with prefect_test_harness(server_startup_timeout=120), ExitStack() as stack:
        ingest(processed="alone/processed")
        address, workers = cluster_of(stack)
        monkeypatch.setenv("INGEST_CLUSTER", address)

        def kill_one() -> None:
            wait_until(lambda: len(list(project.glob("processed/records/*/*.json"))) >= DOCUMENTS // 4)
            workers[0].send_signal(signal.SIGKILL)

        import threading

        killer = threading.Thread(target=kill_one)
        killer.start()
        state = ingest(return_state=True)
        killer.join()
    assert state.is_completed()
    assert workers[0].returncode == -signal.SIGKILL
    assert files(project) == files(project / "alone")
