"""``models.lock``: the digests of the packages of a project, in the format of ``sha256sum``.

A package whose digest differs from its line is refused; one without a line is accepted and reported by
``ingest models check``. ``sha256sum -c models.lock`` in the folder checks it without this program.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ingest.errors import ConfigurationError

LOCK_FILE = "models.lock"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")


def read_lock(folder: Path) -> dict[str, str]:
    """Return the locked digest of each file name; empty without a lock file."""
    path = folder / LOCK_FILE
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read ({error}).") from error
    matches = [_LINE.fullmatch(line) for line in lines if line.strip()]
    if not all(matches):
        raise ConfigurationError(
            f"{path} is not in the format of sha256sum; write it anew with `ingest models install`."
        )
    return {match[2]: match[1] for match in matches if match}


def write_lock(folder: Path, digests: dict[str, str]) -> None:
    """Write the lock file, sorted by name, in one step."""
    staging = folder / f"{LOCK_FILE}.{os.getpid()}.part"
    staging.write_text("".join(f"{digests[name]}  {name}\n" for name in sorted(digests)), "utf-8")
    staging.replace(folder / LOCK_FILE)


def check_locked(path: Path, sha256: str, locked: dict[str, str]) -> None:
    """Raise ConfigurationError when the file has another digest than its line in the lock."""
    if locked.get(path.name, sha256) != sha256:
        raise ConfigurationError(
            f"The package {path.name} was refused: its digest is {sha256}, but {LOCK_FILE} says {locked[path.name]}. "
            f"If you replaced it on purpose, run `ingest models install {path}`."
        )
