"""Objects of a store are read as what they are named; a store that fails is told from a document that does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from ingest.errors import ConfigurationError, DocumentError, TransientError
from ingest.outcomes import Summary
from ingest.pipeline import open_pipeline
from ingest.run import Run
from ingest.settings import Settings, load_settings
from ingest.sources.objects import find_objects, known_object
from ingest.translate.fake import FakeEngine
from ingest.workers import InlineAnalyst

RAW = "memory:///library/raw"
TEXT = b"The city bought twelve cameras in May. The council never voted on it.\n"


class NoEndpointError(Exception):
    """As those of botocore: no OSError."""


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    files = fsspec.filesystem("memory")
    for name in ("a.txt", "b.txt"):
        files.pipe(f"/library/raw/{name}", TEXT)
    yield files
    files.rm("/library", recursive=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path, raw=RAW)


def test_a_name_with_a_chain_in_it_is_not_read_as_another_object(memory: MemoryFileSystem, settings: Settings) -> None:
    memory.pipe("/library/raw/a.txt::c.txt", b"Its own.")
    [_, chained, _] = find_objects(RAW, settings)
    again = known_object(chained.uri, settings)
    assert again is not None
    assert again.uri == chained.uri == "raw/a.txt::c.txt"
    for item in (chained, again):
        with pytest.raises(DocumentError) as caught:
            item.capture()
        assert caught.value.code == "unusable_name"


def test_an_object_that_is_named_like_an_address_is_found_again(memory: MemoryFileSystem, settings: Settings) -> None:
    memory.pipe("/library/raw/s3://x/y.txt", TEXT)
    item = list(find_objects(RAW, settings))[-1]
    assert item.uri == "raw/s3://x/y.txt"
    again = known_object(item.uri, settings)
    assert again is not None
    assert again.capture() == item.capture()


@pytest.mark.parametrize("error", [NoEndpointError("no endpoint"), TimeoutError("timed out"), PermissionError("403")])
def test_a_store_that_fails_may_answer_later(
    memory: MemoryFileSystem, settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    [item, _] = find_objects(RAW, settings)

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(MemoryFileSystem, "_open", fail)
    with pytest.raises(TransientError, match=r"a\.txt cannot be read just now"):
        item.capture()
    monkeypatch.setattr(MemoryFileSystem, "info", fail)
    monkeypatch.setattr(MemoryFileSystem, "find", fail)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        list(find_objects(RAW, settings))
    with pytest.raises(ConfigurationError, match="cannot be read"):
        known_object("raw/a.txt", settings)


def test_an_object_that_vanished_is_unreadable(memory: MemoryFileSystem, settings: Settings) -> None:
    [item, _] = find_objects(RAW, settings)
    memory.rm("/library/raw/a.txt")
    with pytest.raises(DocumentError) as caught:
        item.capture()
    assert caught.value.code == "unreadable"


def test_a_place_that_is_not_there_is_a_configuration_error(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="nothing at memory:///typo/none; check the name"):
        list(find_objects("memory:///typo/none", settings))


def test_a_flow_outlives_an_object_that_does_not_come_after_all_retries(
    memory: MemoryFileSystem, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import batches

    def given_up(*_arguments: object) -> Summary:
        memory.rm("/library/raw/a.txt")  # here: for good
        raise TransientError("no endpoint")

    monkeypatch.setattr(batches, "process_batches", given_up)
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        run = Run(pipeline, (RAW,))
        [(_, summary)] = batches.process(run.batches(list(run.items())), pipeline)
    assert summary.counts == {"new": 1, "rejected": 1}


def test_a_run_outlives_an_object_that_does_not_come_and_tries_it_again(
    memory: MemoryFileSystem, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> Summary:
        with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
            current = Run(pipeline, (RAW,))
            done = sum((current.process(batch) for batch in current.batches(list(current.items()))), Summary())
            summary, log = current.finish(done)
            assert log.counts == summary.counts
            return summary

    real = MemoryFileSystem._open

    def guarded(self: MemoryFileSystem, path: str, *arguments: object, **options: object) -> object:
        if path.endswith("a.txt"):
            raise NoEndpointError("no endpoint")
        return real(self, path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "_open", guarded)
        summary = run()
    assert summary.counts == {"new": 1, "failed": 1}
    assert [outcome.code for outcome in summary.outcomes if outcome.what == "failed"] == ["not_answered"]
    assert run().counts == {"new": 1, "unchanged": 1}
