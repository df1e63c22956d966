# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Paywalls: whether a page holds only the start of its article, and which of its words sell the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.dom_blocks import DomBlock
from ingest.extract.evidence import evidence
from ingest.extract.layout import Piece
from ingest.extract.page import Page
from ingest.records import Evidence

TEASER = "paywall_teaser"
MAX_TEASER = 2_500
MAX_METERED = 1_500

_OFFER = re.compile(
    r"(?:subscri(?:be|ption)|sign up|log in|register|become a (?:member|subscriber)|already a (?:member"
    r"|subscriber))[^.!?]{0,60}(?:to |and )?(?:continue|keep|read|unlock|access|view)"
    r"|(?:continue|keep) reading (?:with|for|by)|(?:this (?:article|content|story) is )(?:only )?(?:for|reserved"
    r"|available (?:only )?(?:to|for))[^.]{0,30}(?:subscribers|members)"
    r"|(?:to|for) (?:read|continue|unlock) (?:the (?:full|rest)|this (?:article|story))"
    r"|unlimited (?:digital )?access|for (?:just|only) [£$€]\d|[£$€]\s?\d+(?:[.,]\d+)? (?:a|per) (?:month|week)"
    r"|weiterlesen (?:mit|als|für|und)|jetzt (?:abonnieren|testen|freischalten|weiterlesen)|(?:dieser"
    r"|den) (?:artikel|beitrag|inhalt)[^.]{0,40}(?:abonnent|abo\b|plus|exklusiv|lesen sie)|nur für abonnent"
    r"|bereits abonnent|(?:monat|woche) (?:für|nur) [\d,]+ ?(?:€|euro)|[\d,]+ ?(?:€|euro) (?:im|pro) (?:monat"
    r"|woche)|abo (?:testen|abschließen)|probeabo|zugang zu allen"
    r"|(?:article|contenu) (?:est )?réservé|réservé aux? abonn|(?:pour|de) (?:lire|accéder à) (?:la suite"
    r"|cet article|l['’]intégralité)|il vous reste [\d,]+ ?%|abonnez-vous|déjà abonné|sans engagement"
    r"|suscr[ií](?:be|ba|pci)[^.]{0,40}(?:leer|leyendo|acceder|seguir)|(?:contenido|artículo) (?:exclusivo"
    r"|solo) (?:para|de) (?:suscriptores|socios)|(?:para|sigue|seguir) (?:leer|leyendo)|ya (?:eres|soy) suscriptor"
    r"|(?:conteúdo|artigo) exclusivo|assin(?:e|antes?)[^.]{0,40}(?:ler|leia|acess|continu)|continue lendo"
    r"|já é assinante"
    r"|abbonati[^.]{0,40}(?:legg|continu|acced)|(?:contenuto|articolo) (?:riservato|per (?:gli )?abbonati)"
    r"|per continuare a leggere|sei già abbonato"
    r"|(?:alleen|exclusief) voor abonnees"
    r"|(?:verder|lees) lezen|lees verder|al abonnee|word abonnee"
    r"|dostęp (?:tylko )?dla|(?:dla|tylko) (?:prenumerator|subskrybent)|(?:kup|wykup) (?:dostęp|prenumeratę"
    r"|subskrypcję)|czytaj dalej"
    r"|(?:доступ|доступно|только|продолжение)[^.]{0,30}(?:подписчик|по подписке)|(?:оформите|купите) подписку"
    r"|(?:оформіть|доступно) (?:за )?передплат"
    r"|(?:läs|les|læs) (?:hela|hele|mer|mere|videre)[^.]{0,40}(?:prenumer|abonn)|bli (?:prenumerant|abonnent)"
    r"|(?:för|for) (?:prenumeranter|abonnenter)|vain tilaajille|tilaajille"
    r"|(?:abone|üye) ol[^.]{0,40}(?:oku|devam)|csak előfizető|előfizetőknek|pouze pro předplatitele|předplatné"
    r"|doar pentru abonați"
    r"|للمشتركين|اشترك (?:الآن|للمتابعة|لقراءة)|订阅(?:后|以)?(?:继续|解锁|阅读)|付费(?:内容|阅读)"
    r"|有料(?:会員|記事)|会員限定|続きを読むには|구독자 전용"
    r"|유료 (?:기사|회원)",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|premium-?(?:content|wall|gate|article)?|piano-?(?:offer|id|wall)?|regwall|metered|subscriber-?only|article-?locked|is-?locked|gated|plus-?(?:article|content))(?:$|[\s_-])",
    re.IGNORECASE,
)
_QUOTES = "“„«‹‘\"'"
_TIERS = frozenset({"locked", "metered", "premium", "paid", "subscriber", "closed", "plus", "hard"})


