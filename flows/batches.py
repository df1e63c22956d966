"""A batch of documents is one task run: in this process, or on the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.tasks import exponential_backoff

from ingest.cli.report import describe
from ingest.errors import ConfigurationError, TransientError
from ingest.outcomes import Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import Batch
from ingest.settings import Settings

_AHEAD = 3
"""Batches that wait on a cluster for each of its threads: enough to keep it busy, little to lose."""


async def _is_transient(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Retry only what may succeed the next time."""
    error = await state.result(raise_on_failure=False)  # type: ignore[misc]  # awaitable inside a hook
    return isinstance(error, TransientError)


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
    """What a task is given: a plain object, since both Prefect and Dask would take dataclasses and tuples apart."""

    def __init__(self, settings: Settings, batch: Batch) -> None:
        self.settings = settings
        self.batch = batch


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
def process_batch(number: int, order: Order) -> Summary:
    """Bring one batch of documents up to date."""
    logger = get_run_logger()
    summary = PROCESSES.of(order.settings).process_batch(order.batch)
    for outcome in summary.outcomes:
        if outcome.needs_attention:
            logger.warning("%s %s: %s", outcome.id, outcome.uri, describe(outcome))
        else:
            logger.info("%s %s: %s", outcome.id, outcome.uri, outcome.what)
    logger.debug("batch %d: %s", number, summary.counts)
    return summary


def process(batches: Iterable[Batch], pipeline: Pipeline) -> Iterator[tuple[Batch, Summary]]:
    """Process batches one after the other here, or many at a time on a cluster; yield each as it ends."""
    numbered = enumerate(batches, start=1)
    if pipeline.settings.cluster:
        yield from _on_cluster(numbered, pipeline, pipeline.settings.cluster)
        return
    PROCESSES.lend(pipeline)
    try:
        for number, batch in numbered:
            yield batch, _done(number, batch, pipeline) if batch.tasks else batch.settled
    finally:
        PROCESSES.take_back(pipeline)


def _done(number: int, batch: Batch, pipeline: Pipeline) -> Summary:
    """Process a batch here; what still cannot be read after all retries fails alone, and the run goes on."""
    try:
        return process_batch(number, Order(pipeline.settings, batch))
    except TransientError:
        return pipeline.process_apart(batch)


def _on_cluster(
    numbered: Iterable[tuple[int, Batch]], pipeline: Pipeline, address: str
) -> Iterator[tuple[Batch, Summary]]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ConfigurationError("cluster: install it with `pip install 'polyglot-ingest[dask]'`.") from error
    with DaskTaskRunner(address=address) as runner:
        waiting: dict[PrefectFuture[Summary], Batch] = {}
        room = _AHEAD * max(1, sum(runner.client.nthreads().values()))
        for number, batch in numbered:
            if not batch.tasks:
                yield batch, batch.settled
                continue
            parameters = {"number": number, "order": Order(pipeline.settings, batch)}
            waiting[runner.submit(process_batch, parameters)] = batch
            while len(waiting) >= room:
                yield _first(waiting, pipeline)
        while waiting:
            yield _first(waiting, pipeline)


def _first(waiting: dict[PrefectFuture[Summary], Batch], pipeline: Pipeline) -> tuple[Batch, Summary]:
    from prefect.futures import as_completed  # noqa: PLC0415

    future = next(iter(as_completed(list(waiting))))
    batch = waiting.pop(future)
    try:
        return batch, future.result()
    except TransientError:
        return batch, pipeline.process_apart(batch)
