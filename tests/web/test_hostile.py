"""Each hostile endpoint ends in a named rejection, and reaches nothing that it should not."""

from __future__ import annotations

import tracemalloc

import pytest

from ingest.errors import DocumentError
from tests.web.conftest import Project, Site, source
from tests.web.site import slug

CASES = {
    "/hostile/loop": "redirect_loop",
    "/hostile/chain-0": "too_many_redirects",
    "/hostile/to-private": "blocked_address",
    "/hostile/to-metadata": "blocked_address",
    "/hostile/to-number": "blocked_address",
    "/hostile/to-mapped": "blocked_address",
    "/hostile/to-file": "blocked_scheme",
    "/hostile/to-nowhere": "bad_redirect",
    "/hostile/bomb?coding=gzip": "too_large",
    "/hostile/bomb?coding=br": "too_large",
    "/hostile/bomb?coding=zstd": "too_large",
    "/hostile/endless": "too_large",
    "/hostile/drip": "timed_out",
    "/hostile/asleep": "timed_out",
    "/hostile/bad-gzip": "bad_encoding",
    "/hostile/video": "not_a_document",
    "/hostile/404": "not_found",
    "/hostile/403": "forbidden",
    "/hostile/410": "gone",
    "/hostile/451": "unavailable_for_legal_reasons",
    "/hostile/418": "http_status",
    "/hostile/500": "server_error",
    "/hostile/429": "too_many_requests",
    "/private/x": "robots_disallowed",
}
RUDE = {"/garbage": "bad_response", "/headers": "headers_too_large", "/cut": "incomplete", "/empty": "incomplete"}


@pytest.mark.parametrize(("path", "code"), CASES.items())
def test_a_hostile_answer_is_a_named_rejection(path: str, code: str, site: Site, project: Project) -> None:
    report = project.with_web(attempts=1, timeout=0.3, total_timeout=0.5).run(source(site.url(path), kind="page"))
    (failed,) = report.failed
    assert failed.error.code == code
    assert failed.error.stage == "capture"
    with pytest.raises(DocumentError):
        failed.capture()
    assert not report.items


@pytest.mark.parametrize(("path", "code"), RUDE.items())
def test_a_server_that_hardly_speaks_http_is_a_named_rejection(
    path: str, code: str, site: Site, project: Project
) -> None:
    report = project.with_web(attempts=1).run(source(site.rude(path), kind="page"))
    assert [failed.error.code for failed in report.failed] == [code]


def test_the_evidence_of_a_rejection_is_the_answer_itself(site: Site, project: Project) -> None:
    (failed,) = project.run(source(site.url("/hostile/404"), kind="page")).failed
    assert failed.raw is not None
    assert failed.raw.warc is not None
    from ingest.sources.warc_file import load_body

    assert load_body(failed.raw.warc, project.settings.root, 10_000).startswith(b"nein")


def test_every_code_of_a_rejection_is_documented() -> None:
    import re
    from pathlib import Path

    root = Path(__file__).parents[2]
    text = "".join(path.read_text() for path in sorted((root / "src/ingest/sources").glob("*.py")))
    codes = set(re.findall(r'DocumentError\(\s*"capture",\s*"(\w+)"', text))
    codes |= set(re.findall(r'Unreachable\(\s*"(\w+)"', text)) | set(CASES.values()) | set(RUDE.values())
    documented = set(re.findall(r"`(\w+)`", (root / "docs/fetching.md").read_text()))
    assert codes - documented == {"not_a_file", "unreadable", "invalid_sidecar"}  # those of local files


def test_a_redirect_inside_reaches_the_article(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/hostile/to-credentials"), kind="page"))
    assert [item.canonical for item in report.items] == [site.url(f"/artikel/{slug(1)}")]


def test_entities_in_a_feed_are_refused_by_name(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/hostile/laughs.rss"), kind="feed"))
    assert [problem.code for problem in report.problems] == ["xml_entities"]


def test_loopback_is_closed_unless_the_settings_open_it(site: Site, project: Project) -> None:
    report = project.with_web(allow=()).run(source(site.url("/feed.rss"), kind="page"))
    assert [failed.error.code for failed in report.failed] == ["blocked_address"]
    assert not site.log


def test_the_memory_that_a_bomb_takes_is_bounded(site: Site, project: Project) -> None:
    tracemalloc.start()
    project.run(source(site.url("/hostile/bomb?coding=br"), kind="page"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_name_that_moves_to_a_private_address_is_caught_where_the_connection_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import asyncio

    import httpcore

    from ingest.sources.guard import Guard, GuardedBackend

    answers = iter(["93.184.216.34", "169.254.169.254"])
    connected: list[str] = []

    async def connect(_self: object, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("no network here")

    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), 80))])
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    backend = GuardedBackend(Guard())
    with pytest.raises(httpcore.ConnectError):
        asyncio.run(backend.connect_tcp("rebinding.example", 80))
    with pytest.raises(DocumentError, match="not a public address"):
        asyncio.run(backend.connect_tcp("rebinding.example", 80))
    assert connected == ["93.184.216.34"]


def test_credentials_stand_in_no_file_and_no_request(site: Site, project: Project) -> None:
    from ingest.sources.catalog import single

    address = site.url(f"/artikel/{slug(2)}?access_token=hunter2").replace("http://", "http://me:hunter2@")
    report = project.run(single(address))
    assert len(report.items) == 1
    assert not [line for line in site.log if "authorization" in line["headers"] or "hunter2" in str(line)]
    import gzip

    for file in project.settings.root.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            content = gzip.decompress(content) if file.suffix == ".gz" else content
            assert b"hunter2" not in content, file
