"""A record as a page on the terminal: what it is, then each sentence beside its translation."""

from __future__ import annotations

import sys
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.records import Record, Rejection, Translation


def print_record(record: Record, side: Literal["both", "source", "target"]) -> None:
    """Print a record; ``side`` chooses the text. Flags stand behind the sentence that they warn of."""
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    console.print(_head(record))
    console.print()
    translation = record.translation
    if translation is None or not translation.segments or side == "source":
        console.print(Text(record.text))
    elif side == "target":
        console.print(Text(translation.text))
    else:
        console.print(_sentences(record, translation))


def print_rejection(rejection: Rejection) -> None:
    """Print why a document was rejected."""
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    console.print(Text(f"{rejection.source.uri} was rejected at {rejection.stage}: {rejection.code}"), style="bold")
    console.print(Text(rejection.message))


def _head(record: Record) -> Table:
    metadata, translation = record.metadata, record.translation
    state: str = "in the target language already" if translation is None else translation.status
    if translation and translation.reason:
        state += f" – {translation.reason.message}"
    rows = {
        "title": metadata.title,
        "translated title": translation.title if translation else None,
        "authors": ", ".join(metadata.authors),
        "publisher": metadata.publisher,
        "published": metadata.published,
        "modified": metadata.modified,
        "language": f"{record.language.tag} ({record.language.confidence:.2f}, {record.language.method})",
        "translation": state,
        "source": record.source.uri,
        "raw": f"{record.raw.path}  sha256 {record.raw.sha256}",
        "id": f"{record.id}  revision {record.revision}",
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        if value:
            table.add_row(name, Text(value))
    return table


def _sentences(record: Record, translation: Translation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(translation.source_language, ratio=1)
    table.add_column(translation.target_language, ratio=1)
    block = 0
    for segment in translation.segments:
        if segment.block != block:
            table.add_row("", "")
            block = segment.block
        target = Text(translation.text[segment.target_start : segment.target_end])
        if segment.flags:
            why = "".join(f": {reason}" for reason in (segment.repair, ", ".join(segment.details)) if reason)
            target.append(f"  [{', '.join(segment.flags)}{why}]", style="yellow")
        table.add_row(Text(record.text[segment.start : segment.end]), target)
    return table
