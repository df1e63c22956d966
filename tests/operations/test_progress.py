"""Progress moves for people to see, and costs a request once a second at most."""

from __future__ import annotations

from itertools import pairwise
from uuid import uuid4

import pytest
from flows import artifacts

pytestmark = pytest.mark.filterwarnings("default")  # Prefect's own and its dependencies'


def test_progress_moves_once_a_second_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    moved: list[tuple[float, float]] = []
    monkeypatch.setattr(artifacts, "monotonic", lambda: now)
    monkeypatch.setattr(artifacts, "create_progress_artifact", lambda *_, **__: uuid4())
    monkeypatch.setattr(artifacts, "update_progress_artifact", lambda _, percent, **__: moved.append((now, percent)))
    progress = artifacts.Progress("key", 50)
    for documents in range(1, 51):
        now += 0.3
        progress.reach(documents)
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(moved)]
    assert all(gap >= 1 for gap in gaps[:-1])
    assert len(moved) == 13
    assert moved[-1][1] == 100


def test_a_run_over_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[float] = []
    monkeypatch.setattr(artifacts, "create_progress_artifact", lambda *_, **__: uuid4())
    monkeypatch.setattr(artifacts, "update_progress_artifact", lambda _, percent, **__: moved.append(percent))
    artifacts.Progress("key", 0).reach(0)
    assert moved == [100]
