"""The command line keeps its promises: exit codes, one clear line for each fault, machine-readable output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from upath import UPath

from ingest.cli import main

ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"
FRENCH = "La mairie a acheté douze caméras en mai.\n\nLe conseil municipal n'a jamais voté sur cet achat.\n"


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Answer]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "ingest.toml").write_text("batch_size = 2\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ingest(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["ingest", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Answer(int(stopped.value.code or 0), captured.out, captured.err)

    return call


def test_all_done_is_exit_code_0_and_says_where_the_records_are(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    answer = ingest("run")
    assert answer.code == 0, answer
    assert "1  new records" in answer.out
    assert str(project / "processed" / "records") in answer.out
    assert len(list(project.glob("processed/records/*/*.json"))) == 1


def test_a_second_run_says_that_nothing_is_new(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    ingest("run")
    answer = ingest("run")
    assert answer.code == 0
    assert "Nothing new" in answer.out


def test_rejected_and_untranslated_documents_are_exit_code_1_and_listed_with_what_to_do(
    project: Path, ingest: Command
) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    (project / "raw/fr.txt").write_text(FRENCH)
    (project / "raw/empty.txt").write_text("")
    (project / "raw/junk.html").write_bytes(bytes(range(256)) * 20)
    answer = ingest("run", "--json")
    assert answer.code == 1
    attention = {outcome["uri"]: outcome["code"] for outcome in answer.json["attention"]}
    assert attention == {"raw/empty.txt": "empty", "raw/fr.txt": "no_package", "raw/junk.html": "binary"}
    assert answer.json["counts"] == {"new": 2, "rejected": 2}
    plain = ingest("run").out
    assert "raw/empty.txt: rejected, empty." in plain
    assert "ingest models install" in plain


def test_force_does_everything_again_and_gives_the_same_bytes(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    ingest("run")
    [record] = project.glob("processed/records/*/*.json")
    before = record.read_bytes()
    answer = ingest("run", "--force", "--json")
    assert answer.json["counts"] == {"unchanged": 1}
    assert record.read_bytes() == before


def test_files_and_folders_can_be_named_and_records_put_elsewhere(project: Path, ingest: Command) -> None:
    (project / "in").mkdir()
    (project / "in/a.txt").write_text(ENGLISH)
    (project / "b.md").write_text(f"# {ENGLISH}")
    answer = ingest("run", "in", "b.md", "--processed", "out", "--json")
    assert answer.code == 0
    assert answer.json["total"] == 2
    assert not (project / "processed").exists()
    assert len(list((project / "out/records").rglob("*.json"))) == 2


def test_records_can_be_put_into_an_object_store_by_every_command(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    url = f"memory://{project.name}/out"
    before = {path.name for path in project.iterdir()} | {".ingest"}
    assert ingest("run", "--processed", url, "--json").json["counts"] == {"new": 1}
    assert len(list(UPath(url).glob("records/*/*.json"))) == 1
    again = ingest("reingest", "--all", "--reason", "again", "--processed", url, "--json")
    assert again.json["counts"] == {"unchanged": 1}
    assert ingest("status", "--processed", url, "--json").json["documents"] == 1
    assert ingest("verify", "--processed", url).out.startswith("2 run logs, 1 files, ")
    assert {path.name for path in project.iterdir()} <= before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "nowhere"), "no file or folder nowhere"),
        (("run", "--workers", "0"), "equal to 1"),
        (("run", "--to", "klingonisch!"), "klingonisch!"),
        (("run", "--nonsense"), "--nonsense"),
        (("show", "ffff"), "ingest run"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_use_is_exit_code_2_with_one_clear_message(
    ingest: Command, arguments: tuple[str, ...], message: str
) -> None:
    answer = ingest(*arguments)
    assert answer.code == 2
    assert message in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("settings", "message"),
    [("workers = 0", "workers"), ("wrokers = 2", "wrokers"), ("workers =", "not valid TOML")],
)
def test_a_wrong_setting_is_exit_code_2_and_named(project: Path, ingest: Command, settings: str, message: str) -> None:
    (project / "ingest.toml").write_text(settings)
    answer = ingest("run")
    assert answer.code == 2
    assert message in answer.err


def test_a_record_is_found_by_the_beginning_of_its_id_by_source_and_by_title(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    ingest("run")
    [entry] = ingest("list", "--json").json
    assert (entry["uri"], entry["language"], entry["outcome"]) == ("raw/en.txt", "en", "record")
    assert ingest("show", entry["id"][:6], "--json").json["id"] == entry["id"]
    assert "twelve cameras" in ingest("show", "raw/en.txt").out
    assert ingest("show", "raw/en.txt", "--revision", "2").code == 2
    assert ingest("list", "nothing like it", "--json").json == []
    assert ingest("show", "0000").code == 2


def test_a_rejected_document_can_be_shown(project: Path, ingest: Command) -> None:
    (project / "raw/empty.txt").write_text("")
    ingest("run")
    answer = ingest("show", "raw/empty.txt")
    assert "rejected at extract: empty" in answer.out
    assert "rejected: empty" in ingest("list", "--rejected").out


def test_status_counts_and_reindex_rebuilds_what_it_counts(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    (project / "raw/empty.txt").write_text("")
    ingest("run")
    before = ingest("status", "--json").json
    assert before["documents"] == 2
    for file in project.glob("processed/ledger*"):
        file.unlink()
    assert "2 documents indexed" in ingest("reindex").out
    assert ingest("status", "--json").json == before


def test_the_schema_is_printed(ingest: Command) -> None:
    assert ingest("schema").json["title"] == "Record"


def test_a_folder_without_read_permission_is_one_line_and_the_rest_goes_on(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    closed = project / "raw/closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user may read everything")
        answer = ingest("run", "--json")
    finally:
        closed.chmod(0o755)
    assert answer.code == 1
    assert [(outcome["uri"], outcome["code"]) for outcome in answer.json["attention"]] == [("raw/closed", "unreadable")]
    assert answer.json["counts"]["new"] == 1


def test_a_refused_package_is_one_line_and_the_documents_go_on(project: Path, ingest: Command) -> None:
    (project / "raw/en.txt").write_text(ENGLISH)
    (project / "models").mkdir()
    (project / "models/broken.argosmodel").write_bytes(b"no archive")
    answer = ingest("run", "--json")
    assert answer.code == 1
    assert answer.json["counts"] == {"new": 1}
    [problem] = answer.json["problems"]
    assert "broken.argosmodel was refused" in problem


def test_importing_ingest_and_asking_for_help_imports_nothing_heavy() -> None:
    heavy = ("torch", "stanza", "spacy", "trafilatura", "prefect", "argostranslate", "ctranslate2", "sqlalchemy")
    code = (
        "import sys, ingest, ingest.cli\n"
        "sys.argv = ['ingest', '--help']\n"
        "try: ingest.cli.main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stderr.strip() == "[]"
