"""The diff names every field that changed, with what stood there before, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.diff import Kept, changes
from ingest.records import Metadata, PackageUse, Reason, Record, Rejection, Segment, Translation
from ingest.stages import no_provenance
from tests import factories


def translated(*targets: str, flags: tuple[str, ...] = (), **more: Any) -> Translation:
    """A translation whose sentences are ``targets``; the first one carries ``flags``."""
    segments, start = [], 0
    for number, target in enumerate(targets):
        place = {"block": 0, "start": number, "end": number + 1, "target_start": start}
        end = start + len(target)
        first = flags if number == 0 else ()
        segments.append(Segment.model_validate({**place, "target_end": end, "score": None, "flags": first}))
        start = end + 1
    given = {
        "status": "complete",
        "source_language": "de",
        "target_language": "en",
        "engine": None,
        "packages": (PackageUse(from_="de", to="en", version="1", sha256="0" * 64),),
        "text": " ".join(targets),
        "segments": tuple(segments),
    }
    return Translation.model_validate({**given, **more})


def with_translation(translation: Translation | None) -> Record:
    return factories.record().model_copy(update={"translation": translation})


def rejection(**more: Any) -> Rejection:
    record = factories.record()
    given = {"id": record.id, "source": record.source, "raw": record.raw, "stage": "extract", "code": "empty"}
    return Rejection(**{**given, "message": "Nothing.", "provenance": no_provenance("2" * 64), **more})


def shown(before: Kept, after: Kept) -> dict[str, tuple[str, str]]:
    return {change.field: (change.before, change.after) for change in changes(before, after)}


@pytest.mark.parametrize("kept", [None, factories.record(), rejection()])
def test_what_is_the_same_has_no_changes(kept: Kept) -> None:
    assert changes(kept, kept) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, factories.record(), {"state": ("nothing", "record")}),
        (rejection(), factories.record(), {"state": ("rejected: empty", "record")}),
        (factories.record(), rejection(code="binary"), {"state": ("record", "rejected: binary")}),
        (factories.record(), None, {"state": ("record", "nothing")}),
        (rejection(), rejection(code="binary"), {"state": ("rejected: empty", "rejected: binary")}),
        (rejection(), rejection(message="Not a word."), {"message": ("Nothing.", "Not a word.")}),
    ],
)
def test_a_change_of_state_is_one_line(before: Kept, after: Kept, expected: dict[str, tuple[str, str]]) -> None:
    assert shown(before, after) == expected


def test_every_field_that_a_reader_cites_is_compared() -> None:
    before = factories.record("Ein Satz.", metadata=Metadata(title="Alt", authors=("A",)))
    after = factories.record("Ein Satz.", "Zwei.", raw=b"other", metadata=Metadata(title="Neu", published="2024"))
    found = shown(before, after.model_copy(update={"revision": 2}))
    assert found["revision"] == ("1", "2")
    assert found["title"] == ("Alt", "Neu")
    assert found["authors"] == ("A", "")
    assert found["published"] == ("", "2024")
    assert found["blocks"] == ("1", "2")
    assert found["raw"] == (before.raw.sha256, after.raw.sha256)
    assert found["text: 0 of 1 became 1"] == ("", "Zwei.")
    assert len(found) == 7


def test_sentences_are_counted_and_the_first_place_is_shown() -> None:
    found = shown(
        with_translation(translated("One.", "Two.", "Three.")),
        with_translation(translated("One.", "Too.", "Three.", "Four.")),
    )
    assert found == {"translated sentences: 1 of 3 became 2": ("Two.", "Too.")}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, translated("A."), {"translation": ("none needed", "complete")}),
        (
            translated(status="unavailable", reason=Reason(code="no_package", message="None."), packages=()),
            translated("A."),
            {
                "translation": ("unavailable: no_package", "complete"),
                "translated sentences: 0 of 0 became 1": ("", "A."),
                "packages": ("", "de-en 1"),
            },
        ),
        (translated("A."), translated("A.", target_language="fr"), {"target language": ("en", "fr")}),
        (translated("A.", title="T"), translated("A.", title=None), {"translated title": ("T", "")}),
        (translated("A.", flags=("names",)), translated("A."), {"flagged sentences": ("1", "0")}),
    ],
)
def test_a_change_of_the_translation_is_named(
    before: Translation | None, after: Translation, expected: dict[str, tuple[str, str]]
) -> None:
    assert shown(with_translation(before), with_translation(after)) == expected


def test_another_tool_or_parameter_is_named_with_its_step() -> None:
    before = factories.record()
    *others, last = before.provenance.steps
    newer = last.model_copy(update={"version": "2", "parameters": {"beam_size": 8}})
    provenance = before.provenance.model_copy(update={"steps": (*others, newer)})
    found = shown(before, before.model_copy(update={"provenance": provenance}))
    assert found == {"step translate": ("test 1", "test 2 (beam_size)")}


def test_a_change_that_the_table_has_no_line_for_is_still_a_change() -> None:
    found = shown(factories.record(), factories.record(config="3" * 64))
    assert found == {"other": ("", "details that this table does not show")}


def test_long_values_are_cut_and_show_it() -> None:
    before, after = (factories.record(metadata=Metadata(title=title)) for title in ("a" * 500, "b"))
    [change] = changes(before, after)
    assert len(change.before) == 160
    assert change.before.endswith("a…")
