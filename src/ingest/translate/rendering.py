"""Renders texts with protected spans: masks, translates, puts back; a route of several hops is one rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.translate.engine import Decoding, Engine
from ingest.translate.hops import Rendering, needs_space, render
from ingest.translate.protection import LETTERS, Span, around, mask, unmask
from ingest.translate.routes import Route

Render = Callable[[Iterable[str]], Mapping[str, Rendering]]


@dataclass(frozen=True, slots=True)
class Job:
    """A text to render, with what must not be touched."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished text and the renderings that it was made of."""

    text: str
    parts: tuple[Rendering, ...]
    split: bool = False

    @property
    def score(self) -> float:
        """The mean of the scores of the parts, weighted by their lengths."""
        weights = [len(part.text) or 1 for part in self.parts]
        return sum(part.score * weight for part, weight in zip(self.parts, weights, strict=True)) / sum(weights)


def renderer(engine: Engine, route: Route, decoding: Decoding) -> Render:
    """Return a function that sends texts along a route."""
    return lambda texts: render(texts, engine=engine, route=route, decoding=decoding)


def render_jobs(jobs: Sequence[Job], send: Render, *, insist: bool = True) -> dict[Job, Rendered]:
    """Render each job. A job whose placeholders get lost is tried again, at last cut around its spans.

    Without ``insist`` there is one attempt and such a job is left out.
    """
    done: dict[Job, Rendered] = {}
    plain = [job for job in dict.fromkeys(jobs) if not job.spans]
    left = [job for job in dict.fromkeys(jobs) if job.spans]
    first = True
    for letter in LETTERS if insist else LETTERS[:1]:
        masked = {job: mask(job.text, job.spans, letter) for job in left}
        texts = [*(item.text for item in masked.values()), *(job.text for job in plain if first)]
        sent = send(texts) if texts else {}
        if first:
            done |= {job: Rendered(sent[job.text].text, (sent[job.text],)) for job in plain}
            first = False
        for job, item in masked.items():
            text = unmask(sent[item.text].text, item)
            if text is not None:
                done[job] = Rendered(text, (sent[item.text],))
        left = [job for job in left if job not in done]
    return done | (_around(left, send) if insist and left else {})


def _around(jobs: Sequence[Job], send: Render) -> dict[Job, Rendered]:
    """Translate what stands between the spans piece by piece."""
    cut = {job: around(job.spans, job.text) for job in jobs}
    words = dict.fromkeys(
        part.strip() for parts in cut.values() for part in parts if isinstance(part, str) and _has_words(part)
    )
    sent = send(words) if words else {}
    return {job: _pieced(parts, sent) for job, parts in cut.items()}


def _pieced(parts: Sequence[str | Span], sent: Mapping[str, Rendering]) -> Rendered:
    text = ""
    used: list[Rendering] = []
    for part in parts:
        if isinstance(part, Span):
            gap = " " if text and needs_space(text) else ""
            text += gap + part.target
            continue
        if not _has_words(part):
            text += part
            continue
        rendering = sent[part.strip()]
        used.append(rendering)
        middle = rendering.text.rstrip(".") if not part.rstrip().endswith(".") else rendering.text
        text += part[: len(part) - len(part.lstrip())] + middle + part[len(part.rstrip()) :]
    return Rendered(" ".join(text.split()), tuple(used), split=True)


def _has_words(text: str) -> bool:
    return any(char.isalpha() for char in text)
