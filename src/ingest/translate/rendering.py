"""Renders texts with protected spans: masks, translates, puts back; a route of several hops is one rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.translate.engine import Decoding, Engine
from ingest.translate.hops import Rendering, needs_space, render
from ingest.translate.protection import LETTERS, Masked, Span, around, mask, unmask
from ingest.translate.routes import Route

Render = Callable[[Iterable[str]], Iterator[tuple[str, Rendering]]]


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


def render_jobs(jobs: Sequence[Job], send: Render, *, insist: bool = True) -> Iterator[tuple[Job, Rendered]]:
    """Yield each distinct job rendered, as soon as it is there.

    A job whose placeholders get lost is tried again, at last cut around its spans. Without ``insist`` there is one
    attempt and such a job is left out.
    """
    jobs = list(dict.fromkeys(jobs))
    plain = {job.text: job for job in jobs if not job.spans}
    left = [job for job in jobs if job.spans]
    for letter in LETTERS if insist else LETTERS[:1]:
        masked: dict[str, list[tuple[Job, Masked]]] = {}
        for job in left:
            item = mask(job.text, job.spans, letter)
            masked.setdefault(item.text, []).append((job, item))
        texts = dict.fromkeys((*masked, *plain))
        left = []
        for source, rendering in send(texts) if texts else ():
            if source in plain:
                yield plain[source], Rendered(rendering.text, (rendering,))
            for job, item in masked.get(source, ()):
                text = unmask(rendering.text, item)
                if text is None:
                    left.append(job)
                else:
                    yield job, Rendered(text, (rendering,))
        plain = {}
    if insist and left:
        yield from _around(left, send)


def _around(jobs: Sequence[Job], send: Render) -> Iterator[tuple[Job, Rendered]]:
    """Translate what stands between the spans piece by piece."""
    cut = {job: around(job.spans, job.text) for job in jobs}
    words = dict.fromkeys(
        part.strip() for parts in cut.values() for part in parts if isinstance(part, str) and _has_words(part)
    )
    sent = dict(send(words)) if words else {}
    return ((job, _pieced(parts, sent)) for job, parts in cut.items())


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
