"""The way from one language to another: one package, or two through a pivot language."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import PackageUse
from ingest.translate.tags import UNDETERMINED, accepted, canonical

PREFERRED_PIVOT = "en"

Route = tuple[PackageUse, ...]


def find_route(packages: Sequence[PackageUse], source: str, target: str) -> Route | None:
    """Return the packages to go through, or None when there is no way.

    A direct package wins; else two hops, through English before any other pivot (in alphabetical order). Of several
    packages for one pair the first in ``packages`` counts.
    """
    if UNDETERMINED in (canonical(source), canonical(target)):
        return None
    first: dict[tuple[str, str], PackageUse] = {}
    for package in packages:
        first.setdefault((package.from_, package.to), package)
    ends = [(start, end) for start in accepted(source) for end in accepted(target)]
    for pair in ends:
        if pair in first:
            return (first[pair],)
    languages = sorted({to for _, to in first}, key=lambda tag: (tag != PREFERRED_PIVOT, tag))
    for start, end in ends:
        for pivot in languages:
            if (start, pivot) in first and (pivot, end) in first:
                return first[start, pivot], first[pivot, end]
    return None
