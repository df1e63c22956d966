"""Judges a rendered segment by the checks, and repairs it where another attempt is better by the same checks.

Attempts: without loops (no run of three tokens twice), with the lost names, dates and amounts protected, with another
beam, and in parts. An attempt replaces the segment only when it raises fewer doubts, so a repair can never add one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.records import Detail, Flag, Repair, WarningFlag
from ingest.translate.checks import Check, Pair, findings
from ingest.translate.checks.names import lost_names
from ingest.translate.engine import Decoding, Engine
from ingest.translate.pieces import halves
from ingest.translate.protection import Span, add_span
from ingest.translate.rendering import Job, Rendered, render_jobs, renderer
from ingest.translate.routes import Route

LOOP_NGRAM = 3
MEANING = ("negation", "polarity")
LOST = {"length_ratio", "repetition"}
CLAUSE_ENDS = ",;:.!?–—)”“"
RETRY_BEAM = 2
"""An attempt is judged by the checks, so it need not search as long; at full beam, attempts cost a quarter of a run."""
_MONTHS = {
    "Januar": "January",
    "Februar": "February",
    "März": "March",
    "April": "April",
    "Mai": "May",
    "Juni": "June",
    "Juli": "July",
    "August": "August",
    "September": "September",
    "Oktober": "October",
    "November": "November",
    "Dezember": "December",
}
_DATE = re.compile(rf"\b(\d{{1,2}})\. ({'|'.join(_MONTHS)})(?: (\d{{4}}))?\b")
MOST_PROTECTED = 12
"""Placeholders in one text; with more of them the model surely loses one, and the attempt is in vain."""
LEAST_PART = 40
"""Characters of a text that is worth cutting in two."""
_AMOUNT = re.compile(r"(?<![\w.,:/$€£¥-])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d{4,})(?![\w.,:/-]*\w)(?!\s?[$€£¥])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment's core, rendered, and what the checks think of it."""

    job: Job
    rendered: Rendered
    findings: tuple[Check, ...]
    repair: Repair | None = None

    @property
    def warnings(self) -> tuple[WarningFlag, ...]:
        """The flags that warn a reader, each once."""
        return tuple(dict.fromkeys(check.flag for check in self.findings))

    @property
    def details(self) -> tuple[Detail, ...]:
        """What is doubtful where a flag has several reasons."""
        return tuple(check.detail for check in self.findings if check.detail)

    @property
    def reasons(self) -> set[str]:
        """Each doubt by its detail, or else by its flag."""
        return {check.detail or check.flag for check in self.findings}

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags of the segment: what warns a reader, then how the target came about."""
        hops = [hop for part in self.rendered.parts for hop in part.hops]
        flags: list[Flag] = []
        if self.rendered.split or any(hop.split for hop in hops):
            flags.append("split")
        if not all(hop.finished for hop in hops):
            flags.append("decoding_limit")
        flags += self.warnings
        if self.how:
            flags.append("repaired")
        if any(span.kind == "term" for span in self.job.spans):
            flags.append("glossary")
        return tuple(flags)

    @property
    def how(self) -> Repair | None:
        """How the segment was repaired; output at the decoding limit is redone in parts before anything is judged."""
        redone = any(hop.redone for part in self.rendered.parts for hop in part.hops)
        return self.repair or ("in_parts" if redone else None)

    @property
    def doubt(self) -> int:
        """How many doubts count against this candidate; a lost text counts most."""
        unfinished = sum(not hop.finished for part in self.rendered.parts for hop in part.hops)
        return len(self.findings) + unfinished + (0 if self.rendered.text else 100)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to do better: for which candidates, with which job, and how to decode."""

    repair: Repair
    applies: Callable[[Candidate], bool]
    job: Callable[[Candidate, Route], Job | None]
    decoding: Callable[[Decoding], Decoding]


def translate_jobs(jobs: Iterable[Job], *, engine: Engine, route: Route, decoding: Decoding) -> dict[Job, Candidate]:
    """Render, judge and repair each distinct job."""
    jobs = list(dict.fromkeys(jobs))
    rendered = render_jobs(jobs, renderer(engine, route, decoding))
    judged = {job: _judged(job, candidate, route) for job, candidate in rendered}  # while the next are decoded
    best = {job: judged[job] for job in jobs}
    for attempt in _ATTEMPTS:
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
            other = replace(_judged(job, rendered, route), repair=repair)
            if other.doubt < best[job].doubt:
                best[job] = other


