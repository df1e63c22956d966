"""A task run is one batch of documents on the workers of a Dask cluster, and about two seconds of batches here.

A task run costs some 35 ms of CPU in the client and the server, whatever it does. Fifty documents that nothing
translates take 0.2 s: then a task run takes many batches; fifty that are translated take long enough alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from time import monotonic
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.tasks import exponential_backoff

from ingest.cli.report import describe
from ingest.errors import ConfigurationError, TransientError
from ingest.outcomes import Outcome, Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch
from ingest.settings import Settings

_AHEAD = 3
"""Batches that wait on a cluster for each of its threads: enough to keep it busy, little to lose."""

_SECONDS = 2.0
"""After this long a task run begins no further batch."""


def _is_transient(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Retry only what may succeed the next time; in this hook `data` is the exception itself."""
    return isinstance(state.data, TransientError)


class Processes:
    """The pipelines that this process has open, one for each set of settings; workers keep theirs between batches."""

    def __init__(self) -> None:
        self._open: dict[str, Pipeline] = {}
        self._stack = ExitStack()

    def of(self, settings: Settings) -> Pipeline:
        """Return the pipeline for these settings, opened when first asked for."""
        key = settings.model_dump_json()
        if key not in self._open:
            self._open[key] = self._stack.enter_context(open_pipeline(settings))
        return self._open[key]

    def lend(self, pipeline: Pipeline) -> None:
        """Use a pipeline that somebody else opened and closes."""
        self._open[pipeline.settings.model_dump_json()] = pipeline

    def take_back(self, pipeline: Pipeline) -> None:
        """Forget a pipeline that was lent."""
        self._open.pop(pipeline.settings.model_dump_json(), None)


PROCESSES = Processes()


class Order:
    """What a task is given: a plain object, since both Prefect and Dask would take dataclasses and tuples apart.

    It keeps how far the task came, so that a retry in the same process begins where the last try ended. What the
    planner raises is kept in `error`, for the flow: a retry would find the planner exhausted and end the run early.
    """

    def __init__(self, settings: Settings, batches: Iterable[Batch]) -> None:
        self.settings = settings
        self._waiting = iter(batches)
        self.taken: list[Batch] = []
        self.done: list[Summary] = []
        self.error: Exception | None = None

    def next(self) -> Batch | None:
        """Return the batch that the last try did not finish, or else another one; None when there is no more."""
        if len(self.taken) == len(self.done):
            try:
                self.taken.append(next(self._waiting))
            except StopIteration:
                return None
            except Exception as error:  # noqa: BLE001 - raised in the flow
                self.error = error
                return None
        return self.taken[-1]


@task(
    name="process batches",
    task_run_name="batches {number}",
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_jitter_factor=0.5,
    retry_condition_fn=_is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def process_batches(number: int, order: Order) -> list[Summary]:  # noqa: ARG001 - names the task run
    """Bring batches of documents up to date for `_SECONDS`, one at least; return what became of each batch."""
    began, pipeline = monotonic(), PROCESSES.of(order.settings)
    while batch := order.next():
        summary = pipeline.process_batch(batch) if batch.tasks else batch.settled
        order.done.append(summary)
        _log(summary)
        if monotonic() - began >= _SECONDS:
            break
    return order.done


def _log(summary: Summary) -> None:
    """Name every document: those that need attention in a line each, the others in a line for each outcome."""
    logger = get_run_logger()
    fine: dict[str, list[Outcome]] = {}
    for outcome in summary.outcomes:
        if outcome.needs_attention:
            logger.warning("%s %s: %s", outcome.id, outcome.uri, describe(outcome))
        else:
            fine.setdefault(outcome.what, []).append(outcome)
    for what, outcomes in fine.items():  # a line for each document would cost more than all else in a flow
        logger.info("%d %s:\n%s", len(outcomes), what, "\n".join(f"{each.id} {each.uri}" for each in outcomes))


def process(batches: Iterable[Batch], pipeline: Pipeline) -> Iterator[tuple[Batch, Summary]]:
    """Process batches one after the other here, or many at a time on a cluster; yield each as it ends."""
    if pipeline.settings.cluster:
        yield from _on_cluster(enumerate(batches, start=1), pipeline, pipeline.settings.cluster)
        return
    PROCESSES.lend(pipeline)
    try:
        yield from _here(iter(batches), pipeline)
    finally:
        PROCESSES.take_back(pipeline)


def _here(batches: Iterator[Batch], pipeline: Pipeline) -> Iterator[tuple[Batch, Summary]]:
    """Process batches here; one that still cannot be read after all retries fails alone, and the run goes on."""
    number = 0
    for batch in batches:
        if not batch.tasks:
            yield batch, batch.settled
            continue
        number += 1
        order = Order(pipeline.settings, chain([batch], batches))
        try:
            process_batches(number, order)
        except TransientError:
            if unfinished := order.next():
                order.done.append(pipeline.process_apart(unfinished))
        yield from zip(order.taken, order.done, strict=True)
        if order.error:
            raise order.error


def _on_cluster(
    numbered: Iterable[tuple[int, Batch]], pipeline: Pipeline, address: str
) -> Iterator[tuple[Batch, Summary]]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ConfigurationError("cluster: install it with `pip install 'polyglot-ingest[dask]'`.") from error
    with DaskTaskRunner(address=address) as runner:
        waiting: dict[PrefectFuture[list[Summary]], Batch] = {}
        room = _AHEAD * max(1, sum(runner.client.nthreads().values()))
        for number, batch in numbered:
            if not batch.tasks:
                yield batch, batch.settled
                continue
            parameters = {"number": number, "order": Order(pipeline.settings, [batch])}
            waiting[runner.submit(process_batches, parameters)] = batch
            while len(waiting) >= room:
                yield _first(waiting, pipeline)
        while waiting:
            yield _first(waiting, pipeline)


def _first(waiting: dict[PrefectFuture[list[Summary]], Batch], pipeline: Pipeline) -> tuple[Batch, Summary]:
    from prefect.futures import as_completed  # noqa: PLC0415

    future = next(iter(as_completed(list(waiting))))
    batch = waiting.pop(future)
    try:
        return batch, sum(future.result(), Summary())
    except TransientError:
        return batch, pipeline.process_apart(batch)
