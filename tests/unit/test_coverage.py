"""A stream that goes silent is reported, by source and by language; what never was a stream is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ingest.coverage import STREAM_DAYS, cover, silences
from ingest.outcomes import Tally, What
from ingest.store.runs import Coverage

START = datetime(2024, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def tally(source: str = "example.org", language: str = "de", **counts: int) -> Tally:
    names: dict[str, What] = {"new": "new", "changed": "changed", "unchanged": "unchanged", "rejected": "rejected"}
    return Tally(source=source, language=language, counts={names[name]: count for name, count in counts.items()})


def stream(*tallies: Tally, days: int = STREAM_DAYS) -> tuple[Coverage, ...]:
    """Return the coverage after one run on each of some days in a row; the last one is START."""
    coverage: tuple[Coverage, ...] = ()
    for number in range(days):
        coverage = cover(coverage, tallies, START - (days - 1 - number) * DAY)
    return coverage


@pytest.mark.parametrize(("passed", "silent"), [(13, False), (14, False), (15, True), (400, True)])
def test_a_stream_is_silent_after_more_days_than_allowed(passed: int, silent: bool) -> None:
    found = silences(stream(tally(new=1)), START + passed * DAY, days=14)
    assert [(each.kind, each.name, each.days) for each in found] == (
        [("language", "de", passed), ("source", "example.org", passed)] if silent else []
    )


def test_the_sentence_says_who_and_since_when() -> None:
    [_, found] = silences(stream(tally(new=1)), START + 20 * DAY, days=14)
    assert found.message == "source example.org gave nothing new for 20 days, since 2024-03-01"


def test_zero_days_turn_the_alarm_off() -> None:
    assert silences(stream(tally(new=1)), START + 400 * DAY, days=0) == ()


def test_what_gave_something_on_fewer_days_is_no_stream() -> None:
    assert silences(stream(tally(new=5), days=STREAM_DAYS - 1), START + 400 * DAY, days=14) == ()


def test_many_runs_on_one_day_are_one_day() -> None:
    coverage: tuple[Coverage, ...] = ()
    for minutes in range(10):
        coverage = cover(coverage, [tally(new=1)], START + timedelta(minutes=minutes))
    assert [each.days for each in coverage] == [1]


@pytest.mark.parametrize("counts", [{"unchanged": 3}, {"rejected": 3}, {}])
def test_what_is_known_or_rejected_is_not_new(counts: dict[str, int]) -> None:
    before = stream(tally(new=1))
    assert cover(before, [tally(**counts)], START + 20 * DAY) == before
    assert cover((), [tally(**counts)], START) == ()


def test_a_changed_document_ends_the_silence() -> None:
    coverage = cover(stream(tally(new=1)), [tally(changed=1)], START + 20 * DAY)
    assert silences(coverage, START + 21 * DAY, days=14) == ()


def test_a_language_is_silent_though_its_source_is_not() -> None:
    coverage = stream(tally(new=1), tally(language="fr", new=1))
    coverage = cover(coverage, [tally(new=1)], START + 20 * DAY)
    found = silences(coverage, START + 20 * DAY, days=14)
    assert [(each.kind, each.name) for each in found] == [("language", "fr")]


def test_a_language_speaks_as_long_as_one_of_its_sources_does() -> None:
    coverage = stream(tally(new=1), tally("example.com", new=1))
    coverage = cover(coverage, [tally("example.com", new=1)], START + 20 * DAY)
    found = silences(coverage, START + 20 * DAY, days=14)
    assert [(each.kind, each.name) for each in found] == [("source", "example.org")]


def test_a_clock_that_goes_backwards_takes_no_time_back() -> None:
    before = stream(tally(new=1))
    assert cover(before, [tally(new=1)], START - 4000 * DAY) == before


def test_coverage_is_in_one_order_whatever_came_first() -> None:
    one = cover((), [tally("b", new=1), tally("a", "fr", new=1), tally("a", "de", new=1)], START)
    assert [(each.source, each.language) for each in one] == [("a", "de"), ("a", "fr"), ("b", "de")]