def _judged(job: Job, rendered: Rendered, route: Route) -> Candidate:
    return Candidate(job, rendered, _findings(job, rendered, route))


def _findings(job: Job, rendered: Rendered, route: Route) -> tuple[Check, ...]:
    """Return the doubts about a segment; through a pivot, those about either hop."""
    if not rendered.text:
        return ()
    pairs = [Pair(_expected(job), rendered.text, route[0].from_, route[-1].to, rendered.score)]
    if len(route) > 1:
        pairs = [
            Pair(hop.source, hop.target, package.from_, package.to, hop.score)
            for part in rendered.parts
            for package, hop in zip(route, part.hops, strict=True)
        ]
    return tuple(dict.fromkeys(check for pair in pairs for check in findings(pair)))


def _expected(job: Job) -> str:
    """Return the source with the glossary applied: what a term became is no loss."""
    text = job.text
    for span in sorted(job.spans, key=lambda span: -span.start):
        if span.kind == "term":
            text = text[: span.start] + span.target + text[span.end :]
    return text


def _same(candidate: Candidate, route: Route) -> Job:
    del route
    return candidate.job


def _with_lost_protected(candidate: Candidate, route: Route) -> Job | None:
    """Return the job with its lost names and amounts protected."""
    job = candidate.job
    pair = Pair(job.text, candidate.rendered.text, route[0].from_, route[-1].to)
    spans = list(job.spans)
    if "names" in candidate.reasons:
        for name in lost_names(pair):
            if not name.called:
                add_span(spans, Span(name.start, name.end, name.text, "name"))
    if "numbers" in candidate.reasons and route[0].from_ == "de":
        for match in _DATE.finditer(job.text):
            add_span(spans, Span(*match.span(), _english_date(match), "name"))
        for match in _AMOUNT.finditer(job.text):
            add_span(spans, Span(*match.span(), _english_amount(match[0]), "name"))
    if not len(job.spans) < len(spans) <= MOST_PROTECTED:
        return None
    return Job(job.text, tuple(sorted(spans, key=lambda span: span.start)))


def _english_date(match: re.Match[str]) -> str:
    return f"{_MONTHS[match[2]]} {int(match[1])}" + (f", {match[3]}" if match[3] else "")


def _english_amount(text: str) -> str:
    return text.translate(str.maketrans(".,", ",."))


_ATTEMPTS = (
    _Attempt(
        repair="without_loop",
        applies=lambda candidate: "repetition" in candidate.flags or "decoding_limit" in candidate.flags,
        job=_same,
        decoding=lambda decoding: replace(
            decoding, beam_size=min(RETRY_BEAM, decoding.beam_size), no_repeat_ngram=LOOP_NGRAM
        ),
    ),
    _Attempt(
        repair="names_protected",
        applies=lambda candidate: bool({"names", "numbers"} & candidate.reasons),
        job=_with_lost_protected,
        decoding=lambda decoding: replace(decoding, beam_size=min(RETRY_BEAM, decoding.beam_size)),
    ),
    _Attempt(
        repair="another_beam",
        applies=lambda candidate: bool({"numbers", "weekday", "length_ratio", *MEANING} & candidate.reasons),
        job=_same,
        decoding=lambda decoding: replace(decoding, beam_size=1 if decoding.beam_size > 1 else RETRY_BEAM),
    ),
)


def _improve_in_parts(best: dict[Job, Candidate], *, engine: Engine, route: Route, decoding: Decoding) -> None:
    """Try halves for what is still lost or looped. A word left untranslated stays: halves would only invent another.

    For a lost number or a turned meaning only clauses are parted: half a clause reads worse than what it would mend.
    """
    cut: dict[Job, tuple[Job, ...]] = {}
    for job, candidate in best.items():
        if len(job.text) < LEAST_PART:
            continue
        lost = bool(LOST & candidate.reasons) or not candidate.rendered.text
        halved = _halved(job) if lost or {"numbers", "weekday", *MEANING} & candidate.reasons else ()
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
