# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Names of people: splitting bylines, and telling people from outlets, places, jobs and addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping

from ingest.extract import name_words
from ingest.extract.credits import writers
from ingest.extract.dom_blocks import key_of
from ingest.extract.hygiene import clean_line
from ingest.extract.months import MONTHS
from ingest.extract.outlets import DOMAIN, is_branch, is_outlet_key, names_a_body, outlet_part
from ingest.extract.phrases import PUBLISHED_WORKS, WRITTEN_WORKS
from ingest.extract.roles import without_roles

MAX_WORDS = 6
MAX_SAID = 2_000
MAX_HAN = 9

PREFIX = re.compile(
    rf"^(?:(?:(?:an?|eine?)\s+)?(?:words|texte|texto|testo|tekst|story|reporting|{WRITTEN_WORKS}"
    rf"|{PUBLISHED_WORKS})\s+)?"
    r"(?:by|von|vom|par|por|di|da|door|av|af|od|durch|nga|from|oleh(?=\s*:)|του|της|των|από"
    r"|γράφει(?: (?:ο|η))?|של"
    r"|מאת|بقلم|autor(?:[/:]?(?:in|innen)|en|es)?|authors?|auteurs?|аўтар|автор|przez|yazan)\b\s*:?\s+",
    re.IGNORECASE,
)
# "Show all articles of Ana Lund".
_MORE_OF = re.compile(
    r"^(?:(?:view|show|see|read|alle|tous les|todos los|all)\s+)?(?:(?:all|the|les|los)\s+)?"
    r"(?:articles?|posts?|stories|more|mehr|artikel|beiträge|artículos|plus)\s+(?:of|by|from|von|de|par|por)\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|/|／|\||•|·|\n|&|,|、|،|\s(?:and|und|et|y|en|og|och|e|i|и|та|і|ja|és|și|ve|with|mit)\s)\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|@\w+")
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*")
_AFTER = re.compile(
    r"\s+(?:[-–—]|for|aus|für|in|at|à|correspondent|reporter|editor|staff|journalist|korrespondent\w*|redakteur\w*"
    r"|an?(?=\s+[a-z]+\s+\w)|envoyée?s?|enviad[oa]s?|corresponsal\w*|sonderkorrespondent\w*)\s.*$|\s+[-–—]\s*$",
    re.IGNORECASE,
)
# "ana View all posts by ana": the link that themes of blogs put beside a name.
MORE_AFTER = re.compile(
    r"\s+(?:(?:view|show|see|read) (?:all|more)|alle (?:beiträge|artikel)|tous les articles|voir tous|ver tod[ao]s)"
    r"\s.*$",
    re.IGNORECASE,
)
# What comes after a name in a byline: when, where to follow, what else the person did.
_CUT = re.compile(
    r"(?:^|\s+)(?:\S*\d\S*|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\s+(?-i:[A-Z])\w+$)|published|updated"
    r"|posted|modified|follow(?:s|ed)?"
    r"|contact|filed|on|story by|photos? by|veröffentlicht|aktualisiert|publié|mis à jour|publicado"
    r"|pubblicato)(?:\s.*)?$",
    re.IGNORECASE,
)
_DAY_AT_END = re.compile(
    r"\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d.*$", re.IGNORECASE
)
# "Ana Lund Bloomberg Fri."; a weekday after nothing else may be a surname: "Wei Sun".
_AGENCY_AT_END = re.compile(
    r"(?<=\w)\s+(?:bloomberg|reuters|afp|ap|dpa|efe|ansa|cnn|associated press|the associated press|wire reports?)"
    r"(?:\s+(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun))?$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:rechtsanw(?:alt|ältin)|gastautor(?:in)?|redakteur(?:in)?|journalist(?:in)?|reporter)\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
_JOB_AT_END = re.compile(
    r"(?:\s+(?:senior|chief|deputy|associate|assistant|contributing|political|business|science|environment"
    r"|washington|europe"
    r"|staff|national|foreign|executive|managing|news|sports?|health|technology|tech|economics|investigative))*"
    r"\s+(?:correspondent|reporter|editor|columnist|writer|journalist|contributor|auteure?|autora?|autrice)$",
    re.IGNORECASE,
)
_LEADING_AND = re.compile(r"^(?:and|und|et|och|og|&)\s+")
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_AND_IN_SWAHILI = re.compile(r"(?<=\w) na (?=[A-Z]\S+ [A-Z])")
_HAN_MORE = re.compile(r"\s+(?:다른\s?기사|기자의)\s.*$|\s+(?:通讯员|实习生|實習生|(?:实习|见习)记者)(?=\s)")
# "Beirut: Ana Lund".
_PLACE_BEFORE = re.compile(r"^[^\W\d_][\w' -]{1,24}:\s+(?=\S+\s+\S+|[«“„\"])")
_HAN_LABEL = re.compile(
    r"^(?:(?:作者|撰文|撰稿|记者|記者|本报记者|編集委員|論説委員|特派員|ライター)\s*[:：/]?|文\s*[:：/])\s*(?=\S)"
)
# "某某報 李明".
_HAN_OUTLET = re.compile(r"^[\u4e00-\u9fff]{1,10}(?:報|报|網|网|社|新聞|新闻)\s+(?=[\u4e00-\u9fff]{2,4}$)")
_HANGUL_JOB = re.compile(
    r"^([\uac00-\ud7af]{2,4})(?:\s\S+)*?\s?(?:기자|특파원|칼럼니스트|논설위원|에디터|편집장|작가|교수)(?:\s.*)?$"
)
_JUNIOR = re.compile(r"\s[JS]r$")
_LETTERS = re.compile(r"[^\W\d_]+")
# "Ana Lund ABC Riverland": the acronym of an outlet, and what follows it.
_ACRONYM_ON = re.compile(r"(?<=\w[a-zß-öø-ÿ])(?<=\w\w)\s+[B-DF-HJ-NP-TV-XZ]{3,5}(?:\s+\S+){1,3}$")
# A surname in capitals beside a name that is not: "Ана ЛУНД".
_SHOUTED = re.compile(
    r"(?<![\w.-])(?=[^\W\d_]{4,}(?![\w.]))(?=\w*[AEOUYÀ-ÖØ-ÝΑΕΗΟΥΩАЕЁОУЫЭЮЯІЇЄ])"
    r"(?:(?![^\W\d_A-ZÀ-ÞΆ-ΫЀ-Я])[^\W\d_])+$"
)
_PARTICLES = frozenset([
    "de", "da", "di", "van", "von", "der", "den", "la", "le", "del", "dos", "du", "al", "el", "bin", "ter", "ten", "zu",
    "af", "av", "te", "do", "das", "della", "dello", "degli", "dalla", "zur", "zum", "ibn", "abu", "bint", "ben", "t",
    "s", "op", "het", "san", "st", "y", "e", "i", "und",
])  # fmt: skip
_DATE_OR_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}\.\d{1,2}\.")


