"""Finds in a translation what became of a name: the target side of the check `names`."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cached_property

from ingest.translate.checks.lexicon import english_words
from ingest.translate.checks.spellings import GENITIVE, forms, is_misspelt, plain, sounds

TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
COGNATE = 0.75
_LONG_STEM = 5
_SHORTEST_STEM = 4
_ENGLISH_OF_PLACES = ("", "a", "ia", "e", "y", "an", "ans", "ian", "ians", "s", "es")
_PLACE_ENDINGS = ("ener", "enern", "iern", "ier", "ern", "ers", "er", "ien", "en", "ie", "e")


class Written:
    """The words of a target, indexed by how a name may look like them, so that a list of thousands is no trouble."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._words = list(dict.fromkeys(TOKEN.findall(target.replace("-", " "))))

    def holds(self, name: str, called: tuple[str, ...], *, german: bool) -> bool:
        """Whether a name stands there; ``called`` are beginnings of what English may call it.

        ``german``: the source writes nouns with capitals, so that likeness to a capitalised word proves nothing.
        """
        if name in self._capitalised_or_mixed:
            return True
        if name[0] in "@#":
            return name in self._target
        if (called and self._is_called(name, called)) or not forms(name).isdisjoint(self._forms):
            return True
        if is_abbreviation(name):
            return name in self._unspaced or "".join(char for char in name if char.isupper()) in self._initials
        return (not german and self._has_cognate(name)) or self._sounds_like(name) or self._is_place(name)

    @cached_property
    def _capitalised_or_mixed(self) -> set[str]:
        return {word for word in self._words if not word.islower()}

    @cached_property
    def _forms(self) -> set[str]:
        english = english_words()
        return {form for word in self._words if not word.islower() or word in english for form in forms(word)}

    @cached_property
    def _capitalised(self) -> list[str]:
        return [word for word in self._words if word[0].isupper()]

    @cached_property
    def _unspaced(self) -> str:
        return self._target.replace(" ", "")

    @cached_property
    def _initials(self) -> str:
        """The first letters of capitalised words: UN, EU and ECHR may be written out."""
        words = TOKEN.findall(self._target.replace("-", " "))
        return "".join(word[0] for word in words if word[0].isupper() and not word.isupper())

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._capitalised:
            for sound in sounds(word):
                found[sound].append(word)
        return found

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._capitalised:
            spelling = plain(word.rstrip("."))
            found[spelling[:_SHORTEST_STEM]].append(spelling)
        return found

    def _is_called(self, name: str, called: tuple[str, ...]) -> bool:
        beginnings = (*(form.removesuffix("s") for form in called), name[:_LONG_STEM])
        return any(word.startswith(beginnings) for word in self._words)

    def _has_cognate(self, name: str) -> bool:
        """Whether a part of a name was translated by a word like it: République, Republic."""
        one = plain(name.casefold())
        return any(SequenceMatcher(None, one, plain(word.casefold())).ratio() >= COGNATE for word in self._capitalised)

    def _sounds_like(self, name: str) -> bool:
        return any(not is_misspelt(word, name) for sound in sounds(name) for word in self._by_sound.get(sound, ()))

    def _is_place(self, name: str) -> bool:
        """Whether a place, or who lives there, stands there with an English ending: Transnistrien, Ahlener."""
        for ending in _PLACE_ENDINGS:
            stem = plain(name.removesuffix(ending))
            if name.endswith(ending) and len(stem) >= _SHORTEST_STEM:
                for spelling in self._by_beginning.get(stem[:_SHORTEST_STEM], ()):
                    if spelling.startswith(stem) and GENITIVE.sub("", spelling[len(stem) :]) in _ENGLISH_OF_PLACES:
                        return True
        return False


def is_abbreviation(word: str) -> bool:
    """Whether a word has capitals or digits inside: EU, GmbH, G7."""
    if word.isalpha() and (len(word) == 1 or word[1:].islower()):
        return False
    return sum(char.isupper() for char in word) > 1 or (word[0].isupper() and any(char.isdigit() for char in word))
