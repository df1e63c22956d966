# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""What stands around an article in the same boxes: datelines, bylines, buttons, and promotions of other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.dom_blocks import DomBlock
from ingest.extract.phrases import BUTTONS, COMMENT_FORM, READ_ORIGINAL

_META_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:s|-name|-line)?|dateline|date|datum|time(?:stamp)?|published|updated|meta"
    r"|reading-?time|credits?|kicker|tags?|share|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:more must-?reads?|you (?:may|might) (?:also )?(?:like|be interested)|related|more (?:on"
    r"|from|about|in"
    r"|stories|news"
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
    r"|(?:(?:also read|baca(?: juga| selengkapnya|:)|(?:lihat|simak|tonton) juga|(?:artikel|berita) terkait"
    r"|xem thêm"
    r"|đọc thêm|tin liên quan"
    r"|soma (?:zaidi|pia)|διαβάστε (?:επίσης|ακόμ[αη]|περισσότερα)|σχετικά άρθρα|прочетете още|вижте още|още по темата"
    r"|pročitajte (?:još|i|više)|прочитајте|preberite (?:še|tudi)|prečítajte si|čítajte|llegeix també|més informació)"
    r"|(?:(?:यह|ये|इसे) भी पढ़ें|और पढ़ें|हे(?:ही)? वाचा|आणखी वाचा|আর[ওো] পড়ুন|இதையும் படி|மேலும் படிக்க|ఇ(?:ది"
    r"|వి) కూడా చదవండి"
    r"|ఇవీ చదవండి|આ પણ વાંચો|یہ بھی پڑھیں|مزید پڑھیں|بیشتر بخوانید|مطالب مرتبط|קראו (?:עוד|גם)|כתבות נוספות"
    r"|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง))(?=\s*(?:[:：|»>–-]|$))"
    r"|(?:اقرأ أيضا|اقرأ أيضًا|مواضيع ذات صلة|مقالات ذات صلة|المزيد من)"
    r"|(?:相关(?:阅读|新闻|文章|链接|专题)|热门(?:推荐|文章|新闻|话题)|猜你喜欢|更多(?:新闻|精彩|文章|阅读)|为你推荐|上一篇|下一篇|延伸(?:阅读|閱讀)|推荐阅读|相關(?:新聞|文章)"
    r"|関連(?:記事|ニュース)|あわせて読みたい|관련 ?(?:기사|뉴스)))",
    re.IGNORECASE,
)
MAX_LABEL = 80
MAX_CARD_LINE = 200
MAX_EMBED = 500
# Lines that ask for something or state rights, not part of what the article says.
_ASIDE = re.compile(
    r"(?:follow|like|find) us\b|sign up (?:for|to) (?:our|the)|subscribe to (?:our|the)|join (?:our|us on)"
    r"|get (?:our|the) .{0,30}newsletter|download (?:our|the) app"
    r"|folgen sie uns|folge uns|abonnieren sie (?:unseren|den)|hier (?:geht es|können sie)"
    r"|melden sie sich .{0,30}newsletter|jetzt .{0,20}newsletter"
    r"|puedes seguir a .{0,40} en (?:facebook|twitter|instagram)|conforme a los criterios de the trust project"
    r"|przeczytaj więcej takich"
    r"|támogasd a |támogass minket|(?:a )?független újságírás pénz|unterstützen? (?:sie )?(?:uns|unsere arbeit)\b"
    r"|support (?:us(?: today| now|$)|our (?:work|journalism)\b|independent journalism)|soutenez[- ]nous"
    r"|ap[óo]ya(?:nos\b| nuestro periodismo)"
    r"|sostienici"
    r"|wesprzyj (?:nas|nasze)\b|поддержите нас\b|підтримайте нас\b|steun ons\b|støtt oss\b|stöd oss\b"
    r"|<?저작권자 ?[(ⓒ©]|ⓒ|.{0,40}무단 ?전재.{0,15}금지|\S+@\S+\.\w+$|\[[^\]]{2,40}(?:제공|촬영|자료사진)[^\]]*\]$"
    r"|suivez[- ]nous|abonnez-vous à|inscrivez-vous à|s[íi]gu[ea]nos|suscríbete a|siga-nos"
    r"|inscreva-se|seguici"
    r"|iscriviti|volg ons|schrijf je in"
    r"|obserwuj nas|zapisz się|подпис(?:ывайтесь|аться|ывайся)|следите за|читайте нас|підписуйтесь|bizi takip"
    r"|abone olun|följ oss|følg os|seuraa meitä|sledujte nás|关注我们|.{0,80}(?:扫描|掃描|扫一扫"
    r"|长按).{0,20}(?:二维码|二維碼)|.{0,80}二维码.{0,10}关注|关注公众号|微信公众号|扫一扫|.{0,20}转发请注明|本文仅代表|(?:免责|版权|特别)声明|.{0,30}(?:如"
    r"|若)(?:有|涉及)?侵权|(?:新浪)?微博\s*[:：]|(?:抖音|今日头条|公众号)\s*[:：]|.{0,60}未经授权|(?:微信)?扫一扫|本文来自.{0,40}(?:APP|客户端)|フォロー"
    r"|구독하기|تابعنا"
    r"|.{0,40}尽在.{2,12}(?:app|客户端)\W*$"
    r"|©|(?:\(c\)|copyright)\s*(?:\d{4}|by|©|\(c\)|[A-Z])|all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos|tutti i diritti|wszelkie prawa|все права",
    re.IGNORECASE,
)
# Notices; and what stands where a video or a post of another site would be for readers who agree to load it.
_EMBED = re.compile(
    r"copyright \d{4} .{2,60}all rights reserved|this (?:material|document) may not be (?:published|reproduced|copied)"
    r"|this document is subject to copyright|materials provided by .{2,80}note: content may be"
    r"|citation: .{5,200} retrieved|(?:more information|journal references?): .{0,400}\bdoi\b"
    r"|.{0,30}(?:非經授權|未經授權).{0,10}不得|dalsz[ay] (?:ciąg|część) (?:materiału|artykułu|tekstu) (?:pod|poniżej)"
    r"|this (?:entry|post) was posted .{0,120}filed under|disclaimer: comments"
    r"|(?:the text in )?this (?:work|article|text) is licensed under (?:a |the )?(?:creative|cc\b)"
    r"|empfohlener (?:redaktioneller|externer) inhalt$|externe[nr]? inhalte? (?:anzeigen|laden)$"
    r"|mit ihrer (?:zustimmung|einwilligung) (?:wird|werden) (?:hier|an dieser stelle) .{0,60}(?:geladen|angezeigt)"
    r"|an dieser stelle (?:finden sie|befindet sich) .{0,60}extern\w* (?:inhalt|video)"
    r"|(?:wir benötigen|hier brauchen wir) ihre (?:zustimmung|einwilligung).{0,60}(?:zu laden|anzuzeigen|externe)"
    r"|ich bin damit einverstanden, dass mir externe inhalte"
    r"|this (?:content|video) is (?:provided|hosted) by .{2,30}cookies|we need your (?:consent|permission) to load"
    r"|to (?:view|see|watch|display) this (?:content|video|embed|tweet),? (?:please|you|enable|accept).{0,80}"
    r"(?:cookies|javascript|consent)"
    r"|ce contenu (?:est|a été) bloqué car (?:vous|nous)|pour (?:afficher|voir|visionner|lire) (?:ce|cette) \w+,"
    r" (?:vous devez|veuillez|acceptez|merci)|para (?:ver|visualizar) (?:este|esta|o) \w+,? (?:debes?|acept[ae]"
    r"|tienes).{0,60}cookies"
    r"|per (?:vedere|visualizzare) quest[oa] \w+,? (?:accetta|devi|attiva).{0,60}(?:cookie|consenso)"
    r"|om deze (?:inhoud|content|video) te .{0,60}cookies|aby (?:zobaczyć|wyświetlić).{0,40}(?:zaakceptuj|wyraź zgodę)"
    r"|(?:för att|for å|for at) (?:se|visa) .{0,60}(?:cookies|kakor)",
    re.IGNORECASE,
)
# Over a few words on who wrote.
_ABOUT_AUTHOR = re.compile(
    r"(?:about|meet) the authors?|sobre (?:la firma|el autor|la autora|o autor|a autora)"
    r"|à propos (?:de l['’]auteure?|des auteurs)"
    r"|über (?:den autor|die autorin)|zu[rm] (?:autor|autorin|person)|sull['’]autore|l['’]autore|over de auteur"
    r"|o autor(?:ze|ce)|об авторе",
    re.IGNORECASE,
)
_TOPICS = re.compile(
    r"(?:topics?|tags?|keywords|filed under|themen|schlag(?:worte|wörter)|stichworte|mots[- ]clés|thèmes|etiquetas"
    r"|temas|palabras clave|tag|argomenti|trefwoorden|tagi|теги|etiketler|标签|タグ)\s*:",
    re.IGNORECASE,
)


