"""What is unchanged is summed up on the way: a run over millions of documents does not hold an outcome for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import plan
from tests.operations.test_survival import DOCUMENTS, ingest, opened, write_raw


@pytest.mark.parametrize("size", [1, 7, 10**6])
def test_the_sum_is_the_same_however_often_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(plan, "_SETTLED_SIZE", size)
    monkeypatch.setattr(plan, "_LOOKUP_SIZE", 3)
    write_raw(tmp_path, 0)
    ingest(tmp_path)
    (tmp_path / "raw" / "20.txt").write_text("Der Rat hat am Ende doch noch über die Kameras abgestimmt.\n")
    with opened(tmp_path) as run:
        [batch] = run.batches(list(run.items()))
        assert len(batch.tasks) == 1
        assert batch.settled.counts == {"unchanged": DOCUMENTS - 2, "rejected": 1}
        assert sum(tally.found for tally in batch.settled.tallies) == DOCUMENTS - 1
