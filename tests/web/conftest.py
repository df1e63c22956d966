from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from ingest.settings import Settings, WebSettings
from ingest.sources.catalog import WebSource
from ingest.sources.web import Report, collect
from tests.web import resolver

ROOT = Path(__file__).parents[2]


@dataclass
class Site:
    """The running test site; `log` is what it saw since `forget`."""

    port: int
    rude_port: int
    path: Path
    _from: int = 0

    def url(self, path: str, host: str = "news.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def rude(self, path: str) -> str:
        return f"http://127.0.0.1:{self.rude_port}{path}"

    def forget(self) -> None:
        self._from = self.path.stat().st_size if self.path.exists() else 0

    @property
    def log(self) -> list[dict[str, Any]]:
        with self.path.open() as file:
            file.seek(self._from)
            return sorted((json.loads(line) for line in file), key=lambda line: line["time"])

    def paths(self, prefix: str = "/") -> list[str]:
        return [line["path"] for line in self.log if line["path"].startswith(prefix)]

    def bump(self, host: str, n: int) -> None:
        urlopen(f"http://127.0.0.1:{self.port}/bump?article={host}/{n}").read()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("site") / "log.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.site", str(log)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    port, rude_port = map(int, process.stdout.readline().split())
    yield Site(port, rude_port, log)
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def site(server: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("socket.getaddrinfo", resolver._getaddrinfo)
    server.forget()
    return server


@dataclass
class Project:
    """A project folder with settings that open loopback, and its runs."""

    settings: Settings

    def run(self, *sources: WebSource, again: bool = False) -> Report:
        return collect(sources, self.settings, again=again)

    def with_web(self, **changes: Any) -> Project:
        web = self.settings.web.model_copy(update=changes)
        return Project(self.settings.model_copy(update={"web": web}))

    @property
    def warcs(self) -> list[Path]:
        return sorted((self.settings.root / "raw/web").glob("*"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    web = WebSettings(
        contact="https://example.org/bot",
        allow=("127.0.0.0/8",),
        delay=0.02,
        backoff=0.02,
        patience=5,
        timeout=1.0,
        total_timeout=2.0,
        max_bytes=2_000_000,
    )
    return Project(Settings(root=tmp_path, web=web))


def source(url: str, **more: Any) -> WebSource:
    return WebSource.model_validate({"name": "test", "url": url, **more})
