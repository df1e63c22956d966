"""``ingest reingest`` is the flow of this name on the command line."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from ingest.cli import main
from ingest.cli import reingest as command
from ingest.outcomes import Summary
from ingest.reingest import ReingestStage
from ingest.run import open_run
from ingest.select import State
from ingest.settings import load_settings
from ingest.workers import Crash

ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"
FRENCH = "La mairie a acheté douze caméras en mai.\n\nLe conseil municipal n'a jamais voté sur cet achat.\n"
Command = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("library")
    (root / "raw/letters").mkdir(parents=True)
    (root / "ingest.toml").write_text("batch_size = 2\n")
    (root / "raw/letters/en.txt").write_text(ENGLISH)
    (root / "raw/fr.txt").write_text(FRENCH)
    (root / "raw/empty.txt").write_text("")
    with open_run(load_settings(root)) as run:
        summary = Summary()
        for batch in run.batches(list(run.items())):
            summary += run.process(batch)
        run.finish(summary)
    return root


@pytest.fixture
def project(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    shutil.copytree(library, root, copy_function=shutil.copy2)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def ingest(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ingest", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out if stopped.value.code != 2 else captured.err

    return call


def runs(project: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(project.glob("processed/runs/0*.json"))]


def processed(project: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.glob("processed/*/**/*.json")}


def test_a_dry_run_prints_the_plan_and_changes_nothing(project: Path, ingest: Command) -> None:
    before = processed(project)
    code, said = ingest("reingest", "--all", "--start", "identify", "--reason", "a look", "--dry-run")
    assert code == 0
    lines = {line.split()[-1]: line for line in said.splitlines() if "raw/" in line}
    assert sorted(lines) == ["raw/empty.txt", "raw/fr.txt", "raw/letters/en.txt"]
    assert "unavailable" in lines["raw/fr.txt"]
    assert "identify, translate" in lines["raw/fr.txt"]
    assert "rejected: empty" in lines["raw/empty.txt"]
    assert "extract, identify, translate" in lines["raw/empty.txt"]
    assert "3 documents would be done again from identify. Nothing was changed." in said
    assert processed(project) == before


def test_it_does_what_was_chosen_and_prints_what_changed(project: Path, ingest: Command) -> None:
    (project / "raw/letters/en.txt").write_text(ENGLISH.replace("twelve", "forty"))
    code, said = ingest("reingest", "--site", "raw/letters", "--start", "extract", "--reason", "it was corrected")
    assert code == 0
    assert "raw/letters/en.txt (" in said
    assert "    - The city bought twelve cameras in May." in said
    assert "    + The city bought forty cameras in May." in said
    assert "1 documents changed, 0 came out the same to the byte." in said
    assert "raw/fr.txt" not in said
    last = runs(project)[-1]
    assert (last["reason"], last["counts"]) == ("it was corrected", {"changed": 1})
    assert last["sources"] == ["sites=['raw/letters']"]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--state", "unavailable", "--state", "rejected"), ["raw/empty.txt", "raw/fr.txt"]),
        (("--language", "fr"), ["raw/fr.txt"]),
        (("--text", "twelve cameras"), ["raw/letters/en.txt"]),
        (("--text", "twelve cameras", "--language", "fr"), []),
        (("--published-from", "1990-01-01", "--published-to", "1990-12-31"), []),
        (("--all",), ["raw/empty.txt", "raw/fr.txt", "raw/letters/en.txt"]),
    ],
)
def test_every_way_of_choosing_has_an_option(ingest: Command, options: tuple[str, ...], names: list[str]) -> None:
    code, said = ingest("reingest", *options, "--reason", "a look", "--dry-run", "--json")
    assert code == 0
    plan = json.loads(said)
    assert plan["dry_run"] is True
    assert [each["uri"] for each in plan["planned"]] == names


def test_a_document_is_named_by_the_beginning_of_its_identifier(ingest: Command) -> None:
    [entry] = json.loads(ingest("list", "letters", "--json")[1])
    code, said = ingest("reingest", entry["id"][:8], "--reason", "again", "--json")
    assert code == 0
    answer = json.loads(said)
    assert answer["documents"] == [{"id": entry["id"], "uri": "raw/letters/en.txt", "changes": []}]
    assert (answer["counts"], answer["reason"]) == ({"unchanged": 1}, "again")
    assert answer["run_id"].startswith("000002-")


def test_documents_that_still_need_attention_are_exit_code_1_and_listed(ingest: Command) -> None:
    code, said = ingest("reingest", "--language", "fr", "--reason", "again")
    assert code == 1
    assert "raw/fr.txt: translation unavailable, no_package." in said


def test_documents_that_met_a_bug_are_counted_apart(ingest: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.workers.PoolAnalyst.analyse", lambda _, works: [Crash("a bug") for _ in works])
    code, said = ingest("reingest", "--site", "raw/letters", "--start", "extract", "--reason", "again")
    assert code == 1
    assert said.endswith("\n0 documents changed, 0 came out the same to the byte, 1 were not done.\n")


def test_nothing_that_fits_is_said_and_leaves_no_run_log(project: Path, ingest: Command) -> None:
    code, said = ingest("reingest", "--text", "nowhere", "--reason", "again")
    assert (code, said) == (0, "0 documents would be done again from translate. Nothing was changed.\n")
    assert len(runs(project)) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--all",), "Say why"),
        (("--reason", "again"), "Nothing is selected"),
        (("--reason", "again", "abc"), "Too short"),
        (("--reason", "again", "00000000"), "No document has"),
        (("--reason", "again", "--state", "done"), "unavailable"),
        (("--reason", "again", "--language", "klingonisch!"), "klingonisch!"),
        (("--reason", "again", "--start", "capture"), "extract"),
        (("--reason", "again", "--published-from", "yesterday"), "yesterday"),
        (("--reason", "a", "--published-from", "2024-02-01", "--published-to", "2024-01-01"), "is after 2024-01-01"),
    ],
)
def test_wrong_use_is_exit_code_2_with_one_message_and_no_run(
    project: Path, ingest: Command, options: tuple[str, ...], message: str
) -> None:
    code, said = ingest("reingest", *options)
    assert code == 2
    assert message in said
    assert "Traceback" not in said
    assert len(runs(project)) == 1


def test_the_command_offers_what_the_flow_offers() -> None:
    assert get_args(command.Start) == get_args(ReingestStage)
    assert tuple(command.State) == get_args(State)
