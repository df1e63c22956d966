"""Checks on a segment and its translation: each raises a flag. A new check is one module and one line here."""

from __future__ import annotations

from ingest.records import WarningFlag
from ingest.translate.checks.confidence import made_up_word, unsure
from ingest.translate.checks.length import length_ratio
from ingest.translate.checks.lost_words import MENDED, lost_words
from ingest.translate.checks.names import names
from ingest.translate.checks.negation import negation
from ingest.translate.checks.numbers import numbers
from ingest.translate.checks.pair import Check, Pair
from ingest.translate.checks.polarity import polarity
from ingest.translate.checks.quotes import quotes
from ingest.translate.checks.repetition import repetition
from ingest.translate.checks.untranslated import untranslated
from ingest.translate.checks.urls import urls
from ingest.translate.checks.weekdays import weekdays

CHECKS = (
    Check("length_ratio", length_ratio),
    Check("repetition", repetition),
    Check("untranslated", untranslated),
    Check("numbers", numbers),
    Check("numbers", weekdays, detail="weekday"),
    Check("names", names),
    Check("quotes", quotes),
    Check("urls", urls),
    Check("low_score", unsure, detail="unsure"),
    Check("low_score", made_up_word, detail="made_up_word"),
    Check("low_score", lost_words, detail="lost_words", mended=MENDED),
    Check("low_score", negation, detail="negation"),
    Check("low_score", polarity, detail="polarity"),
)

__all__ = ["CHECKS", "Check", "Pair", "doubts", "findings"]


def findings(pair: Pair, *, repaired: bool = False) -> tuple[Check, ...]:
    """Return the checks whose score reaches their threshold; with ``repaired``, what a repair must stay below."""
    return tuple(check for check in CHECKS if check.score(pair) >= check.limit(repaired=repaired))


def doubts(pair: Pair) -> tuple[WarningFlag, ...]:
    """Return the flags that are raised, each once."""
    return tuple(dict.fromkeys(check.flag for check in findings(pair)))
