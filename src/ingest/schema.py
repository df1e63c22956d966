"""The JSON Schemas of what is written to ``processed/``, generated from the models in `ingest.records`."""

from __future__ import annotations

import orjson
from pydantic import BaseModel

from ingest.records import Record, Rejection

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Return the file name and the text of each schema."""
    return {"record.schema.json": _schema(Record), "rejection.schema.json": _schema(Rejection)}


def _schema(model: type[BaseModel]) -> str:
    document = {"$schema": _DRAFT, **model.model_json_schema(mode="serialization", by_alias=True)}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"
