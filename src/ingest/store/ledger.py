"""The ledger: an index over ``processed/`` that answers what is known and what changed without opening files.

Files are the truth. Delete the ledger, or let its disk damage it, and it is rebuilt from them. SQLite on one machine,
PostgreSQL for many.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    Engine,
    Select,
    create_engine,
    delete,
    event,
    func,
    inspect,
    make_url,
    select,
    tuple_,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from ingest.errors import ConfigurationError
from ingest.records import Record, Rejection
from ingest.store.entries import Entry, Kept, entry_of_record, entry_of_rejection
from ingest.store.locks import FileLocks, Locks, PostgresLocks
from ingest.store.mending import is_broken, set_aside
from ingest.store.records import RecordStore
from ingest.store.runs import RunStore
from ingest.store.tables import DOCUMENTS, METADATA, READY, UNSEALED, Row, as_row, tune_sqlite, upsert_into

_QUERY_SIZE = 500
_PAGE_SIZE = 5000
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


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
        self._store: RecordStore | None = None
        self._file: int | None = None
        self.dialect = self._engine.dialect.name
        if self.dialect == "sqlite":
            event.listen(self._engine, "connect", tune_sqlite)
            self.locks: Locks = FileLocks(lock_folder or Path(self._engine.url.database or ".").parent / ".locks")
        elif self.dialect == "postgresql":
            self.locks = PostgresLocks(self._engine)
        else:
            raise ConfigurationError(f"ledger: {self.dialect} is not supported; use sqlite or postgresql.")

    def open(self, store: RecordStore) -> None:
        """Make the tables ready; build them from the files of ``store`` where there are none yet, or broken ones."""
        self._store = store
        self._file = self._identity()
        self._do(lambda: self._ensure(store))
        self._file = self._identity()

    def rebuild(self, store: RecordStore) -> int:
        """Make the ledger anew from the files; return how many documents it knows."""

        def build() -> None:
            with self.locks.hold("ledger"):
                self._build(store)

        self._do(build)
        return self.count()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def get(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is known of these documents."""
        found: dict[str, Entry] = {}
        for start in range(0, len(ids), _QUERY_SIZE):
            query = select(DOCUMENTS).where(DOCUMENTS.c.id.in_(ids[start : start + _QUERY_SIZE]))
            found.update((entry.id, entry) for entry in self._entries(query))
        return found

    def put(self, entries: Iterable[Entry], files: Mapping[str, str] | None = None) -> None:
        """Set what is known of these documents, all or none.

        ``files``: what was written for them (name in ``processed/`` → SHA-256), to be sealed by the next run log.
        """
        rows = [as_row(entry) for entry in entries]
        names: list[Row] = [{"name": name, "sha256": sha256} for name, sha256 in (files or {}).items()]

        self._do(lambda: self._write(rows, names))

    def unsealed(self) -> dict[str, str]:
        """Return the files that no run log names yet, with their digests, by name."""

        def read() -> dict[str, str]:
            with self._engine.connect() as connection:
                return {row.name: row.sha256 for row in connection.execute(select(UNSEALED).order_by(UNSEALED.c.name))}

        return self._do(read)

    def mark_sealed(self, files: Mapping[str, str]) -> None:
        """Say that a run log names these files; one that was written anew meanwhile stays unsealed."""
        column = UNSEALED.c

        def write() -> None:
            with self._engine.begin() as connection:
                for name, sha256 in files.items():
                    connection.execute(delete(UNSEALED).where(column.name == name, column.sha256 == sha256))

        self._do(write)

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
        query: Select[tuple[str]] = select(DOCUMENTS).order_by(column.uri, column.id).limit(_PAGE_SIZE)
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
        page = self._entries(query)
        while page:
            yield from page
            after = tuple_(column.uri, column.id) > (page[-1].uri, page[-1].id)
            page = self._entries(query.where(after)) if len(page) == _PAGE_SIZE else []

    def count(self) -> int:
        """Return how many documents are known."""

        def read() -> int:
            with self._engine.connect() as connection:
                return connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()

        return self._do(read)

    def _entries(self, query: Select[tuple[str]]) -> list[Entry]:
        def read() -> list[Entry]:
            with self._engine.connect() as connection:
                return [Entry(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name

        return self._do(read)

    def _ensure(self, store: RecordStore) -> None:
        if not inspect(self._engine).has_table(READY.name):
            with self.locks.hold("ledger"):
                if not inspect(self._engine).has_table(READY.name):
                    self._build(store)

    def _build(self, store: RecordStore) -> None:
        READY.drop(self._engine, checkfirst=True)
        METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(delete(DOCUMENTS))
            connection.execute(delete(UNSEALED))
        sealed = RunStore(store.folder, self.locks).sealed()
        entries = _kept(store, sealed)
        while chunk := {entry.id: entry for entry in islice(entries, _QUERY_SIZE)}:
            self._write([as_row(entry) for entry in chunk.values()])
        unsealed = (name for name in store.names() if name not in sealed)
        self._write((), [{"name": name, "sha256": store.digest(name)} for name in unsealed])
        READY.create(self._engine, checkfirst=True)

    def _write(self, entries: Sequence[Row], names: Sequence[Row] = ()) -> None:
        with self._engine.begin() as connection:
            for table, rows in ((DOCUMENTS, entries), (UNSEALED, names)):
                if rows:
                    connection.execute(upsert_into(table, self.dialect), list(rows))

    def _do(self, work: Callable[[], T]) -> T:
        """Do some work on the database; where that shows it to be broken, make it anew and do the work once more.

        All work here can be done twice: what went to a file that another process moved aside meanwhile is done again.
        """
        try:
            try:
                self._follow()
                done = work()
                return work() if self._follow() else done
            except DatabaseError as error:
                if not is_broken(error) or self._store is None:
                    raise
                self._mend(self._store)
                return work()
        except DatabaseError as error:
            advice = "check the server and the URL" if self.dialect == "postgresql" else "delete it"
            raise ConfigurationError(
                f"The ledger {shown(self._engine.url.render_as_string(hide_password=False))} cannot be used "
                f"({error.orig}); {advice}, it is rebuilt from the files."
            ) from error

    def _mend(self, store: RecordStore) -> None:
        """Set the broken database aside and build another, unless some other process has done so meanwhile."""
        path = Path(self._engine.url.database or "")
        with self.locks.hold("ledger"):
            self._engine.dispose()
            if self._identity() == self._file:
                aside = set_aside(path)
                _LOG.warning("The ledger %s was damaged; moved to %s and built anew from the files.", path, aside.name)
            if not inspect(self._engine).has_table(READY.name):
                self._build(store)
            self._file = self._identity()

    def _follow(self) -> bool:
        """Let go of a file that is no longer the ledger, open the one that is, and return whether that was so.

        An open connection follows the file, not the name: it would go on writing where nobody reads.
        """
        if self._file is None or self._store is None or self._identity() == self._file:
            return False
        self._engine.dispose()
        self._file = self._identity()
        self._ensure(self._store)
        self._file = self._identity()
        return True

    def _identity(self) -> int | None:
        """Return what tells the database file from another one of the same name; None where no file is to be seen."""
        database = self._engine.url.database
        if self.dialect != "sqlite" or not database:
            return None
        try:
            return Path(database).stat().st_ino
        except OSError:  # what it is, the database says in words of its own
            return None


def default_url(processed: Path) -> str:
    """Return the URL of the ledger that lies in a ``processed/`` folder."""
    return f"sqlite:///{(processed / 'ledger.sqlite3').resolve()}"


def shown(url: str) -> str:
    """Return a database URL as it may be shown: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(the given value)"


def _kept(store: RecordStore, sealed: Mapping[str, str]) -> Iterator[Entry]:
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
