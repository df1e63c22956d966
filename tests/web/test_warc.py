"""WARC files of others: any writer, any version, large, torn, whole-file gzip; replay and export of ours."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.digest import document_id
from ingest.errors import DocumentError
from ingest.sources.wacz import surt, write_wacz
from ingest.sources.warc import FailedItem, WarcItem, items
from ingest.sources.warc_index import open_visits
from tests.web.conftest import Project, Site, source

PAGE = b"<html><head><title>T</title></head><body><p>Text</p></body></html>"


class Crawl:
    """Writes WARC files as other crawlers do, with warcio."""

    def __init__(self, path: Path, *, compress: bool = True, version: str = "1.0") -> None:
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=compress, warc_version=version)

    def add(self, url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html", **headers: str) -> None:
        pairs = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, pairs, protocol="HTTP/1.1"),
        )
        self._writer.write_record(record)

    def close(self) -> None:
        self._file.close()


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[tuple[Crawl, Path]]:
    path = tmp_path / "crawl.warc.gz"
    crawl = Crawl(path)
    yield crawl, path
    crawl.close()


def documents(path: Path) -> list[WarcItem]:
    return [item for item in items(path, path.parent) if isinstance(item, WarcItem)]


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_documents_of_another_crawler_are_read_in_place(compress: bool, version: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.warc.gz" if compress else "a.warc")
    crawl = Crawl(path, compress=compress, version=version)
    for n in range(5):
        crawl.add(f"https://example.org/{n}?utm_source=x", PAGE + b"%d" % n, ETag='"e"')
        crawl.add(f"https://example.org/{n}.png", b"\x89PNG", kind="image/png")
    crawl.close()
    found = documents(path)
    assert [item.canonical for item in found] == [f"https://example.org/{n}" for n in range(5)]
    for n, item in reversed(list(enumerate(found))):
        capture = item.capture()
        assert capture.body == PAGE + b"%d" % n
        assert capture.id == document_id(f"https://example.org/{n}")
        assert capture.source.http is not None
        assert capture.source.http.etag == '"e"'


def test_bodies_stored_with_codings_and_chunks_are_undone(crawl: tuple[Crawl, Path]) -> None:
    writer, path = crawl
    packed = gzip.compress(PAGE)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    writer.add("https://example.org/1", packed, Content_Encoding="gzip")
    writer.add("https://example.org/2", chunked, Content_Encoding="gzip", Transfer_Encoding="chunked")
    writer.add("https://example.org/3", PAGE, Content_Encoding="gzip", Transfer_Encoding="chunked")
    writer.close()
    assert [item.capture().body for item in documents(path)] == [PAGE] * 3


def test_what_is_no_document_is_passed_over(crawl: tuple[Crawl, Path]) -> None:
    writer, path = crawl
    writer.add("https://example.org/robots.txt", b"User-agent: *", kind="text/plain")
    writer.add("https://example.org/feed", b"<rss version='2.0'></rss>", kind="text/xml")
    writer.add("https://example.org/gone", PAGE, status="404 Not Found")
    writer.add("https://example.org/moved", b"", status="301 Moved", Location="/x")
    writer.add("dns:example.org", b"1.2.3.4", kind="text/dns")
    writer.add("https://example.org/", PAGE)
    writer.close()
    assert [item.uri for item in documents(path)] == ["https://example.org/"]


def test_a_torn_file_gives_what_stands_before_and_says_so(crawl: tuple[Crawl, Path]) -> None:
    writer, path = crawl
    for n in range(4):
        writer.add(f"https://example.org/{n}", PAGE + os.urandom(3000).hex().encode())
    writer.close()
    path.write_bytes(path.read_bytes()[:-500])
    found = list(items(path, path.parent))
    assert [item.uri for item in found[:3]] == [f"https://example.org/{n}" for n in range(3)]
    for item in found[3:]:
        with pytest.raises(DocumentError) as error:
            item.capture()
        assert error.value.code in ("damaged_warc", "evidence_missing")
    assert len(found) > 3


@pytest.mark.parametrize("content", [b"", b"<html>" * 10, os.urandom(5000)])
def test_a_file_that_is_no_warc_is_one_named_rejection_at_most(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    found = list(items(path, tmp_path))
    assert all(isinstance(item, FailedItem) and item.error.code == "damaged_warc" for item in found)
    assert len(found) == (1 if content else 0)


def test_a_record_that_was_changed_afterwards_is_refused(site: Site, project: Project) -> None:
    (item,) = project.run(source(site.url("/feed.json", "tamper.test"), limit=1)).items
    path = project.settings.root / item.location.file
    from ingest.sources.archive import complete_length

    content = path.read_bytes()
    end, _ = complete_length(path)
    assert end == len(content)
    member = gzip.decompress(content[item.location.offset :])
    head, _, _ = member.partition(b"\r\nWARC/1.1\r\n")
    forged = gzip.compress(head.replace(b"Fassung", b"Fa55ung"))
    path.write_bytes(content[: item.location.offset] + forged)
    with pytest.raises(DocumentError) as error:
        item.capture()
    assert error.value.code == "evidence_missing"


def test_a_large_file_is_read_in_constant_memory(crawl: tuple[Crawl, Path]) -> None:
    writer, path = crawl
    filler = os.urandom(400_000).hex().encode()
    for n in range(20):
        writer.add(f"https://example.org/{n}", b"<html><p>" + filler)
    writer.close()
    list(items(path, path.parent))
    tracemalloc.start()
    assert sum(1 for _ in items(path, path.parent)) == 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_record_larger_than_the_limit_is_a_named_rejection(crawl: tuple[Crawl, Path]) -> None:
    writer, path = crawl
    writer.add("https://example.org/bomb", gzip.compress(b"\0" * 3_000_000), Content_Encoding="gzip")
    writer.close()
    (item,) = items(path, path.parent, max_bytes=1_000_000)
    with pytest.raises(DocumentError) as error:
        item.capture()
    assert error.value.code == "too_large"


def test_a_wacz_holds_the_files_an_index_and_the_pages(site: Site, project: Project, tmp_path: Path) -> None:
    report = project.run(source(site.url("/feed.json", "wacz.test")))
    visits = open_visits(project.settings)
    target = tmp_path / "out.wacz"
    assert write_wacz(target, visits, project.settings, title="Test") == len(report.items)
    visits.close()
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        assert {resource["path"] for resource in package["resources"]} <= set(archive.namelist())
        index = archive.read("indexes/index.cdx").decode().splitlines()
        line = next(line for line in index if line.startswith(surt(report.items[0].uri)))
        fields = json.loads(line.split(" ", 2)[2])
        warc = archive.read("archive/" + fields["filename"])
        start, length = int(fields["offset"]), int(fields["length"])
        assert report.items[0].uri.encode() in gzip.decompress(warc[start : start + length])


@pytest.mark.skipif("INGEST_PYWB" not in os.environ, reason="needs pywb: INGEST_PYWB=folder with wb-manager, wayback")
def test_pywb_replays_what_was_fetched(site: Site, project: Project, tmp_path: Path) -> None:
    front = source(site.url("/", "replay.test"), kind="site")
    report = project.run(front)
    project.run(front, again=True)  # so that there are revisit records
    programs = Path(os.environ["INGEST_PYWB"])
    for arguments in (["init", "c"], ["add", "c", *map(str, project.warcs)]):
        subprocess.run([programs / "wb-manager", *arguments], cwd=tmp_path, check=True, capture_output=True)
    import socket
    import time

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [programs / "wayback", "-p", str(port), "-b", "127.0.0.1"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/c/").close()
                break
            except OSError:
                time.sleep(0.2)
        for item in report.items:
            with urlopen(f"http://127.0.0.1:{port}/c/2id_/{item.uri}") as answer:
                assert answer.read() == item.capture().body
    finally:
        server.terminate()
        server.wait(10)


def test_a_damaged_file_never_does_more_than_lose_documents(site: Site, project: Project, tmp_path: Path) -> None:
    project.run(source(site.url("/feed.json", "damage.test")))
    (path,) = project.warcs
    whole = path.read_bytes()
    plain = gzip.decompress(whole)
    seed = random.Random(3)
    for number in range(120):
        compressed = number % 2 == 0
        content = bytearray(whole if compressed else plain)
        for _ in range(seed.randint(1, 6)):
            at = seed.randrange(len(content))
            if seed.random() < 0.6:
                content[at] = seed.randrange(256)
            else:
                del content[at : at + seed.randint(1, 200)]
        damaged = tmp_path / ("x.warc.gz" if compressed else "x.warc")
        damaged.write_bytes(content)
        for item in items(damaged, tmp_path):
            with contextlib.suppress(DocumentError):
                item.capture()
