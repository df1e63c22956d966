from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

import pytest

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.translate import TranslationOptions, locations, packages, translate
from ingest.translate.archives import file_sha256
from ingest.translate.argos import open_engine
from ingest.translate.engine import Decoding
from ingest.translate.locations import find_packages
from ingest.translate.packages import INDEX_URL, install, remove, verify
from tests.translate.builders import STARTER, segmented, write_package
from tests.translate.engine_contract import decode

BUNDLED_FOLDER = locations.bundled_folder
CHECK_LOADS = packages.check_loads


@pytest.fixture(autouse=True)
def no_packages_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "argos"))
    monkeypatch.setattr("ingest.translate.packages.check_loads", lambda *_: None)  # the packages here hold no model
    monkeypatch.setattr(locations, "bundled_folder", lambda: tmp_path / "bundled")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    return Settings(root=root)


def pairs(settings: Settings) -> list[tuple[str, str, str]]:
    return [(package.use.from_, package.use.to, package.origin) for package in find_packages(settings)]


def test_a_file_is_installed_locked_and_removed(settings: Settings, tmp_path: Path) -> None:
    package = install(settings, str(write_package(tmp_path / "translate-xx_en.argosmodel")))
    assert pairs(settings) == [("xx", "en", "project")]
    assert [(finding.locked, finding.fault) for finding in verify(settings)] == [(True, None)]
    assert remove(settings, "xx-en") == [package.path]
    assert pairs(settings) == []
    assert not package.folder.exists()


def test_a_package_that_differs_from_its_lock_is_refused(settings: Settings, tmp_path: Path) -> None:
    package = install(settings, str(write_package(tmp_path / "a.argosmodel")))
    write_package(package.path, package_version="2.0")
    with pytest.raises(ConfigurationError, match=r"its digest is .* but models.lock says"):
        open_engine(settings)
    assert "models.lock says" in str(verify(settings)[0].fault)
    install(settings, str(package.path))
    assert find_packages(settings)[0].use.version == "2.0"


def test_a_package_with_another_digest_than_expected_is_not_installed(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="expected 00"):
        install(settings, str(write_package(tmp_path / "a.argosmodel")), sha256="00")
    assert pairs(settings) == []


@pytest.mark.parametrize(
    ("files", "metadata", "why"),
    [
        ({"!../evil.txt": b"x"}, {}, "leaves the package folder"),
        ({"!/etc/evil": b"x"}, {}, "leaves the package folder"),
        ({"!translate-xx_en\\..\\evil": b"x"}, {}, "leaves the package folder"),
        ({"!other/file": b"x"}, {}, "one folder"),
        ({"model/data.pkl": b"x"}, {}, "code or pickled"),
        ({"model/model.bin": b"\x80\x04\x95 pickle"}, {}, "is a pickle"),
        ({"model/model.bin": b""}, {}, "model/model.bin is missing"),
        ({"sentencepiece.model": b""}, {}, "no tokenizer"),
        ({"metadata.json": b""}, {}, "metadata.json is missing"),
        ({"metadata.json": b"{"}, {}, "damaged"),
        ({"metadata.json": b"[]"}, {}, "not an object"),
        ({}, {"from_code": "../x"}, "no valid from_code"),
        ({}, {"type": "sbd"}, "no translation package"),
        ({"model/vmap.txt": b"0" * 30_000_000}, {}, "absurd"),
    ],
)
def test_a_broken_or_hostile_package_is_refused_in_one_sentence_and_leaves_nothing(
    settings: Settings, tmp_path: Path, files: dict[str, bytes], metadata: dict[str, str], why: str
) -> None:
    path = write_package(tmp_path / "bad.argosmodel", files=files, **metadata)
    with pytest.raises(ConfigurationError, match=why) as caught:
        install(settings, str(path))
    assert "\n" not in str(caught.value)
    assert pairs(settings) == []
    path.rename(settings.root / "models" / path.name)
    with pytest.raises(ConfigurationError, match=r"bad\.argosmodel was refused"):
        open_engine(settings)
    assert not list(settings.root.rglob("*evil*"))
    assert not list((settings.root / ".ingest" / "packages").glob("*/metadata.json"))


