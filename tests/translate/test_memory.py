from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.cli.memory import app
from ingest.errors import ConfigurationError
from ingest.records import PackageUse
from ingest.settings import Settings
from ingest.translate import TranslationOptions, open_options, tool, translate
from ingest.translate.corrections import read_corrections
from ingest.translate.fake import FakeEngine
from ingest.translate.memory import Memory
from ingest.translate.outcomes import Outcome
from ingest.translate.tmx import Unit, read_tmx, write_tmx
from tests.translate.builders import segmented

ROUTE = (PackageUse(from_="de", to="en", version="1", sha256="0" * 64),)
RUNNER = CliRunner()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "state" / "memory.sqlite3")


def run(text: str, options: TranslationOptions) -> tuple[FakeEngine, object]:
    engine = FakeEngine()
    return engine, translate([segmented(text)], engine=engine, target="en", options=options)[0]


def test_a_warm_memory_decodes_nothing_and_gives_the_same_record(memory: Memory) -> None:
    options = TranslationOptions(memory=memory)
    cold_engine, cold = run("Eins. Zwei.", options)
    warm_engine, warm = run("Eins. Zwei.", options)
    assert cold == warm
    assert (len(cold_engine.calls), len(warm_engine.calls)) == (1, 0)


def test_what_a_translation_depends_on_keeps_memories_apart(memory: Memory) -> None:
    memory.put("a", ROUTE, {"x": Outcome("y", -0.5, ("names",))})
    assert memory.get("a", ["x", "z"]) == {"x": Outcome("y", -0.5, ("names",))}
    assert memory.get("b", ["x"]) == {}


def test_the_memory_is_bounded_and_forgets_the_oldest_first(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite3", most=100)
    for start in range(0, 200, 10):
        memory.put("a", ROUTE, {str(n): Outcome("y", None) for n in range(start, start + 10)})
    assert memory.count() <= 100
    assert memory.get("a", ["0"]) == {}
    assert memory.get("a", ["199"])


def test_a_damaged_or_impossible_file_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite3"
    path.write_bytes(b"no database" * 500)
    memory = Memory(path)
    memory.put("a", ROUTE, {"x": Outcome("y", None)})
    assert memory.get("a", ["x"])
    nowhere = Memory(tmp_path / "m.sqlite3" / "below" / "m.sqlite3")
    nowhere.put("a", ROUTE, {"x": Outcome("y", None)})
    assert nowhere.get("a", ["x"]) == {}
    memory.clear()
    assert not path.exists()
    assert memory.count() == 0


def _write(path: Path, start: int) -> None:
    memory = Memory(path)
    for number in range(start, start + 50):
        memory.put("a", ROUTE, {str(number): Outcome("y", None)})


def test_processes_share_one_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite3"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(path, start)) for start in (0, 1000)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert Memory(path).count() == 100


def test_a_correction_wins_over_the_machine_and_is_marked(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    before = open_options(settings)
    write_tmx(tmp_path / "corrections.tmx", [Unit("de-DE", "en-GB", "Der  Hund.", "The dog.")], version="1")
    after = open_options(settings)
    engine, result = run("Der Hund. Die Katze.", after)
    assert result is not None
    assert result.segments[0].flags == ("human",)  # type: ignore[attr-defined]
    assert result.text == "The dog. DIE KATZE."  # type: ignore[attr-defined]
    assert engine.calls == [["Die Katze."]]
    assert tool(["de"], engine=engine, target="en", options=before) != tool(
        ["de"], engine=engine, target="en", options=after
    )


def test_tmx_comes_back_as_it_went(tmp_path: Path) -> None:
    units = [
        Unit("de", "en", "A <b> & „c“\u0003", "B <i> & “d”", machine="B"),
        Unit("zh-Hant", "en", "我", "I"),
    ]
    assert write_tmx(tmp_path / "m.tmx", units, version="1") == 2
    clean = Unit("de", "en", "A <b> & „c“", "B <i> & “d”", machine="B")
    assert list(read_tmx(tmp_path / "m.tmx")) == [clean, units[1]]
    before = (tmp_path / "m.tmx").read_bytes()
    write_tmx(tmp_path / "m.tmx", units, version="1")
    assert (tmp_path / "m.tmx").read_bytes() == before


def test_tmx_of_another_tool_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    path.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="de-DE" segtype="sentence"/><body><tu>'
        '<tuv xml:lang="en-US"><seg>The <bpt i="1"/>dog<ept i="1"/>.</seg></tuv>'
        '<tuv xml:lang="de-DE"><seg>Der Hund.</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    assert list(read_tmx(path)) == [Unit("de-DE", "en-US", "Der Hund.", "The dog.")]


@pytest.mark.parametrize("content", ["", "<tmx", "not xml"])
def test_a_file_that_is_no_tmx_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "m.tmx").write_text(content)
    with pytest.raises(ConfigurationError, match=r"m\.tmx is not readable as TMX"):
        list(read_tmx(tmp_path / "m.tmx"))


def test_entities_of_a_hostile_file_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "m.tmx").write_text(
        f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]><tmx version="1.4">'
        '<header srclang="de"/>'
        '<body><tu><tuv xml:lang="de"><seg>a</seg></tuv><tuv xml:lang="en"><seg>&x;b</seg></tuv></tu></body></tmx>'
    )
    assert "secret" not in "".join(unit.target for unit in read_tmx(tmp_path / "m.tmx"))


def test_the_round_of_a_correction_through_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(root=tmp_path)
    run("Eins. Zwei.", open_options(settings))
    assert "Wrote 2 segments" in RUNNER.invoke(app, ["export", "out.tmx"]).output
    assert "Took 0 corrections" in RUNNER.invoke(app, ["import", "out.tmx"]).output
    text = (tmp_path / "out.tmx").read_text("utf-8").replace("<seg>EINS.</seg>", "<seg>One.</seg>")
    (tmp_path / "out.tmx").write_text(text, "utf-8")
    assert "Took 1 corrections" in RUNNER.invoke(app, ["import", "out.tmx"]).output
    assert read_corrections(tmp_path / "corrections.tmx").find("Eins.", "de", "en") == "One."
    counted = json.loads(RUNNER.invoke(app, ["stats", "--json"]).output)
    assert (counted["remembered"], counted["corrected"]) == (2, 1)
    assert "corrected   1" in RUNNER.invoke(app, ["stats"]).output
    assert "Forgot 2" in RUNNER.invoke(app, ["clear"]).output
    _, result = run("Eins. Zwei.", open_options(settings))
    assert result is not None
    assert result.text == "One. ZWEI."  # type: ignore[attr-defined]
    assert "Wrote 2 segments" in RUNNER.invoke(app, ["export", "out.tmx", "--from", "de"]).output
