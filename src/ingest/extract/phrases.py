"""Fixed phrases of the web and of letters, in many languages: what is boilerplate, a label, a salutation, a byline.

Plain words, matched at the edges of short lines only; add a language by adding its words.
"""

from __future__ import annotations

import re


def any_of(*phrases: str) -> str:
    """Return a pattern that matches any of these patterns."""
    return "(?:" + "|".join(phrases) + ")"


# The heading of a comment form, alone on its line.
COMMENT_FORM = re.compile(
    any_of(
        r"leave an? (?:reply|comment)(?: cancel reply)?",
        r"post a comment",
        r"join the (?:discussion|conversation)",
        r"(?:hinterlasse|schreibe)n? (?:sie )?(?:uns )?(?:einen?|deinen|ihren) (?:kommentar"
        r"|antwort)(?: antwort abbrechen)?",
        r"(?:antwort|kommentar) (?:hinterlassen|schreiben|verfassen)",
        r"(?:laissez?r?|poster|écrire|ajouter) une? (?:commentaire|réponse)(?: annuler la réponse)?",
        r"(?:deja|dejar|deje) (?:un comentario|una respuesta)(?: cancelar respuesta)?",
        r"(?:deixe|deixar) (?:um comentário|uma resposta)(?: cancelar resposta)?",
        r"(?:lascia|invia) un (?:commento|risposta)",
        r"(?:geef|plaats|laat) een (?:reactie|antwoord)(?: achter)?",
        r"(?:dodaj|zostaw|napisz) (?:komentarz|odpowiedź)",
        r"(?:добавить|оставить|оставьте) (?:комментарий|ответ)",
        r"(?:залишити|додати) (?:коментар|відповідь)",
        r"(?:bir )?(?:yorum|cevap) (?:yazın|yapın|bırakın|yaz)",
        r"(?:lämna|skriv) (?:ett svar|en kommentar)",
        r"(?:اترك|أضف) (?:تعليقا|تعليقًا|ردا|ردًا)",
        r"发表(?:评论|回复)|發表(?:評論|迴響)|コメントを(?:残す|投稿)|댓글 ?(?:남기기|쓰기|삭제|수정|\d+)"
        r"|삭제한 댓글은 다시 복구할 수 없습니다.{0,40}",
    ),
    re.IGNORECASE,
)
# A lone line that leads to the original on another site.
READ_ORIGINAL = re.compile(
    any_of(
        r"read the (?:original|full) (?:article|story|post|report|text)\b.{0,60}",
        r"(?:this (?:article|story|post) )(?:was )?(?:originally|first) (?:published|appeared) (?:on|in|at)\b.{0,60}",
        r"lesen sie (?:hier )?den (?:ganzen |vollständigen )?original(?:artikel|text|beitrag)\b.{0,60}",
        r"(?:lire|lisez) l['’]article (?:original|complet|entier)\b.{0,60}",
        r"(?:lea|leer|lee) el artículo (?:original|completo)\b.{0,60}",
        r"(?:leia|ler) o artigo (?:original|completo)\b.{0,60}",
        r"leggi l['’]articolo (?:originale|completo)\b.{0,60}",
        r"lees het (?:originele|volledige) artikel\b.{0,60}",
        r"(?:przeczytaj|czytaj) (?:cały|oryginalny) artykuł\b.{0,60}",
        r"(?:читать|читайте) (?:оригинал|полную версию)\b.{0,60}",
    ),
    re.IGNORECASE,
)
# Buttons that copying a page leaves at its end.
BUTTONS = re.compile(
    any_of(
        r"(?:share|tweet|print|email|like|follow us|subscribe|sign up|comments?|related|advertisement|back to top)",
        r"(?:share this(?: article| story| post)?|share on (?:facebook|twitter|x|whatsapp|linkedin))",
        r"(?:teilen|drucken|merken|kommentare?|anzeige|werbung|nach oben|artikel teilen|auf (?:facebook|twitter"
        r"|x) teilen)",
        r"(?:partager|imprimer|commentaires?|publicité|haut de page)",
        r"(?:compartir|imprimir|comentarios?|publicidad|compartilhar|publicidade)",
        r"(?:(?:この(?:ニュース|記事)を)?シェア(?:する)?|分享(?:到|至)?|字号|打印|收藏|返回首页|我要反馈|공유하기|인쇄)",
        r"(?:condividi|stampa|commenti|pubblicità|delen|reacties|advertentie|udostępnij|reklama|поделиться|реклама)",
    ),
    re.IGNORECASE,
)
UPDATED = any_of(
    r"(?:last )?(?:updated?|modified|revised|edited|amended)(?: on| at)?",
    r"(?:date of )?(?:the )?last (?:update|revision|change|modification)|revision date",
    r"(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet|aktualisierung|stand)(?: am| vom)?",
    r"(?:dernière )?(?:mise? à jour|modifié|modification|actualisé)(?:e)?(?: le)?",
    r"(?:última )?(?:actualizad[oa]|actualización|modificad[oa]|modificación|atualizad[oa]|atualização)(?: el| em)?",
    r"(?:ultim[oa] )?(?:aggiornat[oa]|aggiornamento|modificat[oa]|modifica)(?: il)?",
    r"(?:bijgewerkt|laatst gewijzigd|gewijzigd)(?: op)?",
    r"zaktualizowan[oey]|aktualizacja|(?:naposledy )?(?:aktualizováno|aktualizované|aktualizace|upraveno|upravené)",
    r"frissítve|frissült|módosítva|(?:data |ultima )?actualiz(?:at[ăe]?|ării|are)|atnaujint[aosi]+|atjau(?:nots"
    r"|nināts)|uuendatud|muudetud",
    r"обновлен[оа]?|обновление|изменено|оновлено|змінено|актуализирано|обновен[ао]?|ажурирано|измењено",
    r"ažurirano|izmijenjeno|izmenjeno|posodobljeno|(?:τελευταία )?ενημ(?:έρωση|ερώθηκε)",
    r"(?:senast )?(?:uppdaterad|uppdaterat|ändrad)|(?:sist )?(?:oppdatert|endret)|(?:senest )?(?:opdateret|ændret)",
    r"(?:viimeksi )?(?:päivitetty|muokattu)|(?:son )?(?:güncelleme|güncellendi|güncellenme)(?: tarihi)?",
    r"(?:最后|最終)?更新(?:时间|時間|日時?)?|修订|수정(?:일)?|최종수정|업데이트",
    r"(?:آخر )?تحديث|تم التحديث|به ?روز ?رسانی|آخرین ویرایش",
    r"עודכן|עדכון אחרון|अपडेट(?:ेड)?|হালনাগাদ|আপডেট|diperbarui|pembaruan|cập nhật|imesasishwa|อัปเดต",
)
PUBLISHED = any_of(
    r"(?:first )?(?:published|posted|released|issued|submitted|date[d]?)(?: on| at)?",
    r"(?:erstmals )?(?:veröffentlicht|erschienen|publiziert|datum)(?: am)?",
    r"(?:publié|paru|date)(?:e)?(?: le)?",
    r"(?:publicado|publicação|publicada|fecha|data)(?: el| em)?",
    r"(?:pubblicat[oa]|data)(?: di pubblicazione)?(?: il)?",
    r"(?:gepubliceerd|geplaatst|opublikowan[oae]|data publikacji|dodano|zveřejněno|zverejnené|publikován[oa]"
    r"|publikované|vydáno)(?: op)?",
    r"objavljeno|објављено|datum objave|publicera[dt]|publisert|publiceret|udgivet|offentliggjort|julkaistu"
    r"|julkaisuaika",
    r"опубликован[оа]?|дата|размещено|опубліковано|публикуван[оа]?|paskelbta|publikuota|publicēts|avaldatud",
    r"yayınlanma|yayın tarihi|oluşturulma(?: tarihi)?|yayınlandı|giriş(?: tarihi)?|eklenme|közzétéve|megjelent"
    r"|publikálva"
    r"|(?:data )?public(?:at[ăe]?|ării|are)",
    r"δημοσι(?:εύθηκε|εύτηκε|εύση|ευση)|ημερομηνία|diterbitkan|dipublikasikan|tayang|ngày đăng|đăng lúc"
    r"|imechapishwa|เผยแพร่",
    r"प्रकाशित|पब्लिश|প্রকাশ(?:িত)?|(?:تاریخ )?انتشار|منتشر شده|(?:تاريخ )?النشر|نُ?شر(?: في)?|פורסם|תאריך",
    r"发布时间|发布日期|发布于|发布|發布|发表(?:时间|日期|于)|发稿时间|上传时间|时间|日期|公開日?|掲載日?|配信|投稿日|発表日|게시|입력|등록|승인|작성",
)
POSTED_SENTENCE = any_of(
    r"this (?:entry|post|article) was (?:posted|published|written)",
    r"diese[rs] (?:beitrag|eintrag|artikel) (?:wurde|stammt)",
    r"cet(?:te)? (?:article|entrée|billet) a été (?:publiée?|postée?)",
    r"(?:esta entrada|este artículo) (?:fue|se) public",
    r"quest[oa] (?:articolo|voce|post) è stat[oa] pubblicat",
    r"(?:dit bericht|dit artikel) (?:werd|is) (?:geplaatst|gepubliceerd)",
    r"(?:этот пост|эта запись) (?:был|была|опубликован)",
)
BYLINE = re.compile(
    r"(?:(?:written |reported |story )?by:?|von|text:|autor(?:in)?:|author:|par|por|da|di|door|av|af|автор:?|yazan:)\s+"
    r"(?P<names>[^\W\d_][^\d:;!?]{2,80})",
    re.IGNORECASE,
)
# What stands before the name of an author, and what such a line calls the text ("An article by …", "Posted on … by …").
SIGNED_BY = any_of(
    r"by|von|durch|par|por|di|da|door|av|af|od|przez|nga|yazan",
    r"autor(?:[/:]?(?:in|inn?en)|a|es|en)?|authors?|auteure?s?|autore|автор|аўтар",
)
WRITTEN_WORKS = any_of(
    r"artikel|(?:gast)?(?:beitrag|kommentar)|bericht|analyse|interview|reportage|essay|kolumne|rezension|text",
    r"geschrieben|verfasst|gespeichert|eingestellt",
    r"article|analysis|opinion|column|review|posted|written|reported|submitted",
    r"proposé|écrit|posté|rédigé|escrito|firmado|scritto|inserito",
    r"geplaatst|gepost|geschreven|napisał|skrevet|skriven",
)
# What may be said of a publisher or of the maker of a site as well, unless a day stands beside it.
PUBLISHED_WORKS = any_of(
    r"veröffentlicht|publiziert|erstellt|published|created|added|publié|publicado|pubblicato|gepubliceerd",
    r"dodał|opublikował|publicerad",
)
WEEKDAYS = any_of(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend",
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:maan|dins|woens|donder|vrij|zater|zon)dag",
)
SALUTATION = re.compile(
    any_of(
        r"dear\b|your excellenc|to whom it may concern|honou?rable\b|ladies and gentlemen",
        r"sehr geehrte|liebe[rn]?\b|geachte\b|beste\b|kära\b|kære\b",
        r"(?:madame|monsieur|mesdames|messieurs)\b|chers?\b|chères?\b",
        r"(?:estimad|querid|apreciad|distinguid|prezad|car)[oa]s?\b|gentil|egregi|cari?\b|spettabil",
        r"szanown|vážen|tisztelt|уважаем|шановн|sayın\b",
        r"السيد|尊敬的|拝啓",
    ),
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"(?:subject|re|betreff|betr\.|objet|concerne|asunto|assunto|oggetto|betreft|onderwerp|dotyczy|тема|konu"
    r"|ärende)\s*:\s*"
    r"(?P<subject>\S.{3,200})",
    re.IGNORECASE,
)
