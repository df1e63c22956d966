"""A document over its budget is rejected by name, and its neighbours never notice."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest

from ingest import workers
from ingest.errors import DocumentError
from ingest.settings import ExtractionSettings
from ingest.workers import PoolAnalyst
from tests import factories

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pebble's own


def _misbehave(work: str, max_bytes: int) -> object:
    """Stand in for `_attempt`: do what the work says."""
    if work == "sleep":
        time.sleep(60)
    if work == "eat":
        return bytearray(4 * 2**30)
    if work == "die":
        os._exit(9)
    return work


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[PoolAnalyst]:
    monkeypatch.setattr(workers, "_attempt", _misbehave)
    pool = PoolAnalyst(2, ExtractionSettings(seconds=1.0, memory_mb=1500))
    yield pool
    pool.close()


def test_over_time_over_memory_and_dead_are_told_apart_and_the_others_go_on(pool: PoolAnalyst) -> None:
    results = pool.analyse(["a", "sleep", "b", "eat", "die", "c"])  # type: ignore[list-item]
    codes = [result.code if isinstance(result, DocumentError) else result for result in results]
    assert codes == ["a", "too_slow", "b", "too_much_memory", "too_much_memory", "c"]
    assert "extraction.seconds" in str(results[1])
    assert "extraction.memory_mb" in str(results[3])


def test_the_main_script_is_not_imported_again_in_a_worker() -> None:
    main = sys.modules["__main__"]
    before = (main.__spec__, getattr(main, "__file__", None))
    with workers._hidden_main():
        assert main.__spec__ is None
        assert not hasattr(main, "__file__")
    assert (main.__spec__, getattr(main, "__file__", None)) == before


def test_real_documents_come_back_in_order() -> None:
    pool = PoolAnalyst(2, ExtractionSettings())
    texts = [f"Report number {number}.\n\nThe council of the city met again and voted." for number in range(4)]
    results = pool.analyse([factories.capture(text.encode(), uri=f"raw/{text[14]}.txt") for text in texts])
    pool.close()
    assert [result.segmented.article.text.splitlines()[-1] for result in results] == [  # type: ignore[union-attr]
        text.splitlines()[-1] for text in texts
    ]
