"""Documents analysed in processes of their own, each within a budget of time and memory.

A document over its budget is rejected by name; a worker that dies takes nothing with it but the document it was on.
"""

from __future__ import annotations

import resource
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, TimeoutError  # noqa: A004 - pebble raises this one
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import popen_forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Protocol

from pebble import ProcessExpired, ProcessPool

from ingest.errors import DocumentError
from ingest.extract import MAX_BYTES
from ingest.settings import ExtractionSettings
from ingest.stages import Analysis, Work, analyse


@dataclass(frozen=True, slots=True)
class Crash:
    """A bug met on one document: the traceback as text. The document is tried again in the next run."""

    traceback: str


Result = Analysis | DocumentError | Crash


class Analyst(Protocol):
    """Analyses documents, in any manner, and gives the results in the order of the work."""

    def analyse(self, works: Sequence[Work]) -> list[Result]:
        """Return one result for each document; never raise for a document's sake."""

    def close(self) -> None:
        """Let go of everything."""


class InlineAnalyst:
    """Analyses in this process, without budgets: for tests, and for a handful of trusted documents."""

    def analyse(self, works: Sequence[Work]) -> list[Result]:
        """Analyse one document after the other."""
        return [_attempt(work) for work in works]

    def close(self) -> None:
        """Nothing is held."""


class PoolAnalyst:
    """Analyses in ``workers`` processes that start when first needed."""

    def __init__(self, workers: int, budget: ExtractionSettings) -> None:
        self._workers = workers
        self._budget = budget
        self._pool: ProcessPool | None = None

    def analyse(self, works: Sequence[Work]) -> list[Result]:
        """Analyse all documents, as many at a time as there are workers."""
        if self._pool is None:
            context = _Context()
            context.set_forkserver_preload([__name__])
            self._pool = ProcessPool(
                max_workers=self._workers,
                context=context,
                initializer=_limit_memory,
                initargs=[self._budget.memory_mb],
            )
        futures = [self._schedule(self._pool, work) for work in works]
        return [self._result(future) for future in futures]

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types the rest
            self._pool.join()
            self._pool = None

    def _schedule(self, pool: ProcessPool, work: Work) -> Future[Result]:
        scheduled: Future[Result] = pool.schedule(
            _attempt, args=[work, self._budget.max_bytes], timeout=self._budget.seconds
        )
        return scheduled

    def _result(self, future: Future[Result]) -> Result:
        try:
            return future.result()
        except TimeoutError:
            message = f"Took longer than {self._budget.seconds:g} s; raise extraction.seconds if it is worth it."
            return DocumentError("extract", "too_slow", message)
        except ProcessExpired as error:
            message = f"The worker ended on it (exit code {error.exitcode}), most likely out of memory: {self._memory}."
            return DocumentError("extract", "too_much_memory", message)
        except MemoryError:
            return DocumentError("extract", "too_much_memory", f"Needs more memory than its budget: {self._memory}.")

    @property
    def _memory(self) -> str:
        return f"{self._budget.memory_mb} MiB; raise extraction.memory_mb if it is worth it"


def _attempt(work: Work, max_bytes: int = MAX_BYTES) -> Result:
    try:
        return analyse(work, max_bytes=max_bytes)
    except DocumentError as error:
        return error
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the boundary where a bug in one document must not cost the others
        return Crash(traceback.format_exc())


def _limit_memory(mebibytes: int) -> None:
    limit = mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Keep multiprocessing from importing the main script again (Prefect, for a flow) in every worker."""
    main = sys.modules["__main__"]
    spec, file = main.__spec__, main.__dict__.pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


class _Popen(popen_forkserver.Popen):
    def _launch(self, process_obj: object) -> None:
        with _hidden_main():
            super()._launch(process_obj)  # type: ignore[misc]  # not in typeshed; CPython's own hook since 3.4


class _Process(ForkServerProcess):
    @staticmethod
    def _Popen(process_obj: object) -> _Popen:  # noqa: N802 - multiprocessing's name
        return _Popen(process_obj)  # type: ignore[arg-type]  # typeshed wants BaseProcess, which it is


class _Context(ForkServerContext):
    Process = _Process
