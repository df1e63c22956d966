"""``make serve`` without Prefect: what it serves and passes on, and what it says when it cannot start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Never

import pytest
from flows import serve

Environments = list[Mapping[str, str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INGEST_RECORDS_URL", raising=False)
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Environments:
    """The environments of what would have been started; as soon as all is up, somebody stops it."""
    environments: Environments = []

    @contextmanager
    def running(_name: str, _arguments: list[str], environment: Mapping[str, str]) -> Iterator[None]:
        environments.append(dict(environment))
        yield

    @contextmanager
    def served(_folder: Path, port: int) -> Iterator[str]:
        yield f"http://127.0.0.1:{port}"

    def stop(_processes: object) -> Never:
        raise serve.Stopped

    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(serve, "running", running)
    monkeypatch.setattr(serve, "served", served)
    monkeypatch.setattr(serve, "_watch", stop)
    for name in ("_wait_for", "_prefect", "_settle_lost_runs"):
        monkeypatch.setattr(serve, name, lambda *_: None)
    return environments


def test_records_on_a_disk_are_served_and_linked(
    project: Path, started: Environments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INGEST_PORT", "4300")
    serve.main()
    assert [environment["INGEST_RECORDS_URL"] for environment in started] == ["http://127.0.0.1:4301"] * 2


def test_records_in_an_object_store_are_not_served_and_all_else_is(
    project: Path, started: Environments, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "ingest.toml").write_text('processed = "memory:///library/processed"\n')
    serve.main()
    assert ["INGEST_RECORDS_URL" in environment for environment in started] == [False, False]
    assert "(records: memory://" in capsys.readouterr().out


def test_wrong_settings_are_one_line_and_exit_code_2(
    project: Path, started: Environments, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "ingest.toml").write_text("workers = 0\n")
    with pytest.raises(SystemExit) as stopped:
        serve.main()
    said = capsys.readouterr().err
    assert (stopped.value.code, said.count("\n"), started) == (2, 1, [])
    assert said.startswith("serve: Settings are not valid")
    assert "workers" in said
