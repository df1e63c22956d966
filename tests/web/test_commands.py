"""``ingest sources``, ``ingest discover`` and ``ingest raw``, against the news site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ingest.cli import raw, sources
from ingest.errors import ConfigurationError
from tests.web.conftest import Project, Site, source
from tests.web.site import ARTICLES, slug

app = typer.Typer()
app.add_typer(sources.app)
app.add_typer(raw.app)
app.command("discover")(sources.discover)
runner = CliRunner()


@pytest.fixture
def folder(site: Site, project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project.settings.root
    (root / "ingest.toml").write_text(
        '[web]\ncontact = "https://example.org/bot"\nallow = ["127.0.0.0/8"]\ndelay = 0.02\nbackoff = 0.02\n'
    )
    (root / "sources.toml").write_text(
        f'[[source]]\nname = "feed"\nurl = "{site.url("/feed.rss", "cli.test")}"\nlimit = 5\n'
        f'[[source]]\nname = "dead"\nurl = "{site.url("/hostile/404", "cli.test")}"\nkind = "feed"\ntags = ["x"]\n'
    )
    monkeypatch.chdir(root)
    return root


def test_sources_check_says_what_would_be_fetched_and_fetches_no_page(folder: Path, site: Site) -> None:
    result = runner.invoke(app, ["sources", "check"])
    assert result.exit_code == 1
    assert "feed    12      5 " in result.stdout
    assert "dead: not_found." in result.stderr
    assert not site.paths("/artikel/")
    assert runner.invoke(app, ["sources", "check", "--offline"]).stdout == "2 sources, all valid.\n"
    answer = json.loads(runner.invoke(app, ["sources", "check", "--json", "--tag", "x"]).stdout)
    assert [one["source"] for one in answer] == ["dead"]


def test_discover_lists_what_a_source_offers(folder: Path, site: Site) -> None:
    result = runner.invoke(app, ["discover", "feed"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == ARTICLES
    assert lines[0].startswith("fetch  2026-05-29  feed")
    assert lines[0].endswith(f"{site.url(f'/artikel/{slug(11)}', 'cli.test')}  Bericht 11")
    assert not site.paths("/artikel/")
    items = json.loads(runner.invoke(app, ["discover", site.url("/", "cli.test"), "--json"]).stdout)[0]["items"]
    assert len(items[0]["found"]) == 3
    with pytest.raises(ConfigurationError, match="neither a URL"):
        runner.invoke(app, ["discover", "nothing"], catch_exceptions=False)


def test_raw_lists_shows_and_extracts_the_evidence(folder: Path, site: Site, project: Project) -> None:
    report = project.run(source(site.url("/feed.rss", "raw.test")))
    listed = runner.invoke(app, ["raw", "list"]).stdout.splitlines()
    assert len(listed) == ARTICLES
    item = report.items[0]
    shown = runner.invoke(app, ["raw", "show", item.id[:10]]).stdout
    assert f"found by     feed {site.url('/feed.rss', 'raw.test')} test" in shown
    assert "HTTP/1.1 200 OK" in shown
    assert "related to   alternate en" in shown
    extracted = runner.invoke(app, ["raw", "extract", item.uri])
    assert extracted.stdout_bytes == item.capture().body
    runner.invoke(app, ["raw", "extract", item.uri, "-o", "page.html"])
    assert (folder / "page.html").read_bytes() == item.capture().body
    result = runner.invoke(app, ["raw", "export", "--wacz", "out.wacz"])
    assert f"{ARTICLES} pages in out.wacz" in result.stdout
    assert json.loads(runner.invoke(app, ["raw", "list", "--json"]).stdout)[0]["payload_digest"].startswith("sha256:")
