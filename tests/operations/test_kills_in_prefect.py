"""Whatever dies under Prefect – flow, worker, server – or is cancelled: a plain re-run ends with the same records."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from ingest.outcomes import Summary
from ingest.pipeline import open_pipeline
from ingest.run import open_run
from ingest.settings import load_settings
from ingest.verify import verify

from .conftest import free_port
from .test_pools import template
from .test_survival import assert_whole

pytestmark = [pytest.mark.server, pytest.mark.filterwarnings("default")]  # Prefect's own and its dependencies'

ROOT = Path(__file__).parents[2]
POOL = "process"
ENGLISH = "The camera {}\n\nThe city bought {} cameras in May, and the council of the city never voted on it.\n"
GERMAN = "Die Kamera {}\n\nDie Stadt kaufte im Mai {} Kameras. Der Rat der Stadt hat nie darüber abgestimmt.\n"
DOCUMENTS = 160
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def children(process: int) -> list[int]:
    """Return the processes below another one, the nearest first."""
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(folder.name))
    return found + [below for child in found for below in children(child)]


def runs(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@dataclass
class Prefect:
    """A server and its workers, with the state of both in ``folder/.prefect``, over the project in ``folder``."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(self.folder / ".prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run ``python -m prefect …``; kill it afterwards, and every process it started."""
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=self.folder.parent,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            for each in (process.pid, *children(process.pid)):
                kill(each)
            process.wait()

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen[bytes]]:
        with self.running("server", "start", "--host", "127.0.0.1", "--port", str(self.port)) as server:
            wait_until(self._answers, 150)
            yield server

    def worker(self) -> Any:
        return self.running("worker", "start", "--pool", POOL)

    def call(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        method = "POST" if body is not None else "GET"
        for turn in range(20):
            try:
                answer = httpx.request(method, f"{self.api}/{path}", json=body, timeout=30)
            except httpx.TransportError:
                if turn > 3 or method == "POST":
                    raise
                continue
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:  # its database was busy; clients ask again, too
                break
            time.sleep(0.5)
        return answer.raise_for_status().json()

    def start(self, processed: str) -> str:
        """Do what the button Run does; return the identifier of the run."""
        deployment = self.ask("deployments/name/ingest/ingest-now")["id"]
        body = {"parameters": {"processed": str(self.folder / processed)}, "state": {"type": "SCHEDULED"}}
        run: str = self.ask(f"deployments/{deployment}/create_flow_run", body)["id"]
        return run

    def state(self, run: str) -> str:
        kind: str = self.ask(f"flow_runs/{run}")["state"]["type"]
        return kind

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.api}/health", timeout=5).is_success
        except httpx.TransportError:
            return False


def ingest(processed: str) -> Summary:
    """Do what ``ingest run`` does."""
    with open_run(load_settings(processed=Path(processed).absolute())) as run:
        summary = Summary()
        for batch in run.batches(list(run.items())):
            summary += run.process(batch)
        return run.finish(summary)[0]


def files(processed: Path) -> dict[str, bytes]:
    """Return all that a run leaves to its readers, whatever it is called."""
    kept = {"runs", ".scratch"}
    return {
        str(path.relative_to(processed)): path.read_bytes()
        for path in processed.rglob("*")
        if path.is_file() and path.relative_to(processed).parts[0] not in kept and "ledger." not in path.name
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield a project of small batches, some of them to be translated, after an undisturbed run of `ingest run`."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "raw").mkdir()
    (folder / "ingest.toml").write_text("batch_size = 2\nworkers = 1\n[translation]\nmemory = false\n")
    (folder / "models").symlink_to(ROOT / "models")
    (folder / "prefect.yaml").write_text((ROOT / "prefect.yaml").read_text().replace("name: local", f"name: {POOL}"))
    for number in range(DOCUMENTS):
        text = (GERMAN if number % 8 == 0 else ENGLISH).format(number, number + 2)
        (folder / "raw" / f"{number:03}.txt").write_text("" if number == 11 else text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        ingest("undisturbed")
        yield folder


@pytest.fixture(scope="module")
def home(project: Path) -> Prefect:
    """Return a Prefect whose server has the project's deployments, and pools from our templates; the server is down.

    Processes start in the project, since the template says so: the worker itself stands elsewhere.
    """
    prefect = Prefect(project)
    with prefect.server():
        for kind in ("docker", "kubernetes"):  # the server checks the template; a worker of that kind is not needed
            prefect.ask("work_pools/", {"name": kind, "type": kind, "base_job_template": template(kind)})
        (project / "pool.json").write_text(
            json.dumps(template("process")).replace("/srv/polyglot-ingest", str(project))
        )
        prefect.call(
            "work-pool", "create", POOL, "--type", "process", "--base-job-template", str(project / "pool.json")
        )
        prefect.call("deploy", "--all")
    return prefect


@pytest.fixture
def prefect(home: Prefect) -> Iterator[tuple[Prefect, subprocess.Popen[bytes], subprocess.Popen[bytes]]]:
    """Yield Prefect, its server and a worker; whatever they started is gone afterwards."""
    with home.server() as server, home.worker() as worker:
        yield home, server, worker


Running = tuple[Prefect, subprocess.Popen[bytes], subprocess.Popen[bytes]]


def come_half_way(processed: Path) -> None:
    """Wait until a run has written a quarter of the records; read all files meanwhile."""

    def reached() -> bool:
        assert_whole(processed.parent, processed.name)
        return len(list(processed.glob("records/*/*.json"))) >= DOCUMENTS // 4

    wait_until(reached)
    assert len(list(processed.glob("records/*/*.json"))) < DOCUMENTS - 1, "it was over too soon"


def check_after_a_plain_run(processed: Path) -> None:
    """Run once more, without Prefect, and compare all that is there with what the undisturbed run left."""
    assert_whole(processed.parent, processed.name)
    ingest(str(processed))
    assert files(processed) == files(processed.with_name("undisturbed"))
    assert not list((processed / ".scratch").glob("*-*"))
    assert ingest(str(processed)).counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
    with open_pipeline(load_settings(processed=processed.absolute())) as pipeline:
        verdict = verify(pipeline, sample=3, seed=1)
        assert (verdict.faults, verdict.unsealed) == ((), 0)
        assert pipeline.ledger.count() == DOCUMENTS


def flow_process(worker: subprocess.Popen[bytes]) -> int:
    """Return the process in which the worker's only flow runs."""
    return children(worker.pid)[0]


