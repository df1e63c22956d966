"""What every engine must do. A new engine subclasses `EngineContract` in its test and gives itself and a sentence."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ingest.translate.engine import Decoded, Decoding, Engine

GERMAN = (
    "Der Minister sprach am Montag über die Wirtschaft.",
    "Ja.",
    "Die Kamera steht in Berlin und niemand weiß, wer sie gekauft hat.",
    "Am 8. Juli 2021 schrieb die Firma einen Brief an ihre Partner.",
    "Nein, das ist nicht wahr.",
    "Die Regierung will bis Herbst antworten.",
    "Die Kamera will bis Herbst antworten.",
    "Die Firma will bis Montag antworten.",
    "Ja.",
)


def decode(engine: Engine, texts: Sequence[str]) -> list[Decoded]:
    """Return the hypotheses in the order of the texts; each must come exactly once."""
    found = list(engine.decode(engine.packages[0], texts, Decoding()))
    assert sorted(index for index, _ in found) == list(range(len(texts)))
    return [decoded for _, decoded in sorted(found, key=lambda item: item[0])]


class EngineContract:
    """The contract of `ingest.translate.engine.Engine`."""

    def engine(self) -> Engine:
        raise NotImplementedError

    def test_it_names_itself_and_its_packages(self) -> None:
        engine = self.engine()
        assert engine.name
        assert engine.version
        assert engine.packages
        assert all(package.from_ and package.to and package.sha256 for package in engine.packages)

    def test_it_answers_every_text_once_and_nothing_for_nothing(self) -> None:
        engine = self.engine()
        decoded = decode(engine, GERMAN)
        assert len(decoded) == len(GERMAN)
        assert decoded[1] == decoded[-1]
        assert all(item.text.strip() and item.score <= 0 for item in decoded)
        assert decode(engine, []) == []

    def test_a_translation_depends_on_nothing_but_its_text(self) -> None:
        engine = self.engine()
        alone = [decode(engine, [text])[0] for text in GERMAN]
        order = list(range(len(GERMAN)))
        random.Random(1).shuffle(order)
        together = decode(engine, [GERMAN[index] for index in order])
        assert [alone[index] for index in order] == together

    def test_it_counts_tokens_and_has_a_limit(self) -> None:
        engine = self.engine()
        package = engine.packages[0]
        assert engine.limit(package) >= 1
        assert engine.count_tokens(package, GERMAN[2]) > engine.count_tokens(package, GERMAN[1]) >= 1

    def test_it_translates_input_at_its_limit_to_the_end(self) -> None:
        engine = self.engine()
        package = engine.packages[0]
        text = "Ja"
        while engine.count_tokens(package, f"{text}, ja") <= engine.limit(package):
            text += ", ja"
        assert decode(engine, [text])[0].text.strip()
