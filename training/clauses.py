"""Sentences about who did what to whom: verbs in all their forms, with objects they go with, from `lexicon/`.

A small model confuses verbs that it has rarely read (verbot, offered). The tables: `verbs.tsv` has infinitive, present,
preterite, participle, separable prefix, the three English forms, the kinds of objects, and the preposition before
them, if any; `things.tsv` has kind, nominative, accusative where it is not regular, English and number of subjects and
objects; `clauses.tsv` has the patterns. Fields that begin with 2 belong to a second clause of the same sentence, with a
verb, subject and object of its own: small models lose a clause of long sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from training.names import NameMaker, read_table
from training.pairs import Pair
from training.templates import TemplateMaker, grouped, with_articles

_FIELD = re.compile(r"\{(\w+)\}")
_NEGATED = re.compile(r"\b(?:nicht|nie|weigerte|durfte)\b")
_VOWELS = "aeiou"
_DOUBLED = frozenset(["acquit", "admit", "begin", "cancel", "expel", "refer", "regret", "transfer", "wiretap"])
_NOT = r"\{%s\} (nicht|nie)\b"


@dataclass(frozen=True)
class Verb:
    """A transitive verb in both languages; `prefix` is the part that German puts at the end of the clause."""

    infinitive: str
    present: str
    preterite: str
    participle: str
    prefix: str
    english: str
    past: str
    english_participle: str
    kinds: tuple[str, ...]
    preposition: str = ""

    @classmethod
    def load(cls) -> tuple[Verb, ...]:
        """Read `lexicon/verbs.tsv`."""
        verbs = []
        for infinitive, present, preterite, participle, prefix, *english in read_table("verbs"):
            base, past, done, kinds, *preposition = english
            german = (infinitive, present, preterite, participle, prefix.removeprefix("-"))
            verbs.append(cls(*german, base, past, done, tuple(kinds.split()), "".join(preposition)))
        return tuple(verbs)

    def german(self, *, plural: bool) -> dict[str, str]:
        """Give the forms for a subject in the singular or plural."""
        stem = self.infinitive.removeprefix(self.prefix)
        past = self.preterite + ("" if not plural else "n" if self.preterite.endswith("e") else "en")
        return {
            "pres": stem if plural else self.present,
            "pret": past,
            "pre": f" {self.prefix}" if self.prefix else "",
            "sub": self.prefix + past,
            "part": self.participle,
            "inf": self.infinitive,
            "zu": f"{self.prefix}zu{stem}" if self.prefix else f"zu {stem}",
        }

    def in_english(self, *, plural: bool) -> dict[str, str]:
        """Give the English forms."""
        return {
            "base": self.english,
            "past": self.past,
            "partE": self.english_participle,
            "presE": self.english if plural else third_person(self.english),
            "ing": gerund(self.english),
        }


def third_person(verb: str) -> str:
    """Write the third person singular: deny, denies; switch off, switches off."""
    first, _, rest = verb.partition(" ")
    if first.endswith("y") and first[-2] not in _VOWELS:
        first = first[:-1] + "ies"
    else:
        first += "es" if first.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
    return f"{first} {rest}".strip()


def gerund(verb: str) -> str:
    """Write the form in -ing: ban, banning; use, using; let, letting."""
    first, _, rest = verb.partition(" ")
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][bdgmnptr]", first) or first in _DOUBLED
    if first.endswith("e") and not first.endswith(("ee", "ye", "oe")):
        first = first[:-1]
    elif doubled:
        first += first[-1]
    return f"{first}ing {rest}".strip()


@dataclass(frozen=True)
class Thing:
    """Somebody or something that can be the subject or the object."""

    nominative: str
    accusative: str
    english: str
    plural: bool

    @classmethod
    def load(cls) -> dict[str, tuple[Thing, ...]]:
        """Read `lexicon/things.tsv`: the things by their kind."""
        kinds: dict[str, list[Thing]] = {}
        for kind, german, accusative, english, number in read_table("things"):
            regular = "den " + german[4:] if german.startswith("der ") else german
            kinds.setdefault(kind, []).append(cls(german, accusative or regular, english, number == "p"))
        return {kind: tuple(things) for kind, things in kinds.items()}


@dataclass(frozen=True)
class ClauseMaker:
    """Fills the patterns; every draw is independent."""

    templates: TemplateMaker
    patterns: tuple[Pair, ...]
    verbs: tuple[Verb, ...]
    things: dict[str, tuple[Thing, ...]]

    @classmethod
    def load(cls, names: NameMaker) -> ClauseMaker:
        """Read the tables."""
        patterns = tuple(Pair(german, english) for german, english in read_table("clauses"))
        return cls(TemplateMaker.load(names), patterns, Verb.load(), Thing.load())

    def draw(self) -> Pair:
        """Make one sentence."""
        random = self.templates.names.random
        pattern, verb = random.choice(self.patterns), random.choice(self.verbs)
        while verb.preposition and "{N}" in pattern.german:  # no passive
            pattern = random.choice(self.patterns)
        pattern, slots = self._clause(pattern, verb, "")
        if "{2" in pattern.german:
            pattern, second = self._clause(pattern, random.choice(self.verbs), "2")
            slots |= second
        slots |= self._circumstances(random)
        german = _FIELD.sub(lambda match: slots[match[1]][0], pattern.german)
        english = _FIELD.sub(lambda match: slots[match[1]][1], pattern.english)
        return Pair(_sentence(german), _sentence(with_articles(english)))

    def _clause(self, pattern: Pair, verb: Verb, prefix: str) -> tuple[Pair, dict[str, tuple[str, str]]]:
        """Choose who does what in one clause; where the verb has a preposition, the negation stands before it."""
        if verb.preposition:
            place = f"{{{prefix}O}}"
            pattern = Pair(re.sub(_NOT % f"{prefix}O", rf"\1 {place}", pattern.german), pattern.english)
        random = self.templates.names.random
        done = random.choice(self.things[random.choice(verb.kinds)])
        doer = self._subject()
        if _NEGATED.search(pattern.german) or "Unklar" in pattern.german:
            while doer.nominative == "niemand":
                doer = self._subject()
        slots = self._agreement(doer, done)
        slots["O"] = (f"{verb.preposition} {done.accusative}".strip(), done.english)
        slots |= {key: (form, form) for key, form in verb.german(plural=doer.plural).items()}
        slots |= {key: (form, form) for key, form in verb.in_english(plural=doer.plural).items()}
        return pattern, {prefix + key: forms for key, forms in slots.items()}

    def _subject(self) -> Thing:
        names = self.templates.names
        if names.random.random() < 0.25:
            name = names.full()
            return Thing(name, name, name, plural=False)
        return names.random.choice(self.things["SUBJ"])

    def _agreement(self, doer: Thing, done: Thing) -> dict[str, tuple[str, str]]:
        def both(one: str, many: str, plural: bool) -> tuple[str, str]:
            form = many if plural else one
            return form, form

        return {
            "S": (doer.nominative, doer.english),
            "N": (done.nominative, done.english),
            "hat": both("hat", "haben", doer.plural),
            "hatte": both("hatte", "hatten", doer.plural),
            "has": both("has", "have", doer.plural),
            "will": both("will", "wollen", doer.plural),
            "wants": both("wants", "want", doer.plural),
            "do": both("does", "do", doer.plural),
            "durfte": both("durfte", "durften", doer.plural),
            "was2": both("was", "were", doer.plural),
            "be2": both("is", "are", doer.plural),
            "weigerte": both("weigerte", "weigerten", doer.plural),
            "beschloss": both("beschloss", "beschlossen", doer.plural),
            "wurde": both("wurde", "wurden", done.plural),
            "was": both("was", "were", done.plural),
            "be": both("is", "are", done.plural),
            "kann": both("kann", "können", done.plural),
            "darf": both("darf", "dürfen", done.plural),
            "sollS": both("soll", "sollen", doer.plural),
            "sollN": both("soll", "sollen", done.plural),
            "sei": both("sei", "seien", done.plural),
            "habe": both("habe", "hätten", doer.plural),
        }

    def _circumstances(self, random: Random) -> dict[str, tuple[str, str]]:
        when, people = random.choice(self.things["WHEN"]), random.choice(self.templates.peoples)
        made = {"W": (when.nominative, when.english), "A": (people[0], people[4]), "AE": (people[0], people[4])}
        for key in ("n", "n2"):
            number = grouped(random.randint(2, 900))
            made[key] = (number.german, number.english)
        person = self.templates.names.full()
        company, village = self.templates.names.company(), self.templates.names.synthetic()
        made |= {"N2": (person, person), "C": (company, company), "village": (village, village)}
        year = str(random.randint(1990, 2035))
        day = random.randint(1, 30)
        month, weekday = (random.choice(self.templates.words.lists[kind]) for kind in ("month", "weekday"))
        made |= {"month": (month.german, month.english), "weekday": (weekday.german, weekday.english)}
        made |= {"year": (year, year), "date": (f"{day}. {month.german}", f"{month.english} {day}")}
        return made


def _sentence(text: str) -> str:
    """Begin with a capital, also behind an opening quotation mark."""
    start = 1 if text[0] in "„“" else 0
    return text[:start] + text[start].upper() + text[start + 1 :]


def clause_pairs(count: int, seed: int) -> list[Pair]:
    """Make `count` different sentences."""
    maker = ClauseMaker.load(NameMaker.load(Random(seed)))
    made: dict[Pair, None] = {}
    while len(made) < count:
        made[maker.draw()] = None
    return list(made)
