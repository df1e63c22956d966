"""Bylines in Chinese, Japanese and Korean: names of two to four characters, told by the words beside them."""

from __future__ import annotations

import re

# "作者：李明", "某报记者 李明 王芳", "김민수 기자 name@example.org".
_WIDE_BYLINE = re.compile(
    r"(?:作者|撰文|采写|執筆"
    r"|文/)\s*[:：]?\s*(?:[\u4e00-\u9fff]{2,6}记者\s*)?(?P<names>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)"
    r"(?=\s|$|来源|编辑|时间)"
    r"|^[\u4e00-\u9fff]{0,6}记者\s*[:：]?\s+(?P<reporters>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)$"
    r"|^(?:\S{2,8}=)?(?P<korean>[\uac00-\ud7af]{2,4})(?: ?기자(?=\s|$)"
    r"|(?: \S+){1,4} ?(?:교수|위원|작가|대표|국장|변호사|평론가)$)"
)
# "…と話した。（木村遥）": who signs at the end of the last paragraph.
_WIDE_END = re.compile(r"[。」][（(【](?P<names>[\u4e00-\u9fff]{2,4}(?:[、・ ][\u4e00-\u9fff]{2,4})*)[）)】]$")
# The same on a line of its own further down: "《棱镜》作者 李明", "采写：某报见习记者 李明", "李明/某某青年报".
_WIDE_LINE = re.compile(
    r"[【（(\[]?(?:(?:采写|摄影报道)\s*[:：]|文\s*[/／:：])?\s*(?:《[^》]{1,12}》|[\u4e00-\u9fff]{2,10}?)?"
    r"(?:见习|特约|专栏|首席|本报)?(?:记者|作者)(?:\s*[:：]\s*|\s+)"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4})*)\s*[】）)\]]?"
    r"|(?P<paper>[\u4e00-\u9fff]{2,3})\s?[/／]\s?[\u4e00-\u9fff]{2,10}(?:报|報|网|網|社|新闻)"
    r"|(?P<korean>[\uac00-\ud7af]{2,4}) ?기자(?:\s+\S+@\S+)?"
)
# At the start of the text: "（某社記者李明明台南4日電）" (after a name of three characters comes the place),
# "某社长沙11月18日电（记者 李明、王芳）", "〔記者李明／台東報導〕".
_WIDE_DATELINE = re.compile(
    r"^[（(【]\S{1,8}?記者(?P<one>[\u4e00-\u9fff]{3})[\u4e00-\u9fff]{2,8}\d{1,2}日(?:專|综合|綜合|外)?[電电]"
    r"|^\S{2,12}?\d{1,2}日[電电]\s*[（(](?:记者|記者|作者)\s*(?P<some>[\u4e00-\u9fff]{2,4}"
    r"(?:[、，, ][\u4e00-\u9fff]{2,4})*)\s*[）)]"
    r"|^[〔【\[（(](?:本報"
    r"|本报)?[记記]者\s?(?P<local>[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})*)\s?[／/][^〕】\]）)]{2,10}[〕】\]）)]"
)
_WIDE_NAME = re.compile(r"[\u3400-\u9fff]{2,5}")
_KANA = re.compile(r"[\u3041-\u3096]")
MAX_LINE = 40


def names_in_byline(text: str) -> list[str]:
    """Return the names in a line next to the heading: "作者：李明", "김민수 기자"; none if it says no such thing."""
    found = _WIDE_BYLINE.search(text)
    return str(found["names"] or found["reporters"] or found["korean"]).split() if found else []


def names_in_line(text: str) -> list[str]:
    """Return the names in a line that says nothing else, wherever it stands."""
    found = _WIDE_LINE.fullmatch(text) if len(text) <= MAX_LINE else None
    return str(found["names"] or found["paper"] or found["korean"]).split() if found else []


def names_in_dateline(text: str) -> list[str]:
    """Return the name in an agency's dateline at the start of a paragraph."""
    found = _WIDE_DATELINE.match(text)
    return re.split(r"[、，, ]", found["one"] or found["some"] or found["local"]) if found else []


def is_bare_name(text: str) -> bool:
    """Say whether a line may be a Chinese or Japanese name and nothing else."""
    return _WIDE_NAME.fullmatch(text) is not None


def names_at_end(text: str) -> list[str]:
    """Return the names in brackets behind the last sentence of a Japanese paragraph; in Chinese a picture has them."""
    found = _WIDE_END.search(text[-MAX_LINE:]) if _KANA.search(text) else None
    return re.split(r"[、・ ]", found["names"]) if found else []
