"""A ledger that is broken as a database: known by its error, and moved aside so that it can be made anew."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def is_broken(error: DatabaseError) -> bool:
    """Return whether a database file is damaged; a full disk, a lock or missing permission is something else."""
    cause = error.orig
    if not isinstance(cause, sqlite3.Error):
        return False
    code = getattr(cause, "sqlite_errorcode", None)  # missing where Python itself could not decode a text
    return str(cause).startswith("Could not decode to UTF-8") if code is None else code & 0xFF in _BROKEN


def set_aside(path: Path) -> Path:
    """Rename a database file, and what SQLite keeps beside it, to ``NAME.corrupt-TIME``; return the new name."""
    stem = f"{path.name}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    for companion in _COMPANIONS:
        file = path.with_name(path.name + companion)
        if file.exists():
            file.replace(path.with_name(stem + companion))
    return path.with_name(stem)
