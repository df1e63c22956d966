"""A rendered segment, and what the checks think of it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Detail, Flag, Repair, WarningFlag
from ingest.translate.checks import Check, Pair, findings
from ingest.translate.rendering import Job, Rendered
from ingest.translate.routes import Route


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


def judged(job: Job, rendered: Rendered, route: Route, repair: Repair | None = None) -> Candidate:
    """Return the segment with the doubts of all checks; some are stricter with a repair."""
    return Candidate(job, rendered, _findings(job, rendered, route, repaired=repair is not None), repair)


def _findings(job: Job, rendered: Rendered, route: Route, *, repaired: bool) -> tuple[Check, ...]:
    """Return the doubts about a segment; through a pivot, those about either hop."""
    if not rendered.text:
        return ()
    attention = tuple(word for part in rendered.parts for word in part.hops[0].words)
    pairs = [Pair(_expected(job), rendered.text, route[0].from_, route[-1].to, rendered.score, attention)]
    if len(route) > 1:
        pairs = [
            Pair(hop.source, hop.target, package.from_, package.to, hop.score, hop.words)
            for part in rendered.parts
            for package, hop in zip(route, part.hops, strict=True)
        ]
    return tuple(dict.fromkeys(check for pair in pairs for check in findings(pair, repaired=repaired)))


def _expected(job: Job) -> str:
    """Return the source with the glossary applied: what a term became is no loss."""
    text = job.text
    for span in sorted(job.spans, key=lambda span: -span.start):
        if span.kind == "term":
            text = text[: span.start] + span.target + text[span.end :]
    return text
