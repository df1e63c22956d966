# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""What stands around an article in the same boxes: datelines, bylines, buttons, and promotions of other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.dom_blocks import DomBlock
from ingest.extract.phrases import BUTTONS, COMMENT_FORM, READ_ORIGINAL

_META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:s|-name|-line)?|dateline|date|datum|time(?:stamp)?|published|updated|meta|reading-?time|credits?|kicker|tags?|share|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:you (?:may|might) (?:also )?(?:like|be interested)|related|more (?:on|from|about|in|stories|news"
    r"|articles)|read (?:more|next|also)|recommended|see also|most (?:read|popular)"
    r"|trending|latest (?:news|stories)|also on|don['’]t miss|editor['’]?s['’]? picks?|top stories|up next"
    r"|further reading)\b"
    r"|(?:mehr zum thema|mehr (?:von|aus|zu[rm]?)|weitere (?:artikel|themen|meldungen|nachrichten|beiträge)"
    r"|lesen sie (?:auch|mehr)|das könnte (?:sie|dich)|auch interessant|verwandte|meistgelesen"
    r"|passend zum thema|zum thema|empfohlen)"
    r"|(?:à lire (?:aussi|également)|lire (?:aussi|également)|sur le même (?:sujet|thème)|articles? (?:liés"
    r"|similaires|associés)|vous (?:aimerez|pourriez) aussi|les plus lus|nos autres articles)"
    r"|(?:te puede interesar|(?:lea|lee|leer) (?:también|más)|(?:más|otras) (?:noticias|información|sobre)"
    r"|noticias relacionadas|artículos relacionados|lo más (?:leído|visto)|también te puede)"
    r"|(?:leia (?:também|mais)|veja também|(?:notícias|artigos) relacionad[ao]s|mais (?:lidas|notícias|sobre))"
    r"|(?:leggi anche|potrebbe interessarti|articoli correlati|ti potrebbe|le ultime)"
    r"|(?:lees (?:ook|meer)|meer (?:over|nieuws|van)|gerelateerd|meest gelezen)"
    r"|(?:czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również)|przeczytaj (?:też|także)|powiązane"
    r"|polecamy|najczęściej czytane)"
    r"|(?:читайте (?:также|ещё|еще)|по теме|похожие|связанные|смотрите также|читайте також|за темою|схожі)"
    r"|(?:läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|přečtěte si|čtěte (?:také"
    r"|více)|související|olvasta már|kapcsolódó|citește și|ilgili haberler|bunlar da ilginizi)"
    r"|(?:اقرأ أيضا|اقرأ أيضًا|مواضيع ذات صلة|مقالات ذات صلة|المزيد من)"
    r"|(?:相关(?:阅读|新闻|文章|链接)|延伸(?:阅读|閱讀)|推荐阅读|相關(?:新聞|文章)"
    r"|関連(?:記事|ニュース)|あわせて読みたい|관련 ?(?:기사|뉴스)))",
    re.IGNORECASE,
)
MAX_LABEL = 80


def is_furniture(block: DomBlock) -> bool:
    """Say whether a chosen block is no part of the text: a byline, a dateline, buttons, links, a promotion."""
    text = block.text.strip(" .:!»>→|")
    short = len(block.text) < 120
    if short and block.kind != "caption" and _META_NAMES.search(block.names):
        return True
    if short and (BUTTONS.fullmatch(text) or COMMENT_FORM.fullmatch(text) or READ_ORIGINAL.fullmatch(text)):
        return True
    return block.link_share > 0.5 and bool(_RELATED.match(text))


def promo_start(blocks: Sequence[DomBlock], chosen: Sequence[int]) -> int | None:
    """Return where promotions of other articles begin at the end of the chosen blocks, or None.

    They begin at a label ("Mehr zum Thema", "Related") after which there is little but links, or at a run of linked
    headlines that lasts to the end.
    """
    total = sum(len(blocks[at].text) for at in chosen) or 1
    before = 0
    for position, at in enumerate(chosen):
        block = blocks[at]
        after = chosen[position:]
        rest = sum(len(blocks[i].text) for i in after)
        if before > 0.4 * total and len(block.text) < MAX_LABEL and _RELATED.match(block.text.strip()):
            linked = sum(blocks[i].linked for i in after)
            if rest < 0.2 * total or linked > 0.3 * rest:
                return at
        if before > 0.4 * total and len(after) >= 2 and all(blocks[i].link_share > 0.7 for i in after):
            return at
        before += len(block.text)
    return None
