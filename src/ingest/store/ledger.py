"""The ledger: an index over ``processed/`` that answers what is known and what changed without opening files.

Files are the truth. Delete the ledger and it is rebuilt from them; SQLite by default, any SQLAlchemy URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import (
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import ArgumentError, DatabaseError

from ingest.digest import digest
from ingest.errors import ConfigurationError, Stage
from ingest.records import Record, Rejection, Step, document_name
from ingest.store.records import RecordStore

LEDGER_VERSION = 1
"""Part of the table's name: a ledger of another version is left alone and a new one is built from the files."""

_QUERY_SIZE = 500
Outcome = Literal["record", "rejected"]

_METADATA = MetaData()
_DOCUMENTS = Table(
    f"documents_v{LEDGER_VERSION}",
    _METADATA,
    Column("id", String(64), primary_key=True),
    Column("uri", String, nullable=False),
    Column("stamp", String, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("code", String(40), nullable=False),
    Column("message", String, nullable=False),
    Column("raw_sha256", String(64), nullable=False),
    Column("sidecar_sha256", String(64), nullable=False),
    Column("media_type", String, nullable=False),
    Column("extract", String(64), nullable=False),
    Column("identify", String(64), nullable=False),
    Column("translate", String(64), nullable=False),
    Column("languages", String, nullable=False),
    Column("translation", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("site", String, nullable=False),
    Column("title", String, nullable=False),
    Column("published", String(40), nullable=False),
    Index("ix_outcome", "outcome"),
    Index("ix_site", "site"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one document; empty strings stand for what is not known."""

    id: str
    uri: str
    outcome: Outcome
    stamp: str = ""
    stage: Stage | Literal[""] = ""
    code: str = ""
    message: str = ""
    raw_sha256: str = ""
    sidecar_sha256: str = ""
    media_type: str = ""
    extract: str = ""
    identify: str = ""
    translate: str = ""
    languages: str = ""
    translation: str = ""
    revision: int = 0
    site: str = ""
    title: str = ""
    published: str = ""


class Ledger:
    """The index of one ``processed/`` folder."""

    def __init__(self, url: str) -> None:
        try:
            self._engine: Engine = create_engine(url)
        except ArgumentError as error:
            raise ConfigurationError(f"ledger: {url!r} is not a SQLAlchemy URL, e.g. sqlite:///ledger.db.") from error
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _tune_sqlite)

    def open(self, store: RecordStore) -> None:
        """Make the table ready; build it from the files of ``store`` where there is none yet."""
        try:
            if not inspect(self._engine).has_table(_DOCUMENTS.name):
                self.rebuild(store)
        except DatabaseError as error:
            where = self._engine.url.render_as_string()
            raise ConfigurationError(
                f"The ledger {where} cannot be used ({error.orig}); delete it, it is rebuilt from the files."
            ) from error

    def rebuild(self, store: RecordStore) -> int:
        """Make the ledger anew from the files; return how many documents it knows."""
        _METADATA.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(delete(_DOCUMENTS))
        entries = [entry_of_record(record) for record in store.records()]
        entries += [entry_of_rejection(rejection) for rejection in store.rejections()]
        self.put({entry.id: entry for entry in entries}.values())
        return self.count()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def get(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is known of these documents."""
        found: dict[str, Entry] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(ids), _QUERY_SIZE):
                query = select(_DOCUMENTS).where(_DOCUMENTS.c.id.in_(ids[start : start + _QUERY_SIZE]))
                found.update((row.id, Entry(**row._mapping)) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name
        return found

    def put(self, entries: Iterable[Entry]) -> None:
        """Set what is known of these documents, all or none."""
        rows = [asdict(entry) for entry in entries]
        if not rows:
            return
        with self._engine.begin() as connection:
            for start in range(0, len(rows), _QUERY_SIZE):
                chunk = rows[start : start + _QUERY_SIZE]
                connection.execute(delete(_DOCUMENTS).where(_DOCUMENTS.c.id.in_([row["id"] for row in chunk])))
                connection.execute(_DOCUMENTS.insert(), chunk)

    def find(
        self,
        *,
        prefix: str = "",
        outcome: Outcome | None = None,
        language: str | None = None,
        translation: str | None = None,
        text: str | None = None,
    ) -> Iterator[Entry]:
        """Yield the documents that match, ordered by name. ``text`` is looked for in name and title."""
        column = _DOCUMENTS.c
        query: Select[tuple[str]] = select(_DOCUMENTS).order_by(column.uri)
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
            return connection.execute(select(func.count()).select_from(_DOCUMENTS)).scalar_one()


def default_url(processed: Path) -> str:
    """Return the URL of the ledger that lies in a ``processed/`` folder."""
    return f"sqlite:///{(processed / 'ledger.sqlite3').resolve()}"


def fingerprint(tool: str, version: str, parameters: object) -> str:
    """Return what decides whether a stage must run again: the digest of its tool, version and parameters."""
    return digest({"tool": tool, "version": version, "parameters": parameters})


def entry_of_record(record: Record, stamp: str = "") -> Entry:
    """Return what the ledger keeps of a record."""
    languages = dict.fromkeys((record.language.tag, *(block.language for block in record.blocks)))
    reason = record.translation.reason if record.translation else None
    entry = Entry(
        id=record.id,
        uri=document_name(record.source, record.raw),
        stamp=stamp,
        outcome="record",
        raw_sha256=record.raw.sha256,
        media_type=record.source.media_type,
        languages=" ".join(languages),
        translation=record.translation.status if record.translation else "",
        code=reason.code if reason else "",
        message=reason.message if reason else "",
        revision=record.revision,
        site=record.source.site or "",
        title=record.metadata.title or "",
        published=record.metadata.published or "",
    )
    return _with_fingerprints(entry, record.provenance.steps)


def entry_of_rejection(rejection: Rejection, stamp: str = "") -> Entry:
    """Return what the ledger keeps of a rejection."""
    entry = Entry(
        id=rejection.id,
        uri=document_name(rejection.source, rejection.raw),
        stamp=stamp,
        outcome="rejected",
        stage=rejection.stage,
        code=rejection.code,
        message=rejection.message,
        raw_sha256=rejection.raw.sha256 if rejection.raw else "",
        media_type=rejection.source.media_type,
        site=rejection.source.site or "",
    )
    return _with_fingerprints(entry, rejection.provenance.steps)


def _with_fingerprints(entry: Entry, steps: Sequence[Step]) -> Entry:
    found = {step.name: fingerprint(step.tool, step.version, step.parameters) for step in steps}
    sidecar = next((step.parameters.get("sidecar_sha256") for step in steps if step.name == "capture"), None)
    return replace(
        entry,
        sidecar_sha256=sidecar if isinstance(sidecar, str) else "",
        extract=found.get("extract", ""),
        identify=found.get("identify", ""),
        translate=found.get("translate", ""),
    )


def _tune_sqlite(connection: object, _record: object) -> None:
    """Let several processes read while one writes; the ledger may be lost in a power cut, the files are the truth."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection, untyped in SQLAlchemy's event
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()
