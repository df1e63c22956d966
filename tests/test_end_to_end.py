"""The samples in raw/, through the real command and the real bundled package, judged by what a researcher must see.

The expectations were written from the documents before any code had read them; tests/expectations/samples.json says
what its fields mean.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ingest.records import Record
from ingest.schema import schemas

ROOT = Path(__file__).parents[1]
EXPECTED: dict[str, dict[str, Any]] = {
    name: expected
    for name, expected in json.loads((ROOT / "tests/expectations/samples.json").read_text(encoding="utf-8")).items()
    if not name.startswith("_")
}
RECORDS = [name for name, expected in EXPECTED.items() if expected["status"] == "record"]


def run(processed: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-c", "from ingest.cli import main; main()", "run", "--json", "--processed", processed]
    environment = {**os.environ, "INGEST_STATE": str(processed / "state")}  # no memory of earlier translations
    answer = subprocess.run(
        [*command, *options], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1, answer.stderr  # the samples hold documents without a package, and a cookie wall
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processed")
    run(folder)
    return folder


@pytest.fixture(scope="module")
def documents(processed: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in (*processed.glob("records/*/*.json"), *processed.glob("rejected/*.json")):
        document = json.loads(path.read_bytes())
        found[Path(document["raw"]["path"]).name] = document
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for kind in ("records", "revisions", "rejected")
        for path in sorted((folder / kind).rglob("*.json"))
    }


def test_every_sample_is_accounted_for(documents: dict[str, dict[str, Any]]) -> None:
    assert documents.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_becomes_what_it_must(documents: dict[str, dict[str, Any]], name: str) -> None:
    document, expected = documents[name], EXPECTED[name]
    if expected["status"] == "rejected":
        assert document["code"] == expected["code"]
        return
    jsonschema.validate(document, json.loads(schemas()["record.schema.json"]))
    translation = document["translation"]
    assert document["language"]["tag"] == expected["language"]
    assert (translation and translation["status"]) == expected["translation"]
    text = document["text"]
    assert [part for part in expected.get("must_contain", ()) if not any(p in text for p in part.split("|"))] == []
    assert [part for part in expected.get("must_not_contain", ()) if part in text] == []
    assert [part for part in expected.get("each_once", ()) if text.count(part) != 1] == []


@pytest.mark.parametrize("name", RECORDS)
def test_every_sentence_leads_back_to_its_source(documents: dict[str, dict[str, Any]], name: str) -> None:
    record = Record.model_validate(documents[name])
    raw = ROOT / record.raw.path
    assert record.raw.bytes == raw.stat().st_size
    translation = record.translation
    if translation is None:
        return
    covered = [0] * len(record.text)
    for segment in translation.segments:
        block = record.blocks[segment.block]
        assert block.start <= segment.start < segment.end <= block.end
        for offset in range(segment.start, segment.end):
            covered[offset] += 1
    if translation.segments:
        assert {covered[offset] for offset, char in enumerate(record.text) if not char.isspace()} == {1}
        assert all(
            0 <= segment.target_start <= segment.target_end <= len(translation.text) for segment in translation.segments
        )
    if translation.status == "complete":
        assert translation.title
        assert len(translation.text.splitlines()) == len(record.text.splitlines())


def test_the_record_in_the_readme_is_the_real_one(documents: dict[str, dict[str, Any]]) -> None:
    shown = json.loads((ROOT / "README.md").read_text(encoding="utf-8").split("```json")[1].split("```")[0])
    real = documents["de-news-page.html"]
    assert (shown["id"], shown["revision"], shown["language"]["tag"]) == (real["id"], 1, real["language"]["tag"])
    assert shown["raw"].items() <= real["raw"].items()
    assert all(shown["metadata"][name] == real["metadata"][name] for name in ("title", "authors", "published"))
    assert all(piece.strip() in real["text"] for piece in shown["text"].split("…"))
    versions = [package["version"] for package in real["translation"]["packages"]]
    assert [package["version"] for package in shown["translation"]["packages"]] == versions
    spans = {(segment["block"], segment["start"], segment["end"]) for segment in real["translation"]["segments"]}
    assert {(one["block"], one["start"], one["end"]) for one in shown["translation"]["segments"]} <= spans


def test_names_and_numbers_are_carried_over_or_flagged(documents: dict[str, dict[str, Any]]) -> None:
    for name in RECORDS:
        record = Record.model_validate(documents[name])
        if record.translation is None or record.translation.status != "complete":
            continue
        flagged = "\n".join(
            record.text[segment.start : segment.end]
            for segment in record.translation.segments
            if {"names", "numbers"} & set(segment.flags)
        )
        for word in EXPECTED[name].get("carried_into_translation", ()):
            forms = word.split("|")
            assert any(form in record.translation.text for form in forms) or any(form in flagged for form in forms), (
                word
            )


def test_a_second_run_does_nothing_and_a_fresh_one_gives_the_same_bytes(processed: Path, tmp_path: Path) -> None:
    before = files(processed)
    again = run(processed)
    assert again["counts"] == {"unchanged": len(RECORDS), "rejected": 1}
    assert files(processed) == before
    run(tmp_path, "--workers", "1")
    assert files(tmp_path) == before
