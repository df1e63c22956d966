"""The records of the preparation and the spelling in which lines are compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A German line and its English translation."""

    german: str
    english: str


def fold(text: str) -> str:
    """Letters and digits only, case folded: the spelling in which equal lines are equal."""
    return "".join(character for character in text.casefold() if character.isalnum())


def words(text: str) -> list[str]:
    """Split into folded words; a word without letters or digits is left out."""
    return [word for word in map(fold, text.split()) if word]
