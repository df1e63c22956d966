"""Lists, installs, verifies and removes packages. The only part of translation that may use a network, on request."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.translate.archives import MAX_BYTES, SUFFIX, check, file_sha256, unpack
from ingest.translate.locations import Package, find_packages
from ingest.translate.lock import check_locked, read_lock, write_lock
from ingest.translate.tags import accepted, canonical, tag_of_code

INDEX_URL = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
MAX_INDEX_BYTES = 16 << 20
TIMEOUT = 30.0
_PAIR = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)(?:-|_|→|->)([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)")

OpenUrl = Callable[[str], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What `verify` found for one package; ``fault`` is None when all is well."""

    name: str
    sha256: str
    locked: bool
    fault: str | None


def open_url(url: str) -> AbstractContextManager[IO[bytes]]:
    """Open an https URL."""
    if not url.startswith("https://"):
        raise ConfigurationError(f"Packages are only fetched over https, not from {url}.")
    return urllib.request.urlopen(url, timeout=TIMEOUT)  # type: ignore[no-any-return]  # noqa: S310 - https only


def install(settings: Settings, what: str, *, sha256: str | None = None, opener: OpenUrl = open_url) -> Package:
    """Install a package into the project's folder of models and lock its digest.

    ``what``: a file, or a pair such as ``de-en``, which is fetched from Argos's index. ``sha256``: the digest it must
    have; without it the digest is taken as it is, and shown by the caller. Raises ConfigurationError when there is no
    such package, no network, or the package is broken, hostile or not the expected one.
    """
    folder = settings.path(settings.models)
    source = Path(what)
    if source.is_file():
        return _install_file(settings, source, folder, sha256)
    if SUFFIX in what or "/" in what or os.sep in what:
        raise ConfigurationError(f"There is no package file {what}.")
    with tempfile.TemporaryDirectory() as download:
        return _install_file(settings, _fetch(what, Path(download), opener), folder, sha256)


def _install_file(settings: Settings, source: Path, folder: Path, expected: str | None) -> Package:
    digest = file_sha256(source)
    if expected is not None and expected.lower() != digest:
        raise ConfigurationError(f"The package {source.name} was refused: its digest is {digest}, expected {expected}.")
    check(source)
    check_loads(source, digest)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (source.stem.split("?")[0] + SUFFIX)
    if not (target.exists() and target.samefile(source)):
        staging = target.with_suffix(f".{os.getpid()}.part")
        shutil.copyfile(source, staging)
        staging.replace(target)
    write_lock(folder, {**read_lock(folder), target.name: digest})
    return next(package for package in find_packages(settings, refused=[]) if package.use.sha256 == digest)


def check_loads(archive: Path, sha256: str) -> None:
    """Load the model of an archive once. Raises ConfigurationError when that cannot be done."""
    import ctranslate2  # noqa: PLC0415 - heavy

    with tempfile.TemporaryDirectory() as folder:
        model = unpack(archive, Path(folder), sha256) / "model"
        try:
            ctranslate2.Translator(str(model), device="cpu")
        except (RuntimeError, ValueError) as error:
            reason = str(error).partition(chr(10))[0]
            raise ConfigurationError(
                f"The package {archive.name} was refused: its model cannot be loaded ({reason}). Fetch it again."
            ) from error


def verify(settings: Settings) -> list[Finding]:
    """Read every package file of the project again, byte for byte, and say what is wrong with it."""
    folder = settings.path(settings.models)
    locked = read_lock(folder)
    findings = [
        Finding(name, locked[name], locked=True, fault=f"{name} is locked but missing")
        for name in sorted(locked)
        if not (folder / name).is_file()
    ]
    for archive in sorted(folder.glob(f"*{SUFFIX}")):
        digest = file_sha256(archive)
        fault = None
        try:
            check_locked(archive, digest, locked)
            check(archive)
            check_loads(archive, digest)
        except ConfigurationError as error:
            fault = str(error)
        findings.append(Finding(archive.name, digest, locked=archive.name in locked, fault=fault))
    return findings


def remove(settings: Settings, pair: str) -> list[Path]:
    """Remove the project's packages of a pair, and what was unpacked from them; return the files removed."""
    source, target = parse_pair(pair)
    folder = settings.path(settings.models)
    chosen = [
        package
        for package in find_packages(settings, refused=[])
        if package.origin == "project" and (package.use.from_, package.use.to) == (canonical(source), canonical(target))
    ]
    if not chosen:
        raise ConfigurationError(f"The project has no package {pair} in {folder}; see `ingest models list`.")
    locked = read_lock(folder)
    for package in chosen:
        package.path.unlink()
        shutil.rmtree(package.folder, ignore_errors=True)
        locked.pop(package.path.name, None)
    write_lock(folder, locked)
    return [package.path for package in chosen]


def parse_pair(pair: str) -> tuple[str, str]:
    """Return source and target of ``de-en``, ``de_en`` or ``zh-Hant-en``. Raises ConfigurationError for other text."""
    match = _PAIR.fullmatch(pair.strip())
    if match is None:
        raise ConfigurationError(f"{pair!r} is neither a package file nor a pair of languages such as de-en.")
    return match[1], match[2]


def _fetch(pair: str, folder: Path, opener: OpenUrl) -> Path:
    """Download the newest package of a pair from Argos's index."""
    source, target = parse_pair(pair)
    base = os.environ.get("ARGOS_PACKAGE_INDEX")
    index = _download(
        f"{base.rstrip('/')}/index.json" if base else INDEX_URL, MAX_INDEX_BYTES, opener, folder / "index"
    )
    links = _links(index.read_bytes(), source, target)
    if not links:
        raise ConfigurationError(
            f"Argos's index has no package {pair}; see https://www.argosopentech.com/argospm/index."
        )
    name = links[0].rsplit("/", 1)[-1].split("?")[0]
    safe = name if re.fullmatch(rf"[\w.+-]+{re.escape(SUFFIX)}", name) else f"translate-{source}_{target}{SUFFIX}"
    return _download(links[0], MAX_BYTES, opener, folder / safe)


def _links(index: bytes, source: str, target: str) -> list[str]:
    try:
        entries = [entry for entry in json.loads(index) if isinstance(entry, dict)]
    except ValueError as error:
        raise ConfigurationError(f"Argos's index is not readable ({error}); try again later.") from error
    found = [
        (tuple(int(part) for part in re.findall(r"\d+", str(entry.get("package_version", "")))), link)
        for entry in entries
        if tag_of_code(str(entry.get("from_code"))) in accepted(source)
        and tag_of_code(str(entry.get("to_code"))) in accepted(target)
        for link in entry.get("links", ())
        if isinstance(link, str) and link.startswith("https://")
    ]
    return [link for _, link in sorted(found, reverse=True)]


def _download(url: str, most: int, opener: OpenUrl, path: Path) -> Path:
    size = 0
    try:
        with opener(url) as response, path.open("wb") as file:
            while chunk := response.read(1 << 20):
                size += len(chunk)
                if size > most:
                    raise ConfigurationError(f"{url} is larger than {most} bytes and was not fetched.")
                file.write(chunk)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise ConfigurationError(
            f"{url} cannot be fetched ({error}). Without a network, fetch the package elsewhere and run "
            "`ingest models install FILE.argosmodel`."
        ) from error
    return path
