"""Re-ingestion from ``fetch`` asks the site again for the chosen pages, and for no others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ingest.outcomes import Summary, What
from ingest.pipeline import Pipeline, open_pipeline
from ingest.reingest import Changed, ReingestStage, choose
from ingest.run import Run
from ingest.select import Selection
from ingest.sources.warc_index import open_visits
from ingest.sources.web import delivered
from ingest.translate.fake import FakeEngine
from ingest.workers import InlineAnalyst
from tests.web.conftest import Project, Site, source
from tests.web.site import slug

HOST = "changing.test"


@contextmanager
def opened(project: Project) -> Iterator[Pipeline]:
    with open_pipeline(project.settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        yield pipeline


def ingest(project: Project, *urls: str) -> None:
    report = project.run(*(source(url, kind="page").model_copy(update={"name": url}) for url in urls))
    with opened(project) as pipeline:
        run = Run(pipeline, urls)
        summary = Summary()
        for batch in run.batches([*report.items, *report.failed]):
            summary += run.process(batch)
        run.finish(summary)
    delivered(report.items, project.settings)


def reingest(project: Project, url: str) -> tuple[list[Changed], tuple[str, ...]]:
    with opened(project) as pipeline:
        again = choose(pipeline, Selection(sites=[url]), start="fetch", reason="it was corrected")
        assert [each.stages for each in again.planned] == [("fetch", "extract", "identify", "translate")]
        changed: list[Changed] = []
        summary = Summary()
        for batch in again.batches():
            done = again.run.process(batch)
            summary += done
            changed += again.changed(batch, done)
        again.run.finish(summary)
        return changed, again.run.problems


def rejections(project: Project) -> dict[str, str]:
    with opened(project) as pipeline:
        return {kept.source.uri: f"{kept.code}. {kept.message}" for kept in pipeline.store.rejections()}


def pages_of(site: Site) -> list[str]:
    return [site.url(f"/artikel/{slug(number)}", HOST) for number in (1, 2)]


@pytest.fixture
def pages(site: Site, project: Project) -> list[str]:
    urls = pages_of(site)
    ingest(project, *urls)
    site.forget()
    return urls


def test_a_page_that_changed_is_fetched_and_becomes_a_new_revision(
    site: Site, project: Project, pages: list[str]
) -> None:
    for number in (1, 2):
        site.bump(HOST, number)
    [changed], problems = reingest(project, pages[0])
    assert changed.entry.uri == pages[0]
    assert {"revision", "raw"} <= {change.field for change in changed.changes}
    assert problems == ()
    assert site.paths("/artikel/") == [f"/artikel/{slug(1)}"]
    visits = open_visits(project.settings)
    pending = list(visits.newest(pending=True))
    visits.close()
    assert pending == []


def test_a_page_that_did_not_change_costs_a_304_and_is_done_from_the_kept_bytes(
    site: Site, project: Project, pages: list[str]
) -> None:
    [changed], problems = reingest(project, pages[0])
    assert (changed.changes, problems) == ((), ())
    assert [line["status"] for line in site.log if line["path"].startswith("/artikel/")] == [304]


def test_a_page_that_cannot_be_had_any_more_keeps_its_record_and_the_run_says_so(
    project: Project, pages: list[str]
) -> None:
    [changed], problems = reingest(project.with_web(allow=()), pages[0])
    assert changed.changes == ()
    assert len(problems) == 1
    assert problems[0].startswith(f"{pages[0]}: ")


@pytest.mark.parametrize("start", ["fetch", "extract"])
@pytest.mark.parametrize("name", ["404", "to-private", "video"])
def test_a_page_that_never_came_stays_rejected_for_the_same_reason(
    site: Site, project: Project, name: str, start: ReingestStage
) -> None:
    url = site.url(f"/hostile/{name}", HOST)
    ingest(project, url)
    before = rejections(project)
    assert list(before) == [url]
    with opened(project) as pipeline:
        again = choose(pipeline, Selection(states=["rejected"]), start=start, reason="is it there now?")
        for batch in again.batches():
            [changed] = again.changed(batch, again.run.process(batch))
            # fetched again, the evidence is another answer, and it may hold the same bytes
            assert {change.field for change in changed.changes} <= ({"raw", "other"} if start == "fetch" else set())
    assert rejections(project) == before


def test_a_page_that_came_at_last_becomes_a_record(site: Site, project: Project) -> None:
    url = pages_of(site)[0]
    ingest(project.with_web(allow=()), url)
    assert list(rejections(project)) == [url]
    [changed], problems = reingest(project, url)
    assert [(change.field, change.after) for change in changed.changes] == [("state", "record")]
    assert (rejections(project), problems) == ({}, ())


def test_a_page_from_an_archive_of_others_that_is_gone_keeps_its_record_and_is_done_from_there(
    site: Site, project: Project, pages: list[str]
) -> None:
    """The fetcher knows only what it fetched itself; here the same WARC lies where a person would put theirs."""
    web, theirs = project.settings.root / "raw/web", project.settings.root / "raw/theirs"
    web.rename(theirs)
    shutil.rmtree(project.settings.path(project.settings.processed))
    shutil.rmtree(project.settings.path(project.settings.state))
    assert run_over_raw(project) == {"new": 2}
    [changed], problems = reingest(project.with_web(allow=()), pages[0])
    assert (changed.changes, changed.rejected) == ((), False)
    assert len(problems) == 1
    assert problems[0].startswith(f"{pages[0]}: blocked_address. ")
    assert rejections(project) == {}
    assert run_over_raw(project) == {"unchanged": 2}, "the failed fetch stands in raw/web, and wins no later run either"


def run_over_raw(project: Project) -> dict[What, int]:
    with opened(project) as pipeline:
        run = Run(pipeline, (str(project.settings.root / "raw"),))
        summary = sum((run.process(batch) for batch in run.batches(list(run.items()))), Summary())
        return run.finish(summary)[0].counts
