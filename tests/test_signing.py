"""Run logs are signed as minisign does it; a log that was changed, or signed by others, is found."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.errors import ConfigurationError
from ingest.signing import load_public_key, load_secret_key, make_keys

ENGLISH = "The camera at the entrance\n\nThe city bought twelve cameras in May. The council never voted on it.\n"
DATA = b"one line\nand another\n"
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    secret, public = tmp_path / "key", tmp_path / "key.pub"
    make_keys(secret, public)
    return secret, public


@pytest.fixture
def ingest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    (tmp_path / "raw").mkdir()
    (tmp_path / "ingest.toml").write_text('signing_key = "key"\n')
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ingest", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out + captured.err

    return call


def test_a_signature_holds_for_its_data_and_key_and_for_nothing_else(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    signature = load_secret_key(keys[0]).sign(DATA, "timestamp:1")
    public = load_public_key(keys[1])
    assert public.fault(DATA, signature) is None
    assert "does not hold" in str(public.fault(DATA + b" ", signature))
    assert "does not hold" in str(public.fault(DATA, signature.replace(b"timestamp:1", b"timestamp:2")))
    make_keys(tmp_path / "other", tmp_path / "other.pub")
    assert public.fault(DATA, load_secret_key(tmp_path / "other").sign(DATA, "")) == "Was signed with another key."


@pytest.mark.parametrize("signature", [b"", b"a\nb\nc\nd\n", b"\xff\n" * 4, b"untrusted comment: x\n" * 4])
def test_what_is_no_signature_is_said_to_be_none(keys: tuple[Path, Path], signature: bytes) -> None:
    assert load_public_key(keys[1]).fault(DATA, signature) == "Its signature is not one of minisign's."


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_minisign_itself_accepts_our_signatures_and_we_accept_its(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    def minisign(*arguments: object) -> int:
        command = ["minisign", *map(str, arguments)]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode

    file, signature = tmp_path / "log", tmp_path / "log.minisig"
    file.write_bytes(DATA)
    signature.write_bytes(load_secret_key(keys[0]).sign(DATA, "timestamp:1"))
    assert minisign("-V", "-p", keys[1], "-m", file) == 0
    file.write_bytes(DATA + b" ")
    assert minisign("-V", "-p", keys[1], "-m", file) != 0

    file.write_bytes(DATA)
    assert minisign("-S", "-s", keys[0], "-m", file) == 0, "minisign signs with a key of ours"
    assert load_public_key(keys[1]).fault(DATA, signature.read_bytes()) is None
    assert minisign("-G", "-W", "-s", tmp_path / "its", "-p", tmp_path / "its.pub") == 0
    theirs = load_secret_key(tmp_path / "its").sign(DATA, "timestamp:1")
    assert load_public_key(tmp_path / "its.pub").fault(DATA, theirs) is None


def test_the_secret_key_is_readable_by_its_owner_alone(keys: tuple[Path, Path]) -> None:
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600


@pytest.mark.parametrize("taken", ["key", "key.pub"])
def test_a_key_that_is_there_is_never_overwritten_and_no_half_pair_is_left(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(ConfigurationError, match=f"{taken} is there already"):
        make_keys(tmp_path / "key", tmp_path / "key.pub")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {taken: "mine"}


def test_keys_are_made_in_a_folder_that_is_not_there_yet(ingest: Command, tmp_path: Path) -> None:
    code, said = ingest("key", "secrets/new/key")
    assert code == 0, said
    assert f'signing_key = "{tmp_path}/secrets/new/key"' in said
    assert load_public_key(tmp_path / "secrets/new/key.pub").key_id == load_secret_key(Path("secrets/new/key")).key_id


@pytest.mark.parametrize("name", ["ingest.toml/key", "ingest.toml"])
def test_a_place_where_no_key_can_be_written_is_one_line(ingest: Command, name: str) -> None:
    code, said = ingest("key", name)
    assert code == 2
    assert said.startswith("ingest: ")
    assert len(said.splitlines()) == 1
    assert {path.name for path in Path().iterdir()} == {"ingest.toml", "raw"}


def test_a_signed_log_verifies_and_a_changed_one_is_exit_code_1_and_named(ingest: Command, tmp_path: Path) -> None:
    ingest("key", "key")
    (tmp_path / "raw/a.txt").write_text(ENGLISH)
    assert ingest("run")[0] == 0
    [log] = tmp_path.glob("processed/runs/0*.json")
    assert (log.parent / f"{log.name}.minisig").is_file()
    assert "signing_key" not in log.read_text(), "where a secret lies is nobody's business"
    code, said = ingest("verify", "--public-key", "key.pub")
    assert (code, "all as they were written" in said) == (0, True), said

    log.write_bytes(log.read_bytes().replace(b'"new": 1', b'"new": 2'))
    code, said = ingest("verify", "--public-key", "key.pub")
    assert code == 1
    assert f"runs/{log.name}: Its signature does not hold" in said


def test_a_log_without_a_signature_is_named(ingest: Command, tmp_path: Path) -> None:
    ingest("key", "key")
    (tmp_path / "raw/a.txt").write_text(ENGLISH)
    ingest("run")
    [signature] = tmp_path.glob("processed/runs/*.minisig")
    signature.unlink()
    assert ingest("verify")[0] == 0
    code, said = ingest("verify", "--public-key", "key.pub")
    assert code == 1
    assert "Carries no signature." in said


@pytest.mark.parametrize("content", [None, "no key\n", "untrusted comment: x\nRWQ=\n"])
def test_a_key_that_cannot_be_used_stops_the_run_before_it_did_anything(
    ingest: Command, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    (tmp_path / "raw/a.txt").write_text(ENGLISH)
    code, said = ingest("run")
    assert code == 2
    assert "key" in said
    assert not list(tmp_path.glob("processed/records/*/*.json"))
    assert not list(tmp_path.glob("processed/runs/*.json"))
