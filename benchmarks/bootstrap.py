"""Bootstrap confidence intervals, the same for every table."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

ROUNDS = 1000
SEED = 20


def interval(items: Sequence[Item], measure: Callable[[Sequence[Item]], float], *, rounds: int = ROUNDS) -> str:
    """Return ``measure`` over ``items`` in per cent with the half width of its 95 % bootstrap interval."""
    if not items:
        return "–"
    chance = random.Random(SEED)
    samples = sorted(measure([items[chance.randrange(len(items))] for _ in items]) for _ in range(rounds))
    low, high = samples[int(0.025 * rounds)], samples[int(0.975 * rounds) - 1]
    return f"{100 * measure(items):.1f} ± {50 * (high - low):.1f}"


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 for nothing."""
    return sum(values) / len(values) if values else 0.0


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
