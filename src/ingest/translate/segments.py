"""Translates single segments: the pure core of the stage, without documents or offsets.

The outcome of a request depends on the request, the engine's packages and the options alone, so that equal sentences
are decoded once, in any batch, and can be remembered.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.translate.candidates import Candidate
from ingest.translate.engine import Engine
from ingest.translate.frames import Frame, frame
from ingest.translate.judgement import translate_jobs
from ingest.translate.memory import context_key
from ingest.translate.options import TranslationOptions
from ingest.translate.outcomes import Outcome, Request, copied
from ingest.translate.protection import find_spans
from ingest.translate.rendering import Job
from ingest.translate.routes import Route

SCORE_DIGITS = 3


def resolve(requests: Iterable[Request], *, engine: Engine, options: TranslationOptions) -> dict[Request, Outcome]:
    """Return the outcome of each distinct request: a person's, else what is remembered, else the engine's."""
    outcomes: dict[Request, Outcome] = {}
    by_route: dict[Route, list[Request]] = {}
    for request in dict.fromkeys(requests):
        corrected = options.corrections.find(request.text, request.route[0].from_, request.route[-1].to)
        if corrected is not None:
            outcomes[request] = Outcome(corrected, None, ("human",))
        else:
            by_route.setdefault(request.route, []).append(request)
    for route, wanted in by_route.items():
        outcomes |= _along(route, wanted, engine=engine, options=options)
    return outcomes


def _along(
    route: Route, requests: list[Request], *, engine: Engine, options: TranslationOptions
) -> dict[Request, Outcome]:
    """Translate along one route what the memory does not hold."""
    memory = options.memory
    context = context_key(engine, route, options.fingerprint())
    known = memory.get(context, [request.text for request in requests]) if memory else {}
    outcomes = {request: known[request.text] for request in requests if request.text in known}
    fresh = [request for request in requests if request.text not in known]
    frames = {request: frame(request.text) for request in fresh}
    jobs = {
        request: Job(parts.core, find_spans(parts.core, route[0].from_, route[-1].to, options.glossary))
        for request, parts in frames.items()
    }
    wanted = {request: job for request, job in jobs.items() if _has_words(job)}
    done = translate_jobs(wanted.values(), engine=engine, route=route, decoding=options.decoding) if wanted else {}
    made: dict[Request, Outcome] = {}
    for request, job in jobs.items():
        if request in wanted:
            made[request] = _outcome(frames[request], done[job], route[-1].to)
        else:
            made[request] = _kept(frames[request], job)
    if memory and made:
        memory.put(context, route, {request.text: outcome for request, outcome in made.items()})
    return outcomes | made


def _has_words(job: Job) -> bool:
    """Whether anything but protected spans holds a letter."""
    end = 0
    for span in job.spans:
        if any(char.isalpha() for char in job.text[end : span.start]):
            return True
        end = span.end
    return any(char.isalpha() for char in job.text[end:])


def _kept(parts: Frame, job: Job) -> Outcome:
    """Return the outcome of a segment without words: itself, its terms replaced."""
    text, terms = job.text, [span for span in job.spans if span.kind == "term"]
    for span in reversed(terms):
        text = text[: span.start] + span.target + text[span.end :]
    outcome = copied(parts.lead + text + parts.tail)
    return Outcome(outcome.target, None, ("glossary",)) if terms else outcome


def _outcome(parts: Frame, candidate: Candidate, language: str) -> Outcome:
    if not candidate.rendered.text:
        return Outcome(parts.lead + parts.core + parts.tail, None, ("failed",))
    target = parts.around(candidate.rendered.text, language)
    score = candidate.rendered.score
    return Outcome(
        target, None if score is None else round(score, SCORE_DIGITS), candidate.flags, candidate.how, candidate.details
    )
