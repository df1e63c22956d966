"""The store keeps every revision, shows no half-written file, and knows what changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import ConfigurationError
from ingest.records import Rejection
from ingest.store import atomic
from ingest.store.atomic import remove_leftovers, write_atomically
from ingest.store.records import RecordStore, serialise
from tests import factories


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    store = RecordStore(tmp_path / "processed")
    store.open()
    return store


def rejection(code: str = "empty") -> Rejection:
    record = factories.record()
    return Rejection(
        id=record.id,
        source=record.source,
        raw=record.raw,
        stage="extract",
        code=code,
        message="There is no text in it.",
        provenance=record.provenance,
    )


def test_a_record_comes_back_as_it_was_written(store: RecordStore) -> None:
    record, change = store.commit(factories.record("Grüße – „so“."))
    assert change == "new"
    assert store.read(record.id) == record
    assert store.path(record.id).parent.name == record.id[:2]


def test_committing_the_same_record_again_writes_nothing(store: RecordStore) -> None:
    record, _ = store.commit(factories.record())
    before = store.path(record.id).stat()
    _, change = store.commit(factories.record())
    after = store.path(record.id).stat()
    assert change == "unchanged"
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_other_raw_bytes_give_the_next_revision_and_keep_the_earlier_one(store: RecordStore) -> None:
    first, _ = store.commit(factories.record("Eins.", raw=b"1"))
    second, change = store.commit(factories.record("Zwei.", raw=b"2"))
    assert (second.revision, change) == (2, "changed")
    assert store.read(first.id, 1) == first
    assert store.read(first.id) == store.read(first.id, 2) == second
    assert store.read(first.id, 3) is None


def test_the_same_bytes_with_another_result_replace_the_revision(store: RecordStore) -> None:
    store.commit(factories.record(config="a" * 64))
    record, change = store.commit(factories.record(config="b" * 64))
    assert (record.revision, change) == (1, "redone")
    assert not list((store.folder / "revisions").rglob("*.json"))


def test_a_lost_current_record_does_not_reuse_a_revision_number(store: RecordStore) -> None:
    store.commit(factories.record(raw=b"1"))
    record, _ = store.commit(factories.record(raw=b"2"))
    store.path(record.id).unlink()
    record, _ = store.commit(factories.record(raw=b"3"))
    assert record.revision == 2


def test_a_rejection_goes_when_the_document_becomes_a_record(store: RecordStore) -> None:
    assert store.reject(rejection()) == "new"
    assert store.reject(rejection()) == "unchanged"
    assert store.reject(rejection("binary")) == "changed"
    record, _ = store.commit(factories.record())
    assert store.read_rejection(record.id) is None


def test_a_rejection_leaves_the_earlier_record_readable(store: RecordStore) -> None:
    record, _ = store.commit(factories.record())
    store.reject(rejection())
    assert store.read(record.id) == record
    assert [found.code for found in store.rejections()] == ["empty"]


def test_a_record_damaged_by_hand_is_named(store: RecordStore) -> None:
    record, _ = store.commit(factories.record())
    store.path(record.id).write_text("{}")
    with pytest.raises(ConfigurationError, match=record.id):
        store.read(record.id)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, scratch = tmp_path / "a.json", tmp_path / "scratch"
    write_atomically(path, b"old", scratch=scratch)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new", scratch=scratch)
    assert path.read_bytes() == b"old"
    assert not list(scratch.iterdir())


def test_leftovers_of_dead_processes_are_removed_and_those_of_living_ones_kept(tmp_path: Path) -> None:
    dead, living = tmp_path / "4194999-ab", tmp_path / f"{os.getpid()}-cd"
    dead.touch()
    living.touch()
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [living]


def test_records_are_spelled_in_one_way() -> None:
    record = factories.record("Grüße")
    assert serialise(record) == serialise(type(record).model_validate_json(serialise(record)))
    assert "Grüße".encode() in serialise(record)
    assert serialise(record).endswith(b"}\n")


def test_a_folder_that_cannot_be_written_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="--processed"):
        RecordStore(tmp_path / "file" / "processed").open()
