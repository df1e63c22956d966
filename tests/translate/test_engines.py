from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.translate.argos import open_engine
from ingest.translate.decoder import _batches
from ingest.translate.engine import Engine
from ingest.translate.fake import FakeEngine
from ingest.translate.marian import adds_end, find_models
from tests.translate.builders import STARTER
from tests.translate.engine_contract import GERMAN, EngineContract, decode


@pytest.fixture(scope="module")
def argos(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_engine(Settings(root=tmp_path_factory.mktemp("argos"), models=STARTER.parent, workers=2))


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine with the bundled model, laid out as the Marian converter of ctranslate2 does."""
    root = tmp_path_factory.mktemp("marian")
    lay_out(root / "models" / "opus-mt-de-en")
    return open_engine(Settings(root=root, workers=1))


def lay_out(folder: Path) -> None:
    unpacked = folder.parent / "unpacked"
    with zipfile.ZipFile(STARTER) as bundle:
        bundle.extractall(unpacked)
    (package,) = unpacked.iterdir()
    shutil.copytree(package / "model", folder)
    for name in ("source.spm", "target.spm"):
        shutil.copy(package / "sentencepiece.model", folder / name)
    shutil.rmtree(unpacked)


class TestFake(EngineContract):
    def engine(self) -> Engine:
        return FakeEngine()


class TestArgos(EngineContract):
    @pytest.fixture(autouse=True)
    def _opened(self, argos: Engine) -> None:
        self._engine = argos

    def engine(self) -> Engine:
        return self._engine


class TestMarian(EngineContract):
    @pytest.fixture(autouse=True)
    def _opened(self, marian: Engine) -> None:
        self._engine = marian

    def engine(self) -> Engine:
        return self._engine


def test_the_same_model_gives_the_same_in_either_layout(argos: Engine, marian: Engine) -> None:
    assert decode(argos, GERMAN) == decode(marian, GERMAN)


def test_batches_hold_one_length_so_that_nothing_is_padded() -> None:
    encoded = [["x"] * length for length in (3, 1, 3, 0, 2, 1500, 1500)]
    assert [[len(encoded[index]) for index in batch] for batch in _batches(encoded)] == [
        [1500],
        [1500],
        [3, 3],
        [2],
        [1],
    ]


def test_a_marian_model_says_its_languages_by_its_name_or_its_metadata(tmp_path: Path) -> None:
    for name in ("opus-mt-de-en", "opus-mt-tc-big-zh-en-ct2", "mystery"):
        (tmp_path / name).mkdir()
        for file in ("model.bin", "source.spm", "target.spm"):
            (tmp_path / name / file).write_bytes(b"x")
    with pytest.raises(ConfigurationError, match="does not say its languages"):
        list(find_models(tmp_path))
    (tmp_path / "mystery" / "metadata.json").write_text(json.dumps({"from_code": "fr", "to_code": "en"}))
    found = [(model.folder.name, model.from_code, model.to_code) for model in find_models(tmp_path)]
    assert found == [
        ("mystery", "fr", "en"),
        ("opus-mt-de-en", "de", "en"),
        ("opus-mt-tc-big-zh-en-ct2", "zh", "en"),
    ]
    assert not adds_end(tmp_path / "mystery")
