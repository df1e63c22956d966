"""``low_score``: the model itself was unsure."""

from __future__ import annotations

from ingest.translate.checks.pair import Pair

UNSURE = -1.2
"""Mean log probability per token below which a reader should be warned; see docs/translation.md."""


def low_score(pair: Pair) -> float:
    """Return how unsure the model was; 0.5 at `UNSURE`."""
    return 0.0 if pair.score is None else min(1.0, max(0.0, pair.score / UNSURE / 2))
