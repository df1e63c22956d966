"""The ledger's tables. Their names carry a version: a ledger of another version is left alone and built anew."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from sqlalchemy import Column, Index, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite

from ingest.store.entries import Entry

Row = dict[str, str | int]

LEDGER_VERSION = 2

METADATA = MetaData()
DOCUMENTS = Table(
    f"documents_v{LEDGER_VERSION}",
    METADATA,
    Column("id", String, primary_key=True),
    *(
        Column(name, String, nullable=False)
        for name in (
            "uri",
            "stamp",
            "outcome",
            "stage",
            "code",
            "message",
            "raw_sha256",
            "sidecar_sha256",
            "media_type",
            "extract",
            "identify",
            "translate",
            "languages",
            "translation",
            "site",
            "title",
            "published",
        )
    ),
    Column("revision", Integer, nullable=False),
    Index(f"ix_uri_v{LEDGER_VERSION}", "uri"),
    Index(f"ix_site_v{LEDGER_VERSION}", "site"),
)
UNSEALED = Table(
    f"unsealed_v{LEDGER_VERSION}",
    METADATA,
    Column("name", String, primary_key=True),
    Column("sha256", String, nullable=False),
)
"""Files that were written and that no run log names yet."""

READY = Table(f"ready_v{LEDGER_VERSION}", MetaData(), Column("ready", Integer, primary_key=True))
"""Stands once the ledger is whole, so that one whose building was cut off is built again."""


def as_row(entry: Entry) -> Row:
    """Return an entry as a row; NUL is the one character that PostgreSQL keeps in no text."""
    row: Row = asdict(entry)
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in row.items()}


@cache
def upsert_into(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Return the statement that writes rows over those of the same key; made once, as it takes SQLAlchemy a while."""
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    [key] = table.primary_key.columns
    others = {column.name: insert.excluded[column.name] for column in table.columns if column is not key}
    return insert.on_conflict_do_update(index_elements=[key], set_=others)


def tune_sqlite(connection: object, _record: object) -> None:
    """Let several processes read while one writes; the ledger may be lost in a power cut, the files are the truth."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection, untyped in SQLAlchemy's event
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()
