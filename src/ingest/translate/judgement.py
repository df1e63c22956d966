"""Judges a rendered segment by the checks, and repairs it where another attempt is better by the same checks.

Attempts: without loops (no run of three tokens twice), with the lost names, dates and amounts protected, with another
beam, and in parts. An attempt replaces the segment only when it raises fewer doubts, so a repair can never add one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.records import Repair
from ingest.translate.attempts import ATTEMPTS, MEANING, RETRY_BEAM
from ingest.translate.candidates import Candidate, judged
from ingest.translate.engine import Decoding, Engine
from ingest.translate.pieces import halves
from ingest.translate.protection import Span
from ingest.translate.rendering import Job, Rendered, render_jobs, renderer
from ingest.translate.routes import Route

LOST = {"length_ratio", "repetition"}
CLAUSE_ENDS = ",;:.!?–—)”“"
LEAST_PART = 40
"""Characters of a text that is worth cutting in two."""


def translate_jobs(jobs: Iterable[Job], *, engine: Engine, route: Route, decoding: Decoding) -> dict[Job, Candidate]:
    """Render, judge and repair each distinct job."""
    jobs = list(dict.fromkeys(jobs))
    rendered = render_jobs(jobs, renderer(engine, route, decoding))
    done = {job: judged(job, candidate, route) for job, candidate in rendered}  # while the next are decoded
    best = {job: done[job] for job in jobs}
    for attempt in ATTEMPTS:
        again: dict[Job, Job] = {}
        for job, candidate in best.items():
            retry = attempt.job(candidate, route) if candidate.doubt and attempt.applies(candidate) else None
            if retry is not None:
                again[job] = retry
        if again:
            send = renderer(engine, route, attempt.decoding(decoding))
            _improve(best, again, render_jobs(list(again.values()), send, insist=False), route, repair=attempt.repair)
    _improve_in_parts(best, engine=engine, route=route, decoding=decoding)
    return best


def _improve(
    best: dict[Job, Candidate],
    again: Mapping[Job, Job],
    done: Iterable[tuple[Job, Rendered]],
    route: Route,
    *,
    repair: Repair,
) -> None:
    """Put what was done again into its place where it is better."""
    retried: dict[Job, list[Job]] = {}
    for job, retry in again.items():
        retried.setdefault(retry, []).append(job)
    for retry, rendered in done:
        for job in retried[retry]:
            other = judged(job, rendered, route, repair)
            if other.doubt < best[job].doubt:
                best[job] = other


def _improve_in_parts(best: dict[Job, Candidate], *, engine: Engine, route: Route, decoding: Decoding) -> None:
    """Try halves for what is still lost or looped. A word left untranslated stays: halves would only invent another.

    For lost words, a lost number or a turned meaning only clauses are parted: half a clause may say something else.
    """
    cut: dict[Job, tuple[Job, ...]] = {}
    for job, candidate in best.items():
        if len(job.text) < LEAST_PART:
            continue
        lost = bool(LOST & candidate.reasons) or not candidate.rendered.text
        halved = _halved(job) if lost or {"numbers", "weekday", "lost_words", *MEANING} & candidate.reasons else ()
        if halved and (lost or halved[0].text[-1] in CLAUSE_ENDS):
            cut[job] = halved
    if not cut:
        return
    parts = [part for halved in cut.values() for part in halved]
    shorter = replace(decoding, beam_size=min(RETRY_BEAM, decoding.beam_size))
    done = dict(render_jobs(parts, renderer(engine, route, shorter)))
    joined = ((job, _joined([done[part] for part in halved])) for job, halved in cut.items())
    _improve(best, {job: job for job in cut}, joined, route, repair="in_parts")


def _halved(job: Job) -> tuple[Job, ...]:
    first, _ = halves(job.text)
    at = len(first)
    if any(span.start < at < span.end for span in job.spans):
        at = next(span.end for span in job.spans if span.start < at < span.end)
    left = tuple(span for span in job.spans if span.end <= at)
    right = tuple(replace(span, start=span.start - at, end=span.end - at) for span in job.spans if span.start >= at)
    return tuple(part for part in (_stripped(job.text[:at], left), _stripped(job.text[at:], right)) if part.text)


def _stripped(text: str, spans: Sequence[Span]) -> Job:
    shift = len(text) - len(text.lstrip())
    return Job(text.strip(), tuple(replace(span, start=span.start - shift, end=span.end - shift) for span in spans))


def _joined(parts: Sequence[Rendered]) -> Rendered:
    text = " ".join(part.text for part in parts if part.text)
    return Rendered(text, tuple(rendering for part in parts for rendering in part.parts), split=True)
