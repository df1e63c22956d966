"""``ingest verify``: whether raw and processed are still what they were."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.cli.library import Processed


def verify(
    processed: Processed = None,
    sample: Annotated[int, typer.Option(min=0, help="How many records to make anew and compare.")] = 20,
    seed: Annotated[int | None, typer.Option(help="Choose the same sample again.", show_default="random")] = None,
    public_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Check the signature of every run log with this key, too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check that no file in raw/ or processed/ was changed since it was written.

    Exit code 0: all as it was. 1: some file is not; each is named. 2: wrong use.
    """
    from ingest.pipeline import open_pipeline
    from ingest.settings import load_settings
    from ingest.signing import load_public_key
    from ingest.verify import verify as verify_all

    settings = load_settings(processed=processed)
    key = load_public_key(public_key) if public_key else None
    with open_pipeline(settings) as pipeline:
        verdict = verify_all(pipeline, sample=sample, seed=seed, public_key=key)
    if as_json:
        sys.stdout.write(verdict.model_dump_json(indent=2) + "\n")
    else:
        for fault in verdict.faults:
            typer.echo(f"{fault.file}: {fault.message}")
        if verdict.unsealed:
            typer.echo(f"{verdict.unsealed} files are not sealed yet; the next run does it.")
        if verdict.other_versions:
            typer.echo(f"{verdict.other_versions} of the sample were made by other versions or settings: not compared.")
        typer.echo(verdict.sentence)
    raise typer.Exit(1 if verdict.faults else 0)


def key(
    secret: Annotated[Path, typer.Argument(metavar="FILE", help="The secret key; FILE.pub becomes the public one.")],
) -> None:
    """Make a pair of keys to sign run logs with, as minisign does; name the secret one as `signing_key`."""
    from ingest.signing import make_keys

    secret = secret.absolute()
    public = secret.with_name(secret.name + ".pub")
    make_keys(secret, public)
    typer.echo(f'Set signing_key = "{secret}" in ingest.toml; check with `ingest verify --public-key {public}`.')
