"""Names that no corpus holds: listed rare ones, and ones put together from syllables of many languages.

A small model invents what it has rarely read. Names that never repeat teach it to copy a spelling piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

LEXICON = Path(__file__).parent / "lexicon"

_COMPANY = "company"
_LEGAL_FORMS = ("", "", "", "", " AG", " GmbH", " Group", " Technologies", " Ltd")


def read_table(name: str) -> list[tuple[str, ...]]:
    """Read the rows of `lexicon/NAME.tsv`."""
    text = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line]


@dataclass(frozen=True)
class Syllables:
    """Beginnings, middles and ends of the names of one language family; a middle may be empty."""

    starts: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class NameMaker:
    """Draws names; `random` decides, so the same seed gives the same names."""

    random: Random
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    syllables: dict[str, Syllables]

    @classmethod
    def load(cls, random: Random) -> NameMaker:
        """Read the lists that stand in `lexicon/`; "-" is the empty syllable."""
        lists = {kind: tuple(names.split()) for kind, names in read_table("names")}
        syllables = {
            kind: Syllables(*(tuple(part.replace("-", "") for part in column.split()) for column in columns))
            for kind, *columns in read_table("syllables")
        }
        return cls(random, lists["first"], lists["last"], syllables)

    def synthetic(self) -> str:
        """Make a capitalised word in the sound of one language family."""
        parts = self.syllables[self.random.choice([kind for kind in self.syllables if kind != _COMPANY])]
        middle = self.random.choice(parts.middles) if self.random.random() < 0.7 else ""
        return self.random.choice(parts.starts) + middle + self.random.choice(parts.ends)

    def last(self) -> str:
        """Make a surname: three in five from syllables, one in fifteen hyphenated."""
        name = self.synthetic() if self.random.random() < 0.6 else self.random.choice(self.lasts)
        return f"{name}-{self.synthetic()}" if self.random.random() < 0.07 else name

    def full(self) -> str:
        """Make a first name and a surname."""
        first = self.random.choice(self.firsts) if self.random.random() < 0.7 else self.synthetic()
        return f"{first} {self.last()}"

    def company(self) -> str:
        """Make the name of a company; some in capitals or with a legal form."""
        parts = self.syllables[_COMPANY]
        name = self.random.choice(parts.starts) + self.random.choice(parts.ends)
        return name[:5].upper() if self.random.random() < 0.12 else name + self.random.choice(_LEGAL_FORMS)
