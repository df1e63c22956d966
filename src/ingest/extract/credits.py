"""Lines of credits: who wrote, who only photographed, edited or translated, and what such lines call them.

"Text: Ana Lund, Fotos: Bo Tarr", "Reporting by Ana Lund; Editing by Bo Tarr", "Ana Lund. Фото Бо Тарра". Plain words,
one line for each group of languages; add a language by adding its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.phrases import any_of

# Words that stand before the name of who wrote, with a colon.
_AUTHOR_NOUNS = any_of(
    r"texts?|words|story|report(?:ing|er)?|interview(?:er)?|author[s]?|written|writers?|columnist|journalist",
    r"texte?|texto|testo|tekst|teksti|tekstas|teksts|текст|тэкст|κείμενο|text[eů]",
    r"autorin/autor|autor(?:[/:*·]?(?:in|inn?en)|a|ka|ica|es|en|i|ius|[ėe]|s)?|auteur[·.]?e?s?|autore|autrice|аутор(?:ка)?"
    r"|автор(?:ка|ы|и)?|аўтар(?:ка)?",
    r"bericht|protokoll|reportage|reportaje|reportagem|reportaż|entretien|entrevista|intervista|intervju|interjú"
    r"|интервью",
    r"skribent|forfatter|författare|toimittaja|kirjoittaja|redacteur|journalistin?|korrespondent(?:in)?|korespondents",
    r"szerző|írta|συντάκτης|συντάκτρια|ρεπορτάζ|γράφει|parengė|korespondentė?",
    r"piše|pišu|napisal[ao]?|napisaoa?|rozmawiał[a]?|opracował[a]?|пише|пишу|беседовал[а]?|подготовил[аи]?",
    r"корреспондент|кореспондент(?:ка)?|журналіст(?:ка)?|розмовля(?:в|ла)|підготува(?:в|ла)",
    r"yazar|yazan|muhabir|haber|röportaj|hazırlayan",
    r"penulis|pewarta|reporter|wartawan|laporan|jurnalis|tác giả|bài(?: viết)?|phóng viên|mwandishi|ulat",
    r"مصنف|بقلم|كتب(?:ت|ه|ته)?|إعداد|الكاتبة?|حوار|نویسنده|به قلم|گزارشگر|خبرنگار|گزارش|تحریر|מאת|כתב[הת]?|ראיון",
    r"लेखक|लेखिका|रिपोर्ट(?:र)?|संवाददाता|লেখক|প্রতিবেদক|লিখেছেন|எழுதியவர்|ผู้เขียน|เรื่อง|โดย",
    r"redner(?:/?in)?|speaker|orador(?:a)?|oratore|mówca|выступающий",
    r"作者|撰文|撰稿|采写|記者|记者|文|取材(?:・文)?|執筆|聞き手|構成|글|글쓴이|취재|기자",
)
# Words that do so without one.
_AUTHOR_PHRASES = any_of(
    r"pronunciado por|delivered by|prononcé par|discours de|pronunciato da|gehalten von",
    r"rozmawiał[a]?|opracował[a]?|napisał[a]?|oprac\.|(?:tribune )?signée? par|gezeichnet von|unterzeichnet von",
    r"(?:reporting|writing|reported|written|story|words|interview|text) by|propos recueillis par|a cura di",
    r"γράφει (?:ο|η)|scris de|escrito por|escribe|napsala?|írta|بقلم|مאת|מאת|گزارش از|به قلم",
)
# Who is named after these did not write the text.
PICTURE_WORDS = any_of(
    r"(?:archiv|symbol|titel)?(?:photo(?:graph(?:s|y|er)?|s)?|pictures?|images?|illustrations?|graphics?|video|camera)",
    r"(?:arkiv|arhiv|archiv|symbol|titel|temat)?foto(?:s|k|t|grafie|grafía|grafia|grafias|graf|grafo)?|(?:symbol"
    r"|titel|archiv)?bild(?:er|quelle)?",
    r"kuvat?|fotók?|fotoğraf(?:lar)?|zdjęcia|zdj|snímky|nuotr(?:auk[oa]s?)?|φωτο\w*|фото\w*|світлин[аи]|снимк[аи]",
    r"grafik(?:en)?|grafic[ao]|infograf\w*|illustr?a\w+|ilustra\w+|karikatur\w*|kamera|camara|ảnh|picha|gambar",
    r"صور(?:ة)?|تصوير|عکس(?:ها)?|צילומ?(?:ים|ום)|צילום|फोटो|ছবি|ภาพ|图|圖|写真|撮影|摄影|攝影|图片|사진",
)
_EDIT_WORDS = any_of(
    r"edit(?:ing|ed)(?: by)?|editors?|additional reporting(?: by)?|produc(?:ed|tion|er)(?: by)?|translat(?:ion"
    r"|ed|or)(?: by)?",
    r"edição|edición|edizione|redaktör|redaktørs?|redaktion|redaktor(?:ka)?|redactor-?șef|urednik|urednica|уредник|szerkesztette"
    r"|szerkesztő|redagavo",
    r"übersetz(?:ung|t)|übersetzer(?:in)?|traduction|traducci[oó]n|traduzione|tradução|tłumaczenie|překlad"
    r"|перевод|переклад",
    r"επιμέλεια|μετάφραση|редактор(?:ка)?|editör|penyunting|biên tập|mhariri|עריכה|ترجمة|تحرير|ویراستار|ترجمه|संपादन",
    r"责编|责任编辑|責任編輯|编辑|編輯|编审|校对|翻译|翻訳|編集|편집|번역|schnitt|ton|regie|crédits?|source|quelle|fuente|fonte|źródło|zdroj"
    r"|sursa|forrás|lähde|kilde|källa|πηγή|источник|джерело|kaynak|sumber|المصدر|منبع|来源|來源|出典|출처",
)
AUTHOR_LABEL = "Text:"
_COLON = r"\s*[:：=＝]\s*"
# A slash or a dash is one only at the start of a line, or a slash after Chinese words.
_LABEL = re.compile(
    rf"(?<![^\W_])(?:(?P<wrote>{_AUTHOR_NOUNS}{_COLON}|{_AUTHOR_PHRASES}(?:{_COLON}|\s+)"
    rf"|^{_AUTHOR_NOUNS}(?:\s*/\s*|\s+[–—]\s+)|^(?:مصنف|автор|লেখক|लेखक|נכתב)\s*,\s+(?=\S+(?:\s\S+){{1,3}}$)|(?:作者|撰文|采写|記者|记者|文|取材|글|취재)\s*[/／]\s*)"
    rf"|(?P<other>(?:{PICTURE_WORDS}|{_EDIT_WORDS})(?:{_COLON}|\s*[/／]\s*|\s+(?:by|von|par|por|de|di|av|af|od)\s+)"
    rf"|(?:edit(?:ing|ed)|additional reporting|translated|produced) by\s+))",
    re.IGNORECASE,
)
# "Ana Lund. Фото Bo Tarr", "Ana Lund (texto) Bo Tarr (fotografia)".
_UNLABELLED_PICTURE = re.compile(rf"[.;|]\s+(?={PICTURE_WORDS}\s)", re.IGNORECASE)
_AND = r"\s(?:und|and|e|y|et|en|og|och|i)\s"
_IN_BRACKETS = re.compile(
    rf"(?:^|[,;|]|{_AND})(?P<name>(?:(?!{_AND})[^,;|()]){{2,60}})\((?:(?P<picture>{PICTURE_WORDS})|{_EDIT_WORDS})\)",
    re.IGNORECASE,
)
_WROTE_IN_BRACKETS = re.compile(rf"\s*\({_AUTHOR_NOUNS}\)", re.IGNORECASE)
_WHOLE_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){1,4},?(?:\s\w+)?")
_LABEL_ALONE = re.compile(rf"(?:{_AUTHOR_NOUNS}|{_AUTHOR_PHRASES})\s*[:：]?", re.IGNORECASE)
_PICTURE = re.compile(rf"{PICTURE_WORDS}(?![^\W_])", re.IGNORECASE)
_AND_TEXT = re.compile(
    rf"^(?:{PICTURE_WORDS}\s*(?:und|and|et|y|e|&|\+|/|i|och|og)\s*{_AUTHOR_NOUNS}"
    rf"|{_AUTHOR_NOUNS}\s*(?:und|and|et|y|e|&|\+|/|i|och|og)\s*{PICTURE_WORDS})"
    r"(?:\s*[:：]|\s+(?:by|von|par|por|de|di)\b)\s*",
    re.IGNORECASE,
)
_END = " \t.,;:|/–—-·•"


def _labelled(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each label of a line with what stands behind it, up to the next one."""
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        yield label, text[label.end() : end]


