"""The ledger: an index over ``processed/`` that answers what is known and what changed without opening files.

Files are the truth. Delete the ledger and it is rebuilt from them. SQLite on one machine, PostgreSQL for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Select, Table, create_engine, delete, event, func, inspect, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from ingest.errors import ConfigurationError
from ingest.records import Record, Rejection
from ingest.store.entries import Entry, Kept, entry_of_record, entry_of_rejection
from ingest.store.locks import FileLocks, Locks, PostgresLocks
from ingest.store.records import RecordStore
from ingest.store.runs import RunStore
from ingest.store.tables import DOCUMENTS, METADATA, READY, UNSEALED

_QUERY_SIZE = 500


class Ledger:
    """The index of one ``processed/`` folder. ``locks`` is where runs that share it meet."""

    def __init__(self, url: str, *, lock_folder: Path | None = None) -> None:
        try:
            self._engine: Engine = create_engine(url)
        except (ArgumentError, NoSuchModuleError) as error:
            raise ConfigurationError(
                f"ledger: {shown(url)} is not a SQLAlchemy URL, e.g. sqlite:///ledger.db."
            ) from error
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                f"ledger: {error.name} is not installed; `pip install 'polyglot-ingest[postgres]'` brings it."
            ) from error
        self.dialect = self._engine.dialect.name
        if self.dialect == "sqlite":
            event.listen(self._engine, "connect", _tune_sqlite)
            self.locks: Locks = FileLocks(lock_folder or Path(self._engine.url.database or ".").parent / ".locks")
        elif self.dialect == "postgresql":
            self.locks = PostgresLocks(self._engine)
        else:
            raise ConfigurationError(f"ledger: {self.dialect} is not supported; use sqlite or postgresql.")

    def open(self, store: RecordStore) -> None:
        """Make the tables ready; build them from the files of ``store`` where there are none yet."""
        with self._usable():
            if not inspect(self._engine).has_table(READY.name):
                with self.locks.hold("ledger"):
                    if not inspect(self._engine).has_table(READY.name):
                        self._build(store)

    def rebuild(self, store: RecordStore) -> int:
        """Make the ledger anew from the files; return how many documents it knows."""
        with self._usable(), self.locks.hold("ledger"):
            self._build(store)
        return self.count()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def get(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is known of these documents."""
        found: dict[str, Entry] = {}
        with self._usable(), self._engine.connect() as connection:
            for start in range(0, len(ids), _QUERY_SIZE):
                query = select(DOCUMENTS).where(DOCUMENTS.c.id.in_(ids[start : start + _QUERY_SIZE]))
                found.update((row.id, Entry(**row._mapping)) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name
        return found

    def put(self, entries: Iterable[Entry], files: Mapping[str, str] | None = None) -> None:
        """Set what is known of these documents, all or none.

        ``files``: what was written for them (name in ``processed/`` → SHA-256), to be sealed by the next run log.
        """
        rows = [_plain(entry) for entry in entries]
        names: list[dict[str, str | int]] = [{"name": name, "sha256": sha256} for name, sha256 in (files or {}).items()]
        with self._usable(), self._engine.begin() as connection:
            self._upsert(connection, DOCUMENTS, rows)
            self._upsert(connection, UNSEALED, names)

    def unsealed(self) -> dict[str, str]:
        """Return the files that no run log names yet, with their digests, by name."""
        with self._usable(), self._engine.connect() as connection:
            return {row.name: row.sha256 for row in connection.execute(select(UNSEALED).order_by(UNSEALED.c.name))}

    def mark_sealed(self, files: Mapping[str, str]) -> None:
        """Say that a run log names these files; one that was written anew meanwhile stays unsealed."""
        column = UNSEALED.c
        with self._usable(), self._engine.begin() as connection:
            for name, sha256 in files.items():
                connection.execute(delete(UNSEALED).where(column.name == name, column.sha256 == sha256))

    def find(
        self,
        *,
        prefix: str = "",
        outcome: Kept | None = None,
        language: str | None = None,
        translation: str | None = None,
        text: str | None = None,
    ) -> Iterator[Entry]:
        """Yield the documents that match, ordered by name. ``text`` is looked for in name and title."""
        column = DOCUMENTS.c
        query: Select[tuple[str]] = select(DOCUMENTS).order_by(column.uri)
        if prefix:
            query = query.where(column.id.startswith(prefix, autoescape=True))
        if outcome:
            query = query.where(column.outcome == outcome)
        if language:
            query = query.where((column.languages == language) | column.languages.startswith(f"{language} "))
        if translation:
            query = query.where(column.translation == translation)
        if text:
            query = query.where(
                column.uri.icontains(text, autoescape=True) | column.title.icontains(text, autoescape=True)
            )
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                yield Entry(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def count(self) -> int:
        """Return how many documents are known."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()

    def _build(self, store: RecordStore) -> None:
        READY.drop(self._engine, checkfirst=True)
        METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(delete(DOCUMENTS))
            connection.execute(delete(UNSEALED))
        sealed = RunStore(store.folder, self.locks).sealed()
        entries = _entries(store, sealed)
        while chunk := {entry.id: entry for entry in islice(entries, _QUERY_SIZE)}:
            self.put(chunk.values())
        self.put((), {name: store.digest(name) for name in store.names() if name not in sealed})
        READY.create(self._engine, checkfirst=True)

    def _upsert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, str | int]]) -> None:
        insert = postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)
        [key] = table.primary_key.columns
        others = {column.name: insert.excluded[column.name] for column in table.columns if column is not key}
        if rows:
            connection.execute(insert.on_conflict_do_update(index_elements=[key], set_=others), list(rows))

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            advice = "check the server and the URL" if self.dialect == "postgresql" else "delete it"
            raise ConfigurationError(
                f"The ledger {shown(self._engine.url.render_as_string(hide_password=False))} cannot be used "
                f"({error.orig}); {advice}, it is rebuilt from the files."
            ) from error


def default_url(processed: Path) -> str:
    """Return the URL of the ledger that lies in a ``processed/`` folder."""
    return f"sqlite:///{(processed / 'ledger.sqlite3').resolve()}"


def shown(url: str) -> str:
    """Return a database URL as it may be shown: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(the given value)"


def _entries(store: RecordStore, sealed: Mapping[str, str]) -> Iterator[Entry]:
    """Yield an entry for each record, then each rejection: where a document has both, it was rejected later.

    What is not as a run log says – a run died before it wrote its log, or somebody changed the file – loses its
    fingerprint, and is made anew from its raw bytes by the next run.
    """
    documents: Iterator[Record | Rejection] = chain(store.records(), store.rejections())
    for kept in documents:
        entry = entry_of_record(kept) if isinstance(kept, Record) else entry_of_rejection(kept)
        path = store.path(kept.id) if isinstance(kept, Record) else store.rejection_path(kept.id)
        name = store.name(path)
        yield replace(entry, extract="") if store.digest(name) != sealed.get(name, store.digest(name)) else entry


def _plain(entry: Entry) -> dict[str, str | int]:
    """Return an entry as a row; NUL is the one character that PostgreSQL keeps in no text."""
    row: dict[str, str | int] = asdict(entry)
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in row.items()}


def _tune_sqlite(connection: object, _record: object) -> None:
    """Let several processes read while one writes; the ledger may be lost in a power cut, the files are the truth."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection, untyped in SQLAlchemy's event
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()
