"""Reads package metadata through ``argostranslate.package``, the only module of Argos Translate that is imported.

Importing it creates folders under the XDG homes; while it is imported these point to a temporary folder.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType

from ingest.errors import ConfigurationError

_HOMES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says about itself."""

    from_code: str
    to_code: str
    version: str
    target_prefix: str


def read_package(folder: Path) -> Metadata:
    """Return the metadata of an unpacked package. Raises ConfigurationError when they are not readable."""
    package = import_package_module()
    try:
        found = package.Package(folder)
    except (OSError, json.JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise ConfigurationError(f"The package in {folder.name} has no readable metadata ({error}).") from error
    return Metadata(
        from_code=str(found.from_code),
        to_code=str(found.to_code),
        version=str(found.package_version) or "0",
        target_prefix=str(found.target_prefix),
    )


def import_package_module() -> ModuleType:
    """Import ``argostranslate.package`` and leave no trace in the home."""
    with _lock, tempfile.TemporaryDirectory() as folder, _homes_in(folder):
        return import_module("argostranslate.package")


def import_tokenizer() -> ModuleType:
    """Import ``argostranslate.tokenizer``, which creates nothing."""
    import_package_module()
    return import_module("argostranslate.tokenizer")


@contextmanager
def _homes_in(folder: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _HOMES}
    os.environ.update(dict.fromkeys(_HOMES, folder))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
