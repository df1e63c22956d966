"""``ingest raw list | show | extract | export``: the evidence, as it came."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import ConfigurationError, IngestError

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.sources.visits import Captured, Visits

app = typer.Typer(name="raw", help="The evidence: what was fetched, in WARC files.", no_args_is_help=True)

_SHORT = 12
Document = Annotated[str, typer.Argument(metavar="ID", help="Identifier (its beginning is enough) or URL.")]


@app.command("list")
def list_captures(
    text: Annotated[str | None, typer.Argument(help="Only URLs that hold this text.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the captures, oldest first: one line for each time that a document's bytes were new."""
    from ingest.digest import document_id

    _, visits = _open()
    captures = [captured for captured in visits.captures() if not text or text in captured.url + captured.canonical]
    if as_json:
        _print_json([_as_json(captured) for captured in captures])
        return
    for captured in captures:
        where = captured.location
        name = document_id(captured.canonical)[:_SHORT]
        typer.echo(f"{name}  {captured.date[:19]}Z  {captured.url}  {where.file}:{where.offset}")


@app.command("show")
def show(document: Document) -> None:
    """Show what is known of a document: its captures, how it was found, what it is related to, and the headers."""
    from ingest.sources.warc_file import open_record
    from ingest.sources.warc_records import digest_hex

    settings, visits = _open()
    captures = _find(visits, document)
    canonical = captures[-1].canonical
    typer.echo(f"{canonical}")
    for found in visits.discoveries(canonical):
        typer.echo(f"found by     {found}")
    for relation in visits.relations(canonical):
        typer.echo(f"related to   {relation}")
    for captured in captures:
        where = captured.location
        digest = digest_hex(captured.digest)
        named = f"sha256 {digest}" if digest else captured.digest
        typer.echo(f"captured     {captured.date}  {named}  {where.file}:{where.offset} {where.record_id}")
    with open_record(captures[-1].location, settings.root) as record:
        typer.echo("")
        typer.echo(_printable(record.http_headers.statusline and f"HTTP/1.1 {record.http_headers.statusline}"))
        for name, value in record.http_headers.headers:
            typer.echo(_printable(f"{name}: {value}"))


@app.command("extract")
def extract(
    document: Document,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.", show_default="-")] = None,
    capture: Annotated[int, typer.Option(help="Which capture, from 1; 0 for the newest.")] = 0,
) -> None:
    """Write the bytes of a document as they were fetched, after checking their digest."""
    from ingest.sources.warc import WarcItem

    settings, visits = _open()
    captures = _find(visits, document)
    if not 0 <= capture <= len(captures):
        raise ConfigurationError(f"There are {len(captures)} captures of this document, no number {capture}.")
    chosen = captures[capture - 1]
    item = WarcItem(chosen.url, chosen.canonical, chosen.digest, chosen.location, settings.root)
    body = item.capture().body
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(body)
    else:
        output.write_bytes(body)


@app.command("export")
def export(
    wacz: Annotated[Path, typer.Option("--wacz", help="The WACZ file to write.")],
    title: Annotated[str, typer.Option(help="Title of the collection.")] = "Polyglot Ingest",
) -> None:
    """Pack all fetched WARC files, an index and a list of pages into one WACZ file for ReplayWeb.page."""
    from ingest.sources.wacz import write_wacz

    settings, visits = _open()
    count = write_wacz(wacz, visits, settings, title=title)
    typer.echo(f"{count} pages in {wacz}; open it at https://replayweb.page, which keeps it on your machine.")


def _open() -> tuple[Settings, Visits]:
    from ingest.settings import load_settings
    from ingest.sources.warc_index import open_visits, refresh

    settings = load_settings()
    visits = open_visits(settings)
    for fault in refresh(visits, settings, repair=False):
        typer.echo(fault, err=True)
    return settings, visits


def _find(visits: Visits, document: str) -> list[Captured]:
    """Return the captures of one document, oldest first. Raise IngestError when none or several match."""
    from ingest.digest import document_id

    matching: dict[str, list[Captured]] = {}
    for captured in visits.captures():
        if document in (captured.url, captured.canonical) or document_id(captured.canonical).startswith(document):
            matching.setdefault(captured.canonical, []).append(captured)
    if len(matching) != 1:
        raise IngestError(f"{len(matching)} documents match {document!r}; `ingest raw list` shows them all.")
    return next(iter(matching.values()))


def _as_json(captured: Captured) -> dict[str, object]:
    from ingest.digest import document_id

    return {
        "id": document_id(captured.canonical),
        "url": captured.url,
        "canonical_uri": captured.canonical,
        "date": captured.date,
        "payload_digest": captured.digest,
        "warc": captured.location.model_dump(),
    }


def _printable(text: str) -> str:
    """Keep control characters of a server's headers off the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _print_json(value: object) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
