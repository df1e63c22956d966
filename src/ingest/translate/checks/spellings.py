"""How a name may be spelt in another language: without accents, in the genitive, in another romanisation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REMEMBERED = 2_000
"""Words whose forms are kept; some 500 bytes each."""
_SOUNDS = (
    (("dsch", "J"), ("tsch", "C"), ("sch", "S"), ("ch", "H"), ("j", "i")),
    (("kh", "H"), ("gh", "g"), ("ch", "C"), ("sh", "S"), ("j", "J")),
)
_STEM = 3
_SAME = str.maketrans({"y": "i", "w": "v", "c": "k", "z": "s", "ß": "s"})
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"})
GENITIVE = re.compile(r"['’]s?$")
_DOUBLED = re.compile(r"(.)\1+")
_SOUND_ENDINGS = re.compile(r"(?:en?|s)$")


def stem(word: str) -> str:
    """Return how a word begins: adjectives of places, and English names of places, mostly begin as the German do."""
    return plain(word.casefold().replace("sch", "s")).translate(_SAME)[:_STEM]


@lru_cache(maxsize=REMEMBERED)
def forms(word: str) -> frozenset[str]:
    """Return a word without case, dots, genitive and accents; with umlauts both ways."""
    bare = word.replace(".", "").casefold()
    if "'" in bare or "’" in bare:
        bare = GENITIVE.sub("", bare)
    variants = {bare, bare.removesuffix("s")}
    if bare.isascii():
        return frozenset(variants)
    return frozenset(
        form for variant in variants for form in (variant, plain(variant), plain(variant.translate(_FOLDED)))
    )


def plain(word: str) -> str:
    """Return a word without accents and the dots of umlauts."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@lru_cache(maxsize=REMEMBERED)
def sounds(word: str) -> frozenset[str]:
    """Return how a name may sound, read as German and as English: Schewtschenko is Shevchenko, Uiguren are Uyghurs."""
    found = set()
    for table in _SOUNDS:
        form = plain(word.replace(".", "").casefold())
        for letters, sound in table:
            form = form.replace(letters, sound)
        form = _DOUBLED.sub(r"\1", form.translate(_SAME))
        found |= {form, _SOUND_ENDINGS.sub("", form)}
    return frozenset(form for form in found if len(form) > 3)  # noqa: PLR2004 - short forms are alike by chance


def is_misspelt(word: str, name: str) -> bool:
    """Whether a word differs from a name in doubled letters alone: a slip of the machine, not another romanisation."""
    one, other = (_SHORT_GENITIVE.sub("", plain(spelling.rstrip(".").casefold())) for spelling in (word, name))
    return one != other and _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)


_SHORT_GENITIVE = re.compile(r"(?:['’]s|s)$")
