"""Digests: SHA-256 over bytes, and over values in one canonical JSON spelling (sorted keys, no spaces, UTF-8)."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from pydantic import BaseModel

ID_LENGTH = 32


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """Return the SHA-256 of a model or a JSON value; equal values give equal digests in every run."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True)
    return sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def document_id(key: str) -> str:
    """Return the identifier of the document known by ``key``: its canonical URI, or its path under the project root.

    128 bits of SHA-256 in hexadecimal: stable, safe as a file name, and says nothing about the content.
    """
    return sha256(key.encode("utf-8", "surrogateescape"))[:ID_LENGTH]
