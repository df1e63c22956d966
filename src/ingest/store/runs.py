"""The run log: when, where and why a run happened, and what it did; each log names the digest of the one before.

Records hold no time of processing; this is where it stands. The chain of digests shows when a log was changed or
removed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from pydantic import AwareDatetime, JsonValue

from ingest.digest import sha256
from ingest.outcomes import Outcome, Summary
from ingest.records import Frozen
from ingest.store.atomic import write_atomically
from ingest.store.records import serialise


class PreviousRun(Frozen):
    """The log before this one, and the SHA-256 of its file."""

    run_id: str
    sha256: str


class RunLog(Frozen):
    """One run. ``run_id`` is its number and its start in UTC."""

    run_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    host: str
    version: str
    sources: tuple[str, ...]
    settings: dict[str, JsonValue]
    reason: str | None
    counts: dict[str, int]
    outcomes: tuple[Outcome, ...]
    previous: PreviousRun | None


class RunStore:
    """The run logs of one ``processed/`` folder."""

    def __init__(self, processed: Path) -> None:
        self.folder = processed / "runs"
        self._scratch = processed / ".scratch"

    def write(
        self,
        summary: Summary,
        *,
        started_at: datetime,
        finished_at: datetime,
        host: str,
        version: str,
        sources: tuple[str, ...],
        settings: dict[str, JsonValue],
        reason: str | None,
    ) -> RunLog:
        """Write the log of a run behind the last one and return it. Times are aware."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with FileLock(self._scratch / "runs.lock"):
            last = max(self.folder.glob("*.json"), default=None)
            number = int(last.stem.partition("-")[0]) + 1 if last else 1
            log = RunLog(
                run_id=f"{number:06d}-{started_at:%Y%m%dT%H%M%SZ}",
                started_at=started_at,
                finished_at=finished_at,
                host=host,
                version=version,
                sources=sources,
                settings=settings,
                reason=reason,
                counts={str(what): count for what, count in sorted(summary.counts.items())},
                outcomes=summary.outcomes,
                previous=PreviousRun(run_id=last.stem, sha256=sha256(last.read_bytes())) if last else None,
            )
            write_atomically(self.folder / f"{log.run_id}.json", serialise(log), scratch=self._scratch)
        return log

    def logs(self) -> Iterator[RunLog]:
        """Yield all logs, oldest first."""
        for path in sorted(self.folder.glob("*.json")):
            yield RunLog.model_validate_json(path.read_bytes())

    def broken_links(self) -> Iterator[str]:
        """Yield a sentence for each log that does not follow from the one before it."""
        before: Path | None = None
        for path in sorted(self.folder.glob("*.json")):
            log = RunLog.model_validate_json(path.read_bytes())
            expected = PreviousRun(run_id=before.stem, sha256=sha256(before.read_bytes())) if before else None
            if log.previous != expected:
                yield f"{path.name} does not follow from {before.name if before else 'the start'}"
            before = path
