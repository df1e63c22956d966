"""What earlier runs learned: per URL validators, digests and the next visit; per host robots.txt and rests.

An index, not the truth: it lies in the state folder, and `warc_index.refresh` makes it again from the WARC files.
All times are UTC seconds since 1970.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.records import Hints, Raw, WarcLocation
from ingest.sources.warc_records import NO_HINTS, Earlier, Found

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (file TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, canonical TEXT, etag TEXT, last_modified TEXT, digest TEXT, record_id TEXT, date TEXT,
    file TEXT, offset INTEGER,
    visited REAL NOT NULL, due REAL NOT NULL, interval REAL NOT NULL, visits INTEGER NOT NULL, changes INTEGER NOT NULL,
    failure TEXT);
CREATE TABLE IF NOT EXISTS captures (
    record_id TEXT PRIMARY KEY, file TEXT NOT NULL, offset INTEGER NOT NULL, url TEXT NOT NULL, canonical TEXT NOT NULL,
    date TEXT NOT NULL, digest TEXT NOT NULL, hints TEXT NOT NULL, delivered INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS captures_canonical ON captures (canonical);
CREATE INDEX IF NOT EXISTS captures_digest ON captures (digest);
CREATE TABLE IF NOT EXISTS failures (
    canonical TEXT PRIMARY KEY, url TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, raw TEXT);
CREATE TABLE IF NOT EXISTS discoveries (
    canonical TEXT NOT NULL, kind TEXT NOT NULL, via TEXT NOT NULL, source TEXT NOT NULL,
    UNIQUE (canonical, kind, via));
CREATE TABLE IF NOT EXISTS relations (canonical TEXT NOT NULL, relation TEXT NOT NULL, UNIQUE (canonical, relation));
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY, rest_until REAL NOT NULL DEFAULT 0, rests INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, fetched REAL NOT NULL, status INTEGER NOT NULL, text BLOB);
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one address. ``failure`` is the code of the last visit when it failed."""

    url: str
    canonical: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    record_id: str | None = None
    date: str | None = None
    file: str | None = None
    offset: int | None = None
    visited: float = 0.0
    due: float = 0.0
    interval: float = 0.0
    visits: int = 0
    changes: int = 0
    failure: str | None = None

    @property
    def location(self) -> WarcLocation | None:
        """Where that record stands."""
        if self.file is None or self.offset is None or self.record_id is None:
            return None
        return WarcLocation(file=self.file, offset=self.offset, record_id=self.record_id)

    @property
    def earlier(self) -> Earlier | None:
        """The response record that holds what this page last said."""
        if self.record_id is None or self.digest is None or self.date is None:
            return None
        return Earlier(self.record_id, self.url, self.date, self.digest)


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture in the archive; ``url`` is where it was fetched, ``canonical`` names the document."""

    location: WarcLocation
    url: str
    canonical: str
    date: str
    digest: str
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page could not be had, and the answer that shows it."""

    url: str
    canonical: str
    code: str
    message: str
    raw: Raw | None


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A cached robots.txt; ``status`` 0 when there was no answer."""

    fetched: float
    status: int
    text: bytes


class Visits:
    """The store. One process at a time writes it (the fetching lock); every method commits."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all of what happens inside, or nothing."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def page(self, url: str) -> Page | None:
        """Return what is known of ``url``."""
        row = self._db.execute("SELECT * FROM pages WHERE url = ?", (url,)).fetchone()
        return Page(*row) if row else None

    def save(self, page: Page) -> None:
        """Remember ``page`` in place of what was known."""
        values = tuple(getattr(page, name) for name in Page.__dataclass_fields__)
        self._db.execute(f"INSERT OR REPLACE INTO pages VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608

    def canonical_of(self, url: str) -> str | None:
        """Return the canonical URL that an earlier visit to ``url`` found."""
        row = self._db.execute("SELECT canonical FROM pages WHERE url = ?", (url,)).fetchone()
        return row[0] if row else None

    def add_capture(self, captured: Captured) -> None:
        """Remember a capture; known ones are left as they are."""
        where = captured.location
        place = (where.record_id, where.file, where.offset)
        what = (captured.url, captured.canonical, captured.date, captured.digest)
        row = (*place, *what, captured.hints.model_dump_json(), 0)
        self._db.execute(f"INSERT OR IGNORE INTO captures VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608

    def add_failure(self, failure: Failure) -> None:
        """Remember why a page that was never captured could not be had."""
        raw = failure.raw.model_dump_json() if failure.raw else None
        row = (failure.canonical, failure.url, failure.code, failure.message, raw)
        self._db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)

    def failures(self) -> Iterator[Failure]:
        """Yield the failures of documents that were never captured."""
        sql = "SELECT * FROM failures f WHERE NOT EXISTS (SELECT 1 FROM captures c WHERE c.canonical = f.canonical)"
        for canonical, url, code, message, raw in self._db.execute(sql + " ORDER BY rowid"):
            yield Failure(url, canonical, code, message, Raw.model_validate_json(raw) if raw else None)

    def drop_capture(self, record_id: str) -> None:
        """Forget a capture that was found to be a variant of another document's page."""
        self._db.execute("DELETE FROM captures WHERE record_id = ?", (record_id,))

    def captures(self, *, canonical: str | None = None, digest: str | None = None) -> Iterator[Captured]:
        """Yield captures, oldest first: all, those of one document, or those with one payload digest."""
        return self._captures(
            "(?1 IS NULL OR canonical = ?1) AND (?2 IS NULL OR digest = ?2) ORDER BY date, offset", (canonical, digest)
        )

    def newest(self, *, pending: bool = False) -> Iterator[Captured]:
        """Yield the newest capture of every document; with ``pending`` of those that the pipeline does not have yet."""
        return self._captures(
            "(?1 = 0 OR delivered = 0) AND date = (SELECT max(date) FROM captures o WHERE o.canonical = c.canonical)"
            " ORDER BY date, offset",
            (int(pending),),
        )

    def _captures(self, where: str, values: tuple[object, ...]) -> Iterator[Captured]:
        sql = f"SELECT file, offset, record_id, url, canonical, date, digest, hints FROM captures c WHERE {where}"  # noqa: S608 - fixed words
        for file, offset, record_id, url, canonical, date, digest, hints in self._db.execute(sql, values):
            location = WarcLocation(file=file, offset=offset, record_id=record_id)
            yield Captured(location, url, canonical, date, digest, Hints.model_validate_json(hints))

    def has_capture(self, canonical: str) -> bool:
        """Return whether a document of that name is in the archive."""
        return self._db.execute("SELECT 1 FROM captures WHERE canonical = ?", (canonical,)).fetchone() is not None

    def deliver(self, record_ids: Iterable[str]) -> None:
        """Remember that the pipeline has these captures."""
        with self.transaction():
            self._db.executemany("UPDATE captures SET delivered = 1 WHERE record_id = ?", ((i,) for i in record_ids))

    def add_discoveries(self, canonical: str, found: Iterable[Found]) -> list[Found]:
        """Remember how a document was found; return those ways that were not known."""
        new = []
        for way in found:
            row = (canonical, way.kind, way.via, way.source)
            if self._db.execute("INSERT OR IGNORE INTO discoveries VALUES (?, ?, ?, ?)", row).rowcount:
                new.append(way)
        return new

    def discoveries(self, canonical: str) -> list[Found]:
        """Return all ways in which a document was found."""
        sql = "SELECT kind, via, source FROM discoveries WHERE canonical = ? ORDER BY rowid"
        return [Found(*row) for row in self._db.execute(sql, (canonical,))]

    def add_relations(self, canonical: str, relations: Iterable[str]) -> list[str]:
        """Remember relations (``alternate fr https://…``); return those that were not known."""
        sql = "INSERT OR IGNORE INTO relations VALUES (?, ?)"
        return [relation for relation in relations if self._db.execute(sql, (canonical, relation)).rowcount]

    def relations(self, canonical: str) -> list[str]:
        """Return what a document is related to."""
        sql = "SELECT relation FROM relations WHERE canonical = ? ORDER BY rowid"
        return [row[0] for row in self._db.execute(sql, (canonical,))]

    def rest(self, host: str) -> tuple[float, int]:
        """Return until when a host rests, and how often in a row it had to."""
        row = self._db.execute("SELECT rest_until, rests FROM hosts WHERE host = ?", (host,)).fetchone()
        return (row[0], row[1]) if row else (0.0, 0)

    def set_rest(self, host: str, until: float, rests: int) -> None:
        """Let a host rest; 0, 0 when it answers again."""
        self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, until, rests))

    def robots(self, origin: str) -> RobotsFile | None:
        """Return the cached robots.txt of an origin (scheme, host, port)."""
        row = self._db.execute("SELECT fetched, status, text FROM robots WHERE origin = ?", (origin,)).fetchone()
        return RobotsFile(*row) if row else None

    def set_robots(self, origin: str, robots: RobotsFile) -> None:
        """Cache a robots.txt."""
        row = (origin, robots.fetched, robots.status, robots.text)
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", row)

    def indexed(self, file: str) -> int:
        """Return how many bytes of a WARC file are in this index; 0 for a file that is not."""
        row = self._db.execute("SELECT bytes FROM files WHERE file = ?", (file,)).fetchone()
        return row[0] if row else 0

    def set_indexed(self, file: str, size: int) -> None:
        """Remember that a WARC file of that size is in this index."""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, size))
