"""Files that are either whole or absent, whatever happens while they are written."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, scratch: Path) -> None:
    """Make ``path`` hold ``data``, durably: write aside, fsync, rename, fsync the folder.

    ``scratch`` is a folder on the same file system; what a killed process leaves there is never visible under
    ``path``. Raises OSError (disk full, read-only) with ``path`` unchanged.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = scratch / f"{os.getpid()}-{secrets.token_hex(8)}"
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(scratch: Path) -> None:
    """Remove what processes that no longer run left in ``scratch``."""
    for file in scratch.glob("*-*"):
        owner = file.name.partition("-")[0]
        if owner.isdigit() and not _runs(int(owner)):
            file.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
