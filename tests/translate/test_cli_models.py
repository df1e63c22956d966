from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.cli.models import app
from ingest.errors import ConfigurationError
from tests.translate.builders import STARTER, write_package

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "argos"))
    monkeypatch.setattr("ingest.translate.packages.check_loads", lambda *_: None)  # the packages here hold no model
    monkeypatch.setattr("ingest.translate.locations.bundled_folder", lambda: tmp_path / "bundled")
    return tmp_path


def test_the_life_of_a_package(project: Path) -> None:
    assert "No packages" in RUNNER.invoke(app, ["list"]).output
    assert "sha256" in RUNNER.invoke(app, ["install", str(STARTER)]).output
    (listed,) = json.loads(RUNNER.invoke(app, ["list", "--json"]).output)
    assert (listed["from"], listed["to"], listed["origin"]) == ("de", "en", "project")
    assert "project" in RUNNER.invoke(app, ["list"]).output
    assert RUNNER.invoke(app, ["check"]).exit_code == 0
    assert "Removed" in RUNNER.invoke(app, ["remove", "de-en"]).output


def test_check_fails_for_a_broken_package(project: Path) -> None:
    (project / "models").mkdir()
    write_package(project / "models" / "bad.argosmodel", files={"model/model.bin": b""})
    result = RUNNER.invoke(app, ["check"])
    assert result.exit_code == 2
    assert "model/model.bin is missing" in result.output
    assert json.loads(RUNNER.invoke(app, ["check", "--json"]).output)[0]["fault"]


def test_wrong_use_is_a_configuration_error(project: Path) -> None:
    assert isinstance(RUNNER.invoke(app, ["install", "nonsense"]).exception, ConfigurationError)
