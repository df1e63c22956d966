"""How to translate a doubtful segment again as a whole: without loops, with its losses protected, by another beam."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.records import Repair
from ingest.translate.candidates import Candidate
from ingest.translate.checks import Pair
from ingest.translate.checks.names import lost_names
from ingest.translate.engine import Decoding
from ingest.translate.protection import Span, add_span
from ingest.translate.rendering import Job
from ingest.translate.routes import Route

LOOP_NGRAM = 3
MEANING = ("negation", "polarity")
_OF_CHANCE = {"numbers", "weekday", "length_ratio", "lost_words", *MEANING}
"""What another search often gets right."""
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
_AMOUNT = re.compile(r"(?<![\w.,:/$€£¥-])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d{4,})(?![\w.,:/-]*\w)(?!\s?[$€£¥])")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to do better: for which candidates, with which job, and how to decode."""

    repair: Repair
    applies: Callable[[Candidate], bool]
    job: Callable[[Candidate, Route], Job | None]
    decoding: Callable[[Decoding], Decoding]


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


ATTEMPTS = (
    Attempt(
        repair="without_loop",
        applies=lambda candidate: "repetition" in candidate.flags or "decoding_limit" in candidate.flags,
        job=_same,
        decoding=lambda decoding: replace(
            decoding, beam_size=min(RETRY_BEAM, decoding.beam_size), no_repeat_ngram=LOOP_NGRAM
        ),
    ),
    Attempt(
        repair="names_protected",
        applies=lambda candidate: bool({"names", "numbers"} & candidate.reasons),
        job=_with_lost_protected,
        decoding=lambda decoding: replace(decoding, beam_size=min(RETRY_BEAM, decoding.beam_size)),
    ),
    Attempt(
        repair="another_beam",
        applies=lambda candidate: bool(
            {"numbers", "weekday", "length_ratio", "lost_words", *MEANING} & candidate.reasons
        ),
        job=_same,
        decoding=lambda decoding: replace(decoding, beam_size=1 if decoding.beam_size > 1 else RETRY_BEAM),
    ),
)
