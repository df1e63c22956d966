"""Words that are no person's name: jobs, companies, agencies, institutions, days and buttons."""

from __future__ import annotations

import re

from ingest.extract.phrases import WEEKDAYS

HAN_NOBODY = re.compile(
    r"(?:新浪|网易|腾讯|搜狐|凤凰|百度|新华|央视|环球|参考消息).*|.*(?:报|報|网|網|社|电视台|频道|客户端|新闻|新聞|编辑部|号)|(?:责任)?编辑.*|责编.*|.*(?:文章|相关|发布|来源|关注|手机|作者|未知|整理|篇数|网络|综合|本站|原创|佚名).*"
)
NOBODY = re.compile(
    rf"{WEEKDAYS}|(?:(?:the |die |la |le |von der )?(?:(?:super |user )*admin(?: user)?|super user"
    r"|redaktion \S+|editorial (?:board|staff|team|office)|editors?|(?:\w+ )?staff(?: writer"
    r"| reporter)?|admin(?:istrator)?|news ?(?:desk|room)|web ?master"
    r"|(?:online-?)?redaktion|(?:la )?rédaction|redacción|redação|redazione|redactie|redakcja|redakce"
    r"|redaktsioon|editör|haber merkezi|desk|tim redaksi|(?:news|central|web|city|online) ?desk(?: \S+)?"
    r"|(?:\S+ ){0,2}(?:redak[ct]\w*|redac[cçț]\w*|rédaction|redazione|rédac|редакц\w*|szerkesztőség|toimitus|uutistoimitus"
    r"|σύνταξη|newsroom|מערכת|هيئة التحرير|تحریریه|संवाददाता|डेस्क|ডেস্ক|編集部|编辑部|뉴스팀)(?: \S+)?"
    r"|guest(?: author| contributor)?|gastautor|contributors?|author|autor|anonymous|unknown|nobody|user|root"
    r"|press(?: office| release)?|pressestelle|correspondents?"
    r"|agencies|agenturen|agencias|agences|agenzie|none|null|undefined|team|newsroom|social media))"
    r"|wp[-_]?admin|\d+",
    re.IGNORECASE,
)
# Somebody's office; with what it is the office of, a whole part of a byline: "Comisario de Derechos".
OFFICE = re.compile(
    r"(?:(?:senior|deputy|vice|assistant|general|chief|acting|former|ex-?|stellvertretende[rn]?|freie[rn]?)\s+)*"
    r"(?:comisari[oa]|commissioner|commissaire|kommissar(?:in)?|minist(?:er(?:in)?|r[oae]|re)|secretar(?:y|io|ia)|secrétaire"
    r"|staatssekretär(?:in)?|president|präsident(?:in)?|president[ea]|présidente?|direct(?:or|ora|eur|rice)|direktor(?:in)?"
    r"|head of|chair(?:man|woman|person)?|vorsitzende[rn]?|sprecher(?:in)?|spokes\w+|researcher|analyst|fellow|lecturer"
    r"|professor(?:in)?|profess?eur|abgeordnete[rn]?|lehrer(?:in)?|lærer|lawyer|advocate|attorney|consultant|coordinator"
    r"|ceo|founder|member|mitglied|referent(?:in)?|wissenschaftliche[rn]?)\b",
    re.IGNORECASE,
)
DESK = re.compile(r"(?:redak|redac|rédac|redaz|редак|σύντα|team|news)\w*\s", re.IGNORECASE)
JOB = re.compile(
    r"\b(?:correspondent|reporter|editor(?:-in-chief)?|journalist|columnist|writer|producer|korrespondent(?:in)?|redakteur(?:in)?|volontär(?:in)?|chefredakteur(?:in)?"
    r"|freie[rn]? autor(?:in)?|autor(?:in)?|journaliste|correspondant|rédact(?:eur|rice)|corresponsal"
    r"|redactor(?:a)?|giornalista|studio|ressort\w*)\b",
    re.IGNORECASE,
)
# What stands where such a name could: days, and the words of buttons.
NO_PEN_NAME = frozenset([
    "yesterday", "today", "here", "more", "share", "follow", "print", "email", "profile", "posts", "reply", "readers",
    "gestern", "heute", "morgen", "hier", "dort", "mehr", "teilen", "folgen", "drucken", "profil", "weiter", "lesern",
    "plus", "suite", "partager", "ayer", "hoy", "más", "compartir", "ieri", "oggi", "altro", "condividi",
])  # fmt: skip
COMPANY = re.compile(r"\s(?:AG|Ag|GmbH|Gmbh|Inc|Ltd|LLC|Llc|S\.?A\.?|e\.\s?V|B\.?V|Oy|AB|ApS)\.?$")
AGENCY = re.compile(
    r"(?:business ?wire|pr ?newswire|globe ?newswire|(?:the )?associated press|(?:the )?canadian press|press association"
    r"|australian associated press|reuters|bloomberg(?: news)?|agence france[- ]presse|press trust of india|xinhua|新华社|新華社"
    r"|tass|тасс|interfax|интерфакс|інтерфакс\S*|риа новости|укринформ|укрінформ|унн|белта|europa press|agencia efe|ansa|adnkronos"
    r"|agência lusa|agência brasil|ritzau|ntb|tt|stt|čtk|tasr|sita|pap|mti|hina|srna|beta|fena|tanjug|танјуг|tanjuga|agerpres"
    r"|mediafax|bns|elta|leta|ber|sda|keystone-sda|ats|apa|belga|anp|afp|dpa|epd|kna|ap|pti|ians|ani|yonhap|연합뉴스|kyodo"
    r"|共同通信|時事通信|jiji|antara|bernama|ttxvn|vna|aa|anadolu(?: ajansı)?|dha|i̇?ha|irna|ایرنا|isna|ایسنا|mehr|mna|petra|wafa|sana"
    r"|وكالات|وكالة \S+(?: \S+)?|nan|app|apss|ena)",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"(?:ministerium|landeszentrale|fraktion|stiftung|verband|universität|akademie)\b"
    r"|\b(?:ministry|ministère|ministerio|ministero|department|university|université|universidad|universidade|foundation|fondation"
    r"|fundación|association|asociación|committee|comité|council|institute?|institución|gobierno|ayuntamiento|gmbh|verein"
    r"|partei|parti|partido|communiste|révolutionnaire|gazette|gazeta)\b",
    re.IGNORECASE,
)
