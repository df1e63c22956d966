"""Translates single segments: the pure core of the stage, without documents or offsets.

The outcome of a request depends on the request, the engine's package and the options alone, so that equal sentences
are decoded once, in any batch, and can be remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.records import Flag
from ingest.translate.engine import Engine
from ingest.translate.frames import Frame, frame
from ingest.translate.hops import Rendering, render
from ingest.translate.options import TranslationOptions
from ingest.translate.routes import Route

SCORE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """A segment to translate along a route; ``text`` neither begins nor ends with white space."""

    text: str
    route: Route


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a segment: its target, which is never empty, its score and its flags."""

    target: str
    score: float | None
    flags: tuple[Flag, ...] = ()


def copied(text: str) -> Outcome:
    """Return the outcome of a segment that stays as it is."""
    return Outcome(text, None, ("copied",))


def resolve(requests: Iterable[Request], *, engine: Engine, options: TranslationOptions) -> dict[Request, Outcome]:
    """Return the outcome of each distinct request."""
    frames = {request: frame(request.text) for request in requests}
    by_route: dict[Route, dict[str, None]] = {}
    for request, parts in frames.items():
        if parts.has_words:
            by_route.setdefault(request.route, {})[parts.core] = None
    rendered = {
        route: render(cores, engine=engine, route=route, decoding=options.decoding) for route, cores in by_route.items()
    }
    return {
        request: _outcome(parts, rendered[request.route][parts.core], request.route[-1].to)
        if parts.has_words
        else copied(request.text)
        for request, parts in frames.items()
    }


def _outcome(parts: Frame, rendering: Rendering, language: str) -> Outcome:
    if not rendering.text:
        return Outcome(parts.lead + parts.core + parts.tail, None, ("failed",))
    flags: list[Flag] = []
    if any(hop.split for hop in rendering.hops):
        flags.append("split")
    if not all(hop.finished for hop in rendering.hops):
        flags.append("decoding_limit")
    if any(hop.redone for hop in rendering.hops):
        flags.append("repaired")
    return Outcome(parts.around(rendering.text, language), round(rendering.score, SCORE_DIGITS), tuple(flags))
