"""Coverage: when each source and language last gave something new, and which of them have gone silent.

A source that is read every hour and gives nothing for weeks is a broken source, not a quiet one; nothing fails, so
nothing says so. Only streams are watched: what gave something new on at least three different days. A folder that a
person filled once never counts as silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ingest.outcomes import Tally
from ingest.records import Frozen
from ingest.store.runs import Coverage

STREAM_DAYS = 3


class Silence(Frozen):
    """A source, or a language over all sources, that gave nothing new for longer than allowed."""

    kind: str
    name: str
    last_new_at: datetime
    days: int

    @property
    def message(self) -> str:
        """One sentence for people."""
        return f"{self.kind} {self.name} gave nothing new for {self.days} days, since {self.last_new_at:%Y-%m-%d}"


def cover(before: Iterable[Coverage], tallies: Iterable[Tally], now: datetime) -> tuple[Coverage, ...]:
    """Return the coverage after a run, ordered by source and language.

    A clock that goes backwards never takes a time back.
    """
    known = {(coverage.source, coverage.language): coverage for coverage in before}
    for tally in tallies:
        if not tally.counts.get("new", 0) + tally.counts.get("changed", 0):
            continue
        key = (tally.source, tally.language)
        old = known.get(key)
        if old is None:
            known[key] = Coverage(source=key[0], language=key[1], last_new_at=now, days=1)
        elif now > old.last_new_at:
            days = old.days + (now.date() != old.last_new_at.date())
            known[key] = old.model_copy(update={"last_new_at": now, "days": days})
    return tuple(known[key] for key in sorted(known))


def silences(coverage: Iterable[Coverage], now: datetime, *, days: int) -> tuple[Silence, ...]:
    """Return the streams, by source and by language, that gave nothing new for more than ``days``; 0 turns it off."""
    if days == 0:
        return ()
    groups: dict[tuple[str, str], list[Coverage]] = {}
    for each in coverage:
        groups.setdefault(("source", each.source), []).append(each)
        if each.language:
            groups.setdefault(("language", each.language), []).append(each)
    found = []
    for (kind, name), members in sorted(groups.items()):
        last = max(member.last_new_at for member in members)
        is_stream = max(member.days for member in members) >= STREAM_DAYS
        if is_stream and now - last > timedelta(days=days):
            found.append(Silence(kind=kind, name=name, last_new_at=last, days=(now - last).days))
    return tuple(found)
