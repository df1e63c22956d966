"""Sentences about peoples, places, bodies, names, numbers and dates, put together from the written lists in `lexicon/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from training.names import LEXICON, NameMaker
from training.pairs import Pair

_MONTHS = [
    ("Januar", "January"), ("Februar", "February"), ("März", "March"), ("April", "April"), ("Mai", "May"),
    ("Juni", "June"), ("Juli", "July"), ("August", "August"), ("September", "September"), ("Oktober", "October"),
    ("November", "November"), ("Dezember", "December"),
]  # fmt: skip
_PARTIES = [
    ("SPD", "SPD"), ("CDU", "CDU"), ("Grüne", "Greens"), ("FDP", "FDP"), ("Die Linke", "The Left"),
    ("parteilos", "independent"), ("EVP", "EPP"), ("S&D", "S&D"), ("EKR", "ECR"), ("PiS", "PiS"),
]  # fmt: skip
_DAYS = [
    ("Montag", "Monday"), ("Dienstag", "Tuesday"), ("Mittwoch", "Wednesday"), ("Donnerstag", "Thursday"),
    ("Freitag", "Friday"), ("Samstag", "Saturday"), ("Sonntag", "Sunday"),
]  # fmt: skip
_DECADES = [
    ("Zwanzigerjahre", "1920s"), ("Dreißigerjahre", "1930s"), ("Vierzigerjahre", "1940s"), ("Fünfzigerjahre", "1950s"),
    ("Sechzigerjahre", "1960s"), ("Siebzigerjahre", "1970s"), ("Achtzigerjahre", "1980s"), ("Neunzigerjahre", "1990s"),
]  # fmt: skip
_ONES_DE = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_ONES_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS_DE = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_TENS_EN = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_FIELD = re.compile(r"\{([A-Za-z]+?)(\d?)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO]|U[nzm]|u(?!n[is]|s[eiu]|yg|kr|ga|ru))(?!Eur|eur|one\b|uni)")


def read_table(name: str) -> list[tuple[str, ...]]:
    """The rows of `lexicon/NAME.tsv`."""
    text = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line]


def with_articles(text: str) -> str:
    """Put "an" for "a" where the next word begins with a vowel sound."""
    return _ARTICLE.sub(r"\1n ", text)


def spelled(number: int) -> Pair:
    """A number from 2 to 99 in words: einundzwanzig, twenty-one."""
    if number < 20:
        return Pair(_ONES_DE[number], _ONES_EN[number])
    tens, ones = divmod(number, 10)
    if ones == 0:
        return Pair(_TENS_DE[tens], _TENS_EN[tens])
    return Pair(f"{_ONES_DE[ones]}und{_TENS_DE[tens]}", f"{_TENS_EN[tens]}-{_ONES_EN[ones]}")


def grouped(number: int) -> Pair:
    """An integer in both spellings: 12.345 and 12,345."""
    english = f"{number:,}"
    return Pair(english.replace(",", "."), english)


@dataclass(frozen=True)
class TemplateMaker:
    """Fills templates; every draw is independent, `names.random` decides."""

    names: NameMaker
    templates: tuple[Pair, ...]
    peoples: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[str, ...], ...]
    terms: tuple[tuple[str, ...], ...]

    @classmethod
    def load(cls, names: NameMaker) -> TemplateMaker:
        """Read the tables that stand in `lexicon/`."""
        templates = tuple(Pair(row[0], row[1]) for row in read_table("templates"))
        return cls(names, templates, *(tuple(read_table(name)) for name in ("peoples", "places", "bodies", "terms")))

    def draw(self) -> Pair:
        """One filled template."""
        template = self.names.random.choice(self.templates)
        slots: dict[str, Pair] = {}
        for key, number in dict.fromkeys(_FIELD.findall(template.german)):
            slots |= self._fill(key, number, slots)
        german = _FIELD.sub(lambda match: slots[match[1] + match[2]].german, template.german)
        english = _FIELD.sub(lambda match: slots[match[1] + match[2]].english, template.english)
        return Pair(german[:1].upper() + german[1:], with_articles(english[:1].upper() + english[1:]))

    def _fill(self, key: str, number: str, slots: dict[str, Pair]) -> dict[str, Pair]:
        """The slot `key` with its companions, both spellings; companions carry the same number."""
        if key + number in slots:
            return {}
        if key in {"A", "An", "PL", "SG", "SF"}:
            return self._people(number, slots)
        if key in {"in", "from", "place"}:
            return self._place(key, number)
        if key in {"B", "Bd", "Bg", "Ba"}:
            return self._body(key, number)
        if key in {"T", "Td"}:
            return self._term(number)
        if key in {"word", "n", "dec", "year", "time"}:
            return {key + number: self._number(key)}
        if key in {"day", "month", "date", "weekday", "decade"}:
            return self._date(key, number)
        return self._name(key, number)

    def _people(self, number: str, slots: dict[str, Pair]) -> dict[str, Pair]:
        adjective, plural, man, woman, english, english_plural = self.names.random.choice(self.peoples)
        return {
            f"A{number}": Pair(adjective, english), f"An{number}": Pair(adjective + "en", english),
            f"PL{number}": Pair(plural, plural), f"PLE{number}": Pair(english_plural, english_plural),
            f"SG{number}": Pair(man, man), f"SF{number}": Pair(woman, woman),
            f"SGE{number}": Pair("", english), f"SFE{number}": Pair("", english),
            "A": slots.get("A", Pair(adjective, english)),
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
        article, rest = nominative.split(" ", 1)
        accusative = f"den {dative.split(' ', 1)[1]}" if article == "der" else nominative
        german = {"B": nominative, "Bd": dative, "Bg": genitive, "Ba": accusative}[key]
        return {key + number: Pair(german, english), "B": Pair(german, english)}

    def _term(self, number: str) -> dict[str, Pair]:
        rows = [row for row in self.terms if not row[0][0].islower()]
        german, english = self.names.random.choice(rows)
        dative = german if german.endswith(("n", "s")) or german[-1] not in "er" else german + "n"
        plural = english.split()[-1].endswith("s")
        return {
            f"T{number}": Pair(german, english),
            f"Td{number}": Pair(dative if plural else german, english),
        }

    def _number(self, key: str) -> Pair:
        random = self.names.random
        if key == "n":
            return grouped(int(10 ** random.uniform(0.8, 6.6)))
        if key == "word":
            return spelled(random.choice([random.randint(2, 12), random.randint(2, 99)]))
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
        german, english = random.choice(_MONTHS)
        day = random.randint(1, 30)
        if key == "month":
            return {"month": Pair(german, german), "monthE": Pair(english, english)}
        if key == "day":
            return {key + number: Pair(str(day), str(day))}
        if key in {"weekday", "decade"}:
            return {key + number: Pair(*random.choice(_DAYS if key == "weekday" else _DECADES))}
        year = f" {random.randint(1930, 2030)}" if random.random() < 0.6 else ""
        comma = "," if year else ""
        return {key + number: Pair(f"{day}. {german}{year}", f"{english} {day}{comma}{year}")}

    def _name(self, key: str, number: str) -> dict[str, Pair]:
        random = self.names.random
        if key == "Sg":
            surname = self.names.last()
            possessive = surname + ("’" if surname.endswith(("s", "z", "x", "ß")) else "s")
            return {"Sg": Pair(possessive, possessive), "S": Pair(surname, surname)}
        if key == "party":
            return {key: Pair(*random.choice(_PARTIES))}
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


def template_pairs(count: int, seed: int) -> list[Pair]:
    """`count` different filled templates."""
    maker = TemplateMaker.load(NameMaker.load(Random(seed)))
    made: dict[Pair, None] = {}
    while len(made) < count:
        made[maker.draw()] = None
    return list(made)
