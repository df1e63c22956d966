"""With records in an object store, and ledger and locks in PostgreSQL, the records are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from upath import UPath

from ingest.outcomes import Summary
from ingest.pipeline import open_pipeline
from ingest.run import Run
from ingest.settings import load_settings
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
        server.stop()


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
