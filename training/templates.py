"""Sentences about peoples, places, bodies, names, numbers and dates, put together from the lists in `lexicon/`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from training.names import NameMaker, read_table
from training.pairs import Pair

_FIELD = re.compile(r"\{([A-Za-z]+?)(\d?)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO]|U[nzm]|u(?!n[is]|s[eiu]|yg|kr|ga|ru))(?!Eur|eur|one\b|uni)")


def with_articles(text: str) -> str:
    """Put "an" for "a" where the next word begins with a vowel sound."""
    return _ARTICLE.sub(r"\1n ", text)


def grouped(number: int) -> Pair:
    """Write an integer in both spellings: 12.345 and 12,345."""
    english = f"{number:,}"
    return Pair(english.replace(",", "."), english)


@dataclass(frozen=True)
class Words:
    """Short closed lists: months, weekdays, decades, parties, numbers."""

    lists: dict[str, tuple[Pair, ...]]

    @classmethod
    def load(cls) -> Words:
        """Read `lexicon/words.tsv`."""
        rows = read_table("words")
        kinds = dict.fromkeys(kind for kind, _, _ in rows)
        return cls({kind: tuple(Pair(de, en) for key, de, en in rows if key == kind) for kind in kinds})

    def spell(self, number: int) -> Pair:
        """Write a number from 2 to 99 in words: einundzwanzig, twenty-one."""
        if number < 20:
            return self.lists["number"][number]
        tens, ones = self.lists["tens"][number // 10 - 2], self.lists["number"][number % 10]
        if number % 10 == 0:
            return tens
        return Pair(f"{ones.german}und{tens.german}", f"{tens.english}-{ones.english}")


@dataclass(frozen=True)
class TemplateMaker:
    """Fills templates; every draw is independent, `names.random` decides."""

    names: NameMaker
    templates: tuple[Pair, ...]
    peoples: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[str, ...], ...]
    terms: tuple[tuple[str, ...], ...]
    words: Words

    @classmethod
    def load(cls, names: NameMaker) -> TemplateMaker:
        """Read the tables that stand in `lexicon/`."""
        templates = tuple(Pair(row[0], row[1]) for row in read_table("templates"))
        peoples, places, bodies, terms = (tuple(read_table(name)) for name in ("peoples", "places", "bodies", "terms"))
        return cls(names, templates, peoples, places, bodies, terms, Words.load())

    def draw(self) -> Pair:
        """Fill one template."""
        template = self.names.random.choice(self.templates)
        slots: dict[str, Pair] = {}
        for key, number in dict.fromkeys(_FIELD.findall(template.german)):
            if key + number not in slots:
                slots = _MAKERS.get(key, TemplateMaker._name)(self, key, number) | slots
        german = _FIELD.sub(lambda match: slots[match[1] + match[2]].german, template.german)
        english = _FIELD.sub(lambda match: slots[match[1] + match[2]].english, template.english)
        return Pair(german[:1].upper() + german[1:], with_articles(english[:1].upper() + english[1:]))

    def _people(self, key: str, number: str) -> dict[str, Pair]:  # noqa: ARG002  # one signature for all
        adjective, plural, man, woman, english, english_plural = self.names.random.choice(self.peoples)
        return {
            f"A{number}": Pair(adjective, english), f"An{number}": Pair(adjective + "en", english),
            f"PL{number}": Pair(plural, plural), f"PLE{number}": Pair(english_plural, english_plural),
            f"SG{number}": Pair(man, man), f"SF{number}": Pair(woman, woman),
            f"SGE{number}": Pair("", english), f"SFE{number}": Pair("", english),
            "A": Pair(adjective, english),
        }  # fmt: skip

    def _place(self, key: str, number: str) -> dict[str, Pair]:
        rows = self.places
        if key == "place":  # after "nach" or alone: no article, no preposition of its own
            rows = tuple(
                row for row in rows if row[0].count(" ") == 1 and row[0].startswith("in ") and "the " not in row[2]
            )
        where, whence, english = self.names.random.choice(rows)
        german = {"in": where, "from": whence, "place": where.split(" ", 1)[1]}[key]
        return {key + number: Pair(german, english), "P": Pair(english, english)}

    def _body(self, key: str, number: str) -> dict[str, Pair]:
        rows = [row for row in self.bodies if not row[1].startswith("den ")] if key == "B" else self.bodies
        nominative, dative, genitive, english = self.names.random.choice(rows)
        article, _ = nominative.split(" ", 1)
        accusative = f"den {dative.split(' ', 1)[1]}" if article == "der" else nominative
        german = {"B": nominative, "Bd": dative, "Bg": genitive, "Ba": accusative}[key]
        return {key + number: Pair(german, english), "B": Pair(german, english)}

    def _term(self, key: str, number: str) -> dict[str, Pair]:  # noqa: ARG002  # one signature for all
        rows = [row for row in self.terms if not row[0][0].islower()]
        german, english = self.names.random.choice(rows)
        dative = german if german.endswith(("n", "s")) or german[-1] not in "er" else german + "n"
        plural = english.split()[-1].endswith("s")
        return {f"T{number}": Pair(german, english), f"Td{number}": Pair(dative if plural else german, english)}

    def _number(self, key: str, number: str) -> dict[str, Pair]:
        return {key + number: self._value(key)}

    def _value(self, key: str) -> Pair:
        random = self.names.random
        if key == "n":
            return grouped(int(10 ** random.uniform(0.8, 6.6)))
        if key == "word":
            return self.words.spell(random.choice([random.randint(2, 12), random.randint(2, 99)]))
        if key == "dec":
            value = f"{random.uniform(0.1, 99):.{random.choice([1, 1, 2])}f}"
            return Pair(value.replace(".", ","), value)
        if key == "year":
            year = str(random.randint(1890, 2035))
            return Pair(year, year)
        hour, minute = random.randint(8, 20), random.choice(["00", "15", "30", "45"])
        return Pair(f"{hour}.{minute}", f"{hour}:{minute}")

    def _date(self, key: str, number: str) -> dict[str, Pair]:
        random = self.names.random
        month = random.choice(self.words.lists["month"])
        day = random.randint(1, 30)
        if key == "month":
            return {"month": month, "monthE": month}
        if key == "day":
            return {key + number: Pair(str(day), str(day))}
        if key in {"weekday", "decade"}:
            return {key + number: random.choice(self.words.lists[key])}
        year = f" {random.randint(1930, 2030)}" if random.random() < 0.6 else ""
        comma = "," if year else ""
        return {key + number: Pair(f"{day}. {month.german}{year}", f"{month.english} {day}{comma}{year}")}

    def _name(self, key: str, number: str) -> dict[str, Pair]:
        random = self.names.random
        if key == "Sg":
            surname = self.names.last()
            possessive = surname + ("’" if surname.endswith(("s", "z", "x", "ß")) else "s")
            return {"Sg": Pair(possessive, possessive), "S": Pair(surname, surname)}
        if key == "party":
            return {key: random.choice(self.words.lists["party"])}
        made = {
            "N": self.names.full, "S": self.names.last, "C": self.names.company, "village": self.names.synthetic,
            "url": self._url, "mail": self._mail, "handle": self._handle,
        }[key]()  # fmt: skip
        return {key + number: Pair(made, made)}

    def _url(self) -> str:
        host = self.names.synthetic().lower() + self.names.random.choice([".org", ".de", ".com", ".eu"])
        path = self.names.random.choice(["", "/report", "/news/2021", f"/{self.names.synthetic().lower()}.html"])
        return self.names.random.choice(["https://www.", "https://", "www.", "http://"]) + host + path

    def _mail(self) -> str:
        return f"{self.names.random.choice(['info', 'presse', 'kontakt'])}@{self.names.synthetic().lower()}.org"

    def _handle(self) -> str:
        return f"@{self.names.synthetic()}{self.names.random.choice(['', '_', '2020', 'News'])}"


_MAKERS: dict[str, Callable[[TemplateMaker, str, str], dict[str, Pair]]] = {
    **dict.fromkeys(("A", "An", "PL", "SG", "SF"), TemplateMaker._people),  # noqa: SLF001  # our own class
    **dict.fromkeys(("in", "from", "place"), TemplateMaker._place),  # noqa: SLF001  # our own class
    **dict.fromkeys(("B", "Bd", "Bg", "Ba"), TemplateMaker._body),  # noqa: SLF001  # our own class
    **dict.fromkeys(("T", "Td"), TemplateMaker._term),  # noqa: SLF001  # our own class
    **dict.fromkeys(("word", "n", "dec", "year", "time"), TemplateMaker._number),  # noqa: SLF001  # our own class
    **dict.fromkeys(("day", "month", "date", "weekday", "decade"), TemplateMaker._date),  # noqa: SLF001  # our own class
}
"""Who fills which slot; all others are names."""


def template_pairs(count: int, seed: int) -> list[Pair]:
    """Make `count` different filled templates."""
    maker = TemplateMaker.load(NameMaker.load(Random(seed)))
    made: dict[Pair, None] = {}
    while len(made) < count:
        made[maker.draw()] = None
    return list(made)


def dictionary_pairs() -> list[Pair]:
    """List the entries of the lexicon by themselves, in the forms in which they occur."""
    pairs: list[Pair] = []
    for adjective, plural, man, woman, english, english_plural in read_table("peoples"):
        pairs += [Pair(adjective + ending, english) for ending in ("", "e", "en", "er", "es")]
        pairs += [Pair(adjective.capitalize() + "e", english), Pair(plural, english_plural)]
        pairs += [Pair(f"die {plural}", f"the {english_plural}"), Pair(f"der {plural}", f"of the {english_plural}")]
        pairs += [Pair(f"ein {man}", with_articles(f"a {english}")), Pair(f"eine {woman}", f"a {english} woman")]
    for where, whence, english in read_table("places"):
        pairs += [Pair(where, f"in {english}"), Pair(whence, f"from {english}"), Pair(where.split(" ", 1)[1], english)]
    for nominative, dative, genitive, english in read_table("bodies"):
        pairs += [Pair(nominative, english), Pair(f"von {dative}", f"from {english}"), Pair(genitive, f"of {english}")]
    pairs += [Pair(german, english) for german, english in read_table("terms")]
    return [Pair(pair.german, with_articles(pair.english)) for pair in pairs]
