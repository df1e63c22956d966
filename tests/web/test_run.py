"""Runs against the news site; the site's own log is the judge."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.digest import document_id, sha256
from ingest.errors import ConfigurationError
from ingest.sources.warc import items
from ingest.sources.warc_index import open_visits
from ingest.sources.web import archived, delivered, refused
from tests.web.conftest import Project, Site, source
from tests.web.site import ARTICLES, slug


def test_a_site_gives_its_articles_once_and_then_nothing(site: Site, project: Project) -> None:
    front = source(site.url("/"), kind="site", language="de")
    first = project.run(front)
    assert len(first.items) == ARTICLES
    assert len({item.id for item in first.items}) == ARTICLES
    assert len(site.paths("/artikel/")) == ARTICLES
    delivered(first.items, project.settings)
    site.forget()
    second = project.run(front)
    assert second.nothing_new
    assert second.tally.known == ARTICLES + 1  # and the page that robots.txt disallows
    assert not site.paths("/artikel/")
    assert sum(line["bytes"] for line in site.log) == 0
    assert {line["status"] for line in site.log} == {304}


def test_looking_again_costs_a_304_each_and_brings_only_what_changed(site: Site, project: Project) -> None:
    front = source(site.url("/", "changing.test"), kind="site")
    delivered(project.run(front).items, project.settings)
    site.forget()
    site.bump("changing.test", 3)
    again = project.run(front, again=True)
    assert [item.uri for item in again.items] == [site.url(f"/artikel/{slug(3)}", "changing.test")]
    bodies = [line["path"] for line in site.log if line["bytes"]]
    assert bodies == [f"/artikel/{slug(3)}"]


def test_one_article_found_in_feed_sitemap_and_front_page_is_one_document_with_three_discoveries(
    site: Site, project: Project
) -> None:
    project.run(source(site.url("/", "three.test"), kind="site"))
    visits = open_visits(project.settings)
    found = visits.discoveries(site.url(f"/artikel/{slug(5)}", "three.test"))
    relations = visits.relations(site.url(f"/artikel/{slug(5)}", "three.test"))
    visits.close()
    assert sorted(way.kind for way in found) == ["feed", "link", "sitemap"]
    assert f"alternate en {site.url('/en/report-5', 'three.test')}" in relations
    assert f"alternate fr {site.url('/fr/rapport-5', 'three.test')}" in relations


@pytest.mark.parametrize(("path", "count"), [("/feed.rss", 12), ("/feed.atom", 12), ("/feed.json", 3)])
def test_feeds_of_every_kind_are_recognised_by_their_content(
    path: str, count: int, site: Site, project: Project
) -> None:
    report = project.run(source(site.url(path, "feeds.test")))
    assert len(report.items) == count
    assert not report.problems


def test_a_broken_feed_gives_what_can_be_read_and_says_so(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/broken.rss", "broken.test"), kind="feed"))
    assert 5 < len(report.items) < ARTICLES
    assert [problem.code for problem in report.problems] == ["partly_read"]


def test_captures_are_the_bytes_that_the_server_meant(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/feed.rss", "bytes.test"), language="de"))
    for item in report.items:
        capture = item.capture()
        assert capture.body.startswith(b"<!DOCTYPE html>")
        assert capture.body.endswith(b"</html>")
        assert capture.raw.sha256 == sha256(capture.body)
        assert capture.raw.bytes == len(capture.body)
        assert capture.raw.warc is not None
        assert capture.raw.path == capture.raw.warc.file
        assert capture.id == document_id(capture.source.canonical_uri)
        assert capture.source.media_type == "text/html"
        assert capture.source.http is not None
        assert capture.source.http.etag
        assert capture.hints.language == "de"
        assert "utm_" not in capture.source.uri


def test_the_warc_reader_finds_the_same_documents_as_the_run(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/", "reader.test"), kind="site", language="de"))
    (file,) = project.warcs
    read = list(items(file, project.settings.root))
    documents = {item.id: item.capture() for item in read if not hasattr(item, "error")}
    assert documents == {item.id: item.capture() for item in report.items}
    refused = {item.error.code for item in read if hasattr(item, "error")}
    assert refused == {failure.error.code for failure in report.failed} == {"robots_disallowed"}


def test_warcio_finds_every_digest_right(site: Site, project: Project) -> None:
    project.run(source(site.url("/", "check.test"), kind="site"))
    project.run(source(site.url("/", "check.test"), kind="site"), again=True)
    for file in project.warcs:
        done = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", "-v", str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        assert "digest pass" in done.stdout
        assert "failed" not in done.stdout


def test_a_lost_index_is_made_again_from_the_warc_files(site: Site, project: Project) -> None:
    front = source(site.url("/", "lost.test"), kind="site")
    before = project.run(front)
    (project.settings.root / ".ingest/visits.sqlite3").unlink()
    assert archived(project.settings) == list(before.items)
    failed = [(item.id, item.raw, item.error.code) for item in refused(project.settings)]
    assert failed == [(item.id, item.raw, item.error.code) for item in before.failed]
    site.forget()
    project.run(front, again=True)
    assert not [line for line in site.log if line["bytes"] and line["path"] != "/robots.txt"]


def test_an_amp_page_and_a_tracked_link_are_the_article_itself(site: Site, project: Project) -> None:
    host = "amp.test"
    article = site.url(f"/artikel/{slug(4)}", host)
    report = project.run(
        source(article + "/amp", kind="page", name="a"),
        source(article + "?utm_campaign=x&fbclid=1", kind="page", name="b"),
        source(article, kind="page", name="c"),
    )
    assert [item.canonical for item in report.items] == [article]
    assert site.paths("/artikel/") == [f"/artikel/{slug(4)}"]


def test_no_cookie_is_ever_sent_back(site: Site, project: Project) -> None:
    for number in range(2):
        project.run(source(site.url(f"/hostile/cookie?{number}"), kind="page"))
    assert not [line for line in site.log if "cookie" in line["headers"]]


def test_every_request_says_who_asks(site: Site, project: Project) -> None:
    project.run(source(site.url("/feed.rss", "polite.test"), kind="feed", limit=1))
    agents = {line["headers"]["user-agent"] for line in site.log}
    assert len(agents) == 1
    assert agents.pop().endswith("(+https://example.org/bot)")


def test_without_a_contact_nothing_is_asked(site: Site, project: Project) -> None:
    with pytest.raises(ConfigurationError, match="contact"):
        project.with_web(contact=None).run(source(site.url("/")))
    assert not site.log


def test_only_one_run_fetches_at_a_time(site: Site, project: Project) -> None:
    from filelock import FileLock

    (project.settings.root / ".ingest").mkdir()
    with FileLock(project.settings.root / ".ingest/web.lock"), pytest.raises(ConfigurationError, match="Another run"):
        project.run(source(site.url("/")))


def test_a_file_past_its_size_is_followed_by_another(site: Site, project: Project) -> None:
    report = project.with_web(warc_bytes=8000).run(source(site.url("/feed.rss", "rotate.test")))
    assert len(project.warcs) > 2
    assert not list(project.settings.root.glob("raw/web/*.open"))
    for item in report.items:
        assert item.capture().body


def test_limits_patterns_and_age_choose_the_pages(site: Site, project: Project, tmp_path: Path) -> None:
    feed = source(site.url("/feed.rss", "choice.test"), limit=2, exclude=("*-11",), include=("*/artikel/*",))
    report = project.run(feed)
    assert {item.uri.rpartition("-")[2] for item in report.items} == {"10", "9"}
    old = project.run(source(site.url("/feed.rss", "old.test"), max_age_days=1))
    assert not [item for item in old.items if "old.test" in item.uri]


def test_the_raw_folder_gives_what_was_fetched_each_document_once(site: Site, project: Project) -> None:
    from ingest.sources.given import Given

    front = source(site.url("/", "given.test"), kind="site")
    report = project.run(front)
    site.bump("given.test", 2)
    project.run(front, again=True)
    torn = project.warcs[-1]
    torn.rename(torn.with_name(torn.name + ".open"))  # as a killed run leaves it
    raw = project.settings.root / "raw"
    (raw / "note.txt").write_text("Von Hand.")
    found = list(Given((str(raw),), project.settings, lambda _uri, error: pytest.fail(str(error))).items())
    assert len(found) == len({item.id for item in found}) == ARTICLES + 1 + len(report.failed)
    changed = next(item for item in found if item.uri.endswith(slug(2)))
    assert b"Fassung 1" in changed.capture().body


def test_evidence_that_was_thrown_away_is_fetched_again(site: Site, project: Project) -> None:
    feed = source(site.url("/feed.json", "thrown.test"))
    delivered(project.run(feed).items, project.settings)
    for file in project.warcs:
        file.unlink()
    site.forget()
    again = project.run(feed, again=True)
    assert len(again.items) == 3
    assert all(item.capture().body for item in again.items)
    assert {line["status"] for line in site.log} == {200}
