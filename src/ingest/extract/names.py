# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Names of people: splitting bylines, and telling people from outlets, places, jobs and addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from ingest.extract.dom_blocks import key_of
from ingest.extract.hygiene import clean_line

MAX_WORDS = 6

_PREFIX = re.compile(
    r"^(?:(?:written|words|text|texte|texto|testo|tekst|story|report(?:ed|ing)?|posted|published|article|artikel|analysis|interview)\s+)?"
    r"(?:by|von|vom|par|por|di|da|door|av|af|od|autor(?:en|in|es)?|authors?|auteurs?|аўтар|автор|przez|yazan)\b\s*:?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|/|\||•|·|\n|&|,|、|،|\s(?:and|und|et|y|en|og|och|e|i|и|та|і|ja|és|și|ve|with|mit)\s)\s*", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|@\w+")
_DOMAIN = re.compile(r"^(?:www\.)?[\w-]+\.(?:[a-z]{2,3}\.)?[a-z]{2,6}$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*")
_AFTER = re.compile(
    r"\s+(?:[-–—]|for|aus|für|in|at|correspondent|reporter|editor|staff|journalist|korrespondent\w*|redakteur\w*)\s.*$|\s+[-–—]\s*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:(?:the |die |la |le |von der )?(?:editorial (?:board|staff|team|office)|editors?|staff(?: writer"
    r"| reporter)?|admin(?:istrator)?|news ?(?:desk|room)|web ?master"
    r"|(?:online-?)?redaktion|(?:la )?rédaction|redacción|redação|redazione|redactie|redakcja|redakce"
    r"|redaktsioon|redaktionen|редакция|редакція|editör|haber merkezi"
    r"|guest(?: author| contributor)?|gastautor|contributors?|author|autor|anonymous|unknown|nobody|user|root"
    r"|press(?: office| release)?|pressestelle|correspondents?"
    r"|agencies|agenturen|agencias|agences|agenzie|none|null|undefined|team|newsroom|social media))"
    r"|wp[-_]?admin|\d+",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:correspondent|reporter|editor(?:-in-chief)?|journalist|columnist|writer|producer|korrespondent(?:in)?|redakteur(?:in)?|volontär(?:in)?|chefredakteur(?:in)?"
    r"|freie[rn]? autor(?:in)?|autor(?:in)?|journaliste|correspondant|rédact(?:eur|rice)|corresponsal"
    r"|redactor(?:a)?|giornalista|studio|ressort\w*)\b",
    re.IGNORECASE,
)
_DATE_OR_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}\.\d{1,2}\.")


def split_names(text: str) -> tuple[str, ...]:
    """Return the people named in a byline, in order, each once."""
    return people_in([text], set())


def people_in(texts: Iterable[str], outlets: set[str]) -> tuple[str, ...]:
    """Return the people named in ``texts``, in order, each once; ``outlets`` (keys) are no people."""
    people: dict[str, str] = {}
    for text in texts:
        line = _ADDRESS.sub(" ", clean_line(html.unescape(text)))
        line = _BRACKETS.sub(" ", _PREFIX.sub("", line.strip(" .,;:|-–—")))
        parts = _SPLIT.split(line)
        if any(" " in part.strip() or _outlet(part, outlets) for part in parts):
            parts = [part for part in parts if " " in part.strip()]  # a single word beside full names is a place
        for part in parts:
            name = clean_name(part)
            key = key_of(name)
            if key and key not in outlets and not _is_outlet(key, outlets) and _is_person(name):
                people.setdefault(key, name)
    return tuple(name for key, name in people.items() if not any(key != other and key in other for other in people))


def collectives_in(texts: Iterable[str], outlets: set[str]) -> tuple[str, ...]:
    """Return the bodies that are named as authors, as they are written, but not the outlet itself or "staff"."""
    names = (clean_line(html.unescape(text)).strip(" .,;:|-–—") for text in texts)
    keys = {key_of(name): name for name in names if 2 < len(name) <= 60 and not name.startswith(("http", "@"))}
    return tuple(
        name
        for key, name in keys.items()
        if key and key not in outlets and not _NOBODY.fullmatch(name) and not _outlet(name.split(",")[0], outlets)
    )


def clean_name(text: str) -> str:
    """Return a name without the words around it: "By", a job, a place, a trailing dash."""
    name = _PREFIX.sub("", text.strip(' \t.,;:|–—-*"“”„'))
    name = _AFTER.sub("", name).strip(' .,;:|–—-*"“”„')
    words = name.split()
    if name.isupper() and len(words) > 1 and name.isascii():
        name = " ".join(word.capitalize() if len(word) > 2 else word for word in words)
    return name


def _outlet(part: str, outlets: set[str]) -> bool:
    """Say whether a part of a byline is the outlet or a domain: "example.de, Frankfurt, Germany"."""
    return key_of(part) in outlets or bool(_DOMAIN.match(part.strip()))


def _is_outlet(key: str, outlets: set[str]) -> bool:
    return any(
        len(outlet) > 4 and (key == outlet or key.startswith(outlet) or (outlet.startswith(key) and len(key) > 5))
        for outlet in outlets
    )


def _is_person(name: str) -> bool:
    if not 2 < len(name) <= 60 or len(name.split()) > MAX_WORDS or _NOBODY.fullmatch(name) or _DOMAIN.match(name):
        return False
    if _DATE_OR_TIME.search(name) or any(character in name for character in "<>{}=?!#%€$"):
        return False
    if _JOB.search(name) and len(name.split()) <= 3:
        return False
    return any(
        character.isupper() or not (character.islower() or character.isupper())
        for character in name
        if character.isalpha()
    )