# Who edited a page and where it comes from, on a line of their own as Chinese sites have it.
_CREDITS = re.compile(
    r"[（(【\[]?(?:本文来源|文章来源|来源|來源|责任编辑|責任編輯|编辑|原标题|原標題|审核|校对)\s*[:：]", re.IGNORECASE
)
# "IN TEXAS: Family quarantined": a label in capitals, then a link to another article.
_LABELLED_LINK = re.compile(r"[A-Z][A-Z' -]{2,30}: \S")
# A caption that only says whose picture it is.
_PICTURE_CREDIT = re.compile(
    r"[(\[]?(?:(?:photo(?:graph)?s?|image|picture|screenshot|screengrab|illustration|courtesy|credits?|foto|bild"
    r"|quelle|grafik"
    r"|crédits?|photographie|imagen|fuente|fotografía|immagine|fonte|zdjęcie|фото)\s*(?:credits?|courtesy)?"
    r"(?:\s*[:：/]| by| of| von| de)\s*.{2,60}|©\s*(?!.*[.!?]).{2,50}|図/.{1,20}|图[/：:].{1,20})[)\]]?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:.{0,40}©|copyright(?:\s+(?:©|\(c\)))?|\(c\))\s*(?:19|20)\d\d(?:\D.{0,80})?|.{0,100}all rights reserved\.?",
    re.IGNORECASE,
)


