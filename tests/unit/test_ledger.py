"""The ledger is an index: it can be lost, rebuilt, and says what the files say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import ConfigurationError
from ingest.records import Metadata
from ingest.store import ledger as ledger_module
from ingest.store.entries import Entry, entry_of_record
from ingest.store.ledger import Ledger, default_url
from ingest.store.records import RecordStore
from tests import factories


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    store = RecordStore(tmp_path / "processed")
    store.open()
    return store


@pytest.fixture
def ledger(store: RecordStore) -> Iterator[Ledger]:
    ledger = Ledger(default_url(store.folder))
    ledger.open(store)
    yield ledger
    ledger.close()


def test_what_is_put_is_found(ledger: Ledger) -> None:
    entry = entry_of_record(factories.record(), "12:34")
    ledger.put([entry])
    ledger.put([replace(entry, stamp="56:78")])
    assert ledger.get([entry.id, "unknown"]) == {entry.id: replace(entry, stamp="56:78")}
    assert ledger.count() == 1


def test_more_documents_than_one_query_takes_are_found(ledger: Ledger) -> None:
    entries = [Entry(id=f"{number:05}", uri=f"raw/{number}", outcome="record") for number in range(1203)]
    ledger.put(entries)
    assert len(ledger.get([entry.id for entry in entries])) == 1203


def test_a_deleted_ledger_is_rebuilt_from_the_files(store: RecordStore, ledger: Ledger) -> None:
    record, _ = store.commit(factories.record())
    ledger.put([entry_of_record(record)])
    known = list(ledger.find())
    ledger.close()
    for file in store.folder.glob("ledger*"):
        file.unlink()
    again = Ledger(default_url(store.folder))
    again.open(store)
    assert list(again.find()) == known
    again.close()


def test_documents_are_found_by_language_state_and_text(ledger: Ledger) -> None:
    german = factories.record(uri="raw/a.txt", metadata=Metadata(title="Die Kamera"))
    ledger.put([entry_of_record(german), Entry(id="zz", uri="raw/b_%.txt", outcome="rejected", code="empty")])
    assert [entry.uri for entry in ledger.find(language="de")] == ["raw/a.txt"]
    assert [entry.uri for entry in ledger.find(outcome="rejected")] == ["raw/b_%.txt"]
    assert [entry.uri for entry in ledger.find(text="kamera")] == ["raw/a.txt"]
    assert [entry.uri for entry in ledger.find(text="%")] == ["raw/b_%.txt"]
    assert [entry.uri for entry in ledger.find(prefix="z")] == ["raw/b_%.txt"]


def test_a_ledger_that_is_broken_is_set_aside_and_rebuilt(store: RecordStore, caplog: pytest.LogCaptureFixture) -> None:
    record, _ = store.commit(factories.record())
    (store.folder / "ledger.sqlite3").write_text("this is not a database, but long enough to be looked at")
    ledger = Ledger(default_url(store.folder))
    ledger.open(store)
    assert [entry.id for entry in ledger.find()] == [record.id]
    assert len(caplog.records) == 1
    ledger.close()


def test_a_ledger_that_cannot_be_opened_is_named(store: RecordStore) -> None:
    (store.folder / "ledger.sqlite3").mkdir()
    ledger = Ledger(default_url(store.folder))
    with pytest.raises(ConfigurationError, match="cannot be used"):
        ledger.open(store)
    ledger.close()


def test_more_documents_than_one_page_are_found_once_each(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_PAGE_SIZE", 7)
    entries = [Entry(id=f"{number:02}", uri=f"raw/{number // 10}", outcome="record") for number in range(49)]
    ledger.put(entries)
    assert list(ledger.find()) == entries
    assert [entry.id for entry in ledger.find(text="raw/1")] == [f"{number}" for number in range(10, 20)]


def test_a_wrong_url_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="SQLAlchemy"):
        Ledger("nonsense")


def test_what_another_process_puts_after_a_broken_ledger_was_mended_is_seen_by_all(
    store: RecordStore, ledger: Ledger
) -> None:
    other = Ledger(default_url(store.folder))
    other.open(store)
    other.put([Entry(id="before", uri="raw/before", outcome="record")])
    other_read = other.count()
    ledger.close()
    damaged = store.folder / "ledger.sqlite3"
    damaged.replace(store.folder / "away")  # the inode stays with the open connection, as when it is set aside
    for companion in ("-wal", "-shm"):
        damaged.with_name(damaged.name + companion).unlink(missing_ok=True)
    damaged.write_bytes(b"this is no database, but long enough to be looked at")
    ledger.put([Entry(id="mended", uri="raw/mended", outcome="record")])
    other.put([Entry(id="after", uri="raw/after", outcome="record")], {"records/after.json": "0" * 64})
    assert other_read == 1
    assert [entry.id for entry in ledger.find()] == [entry.id for entry in other.find()] == ["after", "mended"]
    assert ledger.unsealed() == other.unsealed() == {"records/after.json": "0" * 64}
    other.close()


def test_what_is_put_while_the_file_is_moved_aside_is_put_again(
    store: RecordStore, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = store.folder / "ledger.sqlite3"
    write = Ledger._write

    def disturbed(self: Ledger, *rows: object) -> None:
        if file.exists() and not file.with_name("away").exists():
            file.replace(file.with_name("away"))
        write(self, *rows)  # type: ignore[arg-type]  # handed on as it came

    ledger.count()
    monkeypatch.setattr(Ledger, "_write", disturbed)
    ledger.put([Entry(id="one", uri="raw/one", outcome="record")])
    again = Ledger(default_url(store.folder))
    again.open(store)
    assert [entry.id for entry in again.find()] == ["one"]
    again.close()


def test_a_ledger_that_cannot_be_looked_at_is_named(tmp_path: Path, store: RecordStore) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"l\.db cannot be used"):
        Ledger(f"sqlite:///{tmp_path}/file/l.db").open(store)
