from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Translation
from ingest.settings import Settings
from ingest.translate import TranslationOptions, tool, translate
from ingest.translate.argos import open_engine
from ingest.translate.fake import FakeEngine
from ingest.translate.frames import CLOSING_QUOTES, OPENING_QUOTES
from tests.translate.builders import STARTER, article, segmented, with_languages

OPTIONS = TranslationOptions()
TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(list("  \n\t.!?„“”\"'()|•-1aÄß。😀")), max_size=200)


def letters(text: str) -> str:
    """Return what must survive: all but white space and quote marks, which English writes in other ways."""
    return "".join(char for char in text if not char.isspace() and char not in OPENING_QUOTES + CLOSING_QUOTES)


def one(document: object, engine: FakeEngine | None = None, target: str = "en") -> Translation:
    (translation,) = translate([document], engine=engine or FakeEngine(), target=target, options=OPTIONS)  # type: ignore[list-item]
    assert translation is not None
    return translation


@given(text=TEXT, kind=st.sampled_from(["paragraph", "table", "code"]), limit=st.integers(1, 40))
def test_every_segment_has_a_target_and_offsets_lead_back(text: str, kind: str, limit: int) -> None:
    document = segmented(text, kind=kind)
    result = one(document, FakeEngine(limit=limit))
    assert [(s.block, s.start, s.end) for s in result.segments] == [(s.block, s.start, s.end) for s in document.spans]
    for segment in result.segments:
        target = result.text[segment.target_start : segment.target_end]
        assert target.strip()
        assert target == target.strip()
    assert result.text.count("\n") == text.count("\n")
    if kind != "code":
        assert letters(result.text.upper()) == letters(text.upper())


def test_a_document_in_the_target_language_needs_no_translation() -> None:
    engine = FakeEngine()
    assert translate([segmented("Hello.", language="en-GB")], engine=engine, target="en", options=OPTIONS) == [None]
    assert engine.calls == []


def test_a_document_in_an_unknown_language_says_so() -> None:
    result = one(segmented("Xyz.", language="und"))
    assert (result.status, result.reason and result.reason.code) == ("unavailable", "language_unknown")


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    result = one(segmented("Bonjour.", language="fr"))
    assert result.status == "unavailable"
    assert result.reason is not None
    assert result.reason.code == "no_package"
    assert "ingest models install fr-en" in result.reason.message


def test_many_documents_are_decoded_in_one_call_and_equal_sentences_once() -> None:
    engine = FakeEngine()
    documents = [segmented("Eins. Zwei."), segmented("Zwei. Drei."), segmented("Hi.", language="en")]
    results = translate(documents, engine=engine, target="en", options=OPTIONS)
    assert [result and result.text for result in results] == ["EINS. ZWEI.", "ZWEI. DREI.", None]
    assert engine.calls == [["Eins.", "Zwei.", "Drei."]]


def test_the_title_is_translated() -> None:
    assert one(segmented("Text.", title="Ein  Titel:")).title == "EIN TITEL:"


def test_without_a_direct_package_the_way_goes_through_english() -> None:
    engine = FakeEngine([("de", "en"), ("en", "fr"), ("de", "es"), ("es", "fr")])
    result = one(segmented("Hallo Welt."), engine, target="fr")
    assert [(package.from_, package.to) for package in result.packages] == [("de", "en"), ("en", "fr")]
    assert result.segments[0].score == -1.0


def test_a_foreign_block_is_translated_from_its_own_language_or_copied_and_flagged() -> None:
    document = with_languages(article("Hallo.\nBonjour.\nHello.\nHola."), "de", "fr", "en", "und")
    result = one(document, FakeEngine([("de", "en"), ("fr", "en")]))
    assert result.text == "HALLO.\nBONJOUR.\nHello.\nHOLA."
    foreign = [{"copied", "source_not_language"} & set(segment.flags) for segment in result.segments]
    assert foreign == [set(), {"source_not_language"}, {"copied", "source_not_language"}, set()]
    assert one(document).text == "HALLO.\nBonjour.\nHello.\nHOLA."


def test_a_sentence_over_the_limit_is_split_and_nothing_is_lost() -> None:
    text = ", ".join(f"Name{n}" for n in range(5000))
    result = one(segmented(text))
    assert result.text == text.upper()
    assert "split" in result.segments[0].flags