# Parts of words, one of which every offer has: the long pattern is tried on few blocks.
_STEMS = (
    "subscri", "sign up", "log in", "regist", "member", "unlimited", "£", "$", "€", "euro", "weiterles", "abonn",
    "abo ", "abo-",
    "plus", "exklusiv", "réserv", "suite", "suscri", "sigue", "seguir", "exclusiv", "assin", "continu", "leggere",
    "lees",
    "dostęp", "prenumer", "subskry", "czytaj", "подпис", "передплат", "abone", "üye", "tilaaj", "előfizet", "předplat",
    "للمشترك", "اشترك", "订阅", "付费", "有料", "会員", "続き", "구독", "유료", "reading", "unlock", "monat", "zugang",
    "engagement", "testen", "lezen",
)  # fmt: skip


def _may_offer(text: str) -> bool:
    lower = text.lower()
    return any(stem in lower for stem in _STEMS)


def is_offer(block: DomBlock) -> bool:
    """Say whether a block sells access: an offer's words in a short block, or in one marked as a paywall."""
    text = block.text
    if len(text) > 1_000 or text[:1] in _QUOTES or not _may_offer(text):  # an article may quote an offer
        return False
    return bool(_OFFER.search(text)) and (len(text) < 200 or (bool(_MARKS.search(block.names)) and len(text) < 1_000))


def offer_start(blocks: Sequence[DomBlock], chosen: Sequence[int], offers: set[int]) -> int | None:
    """Return where an offer ends the chosen blocks: the first of ``offers`` with nothing long after it.

    A label over the text ("Subscribers only") ends nothing, however short the text is.
    """
    start = None
    after = 0
    for at in reversed(chosen):
        if at in offers:
            start = at
        else:
            after += blocks[at].weight
        if after >= 400:
            break
    before = sum(blocks[at].weight for at in chosen if start is not None and at < start)
    return start if before >= after else None


def access(page: Page, pieces: Sequence[Piece], *, from_description: bool) -> list[Evidence]:
    """Return the evidence that the page shows only the start of its article; empty when it shows the article.

    The publisher's own word (JSON-LD ``isAccessibleForFree``, a content tier) or a marked paywall, together with an
    offer or an open end, and not more text than a teaser has. A class alone marks nothing where the
    publisher says that the article is free, and a short text is no sign beside it.
    """
    text = " ".join(piece.text for piece in pieces)
    marked = _marked(page)
    open_end = text.rstrip(' »”"').endswith(("…", "...", "[…]"))
    if len(text) > MAX_TEASER and not from_description and not open_end:
        return []
    if not marked and not open_end:
        return []
    offered = next((block.text for block in page.blocks if is_offer(block)), None)
    short = len(text) < MAX_METERED and marked is not None and marked.method != "html"
    if marked and (offered or open_end or from_description or short):
        return [marked, *([evidence(TEASER, "text", offered)] if offered else [])]
    if offered and open_end:
        return [evidence(TEASER, "text", offered)]
    return []


def _marked(page: Page) -> Evidence | None:
    if page.described.free is False:
        return evidence(TEASER, "json-ld", "isAccessibleForFree: false")
    if any(content.lower() == "false" for _, content in page.meta("isaccessibleforfree")):
        return evidence(TEASER, "microdata", "isAccessibleForFree: false")
    for name, content in page.meta("article:content_tier", "content_tier", "article:access", "cxenseparse:paywall"):
        if content.lower() in _TIERS:
            return evidence(TEASER, "meta", f"{name}: {content}")
    free = page.described.free or any(content.lower() == "true" for _, content in page.meta("isaccessibleforfree"))
    for element in () if free else page.tree.iter("div", "section", "aside"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if _MARKS.search(names) and len(element.text_content()) > 20 and element.find(".//article") is None:
            return evidence(TEASER, "html", names)
    return None