def test_a_link_in_a_package_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = write_package(tmp_path / "bad.argosmodel")
    with zipfile.ZipFile(path, "a") as bundle:
        link = zipfile.ZipInfo("translate-xx_en/README.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        bundle.writestr(link, "/etc/passwd")
    with pytest.raises(ConfigurationError, match="is a link"):
        install(settings, str(path))


def test_a_file_that_is_no_archive_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "junk.argosmodel"
    path.write_bytes(b"junk")
    with pytest.raises(ConfigurationError, match="not a readable zip"):
        install(settings, str(path))


def test_the_sentence_models_in_real_packages_are_never_unpacked(settings: Settings, tmp_path: Path) -> None:
    path = write_package(tmp_path / "real.argosmodel", files={"stanza/xx/tokenize/gsd.pt": b"PK\x03\x04 pickle"})
    package = install(settings, str(path))
    assert not list(package.folder.rglob("*.pt"))


def test_a_model_that_cannot_be_loaded_is_named_when_it_is_needed(settings: Settings, tmp_path: Path) -> None:
    install(settings, str(write_package(tmp_path / "a.argosmodel")))
    engine = open_engine(settings)
    with pytest.raises(ConfigurationError, match=r"tokenizer .* cannot be loaded"):
        engine.decode(engine.packages[0], ["x"], Decoding())


def test_packages_that_the_user_has_for_argos_are_found_and_left_alone(settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(STARTER) as bundle:
        bundle.extractall(tmp_path / "argos")
    (tmp_path / "argos" / "broken").mkdir()
    (tmp_path / "argos" / "broken" / "metadata.json").write_text("{")
    before = sorted(tmp_path.joinpath("argos").rglob("*"))
    assert pairs(settings) == [("de", "en", "argos")]
    assert decode(open_engine(settings), ["Hallo."])[0].finished
    assert sorted(tmp_path.joinpath("argos").rglob("*")) == before
    with pytest.raises(ConfigurationError, match="has no package de-en"):
        remove(settings, "de-en")


def test_the_projects_package_wins_over_the_users(settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(STARTER) as bundle:
        bundle.extractall(tmp_path / "argos")
    install(settings, str(STARTER))
    assert pairs(settings)[0] == ("de", "en", "project")


def test_a_pair_is_fetched_from_the_index_and_its_newest_version_taken(settings: Settings, tmp_path: Path) -> None:
    new = write_package(tmp_path / "new.argosmodel", package_version="1.10")
    link = "https://example.org/translate-xx_en-1_10.argosmodel"
    entries = [
        {"from_code": "xx", "to_code": "en", "package_version": version, "links": [url]}
        for version, url in (("1.9", "https://example.org/old.argosmodel"), ("1.10", link))
    ]
    pages = {INDEX_URL: json.dumps(entries).encode(), link: new.read_bytes()}

    def opener(url: str) -> AbstractContextManager[IO[bytes]]:
        return nullcontext(io.BytesIO(pages[url]))

    package = install(settings, "xx-en", opener=opener)
    assert package.use.version == "1.10"
    assert package.use.sha256 == file_sha256(new)
    with pytest.raises(ConfigurationError, match="has no package yy-en"):
        install(settings, "yy-en", opener=opener)


def test_without_a_network_the_message_says_what_to_do(settings: Settings) -> None:
    def opener(url: str) -> AbstractContextManager[IO[bytes]]:
        raise OSError("no network")

    with pytest.raises(ConfigurationError, match=r"ingest models install FILE"):
        install(settings, "de-en", opener=opener)


@pytest.mark.parametrize("what", ["nowhere.argosmodel", "de", "german to english"])
def test_what_is_neither_file_nor_pair_is_refused(settings: Settings, what: str) -> None:
    with pytest.raises(ConfigurationError):
        install(settings, what)


def test_a_program_that_runs_from_its_source_tree_has_the_bundled_package_beside_it() -> None:
    bundled = Path(__file__).parents[2] / "models"
    assert BUNDLED_FOLDER().resolve() == bundled
    assert list(bundled.glob("translate-de_en-*.argosmodel"))


def truncated(folder: Path) -> Path:
    """The real package, but for the end of its model."""
    path = folder / "translate-de_en-9_9.argosmodel"
    with zipfile.ZipFile(STARTER) as whole, zipfile.ZipFile(path, "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("metadata.json"):
                content = json.dumps({**json.loads(content), "package_version": "9.9"}).encode()
            cut.writestr(name, content[:1000] if name.endswith("model.bin") else content)
    return path


def test_a_model_that_cannot_be_loaded_is_not_installed(tmp_path: Path) -> None:
    path = truncated(tmp_path)
    with pytest.raises(ConfigurationError, match=r"9_9.*cannot be loaded"):
        CHECK_LOADS(path, file_sha256(path))
    CHECK_LOADS(STARTER, file_sha256(STARTER))


def test_a_model_that_cannot_be_loaded_leaves_the_pair_to_the_next_package(settings: Settings) -> None:
    shutil.copy(STARTER, settings.root / "models")
    truncated(settings.root / "models")
    engine = open_engine(settings)
    assert engine.packages[0].version == "9.9"
    [result] = translate([segmented("Guten Morgen.")], engine=engine, target="en", options=TranslationOptions())
    assert result
    assert result.status == "complete"
    assert [package.version for package in result.packages] != ["9.9"]
    assert "9.9 cannot be loaded" in engine.faults[0]
