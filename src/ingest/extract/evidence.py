"""Candidates for metadata fields and the choice among them, shared by all formats.

A field's value is that of its first candidate: what a person states in a sidecar comes before anything that the
document says; after that, witnesses stand in the order in which the field's module believes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.hygiene import clean_line
from ingest.records import Evidence, LanguageClaim, Statement

MAX_RAW = 300


def evidence(value: str, method: str, raw: str) -> Evidence:
    """Return one candidate; the words it stands on are cut to a length that people read."""
    words = clean_line(raw)
    return Evidence(value=value, method=method, raw=words if len(words) <= MAX_RAW else words[: MAX_RAW - 1] + "…")


def stated(value: str | None) -> list[Evidence]:
    """Return the candidate that a sidecar states, if it does."""
    line = clean_line(value or "")
    return [evidence(line, "sidecar", line)] if line else []


def distinct(candidates: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the candidates in order, each value of a method once."""
    seen: dict[tuple[str, str], Evidence] = {}
    for candidate in candidates:
        seen.setdefault((candidate.value, candidate.method), candidate)
    return tuple(seen.values())


def gathered(**fields: Sequence[Evidence]) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence of all fields that have any."""
    return {name: distinct(candidates) for name, candidates in fields.items() if candidates}


def first(candidates: Sequence[Evidence]) -> str | None:
    """Return the value decided on: that of the first candidate."""
    return candidates[0].value if candidates else None


def sidecar_claim(statement: Statement) -> tuple[LanguageClaim, ...]:
    """Return the language that the sidecar states, as a witness."""
    return (LanguageClaim(tag=statement.language, method="sidecar"),) if statement.language else ()
