"""The package in `models/` is one that plain Argos Translate installs, and it can write what our texts hold."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from benchmarks.decoding import Decoder, DecodingOptions, open_package

MODELS = Path(__file__).parents[2] / "models"
(PACKAGE,) = MODELS.glob("translate-de_en-*.argosmodel")
MARKS = "„Ja-Wort“ »ja« “no” – — • § 5 € % @name #tag https://a.org/b?c=d&e=1 1.234,5 [sic] Ürümqi č ć š ž ł ş ğ é ñ"


def test_it_is_small() -> None:
    assert PACKAGE.stat().st_size < 60e6


def test_plain_argos_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = pytest.importorskip("argostranslate.package")
    cache = SimpleNamespace(get_installed_languages=SimpleNamespace(cache_clear=lambda: None))
    monkeypatch.setitem(sys.modules, "argostranslate.translate", cache)  # the real one loads torch to clear a cache
    monkeypatch.setattr(package.settings, "package_data_dir", tmp_path)
    package.install_from_path(PACKAGE)
    (installed,) = package.get_installed_packages([tmp_path])
    assert (installed.from_code, installed.to_code, installed.type) == ("de", "en", "translate")
    assert (installed.from_name, installed.to_name) == ("German", "English")
    assert PACKAGE.stem == f"translate-de_en-{installed.package_version.replace('.', '_')}"
    assert {"model", "sentencepiece.model", "metadata.json", "README.md"} <= {
        path.name for path in installed.package_path.iterdir()
    }
    assert "licence" in (installed.package_path / "README.md").read_text(encoding="utf-8").lower()
    assert {"model.bin", "config.json", "shared_vocabulary.json"} <= {
        path.name for path in (installed.package_path / "model").iterdir()
    }


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    with open_package(PACKAGE) as package:
        return Decoder(package, DecodingOptions())


def test_the_tokeniser_knows_every_mark_and_letter_we_need(decoder: Decoder) -> None:
    assert decoder.unknown_characters(MARKS) == set()


@pytest.mark.parametrize("name", ["Xinjiang", "Hikvision", "Bütikofer", "Auštrevičius", "8", "1,250"])
def test_names_and_numbers_survive(decoder: Decoder, name: str) -> None:
    german = name.replace(",", ".")
    (english,) = decoder.translate([f"Im Bericht steht {german}."])
    assert name in english
