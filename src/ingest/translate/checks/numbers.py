"""``numbers``: a number, date, time, percentage or amount has another value, is gone, or was added."""

from __future__ import annotations

from ingest.translate.checks.pair import Pair
from ingest.translate.checks.quantities import Quantity, may_hold_quantities, months, quantities


def numbers(pair: Pair) -> float:
    """Return 1 when a quantity of one side has no partner of the same value on the other."""
    if pair.source == pair.target:
        ours, theirs = (months(pair.source_prose, tag) for tag in (pair.source_language, pair.target_language))
        return float(ours != theirs)  # "8. Juli" is not English
    if not (
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
    left = dict(enumerate(sorted(target, key=lambda quantity: len(quantity.readings))))
    places: dict[str, list[int]] = {}
    for place, quantity in reversed(left.items()):
        for reading in quantity.readings:
            places.setdefault(reading, []).append(place)
    lost: list[Quantity] = []
    for quantity in sorted(source, key=lambda quantity: len(quantity.readings)):
        firsts = (_first(places.get(reading), left) for reading in quantity.readings)
        found = [place for place in firsts if place is not None]
        if found:
            del left[min(found)]
        else:
            lost.append(quantity)
    return lost, list(left.values())


def _first(places: list[int] | None, left: dict[int, Quantity]) -> int | None:
    """Return the first place that is left; those that are taken are dropped."""
    while places and places[-1] not in left:
        places.pop()
    return places[-1] if places else None
