"""Chosen documents are done again from the chosen stage, no others; the log says why, the diff says what changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from upath import UPath

from ingest.errors import ConfigurationError
from ingest.outcomes import Summary
from ingest.pipeline import Pipeline, open_pipeline
from ingest.records import Record, Rejection
from ingest.reingest import Changed, Planned, ReingestStage, choose
from ingest.run import Run
from ingest.select import Selection
from ingest.settings import Settings, load_settings
from ingest.store.runs import RunLog, RunStore
from ingest.translate.fake import FakeEngine
from ingest.workers import Crash, InlineAnalyst, Result

GERMAN = "Die Kamera am Eingang\n\nDie Stadt kaufte im Mai zwölf Kameras. Der Rat hat nie darüber abgestimmt.\n"
ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"
FRENCH = "La mairie a acheté douze caméras en mai.\n\nLe conseil municipal n'a jamais voté sur cet achat.\n"
DOCUMENTS = {
    "letters/de.txt": GERMAN,
    "news/de.txt": GERMAN.replace("zwölf", "zwanzig"),
    "en.txt": ENGLISH,
    "fr.txt": FRENCH,
    "empty.txt": "",
}


class Watching(InlineAnalyst):
    """Remembers from which state each document was analysed."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def analyse(self, works: Any) -> list[Result]:
        self.seen += [(work.raw.path, type(work).__name__) for work in works]
        return super().analyse(works)


