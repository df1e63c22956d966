"""What is known about the words of a language: which are common, and how English calls names. Read when first needed.

The German data are mined from parallel text by ``training/lexicon.py``; names of countries in all languages are CLDR's.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from ingest.translate.checks.known_names import ABBREVIATIONS, DEMONYMS

_ENDINGS = ("s", "es", "n", "en", "e", "er", "ern", "em", "in", "innen")
_SHORTEST_PART = 3
_LONG_HEAD = 5
_MOST_JUDGED = 20_000
_DERIVED = re.compile(
    r"(?:keit|heit|ung|schaft|ismus|tion|ität|chen|lein|ierung|barkeit|lich|isch)(?:e[nrsm]?|s)?$"
    r"|(?<=\w{3})(?:wahl(?:en)?|bahnhof|liga|klubs?|salon|(?:bürger|welt)meister(?:in)?s?)$"
)
_UMLAUT = re.compile(r"[äöü]")
_PLAIN = str.maketrans("äöü", "aou")
_SHORTEST_COUNTRY = 4
_SHORTEST_STEM = 4
_FORMS_OF_A_STEM = 3
_SURNAME_HEADS = re.compile(
    r"(?:berg|burg|bach|stein|feld|dorf|heim|haus|hausen|mann|hof|hoff|thal|wald|brück|kamp|wasser|horst|meister|müller)$"
)


@dataclass(frozen=True)
class Lexicon:
    """The known words of a language; empty for most."""

    common: frozenset[str]
    """Words that are no names, in the case they are written in."""
    names: dict[str, tuple[str, ...]]
    """Names that English calls otherwise, with the beginnings of their English forms."""
    judged: dict[str, bool] = field(default_factory=dict, compare=False)
    """What `is_common` said before: words come again."""

    @cached_property
    def adjectives(self) -> dict[str, tuple[str, ...]]:
        """How English may begin the words for a place and its people, by the first letters of its name, plain."""
        found: dict[str, tuple[str, ...]] = {}
        for name, forms in self.names.items():
            stem = name.lower().translate(_PLAIN).removesuffix("en")
            if name[0].isupper() and not name.isupper() and len(stem) >= _SHORTEST_STEM:
                key = stem[: max(_SHORTEST_STEM, len(stem) - _SHORTEST_PART)]
                found[key] = (*found.get(key, ()), *(_stem(form) for form in forms[:_FORMS_OF_A_STEM]))
        return found

    def is_common(self, word: str) -> bool:
        """Whether a word is known, inflected, compounded or derived, to be no name."""
        if not self.common:
            return False
        known = self.judged.get(word)
        if known is None:
            known = self.is_known(word) or _DERIVED.search(word) is not None or self._is_compound(word)
            if len(self.judged) < _MOST_JUDGED:
                self.judged[word] = known
        return known

    def is_known(self, word: str) -> bool:
        """Whether a word, or its stem, stands in the list itself."""
        forms = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
        if _UMLAUT.search(word):  # Wälle, Sättel
            forms += [form.translate(_PLAIN) for form in forms]
        return any(
            form in self.common or form.lower() in self.common or form.capitalize() in self.common
            for form in forms
            if len(form) > _SHORTEST_PART or form == word
        )

    def _is_compound(self, word: str) -> bool:
        """Whether the word ends in a known one; many surnames do, too, and are told by their usual heads."""
        if _SURNAME_HEADS.search(word):
            return False
        if any(
            word[cut:].capitalize() in self.common or (len(word) - cut > _LONG_HEAD and self.is_known(word[cut:]))
            for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART)
        ):
            return True
        head = word[-_SHORTEST_PART:].capitalize()  # Hausbau
        return len(word) > 2 * _SHORTEST_PART and head in self.common and self.is_known(word[:-_SHORTEST_PART])


@cache
def lexicon(language: str) -> Lexicon:
    """Return what is known about the words of a language (primary subtag)."""
    folder = files(__package__) / "data" / language
    names = country_names(language)
    lines = _words(language)
    if not (folder / "names.tsv").is_file():
        return Lexicon(frozenset(), {**ABBREVIATIONS.get(language, {}), **names})
    rows = (line.split("\t") for line in (folder / "names.tsv").read_text("utf-8").splitlines())
    months = month_names(language)
    return Lexicon(
        common=frozenset(lines),
        names={name: tuple(forms.split("|")) for name, forms in rows if name.casefold() not in months}
        | ABBREVIATIONS.get(language, {})
        | names,
    )


@cache
def english_words() -> frozenset[str]:
    """Return the words that English writes in lower case."""
    return frozenset(_words("en"))


def _words(language: str) -> list[str]:
    path = files(__package__) / "data" / language / "words.txt.gz"
    return gzip.decompress(path.read_bytes()).decode().split("\n") if path.is_file() else []


@cache
def country_names(language: str) -> dict[str, tuple[str, ...]]:
    """Return, for each country name of a language, the beginnings of words that name it in English. From CLDR."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only when a segment is checked

    try:
        theirs = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    english = Locale("en").territories
    names: dict[str, tuple[str, ...]] = {}
    for code, name in theirs.items():
        called = english.get(code)
        if called and len(code) == 2 and len(name) >= _SHORTEST_COUNTRY and " " not in name:  # noqa: PLR2004 - ISO 3166
            names[name] = (_beginning(called), *DEMONYMS.get(called, ()))
    return names


@cache
def month_names(language: str) -> frozenset[str]:
    """Return the names of months and week days of a language in lower case; they are no names. From CLDR."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only when a segment is checked

    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    tables = [form["wide"] for calendar in (locale.months, locale.days) for form in calendar.values()]
    return frozenset(name.casefold() for table in tables for name in table.values())


def _stem(form: str) -> str:
    """Return how an English name and its adjective both begin: Bavar- for Bavaria, Morocc- for Morocco."""
    return form[: max(_SHORTEST_STEM, len(form) - 2)]


def _beginning(name: str) -> str:
    """Return the part that country and demonym share: Eston- for Estonia and Estonian."""
    word = name.rsplit(maxsplit=1)[-1].strip("()")
    return word[: max(_SHORTEST_COUNTRY, len(word) - 3)]
