"""What the ledger keeps of a document: enough to say what is known and whether it must be done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.digest import digest
from ingest.errors import Stage
from ingest.records import Record, Rejection, Step, document_name

Kept = Literal["record", "rejected"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one document; empty strings stand for what is not known."""

    id: str
    uri: str
    outcome: Kept
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

    @property
    def language(self) -> str:
        """The document's own language; empty for a rejection."""
        return self.languages.partition(" ")[0]


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
