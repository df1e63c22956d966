"""``ingest list | show | status | schema | reindex``: what is in ``processed/``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.store.entries import Entry
    from ingest.store.ledger import Ledger
    from ingest.store.records import RecordStore

Processed = Annotated[
    str | None, typer.Option(metavar="FOLDER", help="Folder or URL of the records.", show_default="processed")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_SHORT = 12


def list_documents(
    text: Annotated[str | None, typer.Argument(help="Only names and titles that hold this text.")] = None,
    language: Annotated[str | None, typer.Option(help="Only documents in this language (BCP-47).")] = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="Only rejected documents.")] = False,
    attention: Annotated[bool, typer.Option("--attention", help="Only those not wholly translated.")] = False,
    processed: Processed = None,
    as_json: AsJson = False,
) -> None:
    """List the documents that are known."""
    _, _, ledger = _open(processed)
    found = [
        entry
        for entry in ledger.find(text=text, language=language, outcome="rejected" if rejected else None)
        if not attention or entry.outcome == "rejected" or entry.translation not in ("", "complete")
    ]
    if as_json:
        _print_json([_entry_json(entry) for entry in found])
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("id", "language", "state", "published", "title", "source", box=None, pad_edge=False)
    for entry in found:
        state = f"rejected: {entry.code}" if entry.outcome == "rejected" else entry.translation or "original"
        language_tag = entry.language
        table.add_row(entry.id[:_SHORT], language_tag, state, entry.published, entry.title, entry.uri)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def show(
    document: Annotated[str, typer.Argument(metavar="ID", help="Identifier (its beginning is enough) or source.")],
    revision: Annotated[int | None, typer.Option(help="An earlier revision.", show_default="current")] = None,
    side: Annotated[Literal["both", "source", "target"], typer.Option(help="Which text.")] = "both",
    processed: Processed = None,
    as_json: AsJson = False,
) -> None:
    """Show one record, each sentence beside its translation; or why a document was rejected."""
    from ingest.cli.page import print_record, print_rejection

    _, store, ledger = _open(processed)
    entry = _find(ledger, document)
    record = store.read(entry.id, revision)
    rejection = store.read_rejection(entry.id)
    if record is None and (rejection is None or revision is not None):
        typer.echo(f"ingest: {document} has no revision {revision}; see `ingest show {entry.id[:_SHORT]}`.", err=True)
        raise typer.Exit(2)
    if as_json:
        found = record or rejection
        _print_json(found.model_dump(mode="json", by_alias=True) if found else None)
        return
    if rejection:
        print_rejection(rejection)
    if record:
        print_record(record, side)


def status(processed: Processed = None, as_json: AsJson = False) -> None:
    """Count what is known, by language and state, and show the last run."""
    from collections import Counter

    from ingest.store.runs import RunStore

    settings, _, ledger = _open(processed)
    counts = Counter(
        (entry.language, f"rejected: {entry.code}" if entry.outcome == "rejected" else entry.translation or "original")
        for entry in ledger.find()
    )
    last = RunStore(settings.location(settings.processed), ledger.locks).last()
    if as_json:
        rows = [{"language": tag, "state": state, "count": count} for (tag, state), count in sorted(counts.items())]
        _print_json({"documents": counts.total(), "by_language": rows, "last_run": last and last.run_id})
        return
    for (tag, state), count in sorted(counts.items()):
        typer.echo(f"{count:7}  {tag or '–':5}  {state}")
    typer.echo(f"{counts.total():7}  documents")
    if last:
        typer.echo(f"Last run {last.run_id}: " + ", ".join(f"{count} {what}" for what, count in last.counts.items()))


def schema(
    write: Annotated[Path | None, typer.Option(help="Write both schemas into this folder instead.")] = None,
) -> None:
    """Print the JSON Schema of a record (generated from the models)."""
    from ingest.schema import schemas

    if write is None:
        sys.stdout.write(schemas()["record.schema.json"])
        return
    write.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (write / name).write_text(content, encoding="utf-8")


def reindex(processed: Processed = None) -> None:
    """Build the ledger anew from the files; it is only an index and may be deleted at any time."""
    _, store, ledger = _open(processed)
    typer.echo(f"{ledger.rebuild(store)} documents indexed.")


def _open(processed: str | None) -> tuple[Settings, RecordStore, Ledger]:
    from ingest.errors import ConfigurationError
    from ingest.settings import load_settings
    from ingest.store.library import open_library

    settings = load_settings(processed=processed)
    folder = settings.location(settings.processed)
    if not folder.is_dir():
        raise ConfigurationError(f"There is no folder {folder}; run `ingest run` first, or name it with --processed.")
    store, ledger = open_library(settings)
    return settings, store, ledger


def _find(ledger: Ledger, name: str) -> Entry:
    found = list(ledger.find(prefix=name.lower())) or [entry for entry in ledger.find(text=name) if entry.uri == name]
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(entry.id[:_SHORT] for entry in found[:5])
        typer.echo(f"ingest: {name} fits {len(found)} documents ({choices} …); give more of the identifier.", err=True)
    else:
        typer.echo(f"ingest: no document {name} is known; see `ingest list`.", err=True)
    raise typer.Exit(2)


def _entry_json(entry: Entry) -> dict[str, str | int]:
    return {
        "id": entry.id,
        "uri": entry.uri,
        "outcome": entry.outcome,
        "code": entry.code,
        "message": entry.message,
        "language": entry.language,
        "translation": entry.translation,
        "title": entry.title,
        "published": entry.published,
        "revision": entry.revision,
    }


def _print_json(value: object) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
