"""``names``: a name, abbreviation, handle or hashtag is gone, or has become another.

A name may come back as it is, in the genitive, without its accents, in another romanisation, or under its English name.
Where a language has a lexicon, a capital is no evidence; where it has none, a capital inside a sentence is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import alpha2digit

from ingest.translate.checks.lexicon import Lexicon, english_words, lexicon, month_names
from ingest.translate.checks.pair import Pair
from ingest.translate.checks.quantities import SPOKEN
from ingest.translate.checks.spellings import REMEMBERED, forms, plain, sounds, stem
from ingest.translate.checks.written_names import TOKEN, Written, is_abbreviation
from ingest.translate.patterns import HANDLE, HASHTAG

_CAPITAL_NOUNS = {"de", "lb"}
_SHORT_TITLES = {"Dr.", "Prof.", "Dipl.", "Ing.", "St.", "Nr.", "Abs.", "Art."}
_START = re.compile(r"(?:^|[.!?:;…¿¡]|[\"“„«»”‘‚(\[–—•|])\s*$")
_TITLES = (
    *("Herr", "Herrn", "Frau", "Dr.", "Prof.", "Professor", "Professorin", "Abgeordnete", "Abgeordneten"),
    *("Abgeordneter", "Minister", "Ministers", "Ministerin", "Zeuge", "Zeugen", "Zeugin", "Richter", "Richterin"),
    *("Kommissar", "Kommissarin", "Anwalt", "Anwältin", "Präsident", "Präsidentin", "Sprecher", "Sprecherin"),
    "Familie",
)
_DETERMINER = re.compile(
    r"(?:^|\W)(?:ein|eine|einen|einem|einer|eines|kein\w{0,2}|mein\w{0,2}|dein\w{0,2}|sein\w{0,2}|ihr\w{0,2}|unser\w{0,2}"
    r"|jede[nrms]?|welche[nrms]?|dieser?|dieses|diesen|diesem|beide[nr]?|viele[nr]?|mehrere[nr]?|einige[nr]?|zwei|drei)"
    r"(?: [a-zäöüß]{3,}(?:e[nrsm]?))?\s$",
    re.IGNORECASE,
)
"""German words before a noun that is no name: "ein Kannibale", "keine weichen Daunen"."""
_DIRECTION = re.compile(
    r"(?:Nord|Süd|Ost|West|Mittel|Zentral|Nordost|Nordwest|Südost|Südwest|Ober|Unter|Nieder)(?=[a-zäöü]{4})"
)
_LATIN = {"de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "tr", "et"}
_ENGLISH_ENDINGS = re.compile(r"(?:['’]s?|e?s)$")
_SHORT_WORD = 3
_CONTEXT = 30
_CONTRACTED = re.compile(r"['’](?:ll|re|ve|d|m|t)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the source: its range, and the beginnings of what it may be called; empty for "as it is"."""

    start: int
    end: int
    text: str
    called: tuple[str, ...] = ()


def names(pair: Pair) -> float:
    """Return 1 when a name of the source is not found in the target, or one of the target not in the source."""
    return float(bool(lost_names(pair)) or bool(invented_names(pair)))


def lost_names(pair: Pair) -> list[Name]:
    """Return the names of the source that the target has lost."""
    wanted = find_names(pair.source, pair.source_language)
    if not wanted:
        return []
    written = Written(pair.target)
    german = pair.source_language.split("-")[0] in _CAPITAL_NOUNS
    return [name for name in wanted if not written.holds(name.text, name.called, german=german)]


def invented_names(pair: Pair) -> list[str]:
    """Return the names of an English target that no word of the source gives rise to."""
    if pair.target_language != "en" or pair.source_language.split("-")[0] not in _LATIN:
        return []
    suspects = [word for word in TOKEN.findall(pair.target_prose.replace("-", " ")) if _is_suspect(word)]
    if not suspects:
        return []
    source = [word for word in TOKEN.findall(pair.source.replace("-", " ")) if word[0].isalpha()]
    same = set(source)
    suspects = [word for word in suspects if word not in same]
    if not suspects:
        return []
    known = lexicon(pair.source_language.split("-")[0])
    called = tuple(form for word in source for form in (*_called(word.rstrip("."), known), *_adjective(word, known)))
    known_sounds = {sound for word in source for sound in (*sounds(word), *forms(word))}
    stems = {stem(word) for word in source}
    return [
        word
        for word in suspects
        if not (called and word.startswith(called))
        and not (sounds(word) | forms(word)) & known_sounds
        and stem(word) not in stems
    ]


