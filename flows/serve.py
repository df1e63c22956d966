"""``make serve``: Prefect's server and UI, a worker and the deployments on one machine, until Ctrl-C.

All state lies in the project folder (``.prefect``); started again, everything goes on where it was. Only loopback is
listened on. Settings come from the environment:

INGEST_PORT       the UI's port, default 4200; records on a disk are served on the next one, to be linked from artifacts
INGEST_DATABASE   postgresql://USER:PASSWORD@HOST/NAME for a team: Prefect's state and the ledger lie there
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import httpx

from ingest.errors import ConfigurationError
from ingest.settings import load_settings

POOL = "local"
_STARTUP = 180.0
_GRACE = 30.0


class Stopped(Exception):  # noqa: N818 - a request, not an error
    """Somebody asked everything to stop."""


def main() -> None:
    """Bring everything up, wait, and stop it in the opposite order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        settings = load_settings()
    except ConfigurationError as error:
        sys.stderr.write(f"serve: {error}\n")
        raise SystemExit(2) from error
    port = int(os.environ.get("INGEST_PORT", "4200"))
    environment = environment_of(os.environ, port)
    try:
        with ExitStack() as stack:
            records = settings.location(settings.processed)
            place = str(records)
            if isinstance(records, Path):
                place = environment["INGEST_RECORDS_URL"] = stack.enter_context(served(records, port + 1))
            server = stack.enter_context(
                running("server", ["server", "start", "--host", "127.0.0.1", "--port", str(port)], environment)
            )
            _wait_for(server, environment["PREFECT_API_URL"])
            _prefect(["work-pool", "create", POOL, "--type", "process", "--overwrite"], environment)
            _settle_lost_runs(environment)
            _prefect(["deploy", "--all", "--no-prompt"], environment)
            worker = stack.enter_context(running("worker", ["worker", "start", "--pool", POOL], environment))
            _say(f"Ready: http://127.0.0.1:{port}/deployments (records: {place}). Ctrl-C stops everything.")
            _watch({"server": server, "worker": worker})
    except Stopped:
        _say("Stopped; `make serve` goes on where it was.")


def environment_of(given: Mapping[str, str], port: int) -> dict[str, str]:
    """Return the environment of the server, the worker and the flows."""
    environment = {
        **given,
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api",
    }
    environment.setdefault("PREFECT_HOME", str(Path(".prefect").absolute()))
    database = given.get("INGEST_DATABASE")
    if database:
        rest = database.partition("://")[2]
        environment.setdefault("PREFECT_SERVER_DATABASE_CONNECTION_URL", f"postgresql+asyncpg://{rest}")
        environment.setdefault("INGEST_LEDGER", f"postgresql+psycopg://{rest}")
    return environment


@contextmanager
def running(name: str, arguments: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a prefect command beside this process, its output in ``.prefect/NAME.log``; end it softly, then hard.

    A session of its own keeps the terminal's Ctrl-C from it: what stops first is decided here.
    """
    folder = Path(environment["PREFECT_HOME"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "prefect", *arguments],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        _say(f"Starting the {name} (log: {log.name}) …")
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """Serve a folder on loopback, to be read only; yield its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise SystemExit(
            f"Port {port} is taken ({error.strerror}). Does `make serve` run already? If not, choose other ports: "
            f"INGEST_PORT={port + 10} make serve"
        ) from None
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


def _settle_lost_runs(environment: Mapping[str, str]) -> None:
    """Say of runs that a killed worker or machine left behind that they crashed; a run after them loses nothing."""
    api = environment["PREFECT_API_URL"]
    lost = {
        "flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}},
        "work_pools": {"name": {"any_": [POOL]}},
    }
    with httpx.Client(timeout=30) as client:
        for run in client.post(f"{api}/flow_runs/filter", json=lost).raise_for_status().json():
            message = "The worker was stopped while this ran. What it wrote is whole; the next run does the rest."
            state = {"type": "CRASHED", "name": "Crashed", "message": message}
            body = {"state": state, "force": True}
            client.post(f"{api}/flow_runs/{run['id']}/set_state", json=body).raise_for_status()
            _say(f"{run['name']}: was cut off, marked as crashed.")


def _wait_for(server: subprocess.Popen[bytes], api: str) -> None:
    until = monotonic() + _STARTUP
    while monotonic() < until:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{api}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            sleep(0.3)
    raise SystemExit(
        "serve: the server did not start; its log says why. Is the port taken? Choose another INGEST_PORT."
    )


def _prefect(arguments: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "prefect", *arguments],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"serve: prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def _watch(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise SystemExit(f"serve: the {name} ended by itself; .prefect/{name}.log says why.")
        sleep(0.5)


def _stop(_number: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # once is enough: the rest is tidying up
    raise Stopped


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