def test_the_flow_is_killed(prefect: Running) -> None:
    home, _, worker = prefect
    run = home.start("flow-killed")
    come_half_way(home.folder / "flow-killed")
    flow = flow_process(worker)
    below = [flow, *children(flow)]
    kill(flow)
    wait_until(lambda: home.state(run) == "CRASHED")
    wait_until(lambda: not any(map(runs, below)))
    check_after_a_plain_run(home.folder / "flow-killed")


def test_the_worker_is_killed_and_its_flow_goes_on_beside_the_next_run(prefect: Running) -> None:
    home, _, worker = prefect
    run = home.start("worker-killed")
    come_half_way(home.folder / "worker-killed")
    below = children(worker.pid)
    try:
        kill(worker.pid)
        worker.wait()
        ingest("worker-killed")
        wait_until(lambda: home.state(run) in FINAL)
        wait_until(lambda: not any(map(runs, below)))
    finally:
        for process in below:
            kill(process)
    check_after_a_plain_run(home.folder / "worker-killed")


def test_worker_and_flow_are_killed_together(prefect: Running) -> None:
    home, _, worker = prefect
    home.start("both-killed")
    come_half_way(home.folder / "both-killed")
    for process in (worker.pid, *children(worker.pid)):
        kill(process)
    check_after_a_plain_run(home.folder / "both-killed")


def test_the_server_is_killed_and_comes_back(home: Prefect) -> None:
    with ExitStack() as stack:
        with home.server() as server:
            worker = stack.enter_context(home.worker())
            run = home.start("server-killed")
            come_half_way(home.folder / "server-killed")
            kill(server.pid)
            below = children(worker.pid)
        with home.server():
            wait_until(lambda: not any(map(runs, below)) or home.state(run) in FINAL, 90)
            check_after_a_plain_run(home.folder / "server-killed")


def test_the_run_is_cancelled_from_the_ui(prefect: Running) -> None:
    home, _, worker = prefect
    run = home.start("cancelled")
    come_half_way(home.folder / "cancelled")
    flow = flow_process(worker)
    home.ask(f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    wait_until(lambda: home.state(run) == "CANCELLED")
    wait_until(lambda: not runs(flow))
    assert len(list((home.folder / "cancelled").glob("records/*/*.json"))) < DOCUMENTS - 1
    check_after_a_plain_run(home.folder / "cancelled")


def test_a_run_on_the_embedded_server_is_killed_and_takes_its_server_with_it(project: Path) -> None:
    processed = project / "embedded"
    environment = {name: value for name, value in Prefect(project).environment.items() if name != "PREFECT_API_URL"}
    environment |= {"INGEST_PROCESSED": str(processed), "PREFECT_HOME": str(project / ".embedded")}
    with (project / "embedded.log").open("wb") as log:
        run = subprocess.Popen([sys.executable, "-m", "flows.ingest"], cwd=project, env=environment, stderr=log)
    below: list[int] = []
    try:
        wait_until(lambda: list(processed.glob("records/*/*.json")) or run.poll() is not None, 150)
        below = children(run.pid)
        come_half_way(processed)
        kill(run.pid)
        run.wait()
        assert below
        wait_until(lambda: not any(map(runs, below)))
    finally:
        for process in (run.pid, *below):
            kill(process)
        run.wait()
    check_after_a_plain_run(processed)
