"""Whose text it was first: lines that name the original publisher of a republished article.

"Lesen Sie den Originalartikel auf Business Insider", "This story was first published by …", "本文来源：…". Such lines are no
part of the text; what they say is kept as evidence (`original_publisher`), because a citation needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.extract.evidence import evidence
from ingest.extract.hygiene import clean_line
from ingest.records import Evidence

MAX_LINE = 200
MAX_NAME = 60

_ORIGINAL = re.compile(
    r"(?:read the (?:original|full) (?:article|story|post|report|text)(?: here)?,? (?:on|at|in|from)"
    r"|(?:this (?:article|story|post|report|piece) )?(?:was |has been |is )?(?:originally|first) (?:published|appeared|posted)"
    r" (?:on|in|at|by|with)|(?:this (?:article|story) (?:is|was) )?(?:re-?published|reprinted|syndicated) (?:(?:here )?with permission )?from"
    r"|lesen sie (?:hier )?den (?:ganzen |vollständigen )?original(?:artikel|text|beitrag) (?:hier )?(?:auf|bei|in|im)"
    r"|(?:dieser (?:artikel|text|beitrag) (?:ist|erschien|wurde) )?(?:zuerst|erstmals|ursprünglich) (?:erschienen|veröffentlicht)?"
    r" ?(?:auf|bei|in|im)|(?:lire|lisez) l['’]article (?:original|complet|entier) sur"
    r"|(?:cet article a été |article )?(?:publié|paru) (?:initialement|à l['’]origine|d['’]abord) (?:sur|dans|par)"
    r"|(?:lea|leer|lee) el artículo (?:original|completo) en"
    r"|(?:este artículo (?:fue|se) )?publicad[oa] (?:originalmente|por primera vez) en"
    r"|(?:leia|ler) o artigo (?:original|completo) (?:em|no|na)|publicado originalmente (?:em|no|na|por)"
    r"|leggi l['’]articolo (?:originale|completo) su|pubblicato (?:originariamente|originalmente|per la prima volta) (?:su|da|in)"
    r"|lees het (?:originele|volledige) artikel (?:op|in|bij)|(?:oorspronkelijk|eerder) verschenen (?:op|in|bij)"
    r"|(?:przeczytaj|czytaj) (?:cały|oryginalny) artykuł (?:na|w)|pierwotnie opublikowan[oy] (?:na|w|przez)"
    r"|(?:читать|читайте) оригинал (?:на|в)|впервые опубликовано (?:на|в)"
    r"|(?:本文|文章|稿件)来源\s*[:：])\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"\s*(?:[.!»>→|]+\s*$|责任编辑|作者|(?:,| and| und| et| y) .*| under .*| (?:on|am|le|el) .*\d{4}.*)")


def original_publishers(lines: Iterable[str]) -> list[Evidence]:
    """Return the publishers that short lines name as the first ones of the text, each once."""
    return list({candidate.value: candidate for candidate in _found(lines)}.values())


def _found(lines: Iterable[str]) -> Iterator[Evidence]:
    for raw in lines:
        if not 8 < len(raw) <= MAX_LINE:
            continue
        match = _ORIGINAL.match(raw.strip("([*_ （【"))
        name = clean_line(_NAME_ENDS.split(match["name"], maxsplit=1)[0].strip(" .,:;)]）】*_\"'“”")) if match else ""
        if 1 < len(name) <= MAX_NAME and not name.isdigit() and not name.lower().startswith(("http", "www.")):
            yield evidence(name, "text", raw)
