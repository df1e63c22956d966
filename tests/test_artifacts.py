"""What a run shows in Prefect: every number of the summary, links that lead somewhere, and no markup from documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flows import artifacts
from flows.artifacts import Markdown, link, plain, report, sentence, table
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.coverage import Silence
from ingest.outcomes import Outcome, Summary
from ingest.settings import Settings
from ingest.store.library import open_library
from ingest.store.runs import Coverage, RunLog

pytestmark = pytest.mark.filterwarnings("default")  # Prefect's own and its dependencies'

NOW = datetime(2024, 5, 2, 9, 30, tzinfo=UTC)
OUTCOMES = (
    Outcome(id="a" * 32, uri="https://example.org/1", site="example.org", language="de", what="new",
            translation="complete", segments=10, flagged=2, words=300),
    Outcome(id="b" * 32, uri="https://example.org/2", site="example.org", language="de", what="changed",
            translation="partial", segments=4, flagged=1, words=100, code="budget", message="Too long."),
    Outcome(id="c" * 32, uri="https://example.org/3", site="example.org", language="de", what="unchanged"),
    Outcome(id="d" * 32, uri="https://example.org/4", site="example.org", what="rejected", code="empty", message="No."),
    Outcome(id="e" * 32, uri="raw/b.txt", language="fr", what="failed", code="bug", message="A bug."),
)  # fmt: skip
SUMMARY = Summary.of(OUTCOMES).took(8.0)
COVERAGE = (
    Coverage(source="example.org", language="de", last_new_at=NOW, days=5),
    Coverage(source="gone.example", language="it", last_new_at=NOW - timedelta(days=40), days=9),
)


@dataclass
class Shown:
    """The tables that were created, by key."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)

    def create(self, rows: list[dict[str, Any]], *, key: str, description: str) -> None:
        self.tables[key] = rows
        self.descriptions[key] = description


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    shown = Shown()
    monkeypatch.setattr(artifacts, "create_table_artifact", shown.create)
    return shown


def log(coverage: tuple[Coverage, ...] = COVERAGE) -> RunLog:
    return RunLog(
        run_id="000007-20240502T093000Z", started_at=NOW, finished_at=NOW + timedelta(seconds=8), host="h", version="1",
        sources=("raw",), settings={}, reason=None, counts={}, coverage=coverage, previous=None,
    )  # fmt: skip


def test_the_summary_has_a_row_for_each_source_and_language_with_all_that_was_asked_for(shown: Shown) -> None:
    report(Settings(), SUMMARY, log(), ())
    every, *rows = shown.tables["ingest-summary"]
    assert [(row["source"], row["language"]) for row in rows] == [
        ("example.org", "–"),
        ("example.org", "de"),
        ("raw", "fr"),
    ]
    assert rows[1] == {
        "source": "example.org",
        "language": "de",
        "found": 3,
        "new": 1,
        "changed": 1,
        "redone": 0,
        "unchanged": 1,
        "rejected": "",
        "failed": 0,
        "translated": 2,
        "flagged sentences": "3 of 14",
        "words/s": 50.0,
        "last new item": "2024-05-02 09:30Z",
    }
    assert (rows[0]["rejected"], rows[0]["found"], rows[0]["last new item"]) == ("empty 1", 1, "")
    assert rows[2]["failed"] == 1
    assert (every["source"], every["found"], every["rejected"], every["failed"]) == ("all", 5, "empty 1", 1)
    assert every["last new item"] == "2024-05-02 09:30Z"
    assert "400 words translated in 8 s" in shown.descriptions["ingest-summary"]


def test_one_source_needs_no_sum(shown: Shown) -> None:
    report(Settings(), Summary.of(OUTCOMES[:1]), log(), ())
    assert [row["source"] for row in shown.tables["ingest-summary"]] == ["example.org"]


def test_written_records_and_rejected_items_are_linked(shown: Shown) -> None:
    settings = Settings(records_url="http://127.0.0.1:4201/")
    report(settings, SUMMARY, log(), ())
    written = {row["id"][0]: row["file"] for row in shown.tables["ingest-records"]}
    assert written == {
        "a": f"[aaaaaaaaaaaa](http://127.0.0.1:4201/records/aa/{'a' * 32}.json)",
        "b": f"[bbbbbbbbbbbb](http://127.0.0.1:4201/records/bb/{'b' * 32}.json)",
    }
    attention = {row["id"][0]: (row["file"], row["note"]) for row in shown.tables["ingest-attention"]}
    assert attention["d"] == (f"[dddddddddddd](http://127.0.0.1:4201/rejected/{'d' * 32}.json)", "rejected, empty. No.")
    assert attention["e"] == ("", "A bug.")
    assert attention["b"][1] == "translation partial, budget. Too long."
    assert sorted(attention) == ["b", "d", "e"]


@pytest.mark.parametrize("rejected", [False, True])
def test_a_link_leads_to_where_the_store_keeps_the_file(tmp_path: Path, rejected: bool) -> None:
    settings = Settings(root=tmp_path)
    store, ledger = open_library(settings)
    ledger.close()
    path = store.rejection_path("a" * 32) if rejected else store.path("a" * 32)
    assert link(settings, "a" * 32, rejected=rejected) == str(Path(str(path)).relative_to(tmp_path))


