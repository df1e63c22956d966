"""``names``: a name, abbreviation, handle or hashtag is gone, or has become another.

A name may come back as it is, in the genitive, without its accents, in another romanisation, or under its English name.
Where a language has a lexicon, a capital is no evidence; where it has none, a capital inside a sentence is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from text_to_num import alpha2digit

from ingest.translate.checks.lexicon import Lexicon, english_words, lexicon, month_names
from ingest.translate.checks.pair import Pair
from ingest.translate.checks.quantities import SPOKEN
from ingest.translate.patterns import HANDLE, HASHTAG

_CAPITAL_NOUNS = {"de", "lb"}
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
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
_ENGLISH_OF_PLACES = ("", "a", "ia", "e", "y", "an", "ans", "ian", "ians", "s", "es")
_PLACE_ENDINGS = ("ener", "enern", "iern", "ier", "ern", "ers", "er", "ien", "en", "ie", "e")
_SOUNDS = (
    (("dsch", "J"), ("tsch", "C"), ("sch", "S"), ("ch", "H"), ("j", "i")),
    (("kh", "H"), ("gh", "g"), ("ch", "C"), ("sh", "S"), ("j", "J")),
)
_LATIN = {"de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "tr", "et"}
_GENITIVE = re.compile(r"['’]s?$")
_DOUBLED = re.compile(r"(.)\1+")
_SOUND_ENDINGS = re.compile(r"(?:en?|s)$")
_ENGLISH_ENDINGS = re.compile(r"(?:['’]s?|e?s)$")
_REMEMBERED = 8_000
"""Words whose forms are kept; some 500 bytes each."""
_SHORT_WORD = 3
COGNATE = 0.75
_LONG_STEM = 5
_CONTEXT = 30
_CONTRACTED = re.compile(r"['’](?:ll|re|ve|d|m|t)$")
_STEM = 3
_SAME = str.maketrans({"y": "i", "w": "v", "c": "k", "z": "s", "ß": "s"})
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"})


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
    words = _TOKEN.findall(pair.target.replace("-", " "))
    same = {word for word in words if not word.islower()}
    left = [name for name in wanted if name.text not in same]
    if not left:
        return []
    english = english_words()
    forms = {form for word in words if not word.islower() or word in english for form in _forms(word)}
    return [name for name in left if not _is_kept(name, pair, words, forms)]


def invented_names(pair: Pair) -> list[str]:
    """Return the names of an English target that no word of the source gives rise to."""
    if pair.target_language != "en" or pair.source_language.split("-")[0] not in _LATIN:
        return []
    suspects = [word for word in _TOKEN.findall(pair.target_prose.replace("-", " ")) if _is_suspect(word)]
    if not suspects:
        return []
    source = [word for word in _TOKEN.findall(pair.source.replace("-", " ")) if word[0].isalpha()]
    same = set(source)
    suspects = [word for word in suspects if word not in same]
    if not suspects:
        return []
    known = lexicon(pair.source_language.split("-")[0])
    called = tuple(form for word in source for form in (*_called(word.rstrip("."), known), *_adjective(word, known)))
    sounds = {sound for word in source for sound in (*_sounds(word), *_forms(word))}
    stems = {_stem(word) for word in source}
    return [
        word
        for word in suspects
        if not (called and word.startswith(called))
        and not (_sounds(word) | _forms(word)) & sounds
        and _stem(word) not in stems
    ]


def _adjective(word: str, known: Lexicon) -> tuple[str, ...]:
    """Return how English may begin an adjective of a place: marokkanisch, Neuseeländerin, jüdisch."""
    plain = _plain(word.lower())
    if direction := _DIRECTION.match(plain.capitalize()):
        plain = plain[direction.end() :]
    return tuple(
        form for cut in range(_SHORT_WORD + 1, len(plain) + 1) for form in known.adjectives.get(plain[:cut], ())
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


def _stem(word: str) -> str:
    """Return how a word begins: adjectives of places, and English names of places, mostly begin as the German do."""
    return _plain(word.casefold().replace("sch", "s")).translate(_SAME)[:_STEM]


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
    for match in _TOKEN.finditer(text):
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
    if _is_abbreviation(word):
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


@lru_cache(maxsize=_REMEMBERED)
def _is_number(word: str, primary: str) -> bool:
    return primary in SPOKEN and alpha2digit(word.lower(), primary).isdigit()


def _called(word: str, known: Lexicon) -> tuple[str, ...]:
    bare = known.names.get(word.removesuffix("s"), ()) if word.endswith("s") else ()
    called = (*known.names.get(word, ()), *bare)
    if called or not word[0].isupper():
        return called
    direction = _DIRECTION.match(word)
    return _called(word[direction.end() :].capitalize(), known) if direction else ()


def _is_abbreviation(word: str) -> bool:
    if word.isalpha() and (len(word) == 1 or word[1:].islower()):
        return False
    return sum(char.isupper() for char in word) > 1 or (word[0].isupper() and any(char.isdigit() for char in word))


def _is_kept(name: Name, pair: Pair, words: list[str], forms: set[str]) -> bool:
    if name.text[0] in "@#":
        return name.text in pair.target
    if _is_called(name, words) or _forms(name.text) & forms:
        return True
    if _is_abbreviation(name.text):
        return name.text in pair.target.replace(" ", "") or _is_written_out(name.text, words)
    capitalised = [word for word in words if word[0].isupper()]
    if pair.source_language.split("-")[0] not in _CAPITAL_NOUNS and _has_cognate(name.text, capitalised):
        return True
    sounds = _sounds(name.text)
    if sounds and any(sounds & _sounds(word) and not _is_misspelt(word, name.text) for word in capitalised):
        return True
    return _is_place(name.text, capitalised)


def _is_place(name: str, words: list[str]) -> bool:
    """Whether a place, or who lives there, stands in the target with an English ending: Transnistrien, Ahlener."""
    for ending in _PLACE_ENDINGS:
        stem = _plain(name.removesuffix(ending))
        if name.endswith(ending) and len(stem) > _SHORT_WORD:
            for word in words:
                plain = _plain(word.rstrip("."))
                if plain.startswith(stem) and _GENITIVE.sub("", plain[len(stem) :]) in _ENGLISH_OF_PLACES:
                    return True
    return False


def _is_called(name: Name, words: list[str]) -> bool:
    """Whether a name that English calls otherwise stands in the target under one of its names."""
    stem = name.text[:_LONG_STEM]
    return bool(name.called) and any(
        word.startswith((*(form.removesuffix("s") for form in name.called), stem)) for word in words
    )


def _has_cognate(name: str, words: list[str]) -> bool:
    """Whether a part of a name was translated by a word like it: République, Republic."""
    one = _plain(name.casefold())
    return any(SequenceMatcher(None, one, _plain(word.casefold())).ratio() >= COGNATE for word in words)


def _is_misspelt(word: str, name: str) -> bool:
    """Whether a word differs from a name in doubled letters alone: a slip of the machine, not another romanisation."""
    one, other = (re.sub(r"(?:['’]s|s)$", "", _plain(spelling.rstrip(".").casefold())) for spelling in (word, name))
    return one != other and re.sub(r"(.)\1+", r"\1", one) == re.sub(r"(.)\1+", r"\1", other)


def _is_written_out(abbreviation: str, words: list[str]) -> bool:
    """Whether capitalised words of the target begin with the letters of an abbreviation, in order: UN, EU, ECHR."""
    initials = "".join(word[0] for word in words if word[0].isupper() and not word.isupper())
    letters = [char for char in abbreviation if char.isupper()]
    shared = SequenceMatcher(None, "".join(letters), initials).find_longest_match().size
    return shared == len(letters)


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str) -> frozenset[str]:
    """Return a word without case, dots, genitive and accents; with umlauts both ways."""
    bare = word.replace(".", "").casefold()
    if "'" in bare or "’" in bare:
        bare = _GENITIVE.sub("", bare)
    variants = {bare, bare.removesuffix("s")}
    if bare.isascii():
        return frozenset(variants)
    return frozenset(
        form for variant in variants for form in (variant, _plain(variant), _plain(variant.translate(_FOLDED)))
    )


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@lru_cache(maxsize=_REMEMBERED)
def _sounds(word: str) -> frozenset[str]:
    """Return how a name may sound, read as German and as English: Schewtschenko is Shevchenko, Uiguren are Uyghurs."""
    found = set()
    for table in _SOUNDS:
        form = _plain(word.replace(".", "").casefold())
        for letters, sound in table:
            form = form.replace(letters, sound)
        form = _DOUBLED.sub(r"\1", form.translate(_SAME))
        found |= {form, _SOUND_ENDINGS.sub("", form)}
    return frozenset(form for form in found if len(form) > 3)  # noqa: PLR2004 - short forms are alike by chance
