"""Files that are either whole or absent, whatever happens while they are written; on a disk or in an object store."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from upath import UPath

from ingest.errors import ConfigurationError

Folder = Path | UPath
"""A folder on a disk, or a prefix in an object store (any URL that fsspec knows, such as ``s3://bucket/prefix``)."""


def write_atomically(path: Folder, data: bytes, *, scratch: Folder) -> None:
    """Make ``path`` hold ``data``, durably: write aside, fsync, rename, fsync the folder.

    ``scratch`` is a folder on the same file system; what a killed process leaves there is never visible under
    ``path``. An object store puts an object whole or not at all by itself. Raises OSError (disk full, read-only) with
    ``path`` unchanged.
    """
    if not (isinstance(path, Path) and isinstance(scratch, Path)):
        path.write_bytes(data)
        return
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


def keep(path: Folder, data: bytes, *, scratch: Folder) -> None:
    """Write as `write_atomically` does; raise ConfigurationError when disk or object store does not take it."""
    try:
        write_atomically(path, data, scratch=scratch)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written ({error.strerror or error}); free some space or mend the disk, then run again: "
            "what was written so far is whole, and the run goes on from there."
        ) from error


def remove(path: Folder) -> None:
    """Remove a file, durably, if it is there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return
    if isinstance(path, Path):
        sync_folder(path.parent)


def files_in(folder: Folder, pattern: str) -> list[Folder]:
    """Return the files that match, in order of their names; none where there is no such folder."""
    if isinstance(folder, Path):
        return [*sorted(folder.glob(pattern), key=str)]
    return [folder / path.path[len(folder.path) :].lstrip("/") for path in sorted(folder.glob(pattern), key=str)]


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
