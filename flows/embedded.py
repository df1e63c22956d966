"""Prefect's embedded server, ended with care.

Left to itself it is stopped the moment the process ends, with events on their way: it prints errors, and the last task
runs stay "Running" for ever. Here the process waits until all is sent and stored.

Flows here send no heartbeats: those are for automations that look for dead runs, and this server dies with its run.
The thread that sends them holds up the end of each flow by up to a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

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
    """Run flows inside; where no API is configured, the server they start ends only when it knows all they did."""
    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if _is_own() else {}):
            yield
    finally:
        if _is_own():
            EventsWorker.drain_all(timeout=_PATIENCE)
            APILogWorker.drain_all(timeout=_PATIENCE)
            _wait_until_stored()
            for server in list(SubprocessASGIServer._instances.values()):  # noqa: SLF001 - its only register
                server.stop()


def _is_own() -> bool:
    return get_current_settings().api.url is None


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