def test_silent_sources_have_a_table(shown: Shown) -> None:
    silence = Silence(kind="source", name="gone.example", last_new_at=NOW - timedelta(days=40), days=40)
    report(Settings(), SUMMARY, log(), [silence])
    [row] = shown.tables["ingest-silent"]
    assert row == {"kind": "source", "name": "gone.example", "days": 40, "since": "2024-03-23"}


def test_a_quiet_run_leaves_the_summary_alone(shown: Shown) -> None:
    report(Settings(), Summary.of(OUTCOMES[2:3]), log(), ())
    assert list(shown.tables) == ["ingest-summary"]
    assert "words translated" not in shown.descriptions["ingest-summary"]


def test_a_long_table_is_cut_and_says_so(shown: Shown) -> None:
    table("long", [{"n": number} for number in range(201)], "Numbers")
    assert len(shown.tables["long"]) == 200
    assert shown.descriptions["long"] == "Numbers (the first 200 of 201)"


@pytest.mark.parametrize(
    ("outcomes", "problems", "said"),
    [
        ((), (), "0 documents: nothing found"),
        (OUTCOMES[:1], (), "1 documents: 1 new"),
        (OUTCOMES[3:4], (), "1 documents: 1 rejected; 1 need attention"),
        (OUTCOMES[:1], ("x.argosmodel was refused",), "1 documents: 1 new; x.argosmodel was refused"),
        (OUTCOMES[:1], ("A", "B", "C"), "1 documents: 1 new; A (and 2 more problems)"),
    ],
)
def test_the_message_of_the_final_state_tells_the_truth(
    outcomes: tuple[Outcome, ...], problems: tuple[str, ...], said: str
) -> None:
    assert sentence(Summary.of(outcomes), problems) == said


@pytest.mark.parametrize(
    ("total", "steps", "seen"),
    [
        (200, [(0.5, 50), (0.6, 100), (0.2, 150), (0.1, 200)], [(50.0, "100 of 200"), (100.0, "200 of 200")]),
        (3, [(2.0, 1), (0.0, 3)], [(33.3, "1 of 3"), (100.0, "3 of 3")]),
        (0, [(0.0, 0)], [(100.0, "0 of 0")]),
    ],
)
def test_progress_moves_once_a_second_at_most_and_always_reaches_its_end(
    monkeypatch: pytest.MonkeyPatch,
    total: int,
    steps: list[tuple[float, int]],
    seen: list[tuple[float, str]],
) -> None:
    now, moves = [100.0], []

    def update(artifact: UUID, percent: float, *, description: str) -> None:
        moves.append((percent, description.removesuffix(" documents")))

    monkeypatch.setattr(artifacts, "monotonic", lambda: now[0])
    monkeypatch.setattr(artifacts, "create_progress_artifact", lambda *_, **__: uuid4())
    monkeypatch.setattr(artifacts, "update_progress_artifact", update)
    progress = artifacts.Progress("p", total)
    for seconds, documents in steps:
        now[0] += seconds
        progress.reach(documents)
    assert moves == seen


def rendered(text: str) -> str:
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert re.fullmatch(r"(<p>[^<]*</p>\n)?", html), html
    return unescape(html.removeprefix("<p>").removesuffix("</p>\n"))


@pytest.mark.parametrize(
    "text",
    [
        "![](https://tracker.example/pixel.png)",
        "[click](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "# heading",
        "- list",
        "1. Januar",
        "24) Dezember",
        "_a_ __b__ *c* **d** ~~e~~ `f` &amp; \\[g]",
        "<https://example.org>",
        "a | b",
        "https://example.org/a_b?c=d&e=~f",
    ],
)
def test_what_a_document_says_is_shown_as_it_is_and_never_as_markup(text: str) -> None:
    assert rendered(plain(text)) == text


@given(st.text(st.sampled_from("ab1. _*~`[]()<>!#-+=&;|\\\n:/"), max_size=30))
def test_no_text_becomes_an_element(text: str) -> None:
    assert rendered(plain(text)) == " ".join(text.split())


def test_an_address_is_left_as_it_is_so_that_it_can_be_copied() -> None:
    assert plain("https://example.org/a_b/~c?d=e&f=g#h-i") == r"https\://example.org/a_b/~c?d=e&f=g#h-i"


@pytest.mark.parametrize(
    "text", ["see https://evil.example/x", "www.evil.example", "me@evil.example", "ftp://a.example"]
)
def test_an_address_in_a_text_does_not_become_a_link(text: str) -> None:
    assert not re.search(r"\w://|www\.|\w@", plain(text))
    assert rendered(plain(text)) == text


def test_cells_are_plain_but_for_links(shown: Shown) -> None:
    table("t", [{"title": "[a](b)", "link": Markdown("[a](b)"), "n": 1}], "why [x](y)")
    assert shown.tables["t"] == [{"title": "\\[a\\](b)", "link": "[a](b)", "n": 1}]
    assert shown.descriptions["t"] == "why \\[x\\](y)"
