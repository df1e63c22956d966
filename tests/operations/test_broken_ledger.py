"""A ledger that the disk damaged, or that somebody deleted, is set aside and made anew; no record notices."""

from __future__ import annotations

import logging
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.outcomes import Summary
from ingest.store.ledger import Ledger

from .test_survival import DOCUMENTS, check, files, in_child, ingest, known, opened, write_raw

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # fork: the child only works and dies


def ledger(root: Path) -> Path:
    return root / "processed" / "ledger.sqlite3"


def aside(root: Path) -> list[Path]:
    return list(ledger(root).parent.glob("ledger.sqlite3.corrupt-*Z"))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project after one run."""
    root = tmp_path_factory.mktemp("once")
    write_raw(root, 0)
    ingest(root)
    with opened(root) as run:
        assert isinstance(run.pipeline.ledger, Ledger)
    with sqlite3.connect(ledger(root)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return root


@pytest.fixture(scope="module")
def twice(once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files after a second, undisturbed run over documents that changed."""
    root = tmp_path_factory.mktemp("twice") / "project"
    shutil.copytree(once, root, copy_function=shutil.copy2)
    write_raw(root, 1)
    ingest(root)
    return files(root)


@pytest.fixture
def project(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "project", copy_function=shutil.copy2)
    return tmp_path / "project"


def another_file(path: Path) -> None:
    path.write_bytes(b"this is no database, but long enough to be looked at")


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def lose_its_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def lose_all_but_its_head(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


def garble_its_texts(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        [(table,)] = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'documents%' AND type='table'")
        connection.execute(f"UPDATE {table} SET title = CAST(x'c328ff' AS TEXT)")  # noqa: S608 - the table's own name
    connection.close()


@pytest.mark.parametrize("damage", [another_file, cut_in_half, lose_its_head, lose_all_but_its_head, garble_its_texts])
def test_a_broken_ledger_is_set_aside_and_made_anew_with_one_line(
    project: Path, twice: dict[str, bytes], caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    damage(ledger(project))
    broken = ledger(project).read_bytes()
    write_raw(project, 1)
    with caplog.at_level(logging.WARNING):
        ingest(project)
    assert files(project) == twice
    [line] = [record.getMessage() for record in caplog.records]
    [kept] = aside(project)
    assert kept.name in line
    assert kept.read_bytes() == broken or damage is garble_its_texts  # its writers may still have checkpointed
    caplog.clear()
    assert ingest(project).counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
    assert check(project).faults == ()
    assert not caplog.records


def test_damage_at_random_places_never_changes_a_record(
    project: Path, tmp_path: Path, twice: dict[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    moments = random.Random(20261121)
    mended = 0
    for number in range(12):
        root = tmp_path / str(number)
        shutil.copytree(project, root, copy_function=shutil.copy2)
        with ledger(root).open("r+b") as file:
            for _ in range(6):
                file.seek(moments.randrange(ledger(root).stat().st_size - 3000))
                file.write(moments.randbytes(moments.randrange(1, 3000)))
        write_raw(root, 1)
        ingest(root)
        assert files(root) == twice
        mended += len(aside(root))
    assert mended > 6


def test_a_ledger_that_breaks_in_the_middle_of_a_run_costs_nothing(
    project: Path, twice: dict[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    write_raw(project, 1)
    with opened(project) as run:
        summary = Summary()
        for number, batch in enumerate(run.batches(list(run.items()))):
            if number == 1:
                run.pipeline.ledger.close()
                another_file(ledger(project))
                for companion in ("-wal", "-shm"):
                    ledger(project).with_name(f"ledger.sqlite3{companion}").unlink(missing_ok=True)
            summary += run.process(batch)
        run.finish(summary)
    assert files(project) == twice
    assert len(aside(project)) == 1
    ingest(project)  # what was rewritten before the loss is made anew: nobody could vouch for it any more
    assert files(project) == twice
    verdict = check(project)
    assert (verdict.faults, verdict.unsealed) == ((), 0)


def test_two_runs_that_meet_a_broken_ledger_make_one_new_one(project: Path, twice: dict[str, bytes]) -> None:
    another_file(ledger(project))
    write_raw(project, 1)
    children = [in_child(lambda: ingest(project)) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert files(project) == twice
    assert len(aside(project)) == 1
    assert ingest(project).counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
    assert check(project).faults == ()


@pytest.mark.parametrize("lose", [another_file, cut_in_half, Path.unlink])
def test_reindex_makes_the_ledger_that_was_there(
    project: Path,
    lose: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ingest(project)
    with opened(project) as run:
        before = [(entry.id, entry.outcome, entry.revision, entry.title) for entry in run.pipeline.ledger.find()]
    lose(ledger(project))
    monkeypatch.chdir(project)
    (project / "ingest.toml").touch()
    monkeypatch.setattr(sys, "argv", ["ingest", "reindex"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code
    assert f"{DOCUMENTS} documents indexed" in capsys.readouterr().out
    after = [(entry.id, entry.outcome, entry.revision, entry.title) for entry in known(project)]
    assert after == before
    assert len(aside(project)) == (lose is not Path.unlink)
