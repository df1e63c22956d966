"""Files are found in order, read where they lie, and told from what only looks like one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.digest import document_id
from ingest.errors import ConfigurationError, DocumentError
from ingest.sources.files import FileItem, find_files


def find(source: Path, root: Path, max_bytes: int = 1000) -> tuple[list[FileItem], list[tuple[str, str]]]:
    errors: list[tuple[str, str]] = []
    report: Callable[[str, DocumentError], None] = lambda uri, error: errors.append((uri, error.code))  # noqa: E731
    return list(find_files(source, root=root, max_bytes=max_bytes, on_error=report)), errors


def test_a_folder_gives_its_files_sorted_without_hidden_ones_and_sidecars(tmp_path: Path) -> None:
    for name in ("raw/b.txt", "raw/a.html", "raw/a.html.meta.json", "raw/.hidden", "raw/.git/x", "raw/sub/c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    items, errors = find(tmp_path / "raw", tmp_path)
    assert [item.uri for item in items] == ["raw/a.html", "raw/b.txt", "raw/sub/c.md"]
    assert errors == []


def test_the_id_is_that_of_the_path_and_not_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    [before], _ = find(path, tmp_path)
    path.write_text("two!")
    [after], _ = find(path, tmp_path)
    assert before.id == after.id == document_id("a.txt")
    assert before.stamp != after.stamp


def test_a_sidecar_states_what_a_person_knows_and_changes_the_stamp(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")
    [bare], _ = find(path, tmp_path)
    (tmp_path / "a.txt.meta.json").write_text('{"uri": "https://example.org/a", "authors": ["Ana Ruiz"]}')
    [stated], _ = find(path, tmp_path)
    capture = stated.capture()
    assert capture.statement.authors == ("Ana Ruiz",)
    assert capture.source.canonical_uri == "https://example.org/a"
    assert capture.source.site is None
    assert capture.raw.path == "a.txt"
    assert capture.id == bare.capture().id
    assert bare.stamp != stated.stamp


def test_a_stated_address_is_kept_and_its_canonical_form_has_no_tracking(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "a.txt.meta.json").write_text('{"uri": "https://example.org/a?id=7&utm_source=x#top"}')
    [item], _ = find(tmp_path / "a.txt", tmp_path)
    source = item.capture().source
    assert source.uri == "https://example.org/a?id=7&utm_source=x#top"
    assert source.canonical_uri == "https://example.org/a?id=7"


@pytest.mark.parametrize("date", ["2021", "2021-07", "2021-07-12", "2021-07-12T09:30:00Z", "2021-07-12T09:30:00+02:00"])
def test_dates_are_stated_as_precisely_as_they_are_known(tmp_path: Path, date: str) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "a.txt.meta.json").write_text(f'{{"published": "{date}"}}')
    [item], _ = find(tmp_path / "a.txt", tmp_path)
    assert item.capture().statement.published == date


@pytest.mark.parametrize(
    "content",
    [
        '{"published": "12.07.2021"}',
        '{"published": "2021-13"}',
        '{"published": "2021-02-30"}',
        '{"retrieved_at": "yesterday"}',
        '{"language": "zzz-not a tag"}',
        "{",
        '{"titel": "x"}',
        '{"authors": "Ana"}',
        "[]",
    ],
)
def test_a_wrong_sidecar_is_named_and_says_what_is_wrong(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")
    (tmp_path / "a.txt.meta.json").write_text(content)
    [item], _ = find(path, tmp_path)
    with pytest.raises(DocumentError, match=r"a\.txt\.meta\.json") as caught:
        item.capture()
    assert caught.value.code == "invalid_sidecar"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"x" * 1001)
    [item], _ = find(path, tmp_path)
    with pytest.raises(DocumentError, match="1,001 bytes") as caught:
        item.capture()
    assert caught.value.code == "too_large"


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    [item], _ = find(tmp_path, tmp_path)
    with pytest.raises(DocumentError) as caught:
        item.capture()
    assert caught.value.code == "not_a_file"


def test_a_file_that_vanished_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    [item], _ = find(path, tmp_path)
    path.unlink()
    with pytest.raises(DocumentError, match="No such file") as caught:
        item.capture()
    assert caught.value.code == "unreadable"


def test_a_folder_that_cannot_be_listed_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed/x.txt", "open/y.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    items, errors = find(tmp_path, tmp_path)
    assert [item.uri for item in items] == ["open/y.txt"]
    assert errors == [("closed", "unreadable")]


def test_a_source_that_is_not_there_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="check the name"):
        find(tmp_path / "nowhere", tmp_path)


def test_a_name_that_is_not_unicode_is_spelled_in_one_way(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    [item], _ = find(tmp_path, tmp_path)
    assert item.uri == "caf\\xe9.txt"
    assert item.id == document_id("caf\\xe9.txt")
