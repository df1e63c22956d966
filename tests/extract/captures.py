"""Captures for tests, made from bytes or from files."""

from __future__ import annotations

from pathlib import Path

import orjson

from ingest.digest import document_id, sha256
from ingest.media_types import detect
from ingest.records import Capture, Raw, Source, Statement


def capture(
    body: bytes | str, *, name: str = "page.html", uri: str = "", charset: str | None = None, **statement: object
) -> Capture:
    """Return a capture of ``body`` as if it lay in ``raw/`` under ``name``."""
    data = body.encode() if isinstance(body, str) else body
    path = f"raw/{name}"
    source = Source(
        uri=uri or path,
        canonical_uri=uri or path,
        site=None,
        retrieved_at=None,
        media_type=detect(data, name=name),
        http=None,
    )
    raw = Raw(path=path, sha256=sha256(data), bytes=len(data))
    stated = Statement.model_validate(statement)
    return Capture(id=document_id(path), source=source, raw=raw, body=data, charset=charset, statement=stated)


def capture_of(path: Path) -> Capture:
    """Return a capture of a file, with its sidecar if it has one."""
    sidecar = path.with_name(path.name + ".meta.json")
    stated = orjson.loads(sidecar.read_bytes()) if sidecar.is_file() else {}
    return capture(path.read_bytes(), name=path.name, **stated)


def blocks_of(article: object) -> list[tuple[str, str]]:
    """Return kind and text of each block of an article."""
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]  # type: ignore[attr-defined]  # any state with blocks
