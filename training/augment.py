"""Pairs made from pairs: other names, other layout, quotation marks that follow the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from training.names import NameMaker, read_table
from training.pairs import Pair

_WORD = re.compile(r"[^\W\d_]+")
_STRAIGHT = re.compile(r'"')
_OPENING_BEFORE = re.compile(r"(^|[\s(\[–—-])$")


@cache
def _shared_words() -> frozenset[str]:
    """Read the nouns that both languages spell alike and that are no names."""
    return frozenset(word for (word,) in read_table("shared_words"))


def mirror_quotes(pair: Pair) -> Pair:
    """Give the English side the kind of quotation marks that the German side has, curly or straight."""
    english = pair.english
    if re.search("[„“”«»]", pair.german):
        if english.count('"') % 2 == 0:
            return Pair(pair.german, _curl(english))
        return pair
    if '"' in pair.german and re.search("[“”]", english):
        return Pair(pair.german, english.replace("“", '"').replace("”", '"'))
    return pair


def _curl(text: str) -> str:
    """Turn straight marks into curly ones: opening at the start, after a space, a bracket or a dash."""
    return _STRAIGHT.sub(lambda match: "“" if _OPENING_BEFORE.search(text[: match.start()]) else "”", text)


def shared_names(pair: Pair) -> list[str]:
    """Find the capitalised words that stand once on each side, spelled alike, not at the start of the English."""
    german = Counter(_WORD.findall(pair.german))
    english = _WORD.findall(pair.english)
    counts = Counter(english)
    return [
        word
        for word in english[1:]
        if len(word) > 2 and word[0].isupper() and not word.isupper() and word not in _shared_words()
        and counts[word] == 1 and german[word] == 1
    ]  # fmt: skip


def swap_names(pair: Pair, names: NameMaker) -> Pair | None:
    """Replace the shared names by new ones on both sides; None where there are none."""
    found = shared_names(pair)
    if not found:
        return None
    german, english = pair.german, pair.english
    for word in found:
        if names.random.random() < 0.85:
            new = names.synthetic() if names.random.random() < 0.6 else names.random.choice(names.lasts)
            german, english = (
                re.sub(rf"(?<![^\W\d_]){word}(?![^\W\d_])", new, side, count=1) for side in (german, english)
            )
    return Pair(german, english) if german != pair.german else None


def shout(pair: Pair, _: NameMaker) -> Pair | None:
    """Make a headline in capitals."""
    return Pair(pair.german.upper(), pair.english.upper()) if len(pair.german) < 90 else None


def unstop(pair: Pair, _: NameMaker) -> Pair | None:
    """Drop the final full stop."""
    if pair.german.endswith(".") and pair.english.endswith(".") and not pair.german.endswith(".."):
        return Pair(pair.german[:-1], pair.english[:-1])
    return None


def bullet(pair: Pair, names: NameMaker) -> Pair | None:
    """Make a line of a list."""
    mark = names.random.choice(
        ["• ", "- ", "– ", "* ", "· ", "— ", "▪ ", "1. ", "2. ", "3) ", "a) ", "[1] ", "# ", "> "]
    )
    return Pair(mark + pair.german, mark + pair.english)


def quote(pair: Pair, names: NameMaker) -> Pair | None:
    """Make it a statement of somebody, in one of the ways in which German texts quote."""
    if not (pair.german.endswith(".") and pair.english.endswith(".") and _plain(pair)):
        return None
    german, english = pair.german[:-1], pair.english[:-1]
    who = names.random.choice([names.last, names.full])()
    opening, closing = names.random.choice([("„", "“"), ("„", "“"), ("“", "”"), ("»", "«"), ("„", "”")])
    return names.random.choice(
        [
            Pair(f"{opening}{german}{closing}, sagte {who}.", f"“{english},” said {who}."),
            Pair(f"{opening}{german}{closing}, so {who}.", f"“{english},” according to {who}."),
            Pair(f"{who} sagte: {opening}{german}.{closing}", f"{who} said: “{english}.”"),
            Pair(f"{opening}{german}.{closing}", f"“{english}.”"),
            Pair(f"{opening}{german}.", f"“{english}."),
            Pair(f"{german}.{closing}", f"{english}.”"),
            Pair(f"({german}.)", f"({english}.)"),
        ]
    )


def _plain(pair: Pair) -> bool:
    return len(pair.german) < 160 and not re.search('["„“”«»‚‘():]', pair.german + pair.english)


Change = Callable[[Pair, NameMaker], Pair | None]

CHANGES: dict[str, Change] = {
    "swap_names": swap_names,
    "shout": shout,
    "unstop": unstop,
    "bullet": bullet,
    "quote": quote,
}
"""Every way to make a pair from a pair, under the name that the configuration uses."""


@dataclass(frozen=True)
class Augmentation:
    """One line of the configuration: try `change` on this share of the pairs."""

    change: str
    share: float


def augment(pairs: Iterable[Pair], plan: Iterable[Augmentation], names: NameMaker) -> Iterator[Pair]:
    """Give the new pairs only; the originals stay in the data as they are."""
    steps = [(CHANGES[line.change], line.share) for line in plan]
    for pair in pairs:
        for change, share in steps:
            if names.random.random() < share:
                made = change(pair, names)
                if made is not None:
                    yield made


def join(pairs: list[Pair], share: float, names: NameMaker) -> Iterator[Pair]:
    """Put two neighbours in one line, so that the model has seen long lines."""
    for first, second in zip(pairs[::2], pairs[1::2], strict=False):
        if names.random.random() < share and first.german != second.german:
            yield Pair(f"{first.german} {second.german}", f"{first.english} {second.english}")