def _adjective(word: str, known: Lexicon) -> tuple[str, ...]:
    """Return how English may begin an adjective of a place: marokkanisch, Neuseeländerin, jüdisch."""
    spelling = plain(word.lower())
    if direction := _DIRECTION.match(spelling.capitalize()):
        spelling = spelling[direction.end() :]
    return tuple(
        form for cut in range(_SHORT_WORD + 1, len(spelling) + 1) for form in known.adjectives.get(spelling[:cut], ())
    )


def _is_suspect(word: str) -> bool:
    """Whether a word of an English target is capitalised and no English word."""
    if not word[0].isupper() or len(word) <= _SHORT_WORD or _CONTRACTED.search(word):
        return False
    english, months = english_words(), month_names("en")
    whole = word.casefold().rstrip(".")
    if whole in english or whole in months:
        return False
    singular = _singular(word)
    return singular not in english and singular not in months


def _singular(word: str) -> str:
    return _ENGLISH_ENDINGS.sub("", word.casefold().rstrip("."))


@lru_cache(maxsize=512)
def find_names(text: str, language: str) -> tuple[Name, ...]:
    """Return the names in a text, in order."""
    primary = language.split("-", maxsplit=1)[0].lower()
    tagged = (HANDLE, HASHTAG) if "@" in text or "#" in text else ()
    found = [Name(*match.span(), match[0]) for pattern in tagged for match in pattern.finditer(text)]
    taken = [(name.start, name.end) for name in found]
    known = lexicon(primary)
    if text.isupper():  # a headline in capitals says nothing about names
        return tuple(found)
    previous = 0
    for match in TOKEN.finditer(text):
        if taken and any(start <= match.start() < end for start, end in taken):
            continue
        word = match[0].rstrip(".")
        if not word[0].isupper() and word not in known.names and word.removesuffix("s") not in known.names:
            continue
        name = _name(match, text, known, primary, follows=text[previous : match.start()] == " ")
        if name:
            found.append(name)
            previous = name.end
    return tuple(sorted(found, key=lambda name: name.start))


def _name(match: re.Match[str], text: str, known: Lexicon, primary: str, *, follows: bool) -> Name | None:
    word = match[0].rstrip(".")
    called = _called(word, known)
    if called:
        return Name(match.start(), match.start() + len(word), word, called)
    if not word[0].isupper() or (len(word) == 1 and not follows) or f"{word}." in _SHORT_TITLES:
        return None
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    titled = (
        primary in _CAPITAL_NOUNS
        and before[-1:].isspace()
        and before.rstrip().endswith(_TITLES)
        and text[match.end() : match.end() + 1] != "-"
    )
    if titled or _is_name(word, before, known, primary, follows=follows):
        return Name(match.start(), match.start() + len(word), word)
    return None


def _is_name(word: str, before: str, known: Lexicon, primary: str, *, follows: bool) -> bool:
    if is_abbreviation(word):
        return not known.is_common(word)
    if primary not in _CAPITAL_NOUNS:
        likely = not _START.search(before)
    elif follows:
        likely = not known.is_known(word)
    else:
        likely = bool(known.common) and not known.is_common(word) and "'" not in word
    if likely and primary == "de" and not follows and _DETERMINER.search(before):
        return False
    return likely and word.casefold() not in month_names(primary) and not _is_number(word, primary)


@lru_cache(maxsize=REMEMBERED)
def _is_number(word: str, primary: str) -> bool:
    return primary in SPOKEN and alpha2digit(word.lower(), primary).isdigit()


def _called(word: str, known: Lexicon) -> tuple[str, ...]:
    bare = known.names.get(word.removesuffix("s"), ()) if word.endswith("s") else ()
    called = (*known.names.get(word, ()), *bare)
    if called or not word[0].isupper():
        return called
    direction = _DIRECTION.match(word)
    return _called(word[direction.end() :].capitalize(), known) if direction else ()
