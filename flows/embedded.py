"""Prefect's embedded server, ended with care.

Left to itself it is stopped the moment the process ends, with events on their way: it prints errors, and the last task
runs stay "Running" for ever. Here the process waits until all is sent and stored.

Flows here send no heartbeats: those are for automations that look for dead runs, and this server dies with its run.
The thread that sends them holds up the end of each flow by up to a second. And when the run is killed, its server must
not stay behind.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import TaskRunFilter, TaskRunFilterState, TaskRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, get_current_settings, temporary_settings

_PATIENCE = 20.0


@contextmanager
def embedded_server() -> Iterator[None]:
    """Run flows inside; where no API is configured, a server starts and ends only when it knows all they did."""
    if get_current_settings().api.url is not None:
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        server = SubprocessASGIServer()
        server.start()
        with _ended_with_this_process(server.server_process):
            try:
                yield
            finally:
                EventsWorker.drain_all(timeout=_PATIENCE)
                APILogWorker.drain_all(timeout=_PATIENCE)
                _wait_until_stored()
                server.stop()


@contextmanager
def _ended_with_this_process(process: subprocess.Popen[Any] | None) -> Iterator[None]:
    """End another process when this one dies, be it by ``kill -9``: a shell waits for the end of a pipe from here."""
    if process is None:
        yield
        return
    command = ["/bin/sh", "-c", 'read -r _; kill -9 "$0"', str(process.pid)]
    watcher = subprocess.Popen(  # noqa: S603 - a command of ours
        command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    with watcher:
        try:
            yield
        finally:
            watcher.kill()


def _wait_until_stored() -> None:
    """Wait until no task run is said to be running, and one flush of the server's buffers longer."""
    running = TaskRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.SCHEDULED])
    services = get_current_settings().server.services
    until = monotonic() + _PATIENCE
    with get_client(sync_client=True) as client:
        while monotonic() < until:
            if not client.read_task_runs(
                task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=running)), limit=1
            ):
                break
            sleep(0.1)
    sleep(max(services.event_persister.flush_interval, services.task_run_recorder.flush_interval) + 0.2)
