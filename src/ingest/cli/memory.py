"""``ingest memory``: what was translated before, and what people corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Export translations for correction, import corrections, count and clear.", no_args_is_help=True)

Tmx = Annotated[Path, typer.Argument(metavar="FILE.tmx", help="A translation memory in TMX 1.4.")]


@app.command()
def export(
    file: Tmx,
    source: Annotated[str | None, typer.Option("--from", help="Only this source language (BCP-47).")] = None,
) -> None:
    """Write all remembered and corrected segments as TMX, for a translator to correct."""
    from ingest.settings import load_settings
    from ingest.translate.corrections import export_units
    from ingest.translate.tmx import write_tmx
    from ingest.versions import version_of

    written = write_tmx(file, export_units(load_settings(), source), version=version_of())
    typer.echo(f"Wrote {written} segments to {file}")


@app.command("import")
def import_(file: Tmx) -> None:
    """Read corrections from TMX; they win over the machine and are kept in corrections.tmx.

    Segments that were exported and not changed are skipped.
    """
    from ingest.settings import load_settings
    from ingest.translate.corrections import CORRECTIONS_FILE, import_corrections
    from ingest.translate.tmx import read_tmx
    from ingest.versions import version_of

    kept = load_settings().root / CORRECTIONS_FILE
    changed, skipped = import_corrections(kept, read_tmx(file), version=version_of())
    typer.echo(f"Took {changed} corrections into {kept}; skipped {skipped} segments that nobody changed.")
    if changed:
        typer.echo("The next `ingest run` puts them into the records.")


@app.command()
def stats(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Count the segments that are remembered and those that people corrected."""
    from ingest.settings import load_settings
    from ingest.translate.corrections import CORRECTIONS_FILE, read_corrections
    from ingest.translate.memory import MEMORY_FILE, Memory

    settings = load_settings()
    path = settings.path(settings.state) / MEMORY_FILE
    counted = {
        "remembered": Memory(path).count() if path.is_file() else 0,
        "corrected": len(read_corrections(settings.root / CORRECTIONS_FILE).targets),
        "bytes": path.stat().st_size if path.is_file() else 0,
    }
    if as_json:
        import orjson

        typer.echo(orjson.dumps(counted).decode())
        return
    typer.echo(f"remembered  {counted['remembered']:,} segments, {counted['bytes']:,} bytes, {path}")
    typer.echo(f"corrected   {counted['corrected']:,} segments, {settings.root / CORRECTIONS_FILE}")


@app.command()
def clear() -> None:
    """Forget what was remembered. Nothing is lost but time; corrections stay."""
    from ingest.settings import load_settings
    from ingest.translate.memory import MEMORY_FILE, Memory

    settings = load_settings()
    memory = Memory(settings.path(settings.state) / MEMORY_FILE)
    count = memory.count()
    memory.clear()
    typer.echo(f"Forgot {count:,} segments; corrections stay.")
