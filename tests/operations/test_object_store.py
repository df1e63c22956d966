"""With evidence and records in an object store, and the ledger in PostgreSQL, the records are the same to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from upath import UPath

from ingest.errors import ConfigurationError
from ingest.outcomes import Summary
from ingest.pipeline import open_pipeline
from ingest.run import Run
from ingest.settings import Settings, load_settings
from ingest.sources.known import Known
from ingest.translate.fake import FakeEngine
from ingest.verify import verify
from ingest.workers import InlineAnalyst

from .conftest import free_port
from .test_survival import files, ingest, write_raw

pytestmark = pytest.mark.filterwarnings("default")  # the server's and the client's own


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the URL of an empty bucket on a server of our own."""
    pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
    server_of = pytest.importorskip("moto.server", reason="moto, an S3 server for tests, is not installed")
    port = free_port()
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("library", region_name="eu-central-1")
    try:
        yield "s3://library/processed"
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        httpx.post(f"http://127.0.0.1:{port}/moto-api/reset").raise_for_status()
        server.stop()


def everything(settings: Settings) -> dict[str, bytes]:
    """Run, verify, and return all that the run left for readers, by name."""
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        run = Run(pipeline, (str(settings.location(settings.raw)),))
        run.finish(sum((run.process(batch) for batch in run.batches(list(run.items()))), Summary()))
        verdict = verify(pipeline, sample=3)
        assert verdict.faults == ()
        assert verdict.rebuilt == 3
        store = pipeline.store
        return {name: (store.folder / name).read_bytes() for name in store.names()}


def upload(bucket: str, raw: Path) -> None:
    for path in raw.iterdir():
        (UPath(bucket).parent / "raw" / path.name).write_bytes(path.read_bytes())


def test_the_evidence_lies_in_the_store_too(
    tmp_path: Path, postgres: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = f"{str(UPath(bucket).parent).rstrip('/')}/raw"
    settings = load_settings(
        tmp_path, raw=raw, processed=bucket, ledger=f"postgresql+psycopg://{postgres}?options=-csearch_path%3Devidence"
    )
    engine = create_engine(f"postgresql+psycopg://{postgres}")
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA evidence"))
    engine.dispose()
    disk = tmp_path / "disk"
    for version in range(2):
        write_raw(disk, version)
        statement = '{"uri": "https://news.example/a", "metadata": {}}' if version else "{}"
        (disk / "raw" / "01.txt.meta.json").write_text(statement.replace(', "metadata": {}', ""))
        (disk / "raw" / ".hidden").write_text("passed over")
        upload(bucket, disk / "raw")
        ingest(disk)
        assert everything(settings) == files(disk)
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        items = list(Run(pipeline, (raw,)).items())
        assert all(item.stamp for item in items)
        [batch] = pipeline.plan(items)
        assert batch.tasks == ()  # nothing is read again
        again = {Known(settings).item(record.source, record.raw).stamp for record in pipeline.store.records()}
        assert again <= {item.stamp for item in items}
    (UPath(raw) / "02.txt").write_text("Something else altogether.")
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        assert [fault.file for fault in verify(pipeline, sample=0).faults] == ["raw/02.txt"]


def test_what_cannot_be_listed_is_named(tmp_path: Path, bucket: str) -> None:
    settings = load_settings(tmp_path)
    for source in ("s3://nowhere/raw", "nonsense://somewhere"):
        with (
            open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline,
            pytest.raises(ConfigurationError, match=f"{source} cannot be read"),
        ):
            list(Run(pipeline, (source,)).items())


def test_an_archive_in_the_store_is_refused_by_name_and_other_sources_are_named_by_their_url(
    tmp_path: Path, bucket: str
) -> None:
    folder = UPath("s3://library/elsewhere")
    (folder / "a.warc.gz").write_bytes(b"")
    (folder / "b.txt").write_text("The city bought twelve cameras in May. The council never voted on it.\n")
    with open_pipeline(load_settings(tmp_path), engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        run = Run(pipeline, (str(folder),))
        items = list(run.items())
        assert [item.uri for item in items] == ["s3://library/elsewhere/b.txt"]
        summary, _ = run.finish(sum((run.process(batch) for batch in run.batches(items)), Summary()))
        assert summary.counts == {"new": 1, "rejected": 1}
        assert {outcome.code for outcome in summary.attention} == {"archive_not_on_a_disk"}


def test_the_records_are_those_of_a_disk(
    tmp_path: Path, postgres: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(tmp_path, processed=bucket, ledger=f"postgresql+psycopg://{postgres}", batch_size=7)
    for version in range(2):
        write_raw(tmp_path, version)
        with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
            run = Run(pipeline, (str(tmp_path / "raw"),))
            run.finish(sum((run.process(batch) for batch in run.batches(list(run.items()))), Summary()))
            assert verify(pipeline, sample=3).faults == ()
    other = tmp_path / "disk"
    for version in range(2):
        write_raw(other, version)
        ingest(other)
    store = UPath(bucket)
    found = (path for name in ("records", "revisions", "rejected") for path in (store / name).rglob("*.json"))
    assert {str(path)[len(bucket) + 1 :]: path.read_bytes() for path in found} == files(other)
