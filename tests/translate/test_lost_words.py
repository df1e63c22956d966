"""Words that the model paid no attention to: how they are found, and how they come back."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ingest.records import PackageUse, Segment
from ingest.settings import Settings
from ingest.translate import TranslationOptions, translate
from ingest.translate.argos import BpeTokenizer, open_engine
from ingest.translate.attention import source_words
from ingest.translate.candidates import judged
from ingest.translate.checks import Pair, findings
from ingest.translate.checks.lost_words import MENDED, light_words, lost_words
from ingest.translate.decoder import Ctranslate2Engine, _finished, _Job
from ingest.translate.engine import Decoded, Decoding, SourceWord
from ingest.translate.fake import FakeEngine
from ingest.translate.hops import Hop, Rendering, render
from ingest.translate.memory import Memory
from ingest.translate.rendering import Job, Rendered
from tests.translate.builders import STARTER, segmented

LABELLED = Path(__file__).parents[2] / "benchmarks/data/lost_words.jsonl"
TOLD, LITTLE, NONE = 0.9, 0.15, 0.02


def attended(marked: str) -> tuple[SourceWord, ...]:
    """Return the words of a source: those in brackets were paid no attention, those in braces a little."""
    words: list[SourceWord] = []
    paid = TOLD
    for word in marked.split():
        paid = NONE if word.startswith("[") else LITTLE if word.startswith("{") else paid
        words.append(SourceWord(word.strip("[]{}"), paid))
        paid = TOLD if word.endswith(("]", "}")) else paid
    return tuple(words)


def pair(marked: str, target: str = "Something else.", language: str = "de") -> Pair:
    words = attended(marked)
    return Pair(" ".join(word.text for word in words), target, language, attention=words)


def is_lost(marked: str, target: str = "Something else.", language: str = "de") -> bool:
    return "lost_words" in {check.detail for check in findings(pair(marked, target, language))}


class TestAttention:
    def test_pieces_of_a_word_are_added_and_the_best_token_counts(self) -> None:
        rows = [[0, 0, 0], [0.1, 0.5, 0.25], [0.2, 0.3, 0.25]]
        assert source_words(["▁Der", "▁Minis", "ter"], rows) == (
            SourceWord("Der", 0.2),
            SourceWord("Minister", 0.75),
        )

    def test_a_first_word_without_a_mark_is_a_word(self) -> None:
        assert source_words(["Der", "▁Hof"], [[0, 0], [0.5, 0.25]]) == (SourceWord("Der", 0.5), SourceWord("Hof", 0.25))

    def test_the_first_token_is_not_counted(self) -> None:
        assert source_words(["▁Der", "▁Hof"], [[0.9, 0.9], [0, 0.5]]) == (
            SourceWord("Der", 0),
            SourceWord("Hof", 0.5),
        )

    @pytest.mark.parametrize(("pieces", "rows"), [([], []), (["▁Ja"], []), (["▁Ja"], [[1.0]]), (["</s>"], [[1], [1]])])
    def test_nothing_is_said_of_nothing(self, pieces: list[str], rows: list[list[float]]) -> None:
        assert source_words(pieces, rows) == ()

    def test_the_end_of_the_source_is_no_word(self) -> None:
        assert source_words(["▁Hof", "</s>"], [[0, 0], [0.25, 0.75]]) == (SourceWord("Hof", 0.25),)

    def test_a_target_prefix_is_no_token_of_the_hypothesis_and_neither_is_the_end(self) -> None:
        result = SimpleNamespace(
            hypotheses=[[">>en<<", "▁The", "▁yard", "</s>"]],
            scores=[-0.5],
            attention=[[[1, 1], [1, 1], [0.125, 0.5], [1, 1]]],
        )
        (decoded,) = finished(result, target_prefix=">>en<<")
        # The score of four tokens is per token again: ctranslate2 divides by the length to the power of 1.5.
        assert decoded == Decoded("▁The▁yard", -1.0, finished=True, words=(("Der", 0.12), ("Hof", 0.5)))  # type: ignore[arg-type]  # equal tuples

    def test_an_engine_that_cannot_tell_words_does_not_ask(self) -> None:
        asked: dict[str, Any] = {}
        translator = SimpleNamespace(translate_batch=lambda _, **options: asked.update(options))
        engine = Ctranslate2Engine({}, name="x", version="1", workers=1)
        for marks_words in (True, False):
            model = SimpleNamespace(
                translator=translator, tokenizer=SimpleNamespace(marks_words=marks_words), target_prefix=""
            )
            engine._submit(model, [["▁Ja"]], Decoding())  # type: ignore[arg-type]  # what is needed of a model
            assert asked["return_attention"] is marks_words
        assert not BpeTokenizer.marks_words
        result = SimpleNamespace(hypotheses=[["▁Yes", "</s>"]], scores=[-0.5], attention=[])
        assert [decoded.words for decoded in finished(result, marks_words=False)] == [()]


def finished(result: Any, *, target_prefix: str = "", marks_words: bool = True) -> list[Decoded]:
    """Return what the engine makes of a result of ctranslate2."""
    model: Any = SimpleNamespace(
        tokenizer=SimpleNamespace(marks_words=marks_words, decode="".join), target_prefix=target_prefix
    )
    pending: Future[Any] = Future()
    pending.set_result(result)
    jobs = deque([_Job(0, ["▁Der", "▁Hof"], pending)])
    return [decoded for _, decoded in _finished(jobs, model, empty=[])]


class TestCheck:
    def test_two_words_of_content_in_a_row_are_lost(self) -> None:
        assert is_lost("Der Zeuge schwieg {aus Angst vor den Nachbarn} bis zum Morgen.")
        assert is_lost("Der Zeuge wurde am Bahnhof {abgeführt, gefoltert} und schließlich verurteilt.")

    def test_a_verb_alone_or_a_noun_that_was_looked_at_a_little_is_not(self) -> None:
        assert not is_lost("Der Zeuge wurde [abgeführt] und verurteilt.")
        assert not is_lost("Der Zeuge schwieg {aus Angst} bis zum Morgen.")

    def test_a_noun_alone_is_lost_with_a_word_beside_it(self) -> None:
        assert is_lost("Der Zeuge schwieg [aus Angst] bis zum Morgen.")
        assert not is_lost("Der Zeuge schwieg aus [Angst] bis zum Morgen.")

    def test_a_capital_at_the_beginning_of_a_sentence_makes_no_noun(self) -> None:
        assert not is_lost("Der Zeuge schwieg. [Verhaftet wurde] die Richterin.")
        assert not is_lost("Der Zeuge sagt: [Verhaftet wurde] die Richterin.")

    def test_light_words_and_what_other_checks_look_after_may_go(self) -> None:
        assert not is_lost("Der Zeuge [hat allerdings bereits wieder] im Gericht geschwiegen.")
        assert not is_lost("Der Zeuge hat [im September am Mittwoch] vor Gericht geschwiegen.")

    def test_numbers_and_placeholders_are_no_words(self) -> None:
        assert not is_lost("Der Zeuge wohnte [in P1 von 1995 bis 2004] bei Verwandten.")

    def test_a_word_that_stands_in_the_target_is_not_lost(self) -> None:
        assert is_lost("Der Zeuge wohnte [bei Kramer] in München.", "The witness lived in Munich.")
        assert not is_lost("Der Zeuge wohnte [bei Kramer] in München.", "The witness lived at Kramer's in Munich.")
        assert not is_lost("Der Zeuge traf [den Kramer-Anwalt] in München.", "The witness met the Kramer lawyer there.")

    def test_what_is_said_twice_may_be_said_once(self) -> None:
        assert not is_lost("Der Zeuge fand Briefe, und [viele Briefe] verbrannte er im Garten.")
        assert not is_lost("Es kamen Bürgerinnen [und Bürger] aus der ganzen Provinz.")

    @pytest.mark.parametrize(
        "words",
        ["Bürgerinnen [und Brüder]", "Landwirte [zum Landtag]", "Bank [am Bach]", "Land [zur Landesverwaltung]"],
    )
    def test_words_that_only_begin_alike_are_two(self, words: str) -> None:
        assert is_lost(f"Es kamen {words} aus der ganzen Provinz.")

    def test_the_first_word_of_content_is_not_judged(self) -> None:
        assert not is_lost("In [der Provinz] blieb die Lage ruhig.")

    def test_a_model_whose_attention_is_dull_says_nothing(self) -> None:
        words = tuple(SourceWord(text, paid / 2) for text, paid in attended("Er schwieg [aus Angst] bis Morgengrauen."))
        assert lost_words(Pair("x", "y", "de", attention=words)) == 0
        assert is_lost("Er schwieg [aus Angst] bis Morgengrauen.")

    def test_a_language_without_a_table_is_left_alone(self) -> None:
        assert light_words("de-AT") == light_words("de") != frozenset()
        assert not is_lost("Le témoin habitait [chez Dubois] pendant la guerre.", language="fr")

    def test_nothing_is_said_where_an_engine_says_nothing(self) -> None:
        assert lost_words(Pair("Der Zeuge schwieg aus Angst.", "He was silent.", "de")) == 0
        assert lost_words(pair("Er kam.")) == 0

    def test_a_repair_must_pass_for_sure(self) -> None:
        marked = "Der Zeuge schwieg [aus Angst] bis zum Morgen."
        near = tuple(SourceWord(text, 0.1 if text == "Angst" else paid) for text, paid in attended(marked))
        almost = Pair("x", "y", "de", attention=near)
        assert MENDED < lost_words(almost) < 0.5
        assert not findings(almost)
        assert [check.detail for check in findings(almost, repaired=True)] == ["lost_words"]


DE_EN, EN_FR = (PackageUse(from_=a, to=b, version="1", sha256=f"{a}{b}" * 16) for a, b in (("de", "en"), ("en", "fr")))
LOST = attended("Der Zeuge schwieg [aus Angst] bis zum Morgen.")
KEPT = attended("The witness kept silent until morning.")


def test_a_route_of_one_package_is_judged_by_the_words_of_all_its_parts() -> None:
    parts = tuple(Rendering((Hop("x", "y", -0.1, words=words),)) for words in (LOST[:4], LOST[4:]))
    assert judged(Job("x"), Rendered("y", parts), (DE_EN,)).details == ("lost_words",)


@pytest.mark.parametrize(("first", "second", "details"), [(LOST, KEPT, ("lost_words",)), (KEPT, LOST, ())])
def test_through_a_pivot_each_hop_is_judged_by_its_own_words(
    first: tuple[SourceWord, ...], second: tuple[SourceWord, ...], details: tuple[str, ...]
) -> None:
    hops = (Hop("x y", "y z", -0.1, words=first), Hop("y z", "z x", -0.1, words=second))
    assert judged(Job("x y"), Rendered("z x", (Rendering(hops),)), (DE_EN, EN_FR)).details == details


class AttentiveEngine(FakeEngine):
    """Says which words it left out: those that stand in brackets in ``heard``, by the source."""

    def __init__(self, heard: dict[str, str], render: Callable[[str], str]) -> None:
        super().__init__(render=render)
        self._heard = heard

    def decode(self, package: PackageUse, texts: Sequence[str], decoding: Decoding) -> Iterator[tuple[int, Decoded]]:
        for index, decoded in super().decode(package, texts, decoding):
            words = attended(self._heard.get(texts[index], texts[index]))
            yield index, Decoded(decoded.text, decoded.score, decoded.finished, words)


SENTENCE = "Der Zeuge schwieg vor Gericht aus Angst vor den Nachbarn bis zum Morgen."
WHOLE = "The witness was silent in court until the morning."
HALVES = {
    "Der Zeuge schwieg vor Gericht aus": "The witness was silent in court for",
    "Angst vor den Nachbarn bis zum Morgen.": "fear of the neighbours until the morning.",
}
CLAUSES = "Der Zeuge schwieg vor Gericht, aus Angst vor den Nachbarn bis zum Morgen."
PARTS = {
    "Der Zeuge schwieg vor Gericht,": "The witness was silent in court,",
    "aus Angst vor den Nachbarn bis zum Morgen.": "for fear of the neighbours until the morning.",
}


def attentive() -> AttentiveEngine:
    heard = {SENTENCE: "Der Zeuge schwieg vor Gericht [aus Angst vor den Nachbarn] bis zum Morgen."}
    return AttentiveEngine(heard, lambda text: HALVES.get(text, WHOLE))


def one(engine: FakeEngine | Ctranslate2Engine, text: str, memory: Memory | None = None) -> tuple[str, Segment]:
    (result,) = translate([segmented(text)], engine=engine, target="en", options=TranslationOptions(memory=memory))
    assert result is not None
    (segment,) = result.segments
    return result.text, segment


def test_the_words_of_joined_parts_stand_one_after_the_other() -> None:
    (_, rendering), *_ = render(
        ["eins zwei " * 25 + "drei."],
        engine=AttentiveEngine({}, str.upper),
        route=(FakeEngine().packages[0],),
        decoding=Decoding(),
    )
    (hop,) = rendering.hops
    assert hop.split
    assert " ".join(word.text for word in hop.words) == hop.source


def test_lost_words_are_brought_back_in_parts_where_a_clause_ends() -> None:
    heard = {CLAUSES: "Der Zeuge schwieg vor Gericht, [aus Angst vor den Nachbarn] bis zum Morgen."}
    target, segment = one(AttentiveEngine(heard, lambda text: PARTS.get(text, WHOLE)), CLAUSES)
    assert target == " ".join(PARTS.values())
    assert (segment.repair, segment.details) == ("in_parts", ())


def test_half_a_clause_is_no_repair_of_lost_words() -> None:
    target, segment = one(attentive(), SENTENCE)
    assert target == WHOLE
    assert (segment.repair, segment.details) == (None, ("lost_words",))


def test_a_remembered_segment_keeps_its_doubt(tmp_path: Path) -> None:
    engine = AttentiveEngine({SENTENCE: attentive()._heard[SENTENCE]}, lambda _: WHOLE)
    engine._heard |= {half: f"Der Zeuge sprach [{half}]" for half in HALVES}
    memory = Memory(tmp_path / "m.sqlite3")
    first, again = one(engine, SENTENCE, memory), one(FakeEngine(), SENTENCE, memory)
    assert first == again
    assert (again[1].flags, again[1].details) == (("low_score",), ("lost_words",))


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Ctranslate2Engine:
    return open_engine(Settings(root=tmp_path_factory.mktemp("bundled"), models=STARTER.parent, workers=1))


SERVERS = (
    "Der Konzern liefert nach eigener Darstellung nur an demokratische Regierungen, doch auf den Servern mehrerer "
    "Kunden fanden Forscher Spuren von Angriffen auf Menschenrechtsanwälte."
)


SHORTENED = (
    "Allein im vergangenen Jahr wurden nach Angaben der Verwaltung 1.734.200 Personen erfasst, darunter 96.000 Kinder.",
    "Strom- und Wasserversorgung sind nach Angaben des Unternehmens nicht betroffen.",
    (
        "Das heißt: Auf jeden Treffer kommen rund vierzigtausend Menschen, die nur zur Arbeit fahren, zum Arzt "
        "oder zur Großmutter."
    ),
    "„Sie kam zurück und sagte, es sei besetzt“, sagte der Vater dem Sender Alpenradio.",
    (
        "Das Funkwabenprotokoll war ein von der Stadt Ohrlau zwischen 2011 und 2019 geführtes Verzeichnis aller "
        "Mobiltelefone, die sich in der Nähe städtischer Gebäude angemeldet hatten."
    ),
)


def test_what_the_bundled_model_loses_is_brought_back_or_doubted(bundled: Ctranslate2Engine) -> None:
    labelled = (json.loads(line)["source"] for line in LABELLED.read_text("utf-8").splitlines())
    sources = list(dict.fromkeys((*SHORTENED, *labelled)))
    lost = []
    for index, decoded in bundled.decode(bundled.packages[0], sources, Decoding()):
        found = findings(Pair(sources[index], decoded.text, "de", "en", decoded.score, decoded.words))
        if "lost_words" in {check.detail for check in found}:
            lost.append(one(bundled, sources[index])[1])
    assert lost
    assert all("lost_words" in segment.details or segment.repair for segment in lost)


def test_asking_for_attention_changes_no_translation(bundled: Ctranslate2Engine) -> None:
    package = bundled.packages[0]
    texts = [SERVERS, SENTENCE, *HALVES]
    asked = dict(bundled.decode(package, texts, Decoding()))
    tokenizer: Any = bundled._tokenizer(package)
    try:
        tokenizer.marks_words = False
        plain = dict(bundled.decode(package, texts, Decoding()))
    finally:
        del tokenizer.marks_words
    assert {index: (item.text, item.score) for index, item in asked.items()} == {
        index: (item.text, item.score) for index, item in plain.items()
    }
    assert all(asked[index].words and not plain[index].words for index in asked)
