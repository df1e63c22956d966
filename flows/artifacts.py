"""What a person sees of a run in Prefect: progress that moves, tables by source and language, links to the records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import add
from time import monotonic
from uuid import UUID

from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact

from ingest.cli.report import describe
from ingest.coverage import Silence
from ingest.outcomes import Outcome, Summary, Tally
from ingest.settings import Settings
from ingest.store.runs import Coverage, RunLog

_LISTED = 200
_INTERVAL = 1.0
Cell = str | int | float
_MARKUP = re.compile(
    r"""[\\`*\[\]<>|]            # links, images, HTML, code, emphasis
    | &(?=\#?\w+;)              # entities
    | ~(?=~)
    | (?<=\w):(?=//) | (?<=www)\. | @   # addresses, which Prefect's page would make links of
    | (?<![^\W_])_ | _(?![^\W_])  # not inside a word: there it means nothing
    | ^[#+=-]
    | (?<=^\d)[.)] | (?<=^\d\d)[.)]   # a day or a number, not a list""",
    re.VERBOSE,
)


class Markdown(str):
    """Text that is Markdown on purpose."""

    __slots__ = ()


def plain(text: str) -> str:
    """Return text so that Markdown shows it as it is.

    Prefect renders every cell. What a document says must not become a link there, or an image that is fetched.
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


class Progress:
    """A progress artifact over a number of documents. It moves once a second at most: each move costs a request."""

    def __init__(self, key: str, total: int) -> None:
        created = create_progress_artifact(0, key=key, description=f"{total} documents found")
        if not isinstance(created, UUID):
            raise TypeError("inside a synchronous flow Prefect answers at once")
        self._artifact = created
        self._total = total
        self._moved = monotonic()

    def reach(self, documents: int) -> None:
        """Show that this many documents are done, unless it was moved just now and there are more to come."""
        is_end = documents >= self._total
        if not is_end and monotonic() - self._moved < _INTERVAL:
            return
        self._moved = monotonic()
        percent = 100.0 if is_end else round(100 * documents / self._total, 1)
        update_progress_artifact(self._artifact, percent, description=f"{documents} of {self._total} documents")


def table(key: str, rows: Sequence[Mapping[str, Cell]], description: str) -> None:
    """Create a table artifact; long ones are cut, and say so. Only what is `Markdown` is shown as such."""
    more = f" (the first {_LISTED} of {len(rows)})" if len(rows) > _LISTED else ""
    shown = [{name: _cell(value) for name, value in row.items()} for row in rows[:_LISTED]]
    create_table_artifact(shown, key=key, description=plain(description) + more)


def _cell(value: Cell) -> Cell:
    if isinstance(value, Markdown):
        return str(value)
    return plain(value) if isinstance(value, str) else value


def link(settings: Settings, document_id: str, *, rejected: bool = False) -> str:
    """Return a link to a record or a rejection, in Markdown; its path where the records are not served."""
    name = f"rejected/{document_id}.json" if rejected else f"records/{document_id[:2]}/{document_id}.json"
    if settings.records_url:
        return Markdown(f"[{document_id[:12]}]({settings.records_url.rstrip('/')}/{name})")
    return f"{settings.processed}/{name}"


def sentence(summary: Summary, problems: Sequence[str] = ()) -> str:
    """Say what happened, in one line, and the first of the problems that stand beside the documents."""
    counts = ", ".join(f"{count} {what}" for what, count in sorted(summary.counts.items())) or "nothing found"
    attention = len(summary.attention)
    more = f" (and {len(problems) - 1} more problems)" if len(problems) > 1 else ""
    said = (
        f"{summary.total} documents: {counts}",
        f"{attention} need attention" if attention else "",
        f"{problems[0]}{more}" if problems else "",
    )
    return "; ".join(part for part in said if part)


def report(settings: Settings, summary: Summary, log: RunLog, silent: Sequence[Silence]) -> None:
    """Create the tables of a run: the summary, what is new, what needs attention, what has gone silent."""
    seconds = (log.finished_at - log.started_at).total_seconds()
    words = sum(tally.words for tally in summary.tallies)
    speed = f"; {words} words translated in {seconds:.0f} s" if words else ""
    table("ingest-summary", _summary_rows(summary, log.coverage), f"{log.run_id}: {sentence(summary)}{speed}")
    done = [outcome for outcome in summary.outcomes if outcome.what in ("new", "changed", "redone")]
    if done:
        table("ingest-records", [_row(settings, outcome) for outcome in done], "Records written in this run")
    if summary.attention:
        rows = [_row(settings, outcome) for outcome in summary.attention]
        table("ingest-attention", rows, "Documents that a person should look at")
    if silent:
        table("ingest-silent", [_silent_row(each) for each in silent], "Sources and languages that gave nothing new")


def _summary_rows(summary: Summary, coverage: Sequence[Coverage]) -> list[dict[str, Cell]]:
    """Return a row for each source and language, and before them their sum, where there are several."""
    last = {(each.source, each.language): each.last_new_at for each in coverage}
    rows = []
    if len(summary.tallies) > 1:
        newest = max(last.values(), default=None)
        rows.append({**_summary_row(reduce(add, summary.tallies), newest), "source": "all", "language": "all"})
    rows += [_summary_row(tally, last.get((tally.source, tally.language))) for tally in summary.tallies]
    return rows


def _summary_row(tally: Tally, newest: datetime | None) -> dict[str, Cell]:
    return {
        "source": tally.source,
        "language": tally.language or "–",
        "found": tally.found,
        "new": tally.counts.get("new", 0),
        "changed": tally.counts.get("changed", 0),
        "redone": tally.counts.get("redone", 0),
        "unchanged": tally.counts.get("unchanged", 0),
        "rejected": ", ".join(f"{code} {count}" for code, count in sorted(tally.rejected.items())),
        "failed": tally.counts.get("failed", 0),
        "translated": tally.translated,
        "flagged sentences": f"{tally.flagged} of {tally.segments}" if tally.segments else "",
        "words/s": round(tally.words / tally.seconds, 1) if tally.words and tally.seconds else "",
        "last new item": f"{newest:%Y-%m-%d %H:%M}Z" if newest else "",
    }


def _row(settings: Settings, outcome: Outcome) -> dict[str, Cell]:
    rejected = outcome.what == "rejected"
    return {
        "document": outcome.uri,
        "id": outcome.id,
        "file": "" if outcome.what == "failed" else link(settings, outcome.id, rejected=rejected),
        "outcome": outcome.what,
        "language": outcome.language,
        "translation": outcome.translation or "",
        "flagged": f"{outcome.flagged} of {outcome.segments}" if outcome.segments else "",
        "note": describe(outcome) if outcome.needs_attention else "",
    }


def _silent_row(silence: Silence) -> dict[str, Cell]:
    return {
        "kind": silence.kind,
        "name": silence.name,
        "days": silence.days,
        "since": f"{silence.last_new_at:%Y-%m-%d}",
    }
