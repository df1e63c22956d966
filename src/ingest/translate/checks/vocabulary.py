"""Finds words of a table in a text: whole words, beginnings of words, and verbs in two parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

_REMEMBERED = 2_000
_INDEXED = 3
"""Letters by which beginnings are found."""


class Vocabulary:
    """Names for sets of words, each written ``word``, ``begin*`` or, with a second word in the text, ``lehn*~ab``."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self.names = frozenset(tables)
        self._whole: dict[str, list[tuple[str, str]]] = {}
        self._beginnings: dict[str, list[tuple[str, str, str]]] = {}
        for name, entries in tables.items():
            for entry in entries:
                word, _, second = entry.casefold().partition("~")
                if word.endswith("*"):
                    beginning = word.removesuffix("*")
                    self._beginnings.setdefault(beginning[:_INDEXED], []).append((beginning, name, second))
                else:
                    self._whole.setdefault(word, []).append((name, second))
        self._named = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def find(self, words: frozenset[str]) -> frozenset[str]:
        """Return the names of the sets that some of these words belong to."""
        return frozenset(name for word in words for name, second in self._named(word) if not second or second in words)

    def _look_up(self, word: str) -> tuple[tuple[str, str], ...]:
        found = list(self._whole.get(word, ()))
        for end in range(1, _INDEXED + 1):
            for beginning, name, second in self._beginnings.get(word[:end], ()):
                if word.startswith(beginning):
                    found.append((name, second))
            if end >= len(word):
                break
        return tuple(found)
