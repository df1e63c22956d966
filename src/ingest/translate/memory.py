"""The translation memory: what was decoded once is never decoded again.

A cache and nothing else: an outcome is found by its text and by all that it depends on (packages, engine, options,
glossary, rules), so a record is the same with a cold memory and a warm one. Safe to delete, shared by processes,
bounded; a damaged file is replaced. What people correct is no cache and stands elsewhere: see `corrections`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import sleep
from typing import cast

from pydantic import JsonValue

from ingest.digest import digest
from ingest.records import Detail, Flag
from ingest.translate.engine import Engine
from ingest.translate.outcomes import Outcome
from ingest.translate.routes import Route

MEMORY_FILE = "memory.sqlite3"
MAX_SEGMENTS = 2_000_000
"""Segments kept; some 400 bytes each. The oldest tenth goes when there are more."""
_LOOKUP = 500
_WAIT = 30.0
_ATTEMPTS = 10
_VERSION = 3
_SCHEMA = """
CREATE TABLE IF NOT EXISTS segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, source_language TEXT NOT NULL,
  target_language TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, score REAL, flags TEXT NOT NULL,
  repair TEXT, details TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One segment of the memory, as it is exported."""

    source_language: str
    target_language: str
    source: str
    target: str
    score: float | None
    flags: tuple[str, ...]


def context_key(engine: Engine, route: Route, options: Mapping[str, JsonValue]) -> str:
    """Return a digest of all that an outcome depends on besides its text."""
    packages: list[JsonValue] = [package.sha256 for package in route]
    return digest([engine.name, engine.version, packages, dict(options)])


class Memory:
    """A memory in one SQLite file. Without a writable file it remembers nothing and nothing fails."""

    def __init__(self, path: Path, *, most: int = MAX_SEGMENTS) -> None:
        self.path = path
        self._most = most
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def get(self, context: str, sources: Sequence[str]) -> dict[str, Outcome]:
        """Return what is known of these sources in this context."""
        keys = {_key(context, source): source for source in sources}
        found: dict[str, Outcome] = {}
        with self._opened() as connection:
            wanted = list(keys) if connection else []
            for start in range(0, len(wanted), _LOOKUP):
                some = wanted[start : start + _LOOKUP]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, target, score, flags, repair, details FROM segments WHERE key IN ({marks})"  # noqa: S608 - question marks only
                for key, target, score, flags, repair, details in connection.execute(query, some) if connection else ():
                    found[keys[key]] = Outcome(
                        target,
                        score,
                        cast("tuple[Flag, ...]", tuple(flags.split())),
                        repair,
                        cast("tuple[Detail, ...]", tuple(details.split())),
                    )
        return found

    def put(self, context: str, route: Route, outcomes: Mapping[str, Outcome]) -> None:
        """Remember outcomes by their sources."""
        start, end = route[0].from_, route[-1].to
        rows = [
            (
                _key(context, source),
                start,
                end,
                source,
                outcome.target,
                outcome.score,
                " ".join(outcome.flags),
                outcome.repair,
                " ".join(outcome.details),
            )
            for source, outcome in outcomes.items()
        ]
        with self._opened() as connection:
            if connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO segments "
                    "(key, source_language, target_language, source, target, score, flags, repair, details) "
                    "VALUES (?,?,?,?,?,?,?,?,?)",
                    rows,
                )
                self._trim(connection)

    def count(self) -> int:
        """Return how many segments are remembered."""
        with self._opened() as connection:
            return int(connection.execute("SELECT count(*) FROM segments").fetchone()[0]) if connection else 0

    def segments(self) -> Iterator[Remembered]:
        """Yield all segments, oldest first; of equal pairs only the newest."""
        query = (
            "SELECT source_language, target_language, source, target, score, flags FROM segments WHERE id IN "
            "(SELECT max(id) FROM segments GROUP BY source_language, target_language, source) ORDER BY id"
        )
        with self._opened() as connection:
            rows = connection.execute(query).fetchall() if connection else []
        for language, other, source, target, score, flags in rows:
            yield Remembered(language, other, source, target, score, tuple(flags.split()))

    def clear(self) -> None:
        """Forget everything."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        """Yield the connection of this process in one transaction, None when there can be none."""
        with self._lock:
            if self._connection is None or self._process != os.getpid():
                self._connection = _connect(self.path)
                self._process = os.getpid()
            if self._connection is None:
                yield None
                return
            try:
                with self._connection:
                    yield self._connection
            except sqlite3.OperationalError:  # full, read-only or locked for too long: a cache must not stop a run
                self._connection.close()
                self._connection = None

    def _trim(self, connection: sqlite3.Connection) -> None:
        (first, last) = connection.execute("SELECT min(id), max(id) FROM segments").fetchone()
        if last - first >= self._most and self._count(connection) > self._most:
            drop = self._count(connection) - self._most + self._most // 10
            connection.execute("DELETE FROM segments WHERE id IN (SELECT id FROM segments ORDER BY id LIMIT ?)", [drop])

    @staticmethod
    def _count(connection: sqlite3.Connection) -> int:
        return int(connection.execute("SELECT count(*) FROM segments").fetchone()[0])


def _connect(path: Path) -> sqlite3.Connection | None:
    """Open the file, or a new one in place of a damaged one; None where no file can be.

    While another process switches a new file to its write-ahead log, SQLite says "locked" at once, whatever the
    timeout; so that is tried again.
    """
    for attempt in range(_ATTEMPTS):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            _prepare(connection)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return None
            sleep(0.01 * 2**attempt)
        except OSError:
            return None
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
        else:
            return connection
    return None


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table; one of another version of this program is dropped, since it is only a cache."""
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            connection.execute("DROP TABLE IF EXISTS segments")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute(_SCHEMA)


def _key(context: str, source: str) -> bytes:
    return hashlib.sha256(f"{context}\0{source}".encode()).digest()[:20]