def split_names(text: str) -> tuple[str, ...]:
    """Return the people named in a byline, in order, each once."""
    return people_in([text], set())


def people_in(texts: Iterable[str], outlets: set[str], hosts: Collection[str] = ()) -> tuple[str, ...]:
    """Return the people named in ``texts``, in order, each once; ``outlets`` (keys) are no people.

    Names also end before an outlet or one of ``hosts``: "Ana Lund Example News".
    """
    ends = {*outlets, *hosts}
    people: dict[str, str] = {}
    for said in (part for text in texts for part in writers(html.unescape(text))):
        if len(said) > MAX_SAID or key_of(said) in outlets:
            continue
        two = _AND_IN_SWAHILI.search(said)
        text = _AND_IN_SWAHILI.sub(", ", said.removeprefix("Na ")) if two else said
        text = _HAN_MORE.sub("、", _HAN_LABEL.sub("", text.strip()))
        line = _MORE_OF.sub("", MORE_AFTER.sub("", _ADDRESS.sub(" ", clean_line(text))))
        line = _BRACKETS.sub(" ", PREFIX.sub("", line.strip(" .,;:|-–—【】〔〕")))
        columns = [part for part in re.split(r"\s+[|•·]\s+", line) if part.strip()]
        if len(columns) > 2 and _DATE_OR_TIME.search(columns[-1]):
            line = columns[0]  # "Ana Lund | Emden | 08/01/2014"
        parts = list(without_roles(_SPLIT.split(line), _SPLIT.findall(line)))
        if any(" " in part.strip() or outlet_part(part, outlets) for part in parts):
            parts = [part for part in parts if " " in part.strip()]  # a single word beside full names is a place
        for part in parts:
            name = clean_name(part, ends)
            key = key_of(name)
            own = key_of(name.removeprefix("De ") if len(name) > MAX_HAN + 3 else name)  # Romanian for "by"
            outlet = bool(outlets & {key, own}) or is_outlet_key(own, outlets) or is_branch(name, outlets)
            if key and not outlet and _is_person(name):
                people.setdefault(key, name)
    if any(" " in name for name in people.values()):  # a single word beside whole names is a place or a street
        people = {key: name for key, name in people.items() if " " in name or not name.isascii()}
    for key in [key for key, name in people.items() if _runs_on(key, name, people)]:
        del people[key]  # "Ana Lund a professor at Emden" beside "Ana Lund"
    return tuple(name for key, name in people.items() if not any(key != other and key in other for other in people))


