"""What is generated is never stale, and what is written keeps to what is promised."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import orjson
import pytest

from ingest.schema import schemas
from ingest.store.records import serialise
from tests import factories

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", schemas())
def test_the_committed_schema_is_the_generated_one(name: str) -> None:
    committed = (ROOT / "schema" / name).read_text(encoding="utf-8")
    assert committed == schemas()[name], "run `ingest schema --write schema`"


def test_a_record_on_disk_is_valid_against_the_schema() -> None:
    document = orjson.loads(serialise(factories.record("Ein Satz.")))
    jsonschema.validate(document, orjson.loads(schemas()["record.schema.json"]))


def test_no_module_of_the_package_is_missing_from_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = {path.stem if path.suffix else f"{path.name}/" for path in (ROOT / "src" / "ingest").iterdir()}
    missing = {part for part in parts if not part.startswith("_") and part not in text} - {"py.typed", "py"}
    assert not missing
