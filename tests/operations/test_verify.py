"""``ingest verify`` names the file that was touched, and no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .test_survival import check, ingest, write_raw


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project after two runs: it holds revisions, and a record whose newest bytes were rejected."""
    root = tmp_path_factory.mktemp("library")
    for version in range(2):
        write_raw(root, version)
        ingest(root)
    return root


@pytest.fixture
def project(library: Path, tmp_path: Path) -> Path:
    shutil.copytree(library, tmp_path / "project", copy_function=shutil.copy2)
    return tmp_path / "project"


def first(root: Path, pattern: str) -> Path:
    return min(root.glob(pattern))


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def break_off(path: Path) -> None:
    path.write_bytes(b"{")


@pytest.mark.parametrize("touch", [append, break_off, Path.unlink])
@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("processed/records/*/*.json", "records/"),
        ("processed/revisions/*/*.json", "revisions/"),
        ("processed/rejected/*.json", "rejected/"),
        ("processed/runs/000001-*.json", "runs/000001-"),
        ("processed/runs/000002-*.json", "runs/000002-"),
        ("raw/01.txt", "raw/01.txt"),
    ],
)
def test_the_touched_file_is_named_and_no_other(
    project: Path, pattern: str, name: str, touch: Callable[[Path], None]
) -> None:
    touch(first(project, pattern))
    files = {fault.file for fault in check(project).faults}
    assert len(files) == 1, files
    assert files.pop().startswith(name)


def test_an_untouched_library_has_no_faults(project: Path) -> None:
    verdict = check(project)
    assert (verdict.faults, verdict.unsealed, verdict.logs) == ((), 0, 2)
    assert verdict.rebuilt > 0