class Project:
    """A project folder and the engine that is installed there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.engine = FakeEngine()
        self.analyst = Watching()
        self.target = "en"

    @contextmanager
    def open(self) -> Iterator[Pipeline]:
        settings = Settings(root=self.root, target=self.target, batch_size=2)
        with open_pipeline(settings, engine=self.engine, analyst=self.analyst) as pipeline:
            yield pipeline

    def ingest(self) -> Summary:
        with self.open() as pipeline:
            run = Run(pipeline, (str(self.root / "raw"),))
            summary = Summary()
            for batch in run.batches(list(run.items())):
                summary += run.process(batch)
            return run.finish(summary)[0]

    def plan(self, start: ReingestStage = "translate", **selection: Any) -> tuple[Planned, ...]:
        with self.open() as pipeline:
            return choose(pipeline, Selection(**selection), start=start, reason="a look").planned

    def reingest(self, start: ReingestStage = "translate", **selection: Any) -> tuple[dict[str, Changed], RunLog, Run]:
        self.analyst.seen.clear()
        self.engine.calls.clear()
        with self.open() as pipeline:
            again = choose(pipeline, Selection(**selection), start=start, reason="  the camera glossary  ")
            changed: list[Changed] = []
            summary = Summary()
            for batch in again.batches():
                done = again.run.process(batch)
                summary += done
                changed += again.changed(batch, done)
            _, log = again.run.finish(summary)
        return {each.entry.uri: each for each in changed}, log, again.run

    def files(self) -> dict[str, bytes]:
        """Return the evidence and all that readers see."""
        found = (path for name in ("raw", "processed") for path in (self.root / name).rglob("*") if path.is_file())
        names = {str(path.relative_to(self.root)): path for path in found}
        hidden = ("processed/ledger.", "processed/.scratch/")
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(hidden)}

    def kept(self, uri: str) -> Record | Rejection:
        with self.open() as pipeline:
            [entry] = [entry for entry in pipeline.ledger.find() if entry.uri == f"raw/{uri}"]
            kept = pipeline.store.read_rejection(entry.id) or pipeline.store.read(entry.id)
            assert kept
            return kept


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("library")
    for name, text in DOCUMENTS.items():
        (root / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "raw" / name).write_text(text)
    Project(root).ingest()
    return root


@pytest.fixture
def project(library: Path, tmp_path: Path) -> Project:
    shutil.copytree(library, tmp_path / "project", copy_function=shutil.copy2)
    return Project(tmp_path / "project")


def test_a_plan_says_what_would_be_done_and_changes_nothing(project: Project) -> None:
    before = project.files()
    planned = project.plan("identify", everything=True)
    assert {each.entry.uri.removeprefix("raw/"): (each.state, each.stages[0]) for each in planned} == {
        "letters/de.txt": ("complete", "identify"),
        "news/de.txt": ("complete", "identify"),
        "en.txt": ("original", "identify"),
        "fr.txt": ("unavailable", "identify"),
        "empty.txt": ("rejected", "extract"),
    }
    assert project.files() == before
    assert project.engine.calls == project.analyst.seen == []


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        ({"sites": ["raw/letters"]}, ["raw/letters/de.txt"]),
        ({"languages": ["de"]}, ["raw/letters/de.txt", "raw/news/de.txt"]),
        ({"states": ["unavailable", "rejected"]}, ["raw/empty.txt", "raw/fr.txt"]),
        ({"text": "zwanzig"}, ["raw/news/de.txt"]),
        ({"text": "ZWANZIG", "languages": ["fr"]}, []),
        ({"published_from": "1900-01-01"}, []),
    ],
)
def test_the_chosen_documents_are_done_again_and_no_others(
    project: Project, selection: dict[str, Any], names: list[str]
) -> None:
    assert [each.entry.uri for each in project.plan(**selection)] == names
    changed, log, _ = project.reingest("extract", **selection)
    assert sorted(changed) == sorted({uri for uri, _ in project.analyst.seen}) == names
    assert sum(log.counts.values()) == len(names)


@pytest.mark.parametrize(
    ("start", "state"),
    [
        ("fetch", "Capture"),  # a local file has nowhere to be fetched from
        ("extract", "Capture"),
        ("identify", "Article"),
        ("translate", "IdentifiedArticle"),
    ],
)
def test_a_document_is_done_again_from_the_chosen_stage_to_the_same_bytes(
    project: Project, start: ReingestStage, state: str
) -> None:
    before = project.files()
    changed, log, _ = project.reingest(start, sites=["raw/letters"])
    assert project.analyst.seen == [("raw/letters/de.txt", state)]
    assert changed["raw/letters/de.txt"].changes == ()
    assert log.counts == {"unchanged": 1}
    after = project.files()
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert differing == {f"processed/runs/{log.run_id}.json", "processed/runs/head.json"}


def test_the_run_log_holds_the_reason_and_what_was_chosen(project: Project) -> None:
    project.reingest(languages=["de"], states=["complete"])
    last = RunStore(project.root / "processed").last()
    assert last
    assert last.reason == "the camera glossary"
    assert last.sources == ("languages=['de']", "states=['complete']")
    assert last.run_id.startswith("000002-")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_must_be_given(project: Project, reason: str) -> None:
    with project.open() as pipeline, pytest.raises(ConfigurationError, match="Say why"):
        choose(pipeline, Selection(everything=True), start="extract", reason=reason)


def test_the_diff_says_what_another_package_changed(project: Project) -> None:
    before = project.kept("letters/de.txt")
    project.engine = FakeEngine(render=str.title)
    [package] = project.engine.packages
    project.engine.packages = (package.model_copy(update={"version": "2.0", "sha256": "2" * 64}),)
    changed, log, _ = project.reingest(sites=["raw/letters"])
    found = {change.field: change for change in changed["raw/letters/de.txt"].changes}
    assert found["translated sentences: 3 of 3 became 3"].before.startswith("DIE KAMERA AM EINGANG")
    assert found["translated sentences: 3 of 3 became 3"].after.startswith("Die Kamera Am Eingang")
    assert "text" not in " ".join(found)
    assert (found["packages"].before, found["packages"].after) == ("de-en 1.0", "de-en 2.0")
    assert log.counts == {"redone": 1}
    after = project.kept("letters/de.txt")
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert (after.text, after.raw) == (before.text, before.raw)


def test_what_could_not_be_translated_is_translated_once_a_package_came(project: Project) -> None:
    project.engine = FakeEngine((("de", "en"), ("fr", "en")))
    changed, _, _ = project.reingest(states=["unavailable"])
    found = {change.field: (change.before, change.after) for change in changed["raw/fr.txt"].changes}
    assert found["translation"] == ("unavailable: no_package", "complete")
    assert found["packages"] == ("", "fr-en 1.0")


def test_a_rejected_document_that_became_well_is_done_from_the_start_whatever_stage_was_asked_for(
    project: Project,
) -> None:
    (project.root / "raw/empty.txt").write_text(ENGLISH)
    changed, log, _ = project.reingest("translate", states=["rejected"])
    [change] = changed["raw/empty.txt"].changes
    assert (change.field, change.before, change.after) == ("state", "rejected: empty", "record")
    assert log.counts == {"new": 1}


def test_a_rejection_is_not_undone_with_what_an_earlier_extraction_said(project: Project) -> None:
    """The record of the same bytes, made by older rules, still stands beside their rejection."""
    record = project.kept("fr.txt")
    assert isinstance(record, Record)
    with project.open() as pipeline:
        [entry] = [entry for entry in pipeline.ledger.find() if entry.uri == "raw/empty.txt"]
        rejection = pipeline.store.read_rejection(entry.id)
        assert rejection
        stale = record.model_copy(update={"id": entry.id, "source": rejection.source, "raw": rejection.raw})
        pipeline.store.commit(stale)
        pipeline.store.reject(rejection)
    project.reingest("translate", states=["rejected"])
    assert project.analyst.seen == [("raw/empty.txt", "Capture")]
    assert isinstance(project.kept("empty.txt"), Rejection)


def test_a_changed_file_is_taken_as_it_is_now_and_its_revision_kept(project: Project) -> None:
    (project.root / "raw/letters/de.txt").write_text(GERMAN.replace("zwölf", "vierzig"))
    changed, log, _ = project.reingest("translate", text="zwölf")
    fields = {change.field for change in changed["raw/letters/de.txt"].changes}
    assert {"revision", "raw", "text: 1 of 2 became 1"} <= fields
    assert log.counts == {"changed": 1}


def test_a_record_that_is_gone_is_said_and_not_passed_over_in_silence(project: Project) -> None:
    with project.open() as pipeline:
        [entry] = [entry for entry in pipeline.ledger.find() if entry.uri == "raw/en.txt"]
        Path(str(pipeline.store.path(entry.id))).unlink()
        again = choose(pipeline, Selection(ids=[entry.id]), start="extract", reason="gone")
        assert [batch.tasks for batch in again.batches()] == [()]
        assert again.run.problems == ("raw/en.txt: its record is gone or damaged; `ingest run` makes it anew.",)
        assert again.run.troubled


def test_another_target_language_is_a_change_and_what_cannot_be_done_keeps_what_was(project: Project) -> None:
    project.engine = FakeEngine((("de", "en"), ("de", "fr")))
    project.target = "fr"
    changed, _, _ = project.reingest(text="zwölf")
    fields = {change.field: (change.before, change.after) for change in changed["raw/letters/de.txt"].changes}
    assert fields["target language"] == ("en", "fr")
    project.target = "it"
    changed, log, _ = project.reingest(text="zwölf")
    assert changed == {}, "it was not done, which is not the same as coming out the same"
    assert "keeps its translation into fr" in log.outcomes[0].message


def test_what_met_a_bug_is_not_said_to_have_come_out_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse = project.analyst.analyse
    crash = lambda works: [Crash("a bug") if "fr.txt" in work.raw.path else analyse([work])[0] for work in works]  # noqa: E731
    monkeypatch.setattr(project.analyst, "analyse", crash)
    changed, log, _ = project.reingest("extract", languages=["fr", "de"])
    assert log.counts == {"failed": 1, "unchanged": 2}
    assert {uri: each.changes for uri, each in changed.items()} == {"raw/letters/de.txt": (), "raw/news/de.txt": ()}


def test_what_is_as_unavailable_as_before_was_done_and_came_out_the_same(project: Project) -> None:
    changed, _, _ = project.reingest("extract", languages=["fr"])
    assert changed["raw/fr.txt"].changes == ()


def test_rejected_documents_in_an_object_store_are_done_again(tmp_path: Path) -> None:
    raw = UPath(f"memory:///{tmp_path.name}/raw")
    for name, text in {"en.txt": ENGLISH, "stated.txt": ENGLISH, "stated.txt.meta.json": "{nope"}.items():
        (raw / name).write_text(text)
    settings = load_settings(tmp_path, raw=str(raw))
    with open_pipeline(settings, engine=FakeEngine(), analyst=InlineAnalyst()) as pipeline:
        run = Run(pipeline, (str(raw),))
        summary = sum((run.process(batch) for batch in run.batches(list(run.items()))), Summary())
        assert run.finish(summary)[0].counts == {"new": 1, "rejected": 1}
        (raw / "stated.txt.meta.json").write_text("{}")
        again = choose(pipeline, Selection(everything=True), start="extract", reason="the sidecar was mended")
        summary = sum((again.run.process(batch) for batch in again.batches()), Summary())
        assert (summary.counts, again.run.problems) == ({"new": 1, "unchanged": 1}, ())
