"""Finds packages: the project's own, those bundled with the program, and those the user has for Argos Translate."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal

from ingest.errors import ConfigurationError
from ingest.records import PackageUse
from ingest.settings import Settings
from ingest.translate.archives import SUFFIX, check_metadata, file_sha256, unpack
from ingest.translate.lock import check_locked, read_lock
from ingest.translate.marian import find_models
from ingest.translate.tags import tag_of_code

Origin = Literal["project", "bundled", "argos"]

PACKAGES_FOLDER = "packages"
_INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Package:
    """One package on this machine, ready to be loaded from ``folder``."""

    use: PackageUse
    folder: Path
    origin: Origin
    path: Path
    """What a person sees: the archive, or the folder of Argos Translate."""
    target_prefix: str = ""
    layout: Literal["argos", "marian"] = "argos"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known about an archive or folder whose stat signature has not changed."""

    signature: str
    sha256: str
    folder: str
    from_code: str = ""
    to_code: str = ""
    version: str = ""
    target_prefix: str = ""


def find_packages(settings: Settings, *, refused: list[str] | None = None) -> list[Package]:
    """Return all packages, the preferred one of each pair first: project, bundled, Argos; newer before older.

    Archives are unpacked once into the state folder; digests and metadata are remembered by size and time of change.
    A broken or hostile archive is passed over and the sentence on it added to ``refused``; without such a list it is
    raised as ConfigurationError. A broken folder of Argos's own is passed over, since other programs own it.
    """
    store = settings.path(settings.state) / PACKAGES_FOLDER
    index = _Index(store / _INDEX)
    found = [
        *_archives(settings.path(settings.models), "project", store, index, refused),
        *_marian(settings.path(settings.models), index),
        *_archives(bundled_folder(), "bundled", store, index, refused),
        *_folders(argos_folder(), index),
    ]
    index.save()
    unique = {package.use.sha256: package for package in reversed(found)}
    kept = [package for package in found if unique[package.use.sha256] is package]
    order: list[Origin] = ["project", "bundled", "argos"]
    return sorted(kept, key=lambda package: (order.index(package.origin), _descending(package.use.version)))


def bundled_folder() -> Path:
    """Return the folder of the packages that come with the program; it may not exist.

    An installed program brings them inside; one that runs from its source tree has them beside ``src``.
    """
    package = Path(str(files("ingest")))
    bundled = package / "bundled"
    return bundled if bundled.is_dir() or package.parent.name != "src" else package.parents[1] / "models"


def argos_folder() -> Path:
    """Return the folder where Argos Translate keeps packages of this user; it may not exist.

    Same rules as ``argostranslate.settings``, without importing it: that import creates folders in the home.
    """
    named = os.environ.get("ARGOS_PACKAGES_DIR")
    data = os.environ.get("XDG_DATA_HOME")
    base = Path(data) if data else Path.home() / ".local" / "share"
    return Path(named) if named else base / "argos-translate" / "packages"


def _archives(folder: Path, origin: Origin, store: Path, index: _Index, refused: list[str] | None) -> Iterator[Package]:
    if not folder.is_dir():
        return
    locked = read_lock(folder)
    for archive in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield _from_archive(archive, origin, store, index, locked)
        except ConfigurationError as error:
            if refused is None:
                raise
            refused.append(str(error))


def _from_archive(archive: Path, origin: Origin, store: Path, index: _Index, locked: dict[str, str]) -> Package:
    signature = _signature([archive])
    entry = index.get(archive, signature)
    if entry is not None:
        check_locked(archive, entry.sha256, locked)
    if entry is None or not Path(entry.folder).is_dir():
        sha256 = file_sha256(archive)
        check_locked(archive, sha256, locked)
        folder = unpack(archive, store, sha256)
        entry = _described(_Entry(signature=signature, sha256=sha256, folder=str(folder)), archive)
        index.put(archive, entry)
    return _package(entry, origin, archive)


def _folders(folder: Path, index: _Index) -> Iterator[Package]:
    if not folder.is_dir():
        return
    for path in sorted(item for item in folder.iterdir() if (item / "metadata.json").is_file()):
        used = [file for file in sorted(path.glob("model/*")) + sorted(path.glob("*.*")) if file.is_file()]
        signature = _signature(used)
        entry = index.get(path, signature)
        if entry is None:
            try:
                entry = _described(_Entry(signature=signature, sha256=_tree_sha256(path, used), folder=str(path)), path)
            except (ConfigurationError, OSError):
                continue
            index.put(path, entry)
        yield _package(entry, "argos", path)


def _marian(folder: Path, index: _Index) -> Iterator[Package]:
    for model in find_models(folder):
        used = sorted(path for path in model.folder.iterdir() if path.is_file())
        signature = _signature(used)
        entry = index.get(model.folder, signature)
        if entry is None:
            entry = _Entry(
                signature=signature,
                sha256=_tree_sha256(model.folder, used),
                folder=str(model.folder),
                from_code=model.from_code,
                to_code=model.to_code,
                version=model.version,
            )
            index.put(model.folder, entry)
        yield replace(_package(entry, "project", model.folder), layout="marian")


def _described(entry: _Entry, path: Path) -> _Entry:
    """Complete an entry from the metadata, read through ``argostranslate.package``."""
    from ingest.translate.argos_metadata import read_package  # noqa: PLC0415 - imports argostranslate

    metadata = read_package(Path(entry.folder))
    check_metadata(path, asdict(metadata) | {"package_version": metadata.version})
    return replace(
        entry,
        from_code=metadata.from_code,
        to_code=metadata.to_code,
        version=metadata.version,
        target_prefix=metadata.target_prefix,
    )


def _package(entry: _Entry, origin: Origin, path: Path) -> Package:
    use = PackageUse(
        from_=tag_of_code(entry.from_code),
        to=tag_of_code(entry.to_code),
        version=entry.version,
        sha256=entry.sha256,
    )
    return Package(use=use, folder=Path(entry.folder), origin=origin, path=path, target_prefix=entry.target_prefix)


def _signature(paths: list[Path]) -> str:
    stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    return json.dumps(stats)


def _tree_sha256(folder: Path, paths: list[Path]) -> str:
    """Return a digest over names and contents of the files of an unpacked package."""
    lines = [f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}" for path in paths]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _descending(version: str) -> tuple[int, ...]:
    return tuple(-int(part) if part.isdigit() else 0 for part in version.split("."))


class _Index:
    """A small cache on disk of what archives hold; safe to delete, and ignored when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        try:
            self._entries = {key: _Entry(**value) for key, value in json.loads(path.read_text("utf-8")).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._entries = {}

    def get(self, path: Path, signature: str) -> _Entry | None:
        entry = self._entries.get(str(path.resolve()))
        return entry if entry is not None and entry.signature == signature else None

    def put(self, path: Path, entry: _Entry) -> None:
        self._entries[str(path.resolve())] = entry
        self._changed = True

    def save(self) -> None:
        if not self._changed:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        staging = self._path.with_suffix(f".{os.getpid()}.part")
        staging.write_text(json.dumps({key: asdict(entry) for key, entry in self._entries.items()}), "utf-8")
        staging.replace(self._path)
