"""What is asked for a segment, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Detail, Flag, Repair
from ingest.translate.routes import Route


@dataclass(frozen=True, slots=True)
class Request:
    """A segment to translate along a route; ``text`` neither begins nor ends with white space."""

    text: str
    route: Route


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a segment: its target, which is never empty, its score and its flags."""

    target: str
    score: float | None
    flags: tuple[Flag, ...] = ()
    repair: Repair | None = None
    details: tuple[Detail, ...] = ()


def copied(text: str) -> Outcome:
    """Return the outcome of a segment that stays as it is."""
    return Outcome(text, None, ("copied",))
