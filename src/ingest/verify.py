"""Whether what stands in ``raw/`` and ``processed/`` is still what the pipeline made of it, file by file.

Four checks, each complete but the last: the chain of the run logs; every record, revision and rejection against the
digest that a run log names; the raw bytes behind every record; and a sample of records made anew and compared byte for
byte.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from pydantic import Field

from ingest.errors import ConfigurationError, DocumentError
from ingest.pipeline import Pipeline
from ingest.records import Frozen, Record, Rejection
from ingest.signing import PublicKey
from ingest.sources.known import Known
from ingest.store.records import serialise
from ingest.store.runs import RunStore

Check = Literal["chain", "signature", "files", "raw", "rebuild"]


class Fault(Frozen):
    """One file that is not what it should be."""

    check: Check
    file: str
    message: str


class Verdict(Frozen):
    """What was looked at and what was found."""

    logs: int = 0
    files: int = 0
    raw: int = 0
    rebuilt: int = 0
    other_versions: int = Field(default=0, description="Of the sample, records that other versions or settings made.")
    unsealed: int = Field(default=0, description="Files that the next run log will name: a run died before its end.")
    faults: tuple[Fault, ...] = ()

    @property
    def sentence(self) -> str:
        """One sentence for people."""
        looked = f"{self.logs} run logs, {self.files} files, {self.raw} raw documents, {self.rebuilt} records made anew"
        return f"{looked}: " + (f"{len(self.faults)} faults" if self.faults else "all as they were written")


def verify(pipeline: Pipeline, *, sample: int, seed: int | None = None, public_key: PublicKey | None = None) -> Verdict:
    """Check everything; ``sample`` records are made anew, chosen by ``seed`` (default: other ones each time).

    With a ``public_key`` every run log must carry a signature that holds.
    """
    runs = RunStore(pipeline.store.folder, pipeline.ledger.locks)
    broken = [_broken(line) for line in runs.broken_links()]
    if public_key:
        broken += _unsigned(runs, public_key)
    try:
        logs = sum(1 for _ in runs.logs())
        sealed = runs.sealed()
    except ConfigurationError:  # named by `broken_links` already; the files cannot be compared with such logs
        return Verdict(faults=tuple(broken))
    unsealed = pipeline.ledger.unsealed()
    names = list(pipeline.store.names())
    whole = runs.is_whole()  # where a log is missing, the files that it named cannot be told from strange ones
    rejected = {entry.id for entry in pipeline.ledger.find(outcome="rejected")}
    faults = [*broken, *(_files(pipeline, names, {**sealed, **unsealed}, rejected) if whole else ())]
    known = [name.rpartition("/")[2].removesuffix(".json") for name in names if name.startswith("records/")]
    raw = list(_raw(pipeline, known, rejected))
    rebuilt, others, differing = _rebuild(pipeline, known, rejected, random.Random(seed), sample)  # noqa: S311 - a sample, not a secret
    return Verdict(
        logs=logs,
        files=len(names) if whole else 0,
        raw=len(known),
        rebuilt=rebuilt,
        other_versions=others,
        unsealed=len(unsealed),
        faults=(*faults, *raw, *differing),
    )


def _broken(line: str) -> Fault:
    file, _, message = line.partition(" ")
    return Fault(check="chain", file=file, message=message[:1].upper() + message[1:] + ".")


def _unsigned(runs: RunStore, key: PublicKey) -> Iterator[Fault]:
    for name, log, signature in runs.signed():
        fault = key.fault(log, signature) if signature else "Carries no signature."
        if fault:
            yield Fault(check="signature", file=f"runs/{name}", message=fault)


def _files(
    pipeline: Pipeline, names: Sequence[str], expected: Mapping[str, str], rejected: Collection[str]
) -> Iterator[Fault]:
    present = set(names)
    for name in names:
        if name not in expected:
            yield Fault(check="files", file=name, message="No run wrote this file; it was put there by hand.")
        elif pipeline.store.digest(name) != expected[name]:
            yield Fault(check="files", file=name, message="Is not what the last run wrote; it was changed afterwards.")
    for name in sorted(expected.keys() - present):
        record = name.rpartition("/")[2].removesuffix(".json")
        became_well = record not in rejected and f"records/{record[:2]}/{record}.json" in present
        if name.startswith("rejected/") and became_well:
            continue  # the document became well, and its rejection went
        yield Fault(check="files", file=name, message="Is missing; it was removed by hand.")


def _raw(pipeline: Pipeline, ids: Sequence[str], rejected: Collection[str]) -> Iterator[Fault]:
    known = Known(pipeline.settings)
    for record, rejection in _kept(pipeline, ids, rejected):
        raw = rejection.raw if rejection and rejection.raw else record.raw
        where = raw.warc.file if raw.warc else raw.path
        try:
            capture = known.item(record.source, raw).capture()
        except DocumentError as error:
            yield Fault(check="raw", file=where, message=f"Is the evidence of {record.id}. {error.message}")
        else:
            if capture.raw.sha256 != raw.sha256:
                message = (
                    f"Is not what record {record.id} was made from; if it was changed on purpose, ingest it again."
                )
                yield Fault(check="raw", file=where, message=message)


def _rebuild(
    pipeline: Pipeline, ids: Sequence[str], rejected: Collection[str], choice: random.Random, sample: int
) -> tuple[int, int, list[Fault]]:
    """Return how many records were made anew, how many cannot be compared, and what differs."""
    chosen = choice.sample(list(ids), min(sample, len(ids)))
    rebuilt = others = 0
    faults: list[Fault] = []
    known = Known(pipeline.settings)
    for record, rejection in _kept(pipeline, sorted(chosen), rejected):
        if rejection:
            continue  # the raw bytes are newer ones, of which no record could be made
        try:
            again = pipeline.rebuild(known.item(record.source, record.raw), record.revision)
        except DocumentError:
            continue  # the raw check names the file
        if again is not None and again.raw.sha256 != record.raw.sha256:
            continue
        if again is not None and _made_by(again) != _made_by(record):
            others += 1
            continue
        rebuilt += 1
        if again is None or serialise(again) != serialise(record):
            name = pipeline.store.name(pipeline.store.path(record.id))
            fields = "nothing" if again is None else ", ".join(_differing(record, again))
            message = f"Made anew from raw it differs in: {fields}."
            faults.append(Fault(check="rebuild", file=name, message=message))
    return rebuilt, others, faults


def _kept(
    pipeline: Pipeline, ids: Sequence[str], rejected: Collection[str]
) -> Iterator[tuple[Record, Rejection | None]]:
    """Yield each record, and the rejection where the newest bytes gave one."""
    for document_id in ids:
        try:
            record, rejection = pipeline.store.read(document_id), pipeline.store.read_rejection(document_id)
        except ConfigurationError:  # one of them is not valid any more; the check of the files names it
            continue
        is_gone = rejection is None and document_id in rejected  # removed by hand, and named by that check, too
        if record and not is_gone:
            yield record, rejection


def _made_by(record: Record) -> object:
    steps = [(step.tool, step.version, step.parameters) for step in record.provenance.steps]
    return record.provenance.pipeline, record.provenance.config_sha256, steps


def _differing(one: Record, other: Record) -> list[str]:
    return [name for name in Record.model_fields if getattr(one, name) != getattr(other, name)]
