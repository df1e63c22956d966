"""Finds words of a table in a text: whole words, beginnings of words, and verbs in two parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

_REMEMBERED = 20_000


class Vocabulary:
    """Names for sets of words, each written ``word``, ``begin*`` or, with a second word in the text, ``lehn*~ab``."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._whole: dict[str, list[tuple[str, str]]] = {}
        self._beginnings: dict[str, list[tuple[str, str]]] = {}
        for name, entries in tables.items():
            for entry in entries:
                word, _, second = entry.casefold().partition("~")
                place = self._beginnings if word.endswith("*") else self._whole
                place.setdefault(word.removesuffix("*"), []).append((name, second))
        self._longest = max(map(len, self._beginnings), default=0)
        self._named = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def find(self, words: frozenset[str]) -> frozenset[str]:
        """Return the names of the sets that some of these words belong to."""
        return frozenset(name for word in words for name, second in self._named(word) if not second or second in words)

    def _look_up(self, word: str) -> tuple[tuple[str, str], ...]:
        found = list(self._whole.get(word, ()))
        for end in range(1, min(len(word), self._longest) + 1):
            found += self._beginnings.get(word[:end], ())
        return tuple(found)