def has_writer(text: str) -> bool:
    """Say whether a line has the label of who wrote."""
    return any(label["wrote"] for label in _LABEL.finditer(text))


def others(text: str) -> list[str]:
    """Return the parts of a line of credits that name who edited, photographed or translated, and did not write."""
    if _AND_TEXT.match(text):
        return []
    if _IN_BRACKETS.search(text):
        return [found["name"].strip(_END) for found in _IN_BRACKETS.finditer(text)]
    return [part.strip(_END) for label, part in _labelled(text) if label["other"]]


def names_no_writer(text: str) -> bool:
    """Say whether a line only names who edited or photographed: it begins with their label."""
    label = _LABEL.match(text)
    return label is not None and label["other"] is not None and not has_writer(text)


def writers(text: str) -> list[str]:
    """Return the parts of a line of credits that name who wrote; all of it where it has no labels.

    Who wrote and photographed ("Text und Fotos: …") wrote.
    """
    text = _AND_TEXT.sub("", text)
    text = _WROTE_IN_BRACKETS.sub("", text)
    left = _IN_BRACKETS.sub("", text)
    text = left if left.strip(_END) else _IN_BRACKETS.sub(lambda found: "" if found["picture"] else found["name"], text)
    labelled = list(_labelled(text))
    first = text[: labelled[0][0].start()] if labelled else text
    wrote = [part for label, part in labelled if label["wrote"]]
    plain = not _PICTURE.match(first)
    if wrote and plain and _WHOLE_NAME.fullmatch(first.strip(_END)):
        return [
            first.strip(_END)
        ]  # "Ana Lund, Reporter: Politics"; else a place or a day stands before the first label
    parts = wrote or ([first] if plain else [])
    return [part for part in (_UNLABELLED_PICTURE.split(part)[0].strip(_END) for part in parts) if part]


def is_author_label(text: str) -> bool:
    """Say whether a line is only the label of who wrote: "Autor:", "Redner/in"."""
    return bool(_LABEL_ALONE.fullmatch(text.strip()))


def credited(text: str) -> str:
    """Return whom a line names as its author with a label: "Text: Ana Lund, Fotos: Bo Tarr" gives "Ana Lund"."""
    text = text.lstrip("(")
    both = _AND_TEXT.match(text)
    found = None if both else _LABEL.match(text)
    if not both and (found is None or not found["wrote"]):
        return ""
    return next(iter(writers(text)), "")