def test_a_run_without_any_boundary_is_split_too() -> None:
    result = one(segmented("a" * 3000))
    assert result.text == "A" * 3000


def test_output_at_the_decoding_limit_is_redone_in_parts() -> None:
    text = "eins zwei drei vier fünf sechs sieben acht neun zehn"
    result = one(segmented(text), FakeEngine(output_limit=5))
    assert result.text == text.upper()
    assert {"split", "repaired"} <= set(result.segments[0].flags)


def test_output_that_never_ends_is_flagged() -> None:
    result = one(segmented("endlos"), FakeEngine(render=lambda text: text + " bla" * 50, output_limit=20))
    assert "decoding_limit" in result.segments[0].flags


def test_an_empty_translation_is_failed_and_the_source_stays() -> None:
    engine = FakeEngine(render=lambda text: "" if "Zwei" in text else text)
    result = one(segmented("Eins. Zwei."), engine)
    assert result.text == "Eins. Zwei."
    assert (result.status, result.reason and result.reason.code) == ("partial", "segments_failed")
    assert result.segments[1].flags == ("failed",)


def test_white_space_bullets_numbers_and_quotes_are_carried_over() -> None:
    text = "• „Ja.“\n\n1. Nein:\n***\n12.5"
    assert one(segmented(text)).text == "• “JA.”\n\n1. NEIN:\n***\n12.5"


def test_sentences_of_a_script_without_spaces_get_one() -> None:
    engine = FakeEngine([("zh", "en")])
    assert one(segmented("我来了。你呢？", language="zh"), engine).text == "我来了。 你呢？"


def test_the_fingerprint_knows_the_packages_of_all_languages_of_the_document() -> None:
    one_package, two = FakeEngine([("de", "en")]), FakeEngine([("de", "en"), ("fr", "en")])

    def of(engine: FakeEngine, *languages: str) -> object:
        return tool(languages, engine=engine, target="en", options=OPTIONS)

    assert of(one_package, "de") == of(two, "de")
    assert of(one_package, "de", "fr") != of(two, "de", "fr")
    assert one_package.calls == []


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(root=tmp_path_factory.mktemp("project"), models=STARTER.parent, workers=1)


def test_the_bundled_package_translates_german(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(settings.root / "home"))
    engine = open_engine(settings)
    text = "Die Kamera steht in Berlin. Am 8. Juli 2021 sprach der Minister über die Wirtschaft."
    results = [
        translate([segmented(part)], engine=engine, target="en", options=OPTIONS)[0]
        for part in (text, "Der Minister sprach.", text)
    ]
    assert results[0] == results[2]
    assert results[0] is not None
    assert "Berlin" in results[0].text
    assert "2021" in results[0].text
    assert all(segment.score is not None and segment.score < 0 for segment in results[0].segments)
    assert not Path(settings.root / "home").exists()


def test_nothing_is_fetched_and_nothing_heavy_is_imported(settings: Settings) -> None:
    """In a process of its own: no socket may be opened, neither torch nor stanza may be imported."""
    program = f"""
import socket, sys
def refuse(*arguments, **options): raise AssertionError("the network was used")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = socket.getaddrinfo = refuse
from pathlib import Path
from ingest.settings import Settings
from ingest.translate import open_options, translate
from ingest.translate.argos import open_engine
from tests.translate.builders import segmented
settings = Settings(root=Path({str(settings.root)!r}), models=Path({str(STARTER.parent)!r}), workers=1)
document = segmented("Der Minister sprach am 8. Juli in Berlin.")
(result,) = translate([document], engine=open_engine(settings), target="en", options=open_options(settings))
assert "Berlin" in result.text
assert not {{"torch", "stanza", "spacy", "argostranslate.translate", "prefect"}} & set(sys.modules)
"""
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=root, env={**os.environ, "PYTHONPATH": f"{root}:{root}/src"}
    )


def test_the_company_of_other_documents_changes_nothing(settings: Settings) -> None:
    engine = open_engine(settings)
    texts = ["Der Minister sprach. Die Kamera steht in Berlin.", "Ja.", "Die Firma Klarsyn bestritt am Montag alles."]
    alone = [translate([segmented(text)], engine=engine, target="en", options=OPTIONS)[0] for text in texts]
    together = translate([segmented(text) for text in reversed(texts)], engine=engine, target="en", options=OPTIONS)
    assert alone == list(reversed(together))
