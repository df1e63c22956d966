"""The ledger's tables. Their names carry a version: a ledger of another version is left alone and built anew."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

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
