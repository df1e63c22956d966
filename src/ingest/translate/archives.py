"""Package archives (``.argosmodel``): validated before a byte is written, unpacked atomically, only what is used.

Threats (an archive comes from anywhere): paths that leave the folder, links, absurd sizes, pickled code. The stanza and
minisbd models inside real Argos packages are pickles or foreign models; this project never reads them, so they are
never unpacked. Every refusal is a ConfigurationError with one sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from filelock import FileLock

from ingest.errors import ConfigurationError

MAX_FILES = 2_000
MAX_BYTES = 4 << 30
MAX_RATIO = 200
SUFFIX = ".argosmodel"

_USED = re.compile(
    r"metadata\.json|README\.md|sentencepiece\.model|bpe\.model"
    r"|model/(?:model\.bin|config\.json|[\w.]*vocabulary\.(?:txt|json)|vmap\.txt)"
)
_IGNORED = ("stanza/", "minisbd/", "spacy/")
_CODE = {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".npy", ".py", ".pyc", ".so", ".dll", ".exe", ".sh"}
_PICKLE_OR_ZIP = (b"\x80", b"PK\x03\x04")
_CHUNK = 1 << 20


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(archive: Path, folder: Path, sha256: str) -> Path:
    """Return ``folder/<sha256>`` with the used files of the archive, unpacking it if that was not done before.

    Safe between processes. Raises ConfigurationError when the archive is broken or hostile.
    """
    final = folder / sha256
    if final.is_dir():
        return final
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{sha256}.lock"):
        if final.is_dir():
            return final
        staging = folder / f"{sha256}.part"
        shutil.rmtree(staging, ignore_errors=True)
        try:
            _extract(archive, staging)
            staging.rename(final)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return final


def check(archive: Path) -> None:
    """Raise ConfigurationError unless the archive is a safe and complete package; writes nothing."""
    with _opened(archive) as bundle:
        members = _members(archive, bundle)
        _check_content(archive, bundle, members)


def _extract(archive: Path, staging: Path) -> None:
    with _opened(archive) as bundle:
        members = _members(archive, bundle)
        _check_content(archive, bundle, members)
        try:
            for name, member in members.items():
                path = staging / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(member) as source, path.open("wb") as sink:
                    _copy(source, sink, member.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise _refusal(archive, f"its content is damaged ({error})") from error


def _copy(source: IO[bytes], sink: IO[bytes], size: int) -> None:
    """Copy at most ``size`` bytes: a header that lies about its size must not fill the disk."""
    left = size
    while chunk := source.read(min(_CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise ValueError("a file is larger than it says")
        sink.write(chunk)


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, OSError) as error:
        raise _refusal(archive, f"it is not a readable zip archive ({error})") from error


def _members(archive: Path, bundle: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files that are used, by their path inside the package's one top folder."""
    infos = [info for info in bundle.infolist() if not info.is_dir()]
    fault = _fault(infos)
    if fault:
        raise _refusal(archive, fault)
    top = {PurePosixPath(info.filename).parts[0] for info in infos}
    if len(top) != 1:
        raise _refusal(archive, "it does not hold one folder")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = "/".join(PurePosixPath(info.filename).parts[1:])
        if name in members:
            raise _refusal(archive, f"it holds {name!r} twice")
        if _USED.fullmatch(name):
            members[name] = info
        elif PurePosixPath(name).suffix.lower() in _CODE and not name.startswith(_IGNORED):
            raise _refusal(archive, f"it holds code or pickled objects ({name!r})")
    return members


def _fault(infos: list[zipfile.ZipInfo]) -> str | None:
    if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_BYTES:
        return f"it unpacks to more than {MAX_FILES} files or {MAX_BYTES >> 30} GiB"
    for info in infos:
        path = PurePosixPath(info.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in path.parts[0]:
            return f"the path {info.filename!r} leaves the package folder"
        if stat.S_ISLNK(info.external_attr >> 16):
            return f"{info.filename!r} is a link"
        if info.flag_bits & 1:
            return "it is encrypted"
        if info.file_size > MAX_RATIO * max(info.compress_size, 1024):
            return f"{info.filename!r} unpacks to {info.file_size} bytes, which is absurd"
    return None if infos else "it is empty"


def _check_content(archive: Path, bundle: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
    for needed in ("metadata.json", "model/model.bin"):
        if needed not in members:
            raise _refusal(archive, f"{needed} is missing")
    if not members.keys() & {"sentencepiece.model", "bpe.model"}:
        raise _refusal(archive, "it has no tokenizer (sentencepiece.model or bpe.model)")
    try:
        metadata = json.loads(bundle.read(members["metadata.json"]))
        heads = {name: bundle.open(member).read(4) for name, member in members.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise _refusal(archive, f"its content is damaged ({error})") from error
    check_metadata(archive, metadata)
    for name, head in heads.items():
        if head.startswith(_PICKLE_OR_ZIP):
            raise _refusal(archive, f"{name!r} is a pickle or an archive, not a model")


def check_metadata(path: Path, metadata: object) -> None:
    """Raise ConfigurationError unless the metadata name a translation package and its two languages."""
    if not isinstance(metadata, dict):
        raise _refusal(path, "metadata.json is not an object")
    if metadata.get("type", "translate") != "translate":
        raise _refusal(path, "it is no translation package")
    for key in ("from_code", "to_code", "package_version"):
        value = metadata.get(key)
        if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][\w.+-]{0,31}", value):
            raise _refusal(path, f"its metadata have no valid {key}")


def _refusal(archive: Path, why: str) -> ConfigurationError:
    return ConfigurationError(f"The package {archive.name} was refused: {why}. Remove it or replace it by a sound one.")
