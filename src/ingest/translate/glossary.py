"""The glossary: terms with a fixed translation, and names that stay as they are.

``glossary.csv`` has a header and the columns ``source_language``, ``source_term``, ``target_term`` (empty: keep as it
is), ``case`` and ``whole_word`` (``true`` or ``false``; default false and true). German terms match inflected:
"Abgeordnete" also "Abgeordneten", "Landeskriminalamt" also "Landeskriminalämter".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.digest import digest
from ingest.errors import ConfigurationError
from ingest.translate.tags import canonical

GLOSSARY_FILE = "glossary.csv"
_COLUMNS = {"source_language", "source_term", "target_term", "case", "whole_word"}
_NEEDED = {"source_language", "source_term"}
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_DIE = re.compile(r"\b[Dd]ie(?: [a-zäöüß]+en)?\s+$")
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a glossary."""

    language: str
    source: str
    target: str | None
    case: bool = False
    whole_word: bool = True

    def pattern(self) -> str:
        """Return a regular expression for the term in any of its forms."""
        words = self.source.split()
        inflected = canonical(self.language) == "de"
        forms = [_inflected(word, last=word is words[-1]) if inflected else re.escape(word) for word in words]
        body = r"\s+".join(forms)
        if self.whole_word:
            body = rf"(?<![\w]){body}(?![\w])"
        return body if self.case else f"(?i:{body})"


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text, and what must stand in the target."""

    start: int
    end: int
    target: str
    plural: bool = False
    """Whether the source surely has the plural; many German forms leave it open."""


@dataclass(frozen=True)
class Glossary:
    """Terms of all languages; the longest match wins, then the first line."""

    terms: tuple[Term, ...] = field(default=())

    @cached_property
    def digest(self) -> str | None:
        """The digest of the terms, None for an empty glossary."""
        if not self.terms:
            return None
        return digest([[t.language, t.source, t.target, t.case, t.whole_word] for t in self.terms])

    def find(self, text: str, language: str) -> Iterator[Match]:
        """Yield the terms of a language in a text, in order and apart."""
        pattern, terms = self._compiled.get(canonical(language), (None, ()))
        if pattern is None:
            return
        for match in pattern.finditer(text):
            term = terms[int((match.lastgroup or "t0")[1:])]
            kept = match[0].rstrip("s") if match[0] != term.source and match[0][:-1] == term.source else match[0]
            several = term.target is not None and _is_plural(match[0], term, text[: match.start()])
            yield Match(*match.span(), kept if term.target is None else term.target, several)

    @cached_property
    def _compiled(self) -> Mapping[str, tuple[re.Pattern[str], tuple[Term, ...]]]:
        by_language: dict[str, list[Term]] = {}
        for term in sorted(self.terms, key=lambda term: -len(term.source)):
            by_language.setdefault(canonical(term.language), []).append(term)
        return {
            language: (
                re.compile("|".join(f"(?P<t{index}>{term.pattern()})" for index, term in enumerate(terms))),
                tuple(terms),
            )
            for language, terms in by_language.items()
        }


def read_glossary(path: Path) -> Glossary:
    """Read a glossary; an empty file has no terms. Raises ConfigurationError that names the line and the fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if reader.fieldnames is None:
                return Glossary()
            header = set(reader.fieldnames)
            if not header >= _NEEDED or header - _COLUMNS:
                raise ConfigurationError(
                    f"{path} must have the columns {', '.join(sorted(_COLUMNS))} in its first line."
                )
            return Glossary(tuple(_term(row, path, reader.line_num) for row in reader if any(row.values())))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"The glossary {path} cannot be read ({error}).") from error


def _term(row: Mapping[str, str | None], path: Path, line: int) -> Term:
    language, source = (row.get("source_language") or "").strip(), (row.get("source_term") or "").strip()
    if not language or not source:
        raise ConfigurationError(f"{path}, line {line}: a term needs a source_language and a source_term.")
    flags = {}
    for name, default in (("case", "false"), ("whole_word", "true")):
        value = (row.get(name) or default).strip().lower()
        if value not in _BOOLEANS:
            raise ConfigurationError(f"{path}, line {line}: {name} must be true or false, not {value!r}.")
        flags[name] = _BOOLEANS[value]
    target = (row.get("target_term") or "").strip() or None
    return Term(language=language, source=source, target=target, **flags)


def _is_plural(found: str, term: Term, before: str) -> bool:
    """Whether a German form is surely a plural: Ämter, Anwältinnen, die Abgeordneten."""
    if canonical(term.language) != "de" or found.casefold() == term.source.casefold():
        return False
    umlaut = not found.endswith("in") and any(
        vowel in found and vowel not in term.source for vowel in _UMLAUTS.values()
    )
    weak = found.endswith("en") and term.source.endswith("e") and _DIE.search(before) is not None
    return umlaut or weak or (found.endswith("innen") and not term.source.endswith("innen"))


def _inflected(word: str, *, last: bool) -> str:
    """Return a pattern for the forms of a German word: case and number endings, and an umlaut in the plural."""
    adjective = re.fullmatch(r"(\w{3,}?)(?:e[rsnm]?)", word)
    if adjective and (word[0].islower() or word.endswith("e")):
        stem = re.escape(adjective[1])
        return rf"{stem}(?:e[rsnm]?|innen|in|n|s)?" if word[0].isupper() else rf"{stem}(?:e[rsnm]?)"
    if word[0].islower():
        return re.escape(word)
    plain = rf"{re.escape(word)}(?:n?e?s|e[nr]?n?|ern|se[sn]?|n|innen|in|nen)?"
    vowel = re.search(r"(au|[aou])([^aeiouäöü]*)$", word)
    if not last or not vowel:
        return plain
    changed = word[: vowel.start()] + _UMLAUTS[vowel[1][0]] + vowel[1][1:] + vowel[2]
    return rf"(?:{plain}|{re.escape(changed)}(?:e|en|er|ern|n|innen|in)?)"