def _runs_on(key: str, name: str, people: Mapping[str, str]) -> bool:
    """Say whether a name is another one with small words after it that belong to no name."""
    shorter = [other for other in people if key != other and key.startswith(other) and " " in people[other]]
    return bool(shorter) and any(word.islower() and word not in _PARTICLES for word in name.split())


def clean_name(text: str, outlets: Collection[str] = ()) -> str:
    """Return a name without the words around it: "By", a job, a place, a day, the outlet, a trailing dash."""
    name = _LEADING_AND.sub("", text.strip(' \t.,;:|–—-*"“”„'))
    name = _PLACE_BEFORE.sub("", name)
    name = _HAN_OUTLET.sub("", _HAN_LABEL.sub("", PREFIX.sub("", name)))
    name = _HANGUL_JOB.sub(r"\1", name)
    name, cut = _CUT.subn("", _DAY_AT_END.sub("", _TITLES.sub("", name)))
    name = name_words.TITLE.sub("", name)
    person = _JOB_AT_END.sub("", name)
    name = _AFTER.sub("", person if " " in person.strip() else name).strip(' .,;:|–—-*"“”„')
    cut_off = _ACRONYM_ON.sub("", name)
    name = cut_off if " " in cut_off else name
    name += "." if _JUNIOR.search(name) else ""
    words = name.split()
    person = _AGENCY_AT_END.sub("", name)
    name = person if " " in person else name
    at = next((at for at, word in enumerate(words) if at >= 2 and key_of(word) in outlets), None)
    if at is not None:
        name = " ".join(words[:at])
    if cut and len(words) == 1 and words[0].lower().strip(".") in MONTHS:
        return ""
    if name.isupper() and len(words) > 1:
        return _LETTERS.sub(_cased, name)
    return _SHOUTED.sub(_cased, name) if len(words) > 1 else name


def _cased(match: re.Match[str]) -> str:
    """Return a word of a name that was written in capitals; initials stay, particles become small."""
    word = match[0]
    if word.lower() in _PARTICLES and match.start() > 0:
        return word.lower()
    return word if len(word) == 2 and not any(letter in "AEIOUY" for letter in word) else word.capitalize()


def _is_person(name: str) -> bool:
    if (
        not (2 if HAN.fullmatch(name) else 3) <= len(name) <= 60
        or len(name.split()) > MAX_WORDS
        or name_words.NOBODY.fullmatch(name)
        or DOMAIN.match(name)
    ):
        return False
    if HAN.match(name) and (name_words.HAN_NOBODY.fullmatch(name) or len(name) > MAX_HAN):
        return False
    if _DATE_OR_TIME.search(name) or any(character in name for character in "<>{}=?!#%€$"):
        return False
    first = name.split(maxsplit=1)[0].strip("'’")
    if names_a_body(name) or (first.islower() and first not in _PARTICLES and " " in name):
        return False
    if (name_words.JOB.search(name) and len(name.split()) <= 3) or name_words.OFFICE.match(name):
        return False
    return any(
        character.isupper() or not (character.islower() or character.isupper())
        for character in name
        if character.isalpha()
    )
