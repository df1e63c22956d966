"""``ingest models``: the language packages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

app = typer.Typer(help="List, install, check and remove language packages.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_packages(as_json: AsJson = False) -> None:
    """List the packages on this machine, the preferred one of each pair first."""
    from ingest.settings import load_settings
    from ingest.translate.locations import find_packages

    refused: list[str] = []
    packages = find_packages(load_settings(), refused=refused)
    for sentence in refused:
        typer.echo(sentence, err=True)
    if as_json:
        _print_json(
            [
                {**package.use.model_dump(by_alias=True), "origin": package.origin, "path": str(package.path)}
                for package in packages
            ]
        )
        return
    if not packages:
        typer.echo("No packages. Install one with `ingest models install de-en` or `ingest models install FILE`.")
        return
    table = _table("from", "to", "version", "where", "sha256", "path")
    for package in packages:
        use = package.use
        table.add_row(use.from_, use.to, use.version, package.origin, use.sha256[:16], str(package.path))
    _print_table(table)


@app.command()
def install(
    what: Annotated[str, typer.Argument(metavar="FILE_OR_PAIR", help="A .argosmodel file, or a pair such as de-en.")],
    sha256: Annotated[str | None, typer.Option(help="The digest that the package must have.")] = None,
) -> None:
    """Install a package into the project and lock its digest.

    A pair is fetched from Argos's index; this is the only command that fetches packages.
    """
    from ingest.settings import load_settings
    from ingest.translate.packages import install as install_package

    package = install_package(load_settings(), what, sha256=sha256)
    typer.echo(f"Installed {package.use.from_} → {package.use.to}, version {package.use.version}: {package.path}")
    typer.echo(f"sha256 {package.use.sha256}" + (" (as expected)" if sha256 else " (now locked)"))


@app.command()
def check(as_json: AsJson = False) -> None:
    """Read every package of the project again and compare it with models.lock; exit code 2 when one is not sound."""
    from dataclasses import asdict

    from ingest.settings import load_settings
    from ingest.translate.packages import verify

    findings = verify(load_settings())
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            state = finding.fault or ("sound" if finding.locked else "sound, but not in models.lock")
            typer.echo(f"{finding.name}: {state}")
        if not findings:
            typer.echo("The project has no packages of its own.")
    if any(finding.fault for finding in findings):
        raise typer.Exit(2)


@app.command()
def remove(pair: Annotated[str, typer.Argument(help="A pair such as de-en.")]) -> None:
    """Remove the project's packages of a pair."""
    from ingest.settings import load_settings
    from ingest.translate.packages import remove as remove_packages

    for path in remove_packages(load_settings(), pair):
        typer.echo(f"Removed {path}")


def _table(*columns: str) -> Table:
    from rich.table import Table

    return Table(*columns, box=None, pad_edge=False)


def _print_table(table: Table) -> None:
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _print_json(value: object) -> None:
    import orjson

    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
