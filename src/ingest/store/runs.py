"""The run log: when, where and why a run happened, what it did, and the digest of every file that it wrote.

Records hold no time of processing; this is where it stands. Each log names the digest of the log before it, and
``runs/head.json`` names the last one, so that a log or a record that was changed or removed afterwards is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pydantic import AwareDatetime, Field, JsonValue, ValidationError

from ingest.digest import sha256
from ingest.errors import ConfigurationError
from ingest.outcomes import Outcome, Tally
from ingest.records import Frozen
from ingest.store.atomic import Folder, files_in, keep
from ingest.store.locks import Locks, locks_beside
from ingest.store.records import serialise

HEAD = "head.json"
SIGNATURE_SUFFIX = ".minisig"


class PreviousRun(Frozen):
    """A log, and the SHA-256 of its file."""

    run_id: str
    sha256: str


class Coverage(Frozen):
    """When a source and language last gave something new; carried from each run log into the next."""

    source: str
    language: str
    last_new_at: AwareDatetime
    days: int = Field(ge=1, description="On how many different days it gave something new.")


class RunReport(Frozen):
    """What a run says about itself. Times are aware."""

    started_at: AwareDatetime
    finished_at: AwareDatetime
    host: str
    version: str
    sources: tuple[str, ...]
    settings: dict[str, JsonValue]
    reason: str | None
    counts: dict[str, int]
    tallies: tuple[Tally, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class RunLog(RunReport):
    """One run. ``run_id`` is its number and its start in UTC."""

    run_id: str
    coverage: tuple[Coverage, ...] = ()
    files: dict[str, str] = Field(
        default_factory=dict, description="Files written since the last log: SHA-256 by name."
    )
    previous: PreviousRun | None


class RunStore:
    """The run logs of one ``processed/`` folder."""

    def __init__(self, processed: Folder, locks: Locks | None = None) -> None:
        self.folder = processed / "runs"
        self._scratch = processed / ".scratch"
        self._locks = locks or locks_beside(processed)

    def write(
        self,
        report: RunReport,
        *,
        unsealed: Callable[[], Mapping[str, str]] = dict,
        sign: Callable[[bytes], bytes] | None = None,
        cover: Callable[[tuple[Coverage, ...]], tuple[Coverage, ...]] = lambda before: before,
    ) -> RunLog:
        """Write the log of a run behind the last one and return it.

        ``unsealed`` says which files no log names yet, ``cover`` brings the last log's coverage up to date; both are
        asked while no other run can write a log. ``sign`` makes the file ``RUN.json.minisig`` beside the log.
        """
        with self._locks.hold("runs"):
            last = self.last()
            number = _number(last.run_id) + 1 if last else 1
            log = RunLog(
                **dict(report),
                run_id=f"{number:06d}-{report.started_at:%Y%m%dT%H%M%SZ}",
                coverage=cover(last.coverage if last else ()),
                files=dict(unsealed()),
                previous=self._link(last.run_id) if last else None,
            )
            if sign:
                self._write(f"{log.run_id}.json{SIGNATURE_SUFFIX}", sign(serialise(log)))
            self._write(f"{log.run_id}.json", serialise(log))
            self._write(HEAD, serialise(self._link(log.run_id)))
        return log

    def last(self) -> RunLog | None:
        """Return the newest log."""
        paths = self._paths()
        return _load(paths[-1]) if paths else None

    def logs(self) -> Iterator[RunLog]:
        """Yield all logs, oldest first."""
        for path in self._paths():
            yield _load(path)

    def sealed(self) -> dict[str, str]:
        """Return the newest digest of every file that a log names, by name."""
        files: dict[str, str] = {}
        for log in self.logs():
            files.update(log.files)
        return files

    def signed(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield name, content and signature (empty when there is none) of each log, oldest first."""
        for path in self._paths():
            try:
                signature = (self.folder / f"{path.name}{SIGNATURE_SUFFIX}").read_bytes()
            except FileNotFoundError:
                signature = b""
            yield path.name, path.read_bytes(), signature

    def broken_links(self) -> Iterator[str]:
        """Yield a sentence for each log that is not what its follower, or the head, says of it."""
        before: PreviousRun | None = None
        for path in self._paths():
            link = PreviousRun(run_id=path.stem, sha256=sha256(path.read_bytes()))
            try:
                said = _load(path).previous
            except ConfigurationError as error:
                yield str(error)
            else:
                yield from _compare(f"runs/{path.name}", said, before)
            before = link
        yield from self._end(before)

    def is_whole(self) -> bool:
        """Return whether no log is missing, as far as the numbers and the head tell."""
        numbers = [_number(path.stem) for path in self._paths()]
        head = self._head()
        return numbers == [*range(1, len(numbers) + 1)] and (not head or _number(head.run_id) <= len(numbers))

    def _end(self, last: PreviousRun | None) -> Iterator[str]:
        head = self._head()
        if last is None or head == last:
            return
        if head is None:
            yield f"runs/{HEAD} is missing"
        elif _number(head.run_id) == _number(last.run_id):
            yield f"runs/{last.run_id}.json was changed after it was written"
        elif _number(head.run_id) > _number(last.run_id):
            yield f"runs/{head.run_id}.json is missing"
        elif self._link(head.run_id) != head or _number(head.run_id) + 1 != _number(last.run_id):
            yield f"runs/{HEAD} is older than the last log"

    def _head(self) -> PreviousRun | None:
        try:
            return PreviousRun.model_validate_json((self.folder / HEAD).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _link(self, run_id: str) -> PreviousRun:
        return PreviousRun(run_id=run_id, sha256=sha256((self.folder / f"{run_id}.json").read_bytes()))

    def _paths(self) -> list[Folder]:
        paths = (path for path in files_in(self.folder, "*.json") if path.name != HEAD)
        return sorted(paths, key=lambda path: _number(path.stem))

    def _write(self, name: str, data: bytes) -> None:
        keep(self.folder / name, data, scratch=self._scratch)


def _compare(name: str, said: PreviousRun | None, before: PreviousRun | None) -> Iterator[str]:
    if said == before:
        return
    if before is None:
        yield f"runs/{said.run_id if said else ''}.json is missing"
    elif said is None or said.run_id == before.run_id:
        yield f"runs/{before.run_id}.json was changed after it was written"
    else:
        yield f"{name} follows {said.run_id}, not {before.run_id}: a log between them is missing"


def _number(run_id: str) -> int:
    number = run_id.partition("-")[0]
    return int(number) if number.isdigit() else 0


def _load(path: Folder) -> RunLog:
    try:
        return RunLog.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ConfigurationError(f"runs/{path.name} is not a valid run log; it was changed by hand.") from error