def is_furniture(block: DomBlock) -> bool:
    """Say whether a chosen block is no part of the text: a byline, a dateline, buttons, links, a promotion."""
    text = block.text.strip(" .:!»>→|")
    short = len(block.text) < 120
    if short and block.kind != "caption" and _META_NAMES.search(block.names):
        return True
    if short and (BUTTONS.fullmatch(text) or COMMENT_FORM.fullmatch(text) or READ_ORIGINAL.fullmatch(text)):
        return True
    if short and block.kind == "caption" and _PICTURE_CREDIT.fullmatch(text):
        return True
    if (
        short
        and block.kind != "caption"
        and (_ABOUT_AUTHOR.fullmatch(text) or _ASIDE.match(text) or (_TOPICS.match(text) and block.linked))
    ):
        return True
    if len(block.text) < 60 and block.kind in {"paragraph", "list_item"} and _CREDITS.match(text):
        return True
    embed = len(text) < MAX_EMBED and _EMBED.match(text)
    return bool(embed) or (block.link_share > 0.5 and bool(_RELATED.match(text) or _LABELLED_LINK.match(text)))


def is_read_also(block: DomBlock) -> bool:
    """Say whether a block points to another article with words such as "Read also"."""
    return bool(_RELATED.match(block.text.strip()))


def is_card_line(blocks: Sequence[DomBlock], at: int) -> bool:
    """Say whether a short text stands under a linked headline, as on a teaser card.

    "Read also: …" between two paragraphs is no such headline.
    """
    before = blocks[at - 1] if at else None
    if before is None or (before.kind != "heading" and is_read_also(before)):
        return False
    return blocks[at].weight < 200 and before.link_share > 0.7 and len(before.text) > 8


def is_label_of_links(blocks: Sequence[DomBlock], at: int) -> bool:
    """Say whether a block is a label ("Related stories:") of links to other articles that follow it."""
    label = len(blocks[at].text) < 40 and is_read_also(blocks[at])
    return label and at + 1 < len(blocks) and blocks[at + 1].link_share > 0.7


def _ends_rights(block: DomBlock) -> bool:
    plain = block.kind != "heading" and len(block.text) < 160
    return plain and bool(_RIGHTS.fullmatch(block.text)) and ("rights" in block.text or block.text[-1] not in ".!?")


def rights_start(blocks: Sequence[DomBlock], chosen: Sequence[int]) -> int | None:
    """Return where a line of rights ("© 2011 Example") ends an article: after it there is at most a third of the text.

    The line itself need not be chosen. A picture's credit names no year.
    """
    if not chosen:
        return None
    total = sum(len(blocks[at].text) for at in chosen) or 1
    before = 0
    picked = set(chosen)
    for at in range(chosen[0], chosen[-1] + 1):
        block = blocks[at]
        if before > 0.65 * total and block.kind != "caption" and _ends_rights(block):
            return at
        before += len(block.text) if at in picked else 0
    return None


def promo_start(blocks: Sequence[DomBlock], chosen: Sequence[int]) -> int | None:
    """Return where promotions of other articles begin at the end of the chosen blocks, or None.

    They begin at a label ("Mehr zum Thema", "Related") after which there is little but links, or at a run of linked
    headlines, with or without a line of text under each, that lasts to the end.
    """
    total = sum(len(blocks[at].text) for at in chosen) or 1
    start = None
    rest = linked = 0
    only_links = True
    for position, at in enumerate(reversed(chosen)):
        block = blocks[at]
        rest += len(block.text)
        linked += block.linked
        if rest > 0.6 * total:
            break
        only_links = only_links and block.link_share > 0.7
        label = len(block.text) < MAX_LABEL and is_read_also(block)
        if (only_links and position >= 1) or (label and (rest < 0.2 * total or linked > 0.3 * rest)):
            start = at
    cards = _cards_start(blocks, chosen)
    return min((at for at in (start, cards) if at is not None), default=None)


def _cards_start(blocks: Sequence[DomBlock], chosen: Sequence[int]) -> int | None:
    """Return where teaser cards (a linked headline, then at most two short lines) begin and last to the end."""
    start = None
    heads = lines = 0
    for at in reversed(chosen):
        block = blocks[at]
        if block.link_share > 0.7 and len(block.text) > 15:
            start, lines = at, 0
            heads += 1
        elif len(block.text) < MAX_CARD_LINE and lines < 2:
            lines += 1
        else:
            break
    return start if heads >= 2 else None
