"""Words that turn a sentence into its opposite, read from ``data/<language>/opposites.tsv``.

A new language is one such file; a language without one is not checked. Rows, with tabs between their cells:

- ``negation``, words that negate, words that may stand for a negation or be said with one elsewhere ("hardly");
- ``harmless`` and a regular expression in lower case for negations that deny nothing ("not only"); any number of rows;
- ``shape`` and one for whole words that hold a negation: unable, painless; any number of rows;
- the name of a concept in `OPPOSITES`, words that mean it without a doubt, words that may mean it and acquit a
  translation.

Words stand in lower case, as they are (``verbot``), as beginnings (``verbot*``), or with another word that must stand
in the text as well (``lehn*~ab``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.translate.checks.vocabulary import Vocabulary

KIN = "?"
"""Stands behind the name of a concept for the words that may mean it."""

OPPOSITES = (
    ("forbid", "allow"),
    ("convict", "acquit"),
    ("agree", "reject"),
    ("release", "arrest"),
    ("rise", "fall"),
    ("confirm", "deny"),
    ("win", "lose"),
    ("begin", "end"),
    ("before", "after"),
    ("more than", "less than"),
    ("at least", "at most"),
    ("buy", "sell"),
    ("right", "wrong"),
    ("lawful", "unlawful"),
    ("guilty", "innocent"),
    ("within", "outside"),
    ("victim", "culprit"),
    ("plaintiff", "defendant"),
    ("prosecution", "defence"),
    ("mother", "father"),
    ("son", "daughter"),
    ("brother", "sister"),
    ("north", "south"),
    ("east", "west"),
    ("import", "export"),
    ("demand", "warn"),
    ("open", "close"),
    ("protect", "attack"),
    ("voluntary", "forced"),
    ("dependent", "independent"),
    ("good", "bad"),
)


@dataclass(frozen=True, slots=True)
class Opposites:
    """The table of one language."""

    negations: frozenset[str]
    negation_kin: Vocabulary
    harmless: re.Pattern[str]
    shapes: re.Pattern[str]
    concepts: Vocabulary
    """Finds concepts by their names, with `KIN` behind them where a word may mean them."""


@cache
def opposites(language: str) -> Opposites | None:
    """Return the table of a language (BCP-47; only the primary subtag counts), None when there is none."""
    primary = language.split("-", maxsplit=1)[0].lower()
    path = files(__package__) / "data" / primary / "opposites.tsv"
    if not path.is_file():
        return None
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    concepts: dict[str, list[str]] = {}
    for name, plain, kin in (row for row in rows if len(row) > 2):  # noqa: PLR2004 - see above
        concepts[name] = plain.split()
        concepts[name + KIN] = kin.split()
    return Opposites(
        negations=frozenset(concepts.pop("negation")),
        negation_kin=Vocabulary({"negation": concepts.pop("negation" + KIN)}),
        harmless=_any_of(row[1] for row in rows if row[0] == "harmless"),
        shapes=_any_of(row[1] for row in rows if row[0] == "shape"),
        concepts=Vocabulary(concepts),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")  # none of no patterns


def is_turned(ours: frozenset[str], source: Opposites, theirs: frozenset[str], target: Opposites) -> bool:
    """Whether a concept among the words of the source stands in the target as its opposite, and neither has both."""
    here, there = source.concepts.find(ours), target.concepts.find(theirs)
    for one in here & _OPPOSITE.keys():
        other = _OPPOSITE[one]
        if other in there and {one, one + KIN}.isdisjoint(there) and {other, other + KIN}.isdisjoint(here):
            return True
    return False


_OPPOSITE = dict(OPPOSITES) | {other: one for one, other in OPPOSITES}
