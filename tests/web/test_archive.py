"""The WARC files survive a kill at any byte and at any moment."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import ConfigurationError
from ingest.sources.archive import Archive, WarcFiles, complete_length, recover
from ingest.sources.fetch import Exchange
from ingest.sources.warc import items
from ingest.sources.warc_file import read_records, target_uri
from ingest.sources.warc_records import About, Group, digest_hex, digest_of, exchange_group, record
from ingest.sources.web import delivered
from tests.web import victim
from tests.web.conftest import Project, Site, source
from tests.web.site import ARTICLES


def group(n: int, body: bytes = b"") -> Group:
    body = body or f"<html><p>{n}</p>{'x' * n}</html>".encode()
    url, now = f"http://a.test/{n}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
    headers = (("Content-Type", "text/html"),)
    exchange = Exchange(url, now, (("Host", "a.test"),), "HTTP/1.1", 200, "OK", headers, body, None, 1, 0.0)
    return exchange_group(exchange, About("page"))


def files(root: Path, **more: int) -> WarcFiles:
    return WarcFiles(root / "raw/web", root, "run", max_bytes=more.get("max_bytes", 10**9), about=[])


def test_a_file_cut_at_any_byte_keeps_every_complete_group_before_it(tmp_path: Path) -> None:
    archive = files(tmp_path)
    groups = [group(n) for n in range(3)]
    ends = [s.location.offset + len(g.members[-1]) for g, s in zip(groups, archive.append(groups), strict=True)]
    (path,) = (tmp_path / "raw/web").glob("*.open")
    whole = path.read_bytes()
    archive.close()
    positions = [*range(0, len(whole), 7), len(whole)]
    for cut in positions:
        folder = tmp_path / f"cut{cut}"
        folder.mkdir()
        (folder / "run-00000.warc.gz.open").write_bytes(whole[:cut])
        recovered = recover(folder)
        found = [r.uri for path in recovered for r in items(path, folder)]
        assert found == [f"http://a.test/{n}" for n in range(sum(cut >= end for end in ends))]
        for path in recovered:
            end, _ = complete_length(path)
            assert end == path.stat().st_size


def test_garbage_behind_the_last_record_is_cut_off(tmp_path: Path) -> None:
    archive = files(tmp_path)
    archive.append([group(1), group(2)])
    (path,) = (tmp_path / "raw/web").glob("*.open")
    size = path.stat().st_size
    archive.close()
    closed = next((tmp_path / "raw/web").glob("*.warc.gz"))
    closed.rename(path)
    with path.open("ab") as file:
        file.write(bytes(5000))  # what a power cut may leave
    (recovered,) = recover(path.parent)
    assert recovered.stat().st_size == size


def test_a_request_without_its_response_is_cut_off(tmp_path: Path) -> None:
    archive = files(tmp_path)
    archive.append([group(1)])
    (path,) = (tmp_path / "raw/web").glob("*.open")
    whole = path.read_bytes()
    archive.close()
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "a.warc.gz.open").write_bytes(whole + b"".join(group(2).members[:2]))
    (recovered,) = recover(torn)
    assert recovered.read_bytes() == whole


def test_groups_that_arrive_together_are_written_whole_and_in_place(tmp_path: Path) -> None:
    async def write() -> list[str]:
        async with Archive(files(tmp_path)) as archive:
            stored = await asyncio.gather(*(archive.write(lambda n=n: group(n)) for n in range(200)))
        return [s.location.record_id for s in stored]

    written = asyncio.run(write())
    (path,) = (tmp_path / "raw/web").glob("*.warc.gz")
    read = list(items(path, tmp_path))
    assert [item.location.record_id for item in read] == written
    assert all(item.capture().body for item in read)


def test_a_full_disk_stops_the_run_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    async def write() -> None:
        async with Archive(files(tmp_path)) as archive:
            await archive.write(lambda: group(0))
            monkeypatch.setattr("os.fsync", full)
            try:
                await archive.write(lambda: group(1))
            finally:
                monkeypatch.undo()

    with pytest.raises(ConfigurationError, match="No space left"):
        asyncio.run(write())


def test_a_digest_can_be_read_in_both_spellings() -> None:
    digest = digest_of(b"abc")
    plain = digest_hex(digest)
    assert plain is not None
    assert digest_hex(f"sha256:{plain}") == plain
    assert digest_hex("sha1:ABC") is None


def test_a_line_break_in_a_field_makes_no_new_field() -> None:
    import gzip

    content = gzip.decompress(record("metadata", [("WARC-Target-URI", "http://a/\r\nEvil: 1")], b""))
    assert b"\r\nEvil" not in content


def census(root: Path) -> Counter[str]:
    """How many response bodies of each article the archive holds."""
    found: Counter[str] = Counter()
    for path in sorted((root / "raw/web").glob("*.warc.gz")):
        for entry, _ in read_records(path):
            if entry.rec_type == "response" and "/artikel/" in target_uri(entry):
                found[target_uri(entry)] += 1
    return found


def kill_and_check(site: Site, project: Project, host: str, moments: list[float]) -> int:
    """Kill a run at each of the moments, finish it, check it; return how many kills hit a file being written.

    A moment counts seconds from the start of the process, or, every second one, from its first file.
    """
    sources = [source(site.url("/", f"{host}{n}.test"), kind="site", name=f"s{n}") for n in range(3)]
    arguments = (project.settings.root, project.settings.web.model_dump_json(), [s.model_dump_json() for s in sources])
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.web.victim"])
    hits = 0
    for number, moment in enumerate(moments):
        process = context.Process(target=victim.run, args=arguments)
        process.start()
        while number % 2 and process.is_alive() and not list(project.settings.root.glob("raw/web/*.open")):
            process.join(0.002)
        process.join(moment)
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        hits += bool(list(project.settings.root.glob("raw/web/*.open")))
    report = project.run(*sources)
    found = census(project.settings.root)
    assert len(found) == 3 * ARTICLES
    assert set(found.values()) == {1}
    assert len(report.items) == 3 * ARTICLES
    assert len({item.id for item in report.items}) == 3 * ARTICLES
    assert all(item.capture().body for item in report.items)
    assert not list(project.settings.root.glob("raw/web/*.open"))
    delivered(report.items, project.settings)
    assert not project.run(*sources).items
    return hits


def test_thirty_kills_lose_and_double_nothing(site: Site, project: Project) -> None:
    seed = random.Random(30)
    hits = 0
    for rounds in range(5):
        folder = project.settings.root / str(rounds)
        folder.mkdir()
        own = Project(project.settings.model_copy(update={"root": folder}))
        hits += kill_and_check(
            site, own.with_web(delay=0.03), f"kill{rounds}-", [seed.random() * 0.7 for _ in range(6)]
        )
    assert hits >= 10
