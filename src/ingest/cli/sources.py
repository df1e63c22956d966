"""``ingest sources check`` and ``ingest discover``: what the web offers, before anything of it is fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ingest.sources.discovery import Discovered, Job, Problem

app = typer.Typer(name="sources", help="The list of web sources, sources.toml.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def _sources() -> None:
    pass


@app.command("check")
def check(
    file: Annotated[Path | None, typer.Argument(help="The list of sources.", show_default="sources.toml")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only sources with this tag.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Only check the file, ask no one.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check the list, try each source, and say what a run would fetch.

    Exit code 0: all sources can be read. 1: some cannot. 2: the list is wrong.
    """
    from ingest.settings import load_settings
    from ingest.sources.catalog import FILE, load_catalog

    settings = load_settings()
    sources = load_catalog(file or settings.root / FILE).tagged(tuple(tag or ()))
    if offline:
        typer.echo(f"{len(sources)} sources, all valid.")
        return
    from ingest.sources.web import discover as look

    found, due = look(sources, settings)
    if as_json:
        _print_json([_as_json(one, due) for one in found])
    else:
        _print_sources(found, due)
    raise typer.Exit(1 if any(_unreadable(one) for one in found) else 0)


def discover(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A URL, or the name of a source in sources.toml.")],
    as_json: AsJson = False,
) -> None:
    """List the pages that a source offers now, and how each was found. Fetches feeds and sitemaps, no page.

    Exit code 0: the source can be read. 1: it cannot. 2: there is no such source.
    """
    from ingest.settings import load_settings
    from ingest.sources.catalog import FILE, sources_of
    from ingest.sources.web import discover as look

    settings = load_settings()
    found, due = look(sources_of(source, default=settings.root / FILE), settings)
    if as_json:
        _print_json([_as_json(one, due) for one in found])
    else:
        for one in found:
            _print_jobs(one, due)
    raise typer.Exit(1 if any(_unreadable(one) for one in found) else 0)


def _unreadable(one: Discovered) -> bool:
    return not one.jobs and one.page is None


def _print_sources(found: list[Discovered], due: frozenset[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("source", "offers", "to fetch", "newest", "latest title", box=None, pad_edge=False)
    for one in found:
        jobs = list(one.jobs.values())
        newest = max(jobs, key=lambda job: job.moment or 0.0, default=None)
        offers = "one page" if one.page else str(len(jobs))
        to_fetch = str(sum(job.url in due for job in jobs) + (one.page is not None))
        table.add_row(
            one.source.name, offers, to_fetch, _day(newest), _short((newest and (newest.title or newest.url)) or "")
        )
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)
    _print_problems([problem for one in found for problem in one.problems])


def _print_jobs(one: Discovered, due: frozenset[str]) -> None:
    if one.page is not None:
        typer.echo(f"{one.source.url} is a page itself; `ingest run` takes it as it is.")
    for job in one.jobs.values():
        mark = "fetch" if job.url in due else "known"
        ways = "+".join(dict.fromkeys(way.kind for way in job.found))
        typer.echo(f"{mark}  {_day(job):10}  {ways:18}  {job.url}  {_short(job.title or '')}".rstrip())
    _print_problems(one.problems)


def _print_problems(problems: list[Problem]) -> None:
    for problem in problems:
        typer.echo(f"{problem.source}: {problem.code}. {problem.message}", err=True)


def _as_json(one: Discovered, due: frozenset[str]) -> dict[str, object]:
    return {
        "source": one.source.name,
        "url": one.source.url,
        "is_page": one.page is not None,
        "items": [
            {
                "url": job.url,
                "canonical_uri": job.key,
                "title": job.title,
                "date": _day(job) or None,
                "found": [{"kind": way.kind, "via": way.via} for way in job.found],
                "relations": job.relations,
                "due": job.url in due,
            }
            for job in one.jobs.values()
        ],
        "problems": [{"url": p.url, "code": p.code, "message": p.message} for p in one.problems],
    }


def _day(job: Job | None) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(job.moment, UTC).date().isoformat() if job and job.moment else ""


def _short(text: str, length: int = 70) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _print_json(value: object) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
