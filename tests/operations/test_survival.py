"""Whatever stops a run, and whenever: a plain re-run ends with the records of an undisturbed run, byte for byte."""

from __future__ import annotations

import errno
import math
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from ingest.errors import ConfigurationError
from ingest.outcomes import Summary
from ingest.pipeline import open_pipeline
from ingest.run import Run
from ingest.settings import Settings
from ingest.store import atomic
from ingest.store.entries import Entry
from ingest.store.runs import RunStore
from ingest.translate.fake import FakeEngine
from ingest.verify import Verdict, verify
from ingest.workers import InlineAnalyst

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # fork: the child only works and dies

KILLS = 100
DOCUMENTS = 40


def write_raw(root: Path, version: int) -> None:
    """Write documents; in the second version some changed, one became empty and one that was empty became well."""
    (root / "raw").mkdir(parents=True, exist_ok=True)
    for number in range(DOCUMENTS):
        cameras = 12 + version * (number % 3 == 0)
        text = (
            f"Die Kamera {number}\n\nDie Stadt kaufte im Mai {cameras} Kameras. Der Rat hat nie darüber abgestimmt.\n"
        )
        empty = number == 5 + version
        path = root / "raw" / f"{number:02}.txt"
        if not path.exists() or path.read_text() != ("" if empty else text):
            path.write_text("" if empty else text)


@contextmanager
def opened(root: Path) -> Iterator[Run]:
    settings = Settings(root=root, batch_size=7)
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        yield Run(pipeline, (str(root / "raw"),))


def ingest(root: Path) -> Summary:
    with opened(root) as run:
        summary = Summary()
        for batch in run.batches(list(run.items())):
            summary += run.process(batch)
        return run.finish(summary)[0]


def check(root: Path) -> Verdict:
    with opened(root) as run:
        return verify(run.pipeline, sample=3, seed=1)


def files(root: Path) -> dict[str, bytes]:
    """Return all that readers see: records, revisions and rejections."""
    folder = root / "processed"
    found = (path for name in ("records", "revisions", "rejected") for path in (folder / name).rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def known(root: Path) -> list[Entry]:
    with opened(root) as run:
        return list(run.pipeline.ledger.find())


def in_child(work: Callable[[], object]) -> int:
    """Do ``work`` in a process of its own; it ends without any tidying up."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def counting(limit: float = math.inf) -> Callable[[], int]:
    """Count calls from here on in this thread; kill this process at the one after ``limit``. The result tells."""
    calls = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls > limit:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    return lambda: calls


def ingest_until(root: Path, call: int) -> None:
    counting(call)
    ingest(root)


def killed_at(root: Path, call: int) -> bool:
    """Start a run that is killed at its nth call, and read all files meanwhile; return whether it came that far."""
    child = in_child(lambda: ingest_until(root, call))
    ended = status = 0
    while not ended:
        assert_whole(root)
        ended, status = os.waitpid(child, os.WNOHANG)
    assert_whole(root)
    return os.WIFSIGNALED(status)


def assert_whole(root: Path, processed: str = "processed") -> None:
    for path in (root / processed).glob("r*/**/*.json"):
        try:
            orjson.loads(path.read_bytes())
        except FileNotFoundError:
            continue  # a rejection that went meanwhile


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """The files after each of two quiet runs, and how many calls the first of them makes."""

    first: dict[str, bytes]
    second: dict[str, bytes]
    calls: int


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    root = tmp_path_factory.mktemp("undisturbed")
    write_raw(root / "warm", 0)
    ingest(root / "warm")
    write_raw(root, 0)
    calls = counting()
    try:
        ingest(root)
    finally:
        sys.setprofile(None)
    first = files(root)
    write_raw(root, 1)
    ingest(root)
    return Undisturbed(first, files(root), calls())


@pytest.mark.slow
def test_a_hundred_kills_at_random_moments_change_nothing(tmp_path: Path, undisturbed: Undisturbed) -> None:
    moments = random.Random(20261121)
    kills = rounds = 0
    while kills < KILLS:
        root = tmp_path / str(rounds)
        for version, expected in enumerate((undisturbed.first, undisturbed.second)):
            write_raw(root, version)
            for _ in range(12):
                kills += killed_at(root, moments.randrange(undisturbed.calls // 3))
                if moments.random() < 0.1:
                    (root / "processed" / "ledger.sqlite3").unlink(missing_ok=True)
            ingest(root)
            assert files(root) == expected
            assert ingest(root).counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
            verdict = check(root)
            assert (verdict.faults, verdict.unsealed) == ((), 0)
            assert not list((root / "processed" / ".scratch").glob("*-*"))
        shutil.rmtree(root)
        rounds += 1


def test_two_runs_at_once_end_as_one(tmp_path: Path, undisturbed: Undisturbed) -> None:
    write_raw(tmp_path, 0)
    children = [in_child(lambda: ingest(tmp_path)) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert files(tmp_path) == undisturbed.first
    assert check(tmp_path).faults == ()
    with opened(tmp_path) as run:
        assert len(list(RunStore(run.pipeline.store.folder).logs())) == 2


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_no_more_stops_the_run_with_one_sentence_and_harms_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: Undisturbed,
    fault: int,
) -> None:
    write_raw(tmp_path, 0)
    left = 9
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(fault, os.strerror(fault))
        sync(descriptor)

    monkeypatch.setattr(atomic.os, "fsync", fsync)
    with pytest.raises(ConfigurationError, match=r"cannot be written .*run again"):
        ingest(tmp_path)
    assert_whole(tmp_path)
    assert not [name for name in files(tmp_path) if not name.endswith(".json")]
    monkeypatch.undo()
    ingest(tmp_path)
    assert files(tmp_path) == undisturbed.first


def test_a_clock_that_goes_backwards_leaves_records_and_run_logs_in_order(
    tmp_path: Path, undisturbed: Undisturbed
) -> None:
    write_raw(tmp_path, 0)
    ingest(tmp_path)
    write_raw(tmp_path, 1)
    for path in (tmp_path / "raw").iterdir():
        os.utime(path, (0, 0))
    with opened(tmp_path) as run:
        run.started_at = datetime.now(UTC) - timedelta(days=4000)
        summary = Summary()
        for batch in run.batches(list(run.items())):
            summary += run.process(batch)
        run.finish(summary)
    assert files(tmp_path) == undisturbed.second
    logs = list(RunStore(tmp_path / "processed").logs())
    assert [log.run_id[:6] for log in logs] == ["000001", "000002"]
    assert check(tmp_path).faults == ()


def test_a_deleted_ledger_is_rebuilt_and_says_the_same(tmp_path: Path) -> None:
    write_raw(tmp_path, 0)
    ingest(tmp_path)
    ingest(tmp_path)
    before = known(tmp_path)
    for path in (tmp_path / "processed").glob("ledger.sqlite3*"):
        path.unlink()
    assert ingest(tmp_path).counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
    assert known(tmp_path) == before
    assert check(tmp_path).faults == ()
