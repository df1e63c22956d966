"""``urls``: an address is gone, altered or invented."""

from __future__ import annotations

from ingest.translate.checks.pair import Pair
from ingest.translate.patterns import ADDRESSES, literals


def urls(pair: Pair) -> float:
    """Return 1 when URLs, hosts and e-mail addresses of source and target are not the same, letter by letter."""
    return float(_addresses(pair.source) != _addresses(pair.target))


def _addresses(text: str) -> list[str]:
    return sorted(text[start:end] for start, end in literals(text, ADDRESSES))
