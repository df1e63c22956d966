"""A document is done once, and again only from the first stage whose input or fingerprint changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from ingest import pipeline as pipeline_module
from ingest import stages
from ingest.errors import DocumentError
from ingest.outcomes import Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.plan import StartStage
from ingest.records import Record
from ingest.settings import ExtractionSettings, Settings
from ingest.sources.files import find_files
from ingest.store.runs import RunReport, RunStore
from ingest.translate.fake import FakeEngine
from ingest.workers import Crash, InlineAnalyst, Result

GERMAN = "Die Kamera am Eingang\n\nDie Stadt kaufte im Mai zwölf Kameras. Der Rat hat nie darüber abgestimmt.\n"
ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"


class CountingAnalyst(InlineAnalyst):
    """Remembers what was analysed, by the state it was in."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def analyse(self, works: object) -> list[Result]:
        self.seen += [type(work).__name__ for work in works]  # type: ignore[attr-defined]
        return super().analyse(works)  # type: ignore[arg-type]


class OverBudget(CountingAnalyst):
    """Takes too long for every document."""

    def analyse(self, works: object) -> list[Result]:
        super().analyse(works)
        return [DocumentError("extract", "too_slow", "Took longer than it may.") for _ in works]  # type: ignore[attr-defined]


class Project:
    """A project folder, run again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "raw").mkdir()
        self.engine = FakeEngine()
        self.analyst = CountingAnalyst()
        self.target = "en"
        self.seconds = 30.0

    @contextmanager
    def open(self) -> Iterator[Pipeline]:
        budget = ExtractionSettings(seconds=self.seconds)
        settings = Settings(root=self.root, target=self.target, batch_size=2, extraction=budget)
        with open_pipeline(settings, engine=self.engine, analyst=self.analyst) as pipeline:
            yield pipeline

    def write(self, name: str, text: str) -> None:
        (self.root / "raw" / name).write_text(text, encoding="utf-8")

    def run(self, start: StartStage | None = None) -> Summary:
        self.analyst.seen.clear()
        self.engine.calls.clear()
        summary = Summary()
        with self.open() as pipeline:
            items = find_files(self.root / "raw", root=self.root, max_bytes=10_000, on_error=lambda *_: None)
            for batch in pipeline.plan(items, start=start):
                summary += batch.settled + pipeline.process(batch.tasks)
        return summary

    def records(self) -> dict[str, Record]:
        with self.open() as pipeline:
            return {record.source.uri: record for record in pipeline.store.records()}

    def files(self) -> dict[str, bytes]:
        folder = self.root / "processed"
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.json"))}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_documents_become_records_with_every_step_in_their_provenance(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.write("en.txt", ENGLISH)
    summary = project.run()
    records = project.records()
    assert summary.counts == {"new": 2}
    assert summary.complete
    assert records["raw/en.txt"].translation is None
    german = records["raw/de.txt"]
    assert german.language.tag == "de"
    assert german.translation
    assert german.translation.status == "complete"
    steps = german.provenance.steps
    assert [step.name for step in steps] == ["capture", "extract", "identify", "translate"]
    assert steps[0].input_sha256 == german.raw.sha256
    assert all(one.output_sha256 == next_.input_sha256 for one, next_ in pairwise(steps))


def test_a_second_run_reads_extracts_and_translates_nothing(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    before = project.files()
    (project.root / "raw" / "de.txt").chmod(0)  # would be refused, were it read (but for root: see the next lines)
    (project.root / "raw" / "de.txt").chmod(0o644)
    os.utime(project.root / "raw" / "de.txt")  # only the stamp changes: read again, nothing else
    summary = project.run()
    assert summary.counts == {"unchanged": 1}
    assert project.analyst.seen == []
    assert project.engine.calls == []
    assert project.files() == before


def test_an_unchanged_stamp_means_the_file_is_not_even_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail(f"{self} was read"))
    assert project.run().counts == {"unchanged": 1}


def test_a_changed_document_gives_the_next_revision_and_keeps_the_first(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    [first] = project.records().values()
    project.write("de.txt", GERMAN.replace("zwölf", "dreizehn"))
    assert project.run().counts == {"changed": 1}
    [second] = project.records().values()
    assert (first.id, second.revision) == (second.id, 2)
    assert "dreizehn" in second.text
    with project.open() as pipeline:
        assert pipeline.store.read(first.id, 1) == first


def test_a_new_translation_package_only_translates_again(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.write("en.txt", ENGLISH)
    project.run()
    [package] = project.engine.packages
    project.engine.packages = (package.model_copy(update={"sha256": "f" * 64}),)
    summary = project.run()
    assert summary.counts == {"redone": 1, "unchanged": 1}
    assert project.analyst.seen == ["IdentifiedArticle"]


def test_another_rule_of_identification_leaves_the_extraction_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    before = project.records()["raw/de.txt"]
    tool = stages.identify_tool().model_copy(update={"version": "next"})
    for module in ("ingest.stages", "ingest.plan"):
        monkeypatch.setattr(f"{module}.identify_tool", lambda: tool)
    assert project.run().counts == {"redone": 1}
    assert project.analyst.seen == ["Article"]
    after = project.records()["raw/de.txt"]
    assert (after.text, after.metadata, after.language) == (before.text, before.metadata, before.language)


@pytest.mark.parametrize("start", ["extract", "identify", "translate"])
def test_doing_it_again_from_any_stage_gives_the_same_bytes(project: Project, start: StartStage) -> None:
    project.write("de.txt", GERMAN)
    project.write("en.txt", ENGLISH)
    project.run()
    before = project.files()
    assert project.run(start).counts == {"unchanged": 2}
    assert len(project.analyst.seen) == 2
    assert project.files() == before


def test_without_a_package_the_record_says_so_and_how_to_get_one(project: Project) -> None:
    project.write(
        "fr.txt", "La mairie a acheté douze caméras.\n\nLe conseil municipal n'a jamais voté sur cet achat.\n"
    )
    summary = project.run()
    [outcome] = summary.attention
    assert (outcome.what, outcome.translation, outcome.code) == ("new", "unavailable", "no_package")
    assert "ingest models install" in outcome.message


def test_a_translation_is_kept_when_another_one_cannot_be_made(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    before = project.files()
    project.target = "fr"
    summary = project.run()
    [outcome] = summary.attention
    assert (outcome.what, outcome.code) == ("unchanged", "no_package")
    assert "keeps its translation into en" in outcome.message
    assert project.files() == before


def test_a_rejected_document_is_listed_again_but_not_tried_again(project: Project) -> None:
    project.write("empty.txt", "")
    first = project.run()
    assert [(outcome.what, outcome.code) for outcome in first.attention] == [("rejected", "empty")]
    second = project.run()
    assert project.analyst.seen == []
    assert second.attention == first.attention


def test_a_document_over_its_budget_is_tried_again_with_another_budget(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.analyst = OverBudget()
    assert [outcome.code for outcome in project.run().attention] == ["too_slow"]
    assert [outcome.code for outcome in project.run().attention] == ["too_slow"]
    assert project.analyst.seen == []
    project.seconds = 60.0
    project.run()
    assert project.analyst.seen == ["Capture"]


def test_a_bug_in_extraction_costs_one_document_and_is_tried_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("de.txt", GERMAN)
    project.write("en.txt", ENGLISH)
    extract = stages.extract

    def faulty(capture: object, **_limits: object) -> object:
        if capture.source.uri == "raw/de.txt":  # type: ignore[attr-defined]
            raise ZeroDivisionError("a bug")
        return extract(capture)  # type: ignore[arg-type]

    monkeypatch.setattr(stages, "extract", faulty)
    summary = project.run()
    assert summary.counts == {"failed": 1, "new": 1}
    assert "ZeroDivisionError" in summary.attention[0].message
    monkeypatch.setattr(stages, "extract", extract)
    assert project.run().counts == {"new": 1, "unchanged": 1}


def test_a_bug_in_translation_costs_one_document_of_the_batch(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("a.txt", GERMAN)
    project.write("b.txt", GERMAN.replace("Kamera", "Drohne"))
    translate = pipeline_module.translate

    def faulty(articles: object, **options: object) -> object:
        if any("Drohne" in article.article.text for article in articles):  # type: ignore[attr-defined]
            raise KeyError("a bug")
        return translate(articles, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline_module, "translate", faulty)
    assert project.run().counts == {"new": 1, "failed": 1}


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_record_that_is_gone_or_empty_is_made_again(project: Project, damage: Callable[[Path], object]) -> None:
    project.write("de.txt", GERMAN)
    project.run()
    before = project.files()
    [path] = (project.root / "processed/records").rglob("*.json")
    damage(path)
    project.run()
    assert project.files() == before


def test_a_damaged_record_stops_no_other_and_is_made_again_when_asked(project: Project) -> None:
    project.write("de.txt", GERMAN)
    project.write("en.txt", ENGLISH)
    project.run()
    before = project.files()
    path = next((project.root / "processed/records").rglob("*.json"))
    path.write_bytes(b"{")
    project.run("extract")
    assert project.files() == before


def test_the_same_document_found_twice_is_done_once(project: Project) -> None:
    project.write("de.txt", GERMAN)
    with project.open() as pipeline:
        found = [
            item
            for _ in range(2)
            for item in find_files(project.root / "raw", root=project.root, max_bytes=9999, on_error=lambda *_: None)
        ]
        assert sum(len(batch.tasks) for batch in pipeline.plan(found)) == 1


def test_batches_are_cut_at_the_configured_size(project: Project) -> None:
    for number in range(5):
        project.write(f"{number}.txt", GERMAN)
    with project.open() as pipeline:
        items = find_files(project.root / "raw", root=project.root, max_bytes=9999, on_error=lambda *_: None)
        assert [len(batch.tasks) for batch in pipeline.plan(items)] == [2, 2, 1]


def test_another_target_language_is_another_result_for_the_same_content(project: Project) -> None:
    project.write("en.txt", ENGLISH)
    project.run()
    project.engine = FakeEngine([("en", "de")])
    project.target = "de"
    assert project.run().counts == {"redone": 1}
    translation = project.records()["raw/en.txt"].translation
    assert translation
    assert (translation.source_language, translation.target_language) == ("en", "de")


def test_crashes_are_values_that_name_the_fault() -> None:
    assert "boom" in Crash("boom").traceback


def test_run_logs_follow_from_each_other_and_show_when_one_was_changed(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    store = RunStore(tmp_path)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(3):
        store.write(
            RunReport(
                started_at=now,
                finished_at=now,
                host="h",
                version="1",
                sources=("raw",),
                settings={},
                reason=None,
                counts={},
            )
        )
    assert list(store.broken_links()) == []
    second = sorted((tmp_path / "runs").glob("0*.json"))[1]
    second.write_bytes(second.read_bytes().replace(b'"h"', b'"x"'))
    assert list(store.broken_links()) == ["runs/000002-20260101T000000Z.json was changed after it was written"]
