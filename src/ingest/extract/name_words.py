"""Words that are no person's name: jobs, companies, agencies, institutions, days and buttons."""

from __future__ import annotations

import re

from ingest.extract.phrases import WEEKDAYS

HAN_NOBODY = re.compile(
    r"(?:新浪|网易|腾讯|搜狐|凤凰|百度|新华|央视|环球|参考消息).*|.*(?:报|報|网|網|社|电视台|频道|客户端|新闻|新聞|编辑部|号|報導|报道|報道|观察|觀察|财经|財經|周刊|週刊|杂志|雜誌"
    r"|传媒|傳媒|公众号|工作室)|(?:责任)?编辑.*|责编.*"
    r"|.*(?:文章|相关|发布|来源|关注|手机|作者|通讯员|未知|整理|篇数|网络|综合|本站|原创|佚名|記事|有料|無料|会員|速報|社説|実習生|实习生|實習生).*"
)
NOBODY = re.compile(
    rf"{WEEKDAYS}|(?:(?:the |die |la |le |von der )?(?:(?:super |user )*admin(?: user)?|super user"
    r"|redaktion \S+|editorial (?:board|staff|team|office)|editors?|(?:\w+ )?staff(?: writer"
    r"| reporter)?|admin(?:istrator)?|news ?(?:desk|room)|web ?master"
    r"|(?:online-?)?redaktion|(?:la )?rédaction|redacción|redação|redazione|redactie|redakcja|redakce"
    r"|redaktsioon|editör|haber merkezi|desk|tim redaksi|(?:news|central|web|city|online) ?desk(?: \S+)?"
    r"|(?:\S+ ){0,2}(?:redak[ct]\w*|redac[cçț]\w*|rédaction|redazione|rédac|редакц\w*|szerkesztőség|ritstjórn"
    r"|toimetus|toimitus"
    r"|uutistoimitus"
    r"|σύνταξη|newsroom|מערכת|هيئة التحرير|تحریریه|संवाददाता|डेस्क|ডেস্ক|編集部|编辑部|뉴스팀)(?: \S+)?"
    r"|guest(?: author| contributor)?|gastautor|contributors?|author|autor|anonymous|unknown|nobody|user|root"
    r"|press(?: office| release)?|pressestelle|correspondents?"
    r"|agencies|agenturen|agencias|agences|agenzie|none|null|undefined|team|newsroom|social media))"
    r"|wp[-_]?admin|\d+|mwandishi (?:wetu|maalum)|(?:our|special|staff|legal|web)"
    r" (?:\w+ )?(?:correspondent|reporter|bureau)|(?:the )?(?:(?:news|city|state|national|online|web) )?bureau"
    r"|(?:news|press|media) (?:release|statement)|agenc(?:y|ies) reports?|وكالات"
    r"|[\uac00-\ud7afA-Za-z]+(?:일보|매일|신문|방송|뉴스|경제|타임스|통신|미디어|저널)"
    r"|(?:\S+ )?(?:প্রতিবেদক|প্রতিনিধি|সংবাদদাতা)|স্টাফ রিপোর্টার|.* ডটকম"
    r"|(?:\S+ )?(?:संवाददाता|प्रतिनिधि|ब्यूरो)|خبرنگار ما|مراسلنا|كتبنا",
    re.IGNORECASE,
)
# What such a name holds when it is that of an office: the people who post, not who wrote.
OFFICE_NAME = re.compile(
    r"\b(?:team|staff|newsroom|press (?:office|service|team|room|release)|media (?:office|relations)|communications?"
    r"|comunicaci[oó]n(?:es)?|comunicazione|comunicação|pressestelle|presse(?:team|büro|abteilung)"
    r"|öffentlichkeitsarbeit|prensa|imprensa"
    r"|stampa|service (?:de )?(?:presse|communication)|webmaster|web ?team|admin\w*|super user|editors?"
    r"|redaktion|redacción|rédaction"
    r"|redazione|redakcja|пресс-?служба|прес-?служба|пресслужба)\b",
    re.IGNORECASE,
)
# Somebody's office; with what it is the office of, a whole part of a byline: "Comisario de Derechos".
OFFICE = re.compile(
    r"(?:(?:senior|deputy|vice|assistant|associate|adjunct|visiting|honorary|emeritus|general|chief|acting|former|ex-?"
    r"|phd|doctoral|research|stellvertretende[rn]?|freie[rn]?)\s+)*"
    r"(?:comisari[oa]|commissioner|commissaire|kommissar(?:in)?|minist(?:er(?:in)?|r[oae]|re)|secretar(?:y|io"
    r"|ia)|secrétaire"
    r"|staatssekretär(?:in)?|president|präsident(?:in)?|president[ea]|présidente?|direct(?:or|ora|eur|rice)"
    r"|direktor(?:in)?"
    r"|head of|chair(?:man|woman|person)?|vorsitzende[rn]?|sprecher(?:in)?|spokes\w+|researcher|analyst|fellow|lecturer"
    r"|candidate|scientist"
    r"|professor(?:in)?|profess?eur|abgeordnete[rn]?|lehrer(?:in)?|lærer|lawyer|advocate|attorney|consultant"
    r"|coordinator"
    r"|ceo|founder|member|mitglied|referent(?:in)?|wissenschaftliche[rn]?)\b",
    re.IGNORECASE,
)
DESK = re.compile(r"(?:redak|redac|rédac|redaz|редак|σύντα|team|news)\w*\s", re.IGNORECASE)
TEAM = re.compile(
    r"\b(?:team|staff|newsroom|photo desk)$|\bhuman rights watch$"
    r"|press office|media relations",
    re.IGNORECASE,
)
# Before a whole name: "Professor Ana Lund".
TITLE = re.compile(
    r"^(?i:(?:(?:associate|assistant|adjunct|visiting|emeritus) )?prof(?:essor(?:in)?|\.)?|dr\.?|(?:(?:chief"
    r"|senior) )?scientist"
    r"|candidate|(?:(?:research|senior) )?fellow|president|präsident(?:in)?|director|lawyer|researcher|analyst"
    r"|consultant"
    r"|minister(?:in)?)\s+(?=[^\W\d_a-z][^\W\d_]+ [^\W\d_a-z][\w'’-]+$)"
)
JOB = re.compile(
    r"\b(?:correspondent|reporter|editor(?:-in-chief)?|journalist|columnist|writer|producer|korrespondent(?:in)?"
    r"|redakteur(?:in)?|volontär(?:in)?|chefredakteur(?:in)?"
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
    r"(?:business ?wire|pr ?newswire|globe ?newswire|(?:the )?associated press|(?:the )?canadian press"
    r"|press association"
    r"|australian associated press|reuters|bloomberg(?: news)?|agence france[- ]presse|press trust of india"
    r"|xinhua|新华社|新華社"
    r"|tass|тасс|interfax|интерфакс|інтерфакс\S*|риа новости|укринформ|укрінформ|унн|белта|europa press"
    r"|agencia efe|ansa|adnkronos"
    r"|agência lusa|agência brasil|ritzau|ntb|tt|stt|čtk|tasr|sita|pap|mti|hina|srna|beta|fena|tanjug|танјуг"
    r"|tanjuga|agerpres"
    r"|mediafax|bns|elta|leta|ber|sda|keystone-sda|ats|apa|belga|anp|afp|dpa|epd|kna|ap|pti|ians|ani|yonhap|연합뉴스|kyodo"
    r"|共同通信|時事通信|jiji|antara|bernama|ttxvn|vna|aa|anadolu(?: ajansı)?|dha|i̇?ha|irna|ایرنا|isna|ایسنا|mehr|mna"
    r"|petra|wafa|sana"
    r"|وكالات|وكالة \S+(?: \S+)?|nan|app|apss|ena|sns|(?:news agency|press agency|agência|agencia|agence|agenzia"
    r"|agentur|agencja"
    r"|agentura|агентство|خبرگزاری)(?: \S+){1,3}|(?:\S+ ){1,3}(?:news agency|press agency|newswire|news service"
    r"|ajansı|nachrichtenagentur))",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"(?:ministerium|landeszentrale|fraktion|stiftung|verband|universität|akademie)\b"
    r"|\b(?:ministry|ministère|ministerio|ministero|department|university|université|universidad|universidade"
    r"|foundation|fondation"
    r"|fundación|association|asociación|committee|comité|council|institute?|institución|gobierno|ayuntamiento"
    r"|diputación"
    r"|gmbh|verein"
    r"|partei|parti|partido|communiste|révolutionnaire|gazette|gazeta)\b",
    re.IGNORECASE,
)
