"""Checks on a segment and its translation: each raises one flag. A new check is one module and one line here."""

from __future__ import annotations

from ingest.records import WarningFlag
from ingest.translate.checks.confidence import low_score
from ingest.translate.checks.length import length_ratio
from ingest.translate.checks.names import names
from ingest.translate.checks.numbers import numbers
from ingest.translate.checks.pair import Check, Pair
from ingest.translate.checks.quotes import quotes
from ingest.translate.checks.repetition import repetition
from ingest.translate.checks.untranslated import untranslated
from ingest.translate.checks.urls import urls

CHECKS = (
    Check("length_ratio", length_ratio),
    Check("repetition", repetition),
    Check("untranslated", untranslated),
    Check("numbers", numbers),
    Check("names", names),
    Check("quotes", quotes),
    Check("urls", urls),
    Check("low_score", low_score),
)

__all__ = ["CHECKS", "Check", "Pair", "doubts"]


def doubts(pair: Pair) -> tuple[WarningFlag, ...]:
    """Return the flags of all checks whose score reaches their threshold."""
    return tuple(check.flag for check in CHECKS if check.score(pair) >= check.threshold)
