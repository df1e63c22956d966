"""The command ``ingest``. Exit codes: 0 all done; 1 some documents need attention; 2 wrong use or configuration."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ingest.cli import library, memory, models, raw, reingest, run, sources, verify
from ingest.errors import ConfigurationError, IngestError

app = typer.Typer(
    name="ingest",
    help="Turn documents in any language into clean, English, citable records. Offline.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("reingest")(reingest.reingest)
app.command("list")(library.list_documents)
app.command("show")(library.show)
app.command("status")(library.status)
app.command("schema")(library.schema)
app.command("reindex")(library.reindex)
app.command("verify")(verify.verify)
app.command("key")(verify.key)
app.command("discover")(sources.discover)
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")
app.add_typer(sources.app, name="sources")
app.add_typer(raw.app, name="raw")


def _version(wanted: bool) -> None:
    if wanted:
        from ingest.versions import version_of

        typer.echo(f"ingest {version_of()}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        app()
    except ConfigurationError as error:
        typer.echo(f"ingest: {error}", err=True)
        sys.exit(2)
    except IngestError as error:
        typer.echo(f"ingest: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("ingest: stopped; run it again to go on where it was.", err=True)
        sys.exit(130)
