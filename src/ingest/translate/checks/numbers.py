"""``numbers``: a number, date, time, percentage or amount has another value, is gone, or was added."""

from __future__ import annotations

from ingest.translate.checks.pair import Pair
from ingest.translate.checks.quantities import Quantity, may_hold_quantities, quantities


def numbers(pair: Pair) -> float:
    """Return 1 when a quantity of one side has no partner of the same value on the other."""
    if pair.source == pair.target or not (
        may_hold_quantities(pair.source_prose, pair.source_language)
        or may_hold_quantities(pair.target_prose, pair.target_language)
    ):
        return 0.0
    return float(_differ(pair, clock=True) and (":" not in pair.source or _differ(pair, clock=False)))


def _differ(pair: Pair, *, clock: bool) -> bool:
    """Whether quantities differ; 15:15 is read as a time or, without ``clock``, as a score of two numbers."""
    source = quantities(pair.source_prose, pair.source_language, clock=clock)
    target = quantities(pair.target_prose, pair.target_language, clock=clock)
    lost, added = unmatched(source, target)
    return any(not quantity.soft for quantity in (*lost, *added))


def unmatched(source: list[Quantity], target: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Pair quantities that share a reading, those with few readings first, and return what is left of both."""
    left = sorted(target, key=lambda quantity: len(quantity.readings))
    lost: list[Quantity] = []
    for quantity in sorted(source, key=lambda quantity: len(quantity.readings)):
        partner = next((other for other in left if quantity.readings & other.readings), None)
        if partner is None:
            lost.append(quantity)
        else:
            left.remove(partner)
    return lost, left
