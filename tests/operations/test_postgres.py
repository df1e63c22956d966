"""With the ledger and the locks in PostgreSQL the records are the same, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from .test_survival import DOCUMENTS, check, files, in_child, ingest, killed_at, known, write_raw


@pytest.fixture
def ledger(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the URL of an empty ledger, which all runs use."""
    url = f"postgresql+psycopg://{postgres}"
    monkeypatch.setenv("INGEST_LEDGER", url)
    yield url
    empty(url)


def empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_the_records_are_those_of_one_machine(tmp_path: Path, ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in range(2):
        write_raw(tmp_path / "postgres", version)
        ingest(tmp_path / "postgres")
    assert ingest(tmp_path / "postgres").counts == {"unchanged": DOCUMENTS - 1, "rejected": 1}
    assert check(tmp_path / "postgres").faults == ()
    before = known(tmp_path / "postgres")
    empty(ledger)
    assert [entry.id for entry in known(tmp_path / "postgres")] == [entry.id for entry in before]
    assert not list(tmp_path.rglob("ledger.sqlite3*"))
    monkeypatch.delenv("INGEST_LEDGER")
    for version in range(2):
        write_raw(tmp_path / "sqlite", version)
        ingest(tmp_path / "sqlite")
    assert files(tmp_path / "postgres") == files(tmp_path / "sqlite")


def test_kills_and_two_runs_at_once_change_nothing(
    tmp_path: Path, ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_raw(tmp_path / "postgres", 0)
    kills = sum(killed_at(tmp_path / "postgres", call) for call in range(20_000, 120_000, 10_000))
    assert kills
    children = [in_child(lambda: ingest(tmp_path / "postgres")) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert check(tmp_path / "postgres").faults == ()
    monkeypatch.delenv("INGEST_LEDGER")
    write_raw(tmp_path / "sqlite", 0)
    ingest(tmp_path / "sqlite")
    assert files(tmp_path / "postgres") == files(tmp_path / "sqlite")
