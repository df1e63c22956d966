"""Spans that the model must not touch: addresses, names, glossary terms. They travel as placeholders.

A placeholder is a letter and a digit, such as ``P1``: measured on 500 sentences, models copy it better than a name,
a number or anything bracketed, and the rest of the sentence gets better, not worse (docs/translation.md). Where one
does not come back exactly once, the next letter is tried, and at last the sentence is translated around the span: no
placeholder ever reaches the output.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.translate.glossary import Glossary
from ingest.translate.patterns import ADDRESSES, literals
from ingest.translate.quotations import quoted_in_target

LETTERS = ("P", "A", "X")
_SPARE = "QZKVB"
_PLURAL_BEFORE = re.compile(
    r"\b(?:several|many|few|some|all|these|those|both|two|three|four|five|six|seven|eight|nine|ten|other|more|most|[2-9]|\d{2,})"
    r"(?: \w+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the source and what stands for it in the target."""

    start: int
    end: int
    target: str
    kind: Literal["literal", "term", "name"]


@dataclass(frozen=True, slots=True)
class Masked:
    """A source with placeholders; ``marks`` gives each with its span, in order."""

    text: str
    marks: tuple[tuple[str, Span], ...]


def find_spans(text: str, source: str, target: str, glossary: Glossary) -> tuple[Span, ...]:
    """Return what of a text is to be left alone, in order and apart; a literal wins over a term."""
    spans = [Span(start, end, text[start:end], "literal") for start, end in quoted_in_target(text, source, target)]
    for start, end in literals(text):
        part_of_word = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
        if not part_of_word or any(address.fullmatch(text, start, end) for address in ADDRESSES):
            add_span(spans, Span(start, end, text[start:end], "literal"))
    for match in glossary.find(text, source):
        term = plural(match.target) if match.plural and target.startswith("en") else match.target
        add_span(spans, Span(match.start, match.end, term, "term"))
    return tuple(sorted(spans, key=lambda span: span.start))


def add_span(spans: list[Span], span: Span) -> None:
    """Add a span unless it overlaps another."""
    if all(span.end <= other.start or span.start >= other.end for other in spans):
        spans.append(span)


def mask(text: str, spans: Sequence[Span], letter: str) -> Masked:
    """Put placeholders with this letter (or a spare one that the text does not use) for the spans."""
    letter = next((choice for choice in (letter, *_SPARE) if not re.search(rf"\b{choice}\d", text)), letter)
    marks = tuple((f"{letter}{index}", span) for index, span in enumerate(spans, start=1))
    parts: list[str] = []
    end = 0
    for placeholder, span in marks:
        parts += text[end : span.start], _hyphen(text, span.start - 1), placeholder, _hyphen(text, span.end)
        end = span.end
    return Masked("".join(parts) + text[end:], marks)


def unmask(target: str, masked: Masked) -> str | None:
    """Return the target with what the placeholders stand for, None unless each stands there exactly once."""
    for placeholder, span in masked.marks:
        found = list(re.finditer(rf"(?<!\w){placeholder}(s?)(?!\w)", target))
        if len(found) != 1:
            return None
        match = found[0]
        before, after = target[: match.start()], target[match.end() :]
        word = span.target
        if span.kind == "term" and word[:1].islower():
            if match[1] or _PLURAL_BEFORE.search(before.rstrip()):
                word = plural(word)
            if not before.strip() and (span.start == 0 or target[:1].isupper()):
                word = word[:1].upper() + word[1:]
            before = _with_article(before, word)
        target = before + word + after
    return target


def around(spans: Sequence[Span], text: str) -> list[str | Span]:
    """Return the text as a sequence of parts to translate and spans to keep."""
    parts: list[str | Span] = []
    end = 0
    for span in spans:
        parts += text[end : span.start], span
        end = span.end
    return [part for part in (*parts, text[end:]) if part]


def plural(term: str) -> str:
    """Return an English noun phrase in the plural: its head stands before a preposition, or at the end."""
    head, preposition, rest = re.match(r"(.*?)( (?:of|for|on|to|in) .*)?$", term).expand(r"\1\n\2\n").split("\n")[:3]  # type: ignore[union-attr]  # the pattern matches any line
    if head.endswith("s"):
        return term
    if re.search(r"[^aeiou]y$", head):
        head = head[:-1] + "ie"
    elif re.search(r"(?:ch|sh|x|z)$", head):
        head += "e"
    return f"{head}s{preposition}{rest}"


def _with_article(before: str, word: str) -> str:
    """Choose between "a" and "an" for the word that follows."""
    vowel = word[:1].lower() in "aeiou"
    return re.sub(r"\b([Aa])n? $", lambda match: match[1] + ("n " if vowel else " "), before)


def _hyphen(text: str, index: int) -> str:
    """Return a hyphen where the span is cut out of a word."""
    return "-" if 0 <= index < len(text) and text[index].isalnum() and text[index] < "\u2e80" else ""
