"""How the site was treated, by its own log."""

from __future__ import annotations

import itertools
from collections import defaultdict

from tests.web.conftest import Project, Site, source
from tests.web.site import slug


def gaps(site: Site) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for line in site.log:
        times[line["host"]].append(line["time"])
    return {host: [b - a for a, b in itertools.pairwise(sorted(moments))] for host, moments in times.items()}


def test_the_gap_between_requests_to_a_host_is_never_shorter_than_the_delay(site: Site, project: Project) -> None:
    hosts = [source(site.url("/feed.rss", f"gap{n}.test"), name=f"gap{n}", limit=6) for n in range(4)]
    project.with_web(delay=0.15).run(*hosts)
    found = gaps(site)
    assert len(found) == 4
    assert min(min(found[host]) for host in found) >= 0.15
    # Side by side across hosts: the log is shorter than the hosts one after the other would make it.
    span = site.log[-1]["time"] - site.log[0]["time"]
    assert span < 0.6 * sum(sum(found[host]) for host in found)


def test_a_longer_crawl_delay_is_kept(site: Site, project: Project) -> None:
    project.run(source(site.url("/feed.rss", "slow.test"), limit=2))
    assert min(gaps(site)["slow.test"][1:]) >= 0.5


def test_a_crawl_delay_beyond_our_patience_puts_the_pages_off(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/feed.rss", "glacier.test"), limit=2))
    assert site.paths() == ["/robots.txt", "/feed.rss"]
    assert {problem.code for problem in report.problems} == {"host_budget"}


def test_nothing_disallowed_is_asked_for(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/sitemap.xml", "rules.test")))
    assert [item.error.code for item in report.failed] == ["robots_disallowed"]
    assert not site.paths("/private/")
    assert site.paths("/robots.txt") == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_a_day(site: Site, project: Project) -> None:
    for _ in range(2):
        project.run(source(site.url("/feed.rss", "daily.test"), limit=1))
    assert len(site.paths("/robots.txt")) == 1


def test_no_robots_txt_means_go(site: Site, project: Project) -> None:
    assert len(project.run(source(site.url("/feed.json", "norobots.test"))).items) == 3


def test_an_unreachable_robots_txt_means_wait(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/feed.json", "downrobots.test"), kind="feed"))
    assert [problem.code for problem in report.problems] == ["robots_unreachable"]
    assert set(site.paths()) == {"/robots.txt"}


def test_a_server_that_asks_for_time_gets_it(site: Site, project: Project) -> None:
    report = project.run(source(site.url("/hostile/flaky?retry"), kind="page"))
    assert len(report.items) == 1
    times = [line["time"] for line in site.log if "flaky" in line["path"]]
    assert len(times) == 3
    assert all(b - a >= 1.0 for a, b in itertools.pairwise(times))


def test_a_host_that_keeps_failing_is_rested_and_reported(site: Site, project: Project) -> None:
    pages = [source(site.url(f"/hostile/503?{n}", "tired.test"), name=f"t{n}", kind="page") for n in range(6)]
    report = project.run(*pages)
    asked = len(site.paths("/hostile/503"))
    assert asked == 5
    assert len(report.resting) == 1
    assert {problem.code for problem in report.problems} == {"host_resting"}
    site.forget()
    assert {problem.code for problem in project.run(*pages).problems} == {"host_resting"}
    assert not site.log


def test_a_wait_longer_than_our_patience_rests_the_host(site: Site, project: Project) -> None:
    report = project.with_web(patience=0.5).run(source(site.url("/hostile/flaky?retry2", "busy.test"), kind="page"))
    assert len(site.paths("/hostile/")) == 1
    assert len(report.resting) == 1


def test_budgets_put_pages_off_to_the_next_run(site: Site, project: Project) -> None:
    feed = source(site.url("/feed.rss", "budget.test"))
    small = project.with_web(host_requests=5)
    first = small.run(feed)
    assert len(site.log) == 5
    assert first.tally.put_off == 9
    second = small.run(feed)
    assert len(second.items) == len(first.items) + 4


def test_hosts_are_served_alike(site: Site, project: Project) -> None:
    hosts = [source(site.url("/feed.rss", f"fair{n}.test"), name=f"fair{n}") for n in range(5)]
    report = project.with_web(concurrency=2, delay=0.0).run(*hosts)
    assert set(report.tally.hosts.values()) == {12}
    half = site.log[: len(site.log) // 2]
    counts = [sum(line["host"] == f"fair{n}.test" for line in half) for n in range(5)]
    assert max(counts) - min(counts) <= 3


def test_pages_are_looked_at_more_often_when_they_change() -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    from ingest.records import WarcLocation
    from ingest.settings import WebSettings
    from ingest.sources.archive import Stored
    from ingest.sources.fetch import Exchange
    from ingest.sources.revisit import after
    from ingest.sources.session import Reply

    settings = WebSettings(revisit_min=100, revisit_max=1000)
    exchange = Exchange("http://a.test/", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", (), b"x", None, 1, 0.0)
    stored = Stored(WarcLocation(file="f", offset=0, record_id="r"), "sha256:x")
    reply = Reply(exchange, stored, ("http://a.test/",), None, fresh=True)
    page = after(reply, canonical=None, settings=settings, now=0.0)
    intervals = []
    for fresh in (False,) * 7 + (True,) * 4:
        page = after(replace(reply, known=page, fresh=fresh), canonical=None, settings=settings, now=page.due)
        intervals.append(round(page.interval))
    assert intervals == [150, 225, 338, 506, 759, 1000, 1000, 500, 250, 125, 100]


def test_the_article_that_a_feed_calls_newer_is_due_at_once(site: Site, project: Project) -> None:
    feed = source(site.url("/feed.rss", "due.test"), limit=1)
    first = project.run(feed)
    from ingest.sources.warc_index import open_visits

    visits = open_visits(project.settings)
    page = visits.page(first.items[0].uri)
    assert page is not None
    from dataclasses import replace

    visits.save(replace(page, visited=0.0))  # as if it had been fetched before the feed's date
    visits.close()
    site.forget()
    project.run(feed)
    assert f"/artikel/{slug(11)}" in site.paths()
