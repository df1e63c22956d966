"""Decodes texts along a route and loses nothing on the way: long input is cut, unfinished output is redone in parts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.records import PackageUse
from ingest.translate.engine import Decoded, Decoding, Engine, SourceWord
from ingest.translate.pieces import halves, pieces
from ingest.translate.routes import Route

SMALLEST_REDONE = 4
"""Tokens of a part that is not cut again when the engine still does not finish it."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One text through one package. ``score`` is the mean log probability per token, weighted over the parts.

    ``words`` are those of the source as `Decoded` has them, the parts' one after the other.
    """

    source: str
    target: str
    score: float
    split: bool = False
    redone: bool = False
    finished: bool = True
    words: tuple[SourceWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendering:
    """One text through the whole route, one hop for each package."""

    hops: tuple[Hop, ...]

    @property
    def text(self) -> str:
        """The text in the target language."""
        return self.hops[-1].target

    @property
    def score(self) -> float:
        """The sum of the scores of the hops: the log probability of a wrong turn adds up."""
        return sum(hop.score for hop in self.hops)


def render(
    texts: Iterable[str], *, engine: Engine, route: Route, decoding: Decoding
) -> Iterator[tuple[str, Rendering]]:
    """Yield each distinct text with its rendering, as soon as it is there.

    Texts must not begin or end with white space.
    """
    renderings = {text: Rendering(()) for text in texts}
    current = {text: text for text in renderings}
    for package in route[:-1]:
        hops = dict(_through(dict.fromkeys(current.values()), engine=engine, package=package, decoding=decoding))
        renderings = {text: Rendering((*renderings[text].hops, hops[current[text]])) for text in renderings}
        current = {text: hops[current[text]].target for text in renderings}
    waiting: dict[str, list[str]] = {}
    for text, reached in current.items():
        waiting.setdefault(reached, []).append(text)
    for reached, hop in _through(waiting, engine=engine, package=route[-1], decoding=decoding):
        for text in waiting[reached]:
            yield text, Rendering((*renderings[text].hops, hop))


def _through(
    texts: Iterable[str], *, engine: Engine, package: PackageUse, decoding: Decoding
) -> Iterator[tuple[str, Hop]]:
    """Send distinct texts through one package; what had to be cut comes last."""
    limit = engine.limit(package)
    done: dict[str, Hop] = {"": Hop("", "", 0.0)}
    joins: list[tuple[str, list[str], bool]] = []
    todo: list[str] = []
    whole: set[str] = set()
    for text in texts:
        parts = pieces(text, lambda part: _fits(part, engine, package, limit))
        if len(parts) > 1:
            joins.append((text, parts, False))
        elif text:
            whole.add(text)
        else:
            yield text, done[text]
        todo.extend(part.strip() for part in parts)
    cut = {text for text, _, _ in joins}
    while todo := [part for part in dict.fromkeys(todo) if part not in done]:
        again: list[str] = []
        for index, decoded in engine.decode(package, todo, decoding):
            part = todo[index]
            if decoded.finished or len(part) <= 1 or engine.count_tokens(package, part) <= SMALLEST_REDONE:
                done[part] = _hop(part, decoded)
                if part in whole:
                    yield part, done[part]
            else:
                parts = list(halves(part))
                joins.append((part, parts, True))
                again.extend(half.strip() for half in parts)
        todo = again
    for text, parts, redone in reversed(joins):
        done[text] = _joined(text, parts, done, redone=redone)
        if text in cut or text in whole:
            yield text, done[text]


def _fits(part: str, engine: Engine, package: PackageUse, limit: int) -> bool:
    return len(part) <= limit or engine.count_tokens(package, part) <= limit


def _hop(part: str, decoded: Decoded) -> Hop:
    text = " ".join(decoded.text.split())
    return Hop(part, text, decoded.score, finished=decoded.finished, words=decoded.words)


def _joined(text: str, parts: Sequence[str], done: dict[str, Hop], *, redone: bool) -> Hop:
    hops = [done[part.strip()] for part in parts]
    weights = [len(hop.target) or 1 for hop in hops]
    joined = "".join(
        hop.target + (_gap(part) if index < len(parts) - 1 else "")
        for index, (part, hop) in enumerate(zip(parts, hops, strict=True))
    )
    return Hop(
        source=text,
        target=joined.strip(),
        score=sum(hop.score * weight for hop, weight in zip(hops, weights, strict=True)) / sum(weights),
        split=True,
        redone=redone or any(hop.redone for hop in hops),
        finished=all(hop.finished for hop in hops),
        words=tuple(word for hop in hops for word in hop.words),
    )


def _gap(part: str) -> str:
    """Return what stands between the targets of this part and the next."""
    return " " if part != part.rstrip() or needs_space(part) else ""


def needs_space(text: str) -> bool:
    """Whether ``text`` ends in a script that writes no spaces, so that a Western target must add one."""
    return unicodedata.east_asian_width(text[-1:] or " ") in {"W", "F"}
