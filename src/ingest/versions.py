"""Versions of the installed distributions; part of every stage's fingerprint."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

DISTRIBUTION = "polyglot-ingest"


@cache
def version_of(distribution: str = DISTRIBUTION) -> str:
    """Return the installed version of a distribution; raise `importlib.metadata.PackageNotFoundError` if absent."""
    return version(distribution)
