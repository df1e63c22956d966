# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Bytes to text, whatever charset was declared, forgotten or got wrong.

Order of belief: byte order mark; valid UTF-8 (text in another charset almost never is); UTF-8 with a few damaged bytes;
the declared charset, read as browsers read it (`iso-8859-1` means windows-1252), when the result looks like text;
charset-normalizer's guess; windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

SAMPLE_BYTES = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels whose meaning on the web is a larger code page (WHATWG Encoding standard).
_AS_BROWSERS_READ = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_LABELS = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "x-mac-roman": "mac_roman",
    "iso-8859-8-i": "iso8859-8",
    "unicode": "utf-16",
}
# What charset-normalizer may choose from: the encodings of web pages, no code pages of DOS and EBCDIC.
_GUESSES = [
    "big5", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "cp932", "cp949", "euc_jp", "gb18030", "iso8859_2", "koi8_r",
]  # fmt: skip
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ESCAPED = frozenset({"iso2022_jp", "hz", "utf-7"})


class Decoded(NamedTuple):
    """Text and the charset it was read in; ``damaged`` counts the bytes that could not be read."""

    text: str
    charset: str
    damaged: int


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Decode ``body``; ``declared`` is the transport's charset. Never fails: what cannot be read becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _replaced(body[len(bom) :], encoding)
    claims = list(_claims(body, declared))
    if b"\x1b$" in body[:SAMPLE_BYTES] or b"\x1b(" in body[:SAMPLE_BYTES]:
        claims.append("iso2022_jp")
    for encoding in claims:
        if encoding in _ESCAPED and body.isascii():
            return _replaced(body, encoding)
    if (utf8 := _as_utf8(body)) is not None:
        return utf8
    wide = [encoding for encoding in claims if encoding.startswith("utf-16")] or _wide(body)
    for encoding in [*wide, *claims]:
        if (decoded := _plausible(body, encoding)) is not None:
            return decoded
    return _guess(body)


def _claims(body: bytes, declared: str | None) -> Iterator[str]:
    head = body[:4096]
    labels = [declared or "", *(m[1].decode("ascii") for m in (_META.search(head), _XML.search(head)) if m)]
    for label in labels:
        name = label.strip().strip("\"'").lower()
        try:
            encoding = codecs.lookup(_LABELS.get(name, name)).name
        except LookupError:
            continue
        if encoding in {"utf-8", "charmap", "undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape"}:
            continue
        if not getattr(codecs.lookup(encoding), "_is_text_encoding", True):
            continue
        yield _AS_BROWSERS_READ.get(encoding, encoding)


def _as_utf8(body: bytes) -> Decoded | None:
    """UTF-8 when it is valid, or when what is valid of it far outweighs what is not."""
    try:
        return Decoded(body.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    remaining = _MULTIBYTE.sub(b"", body)
    damaged = len(remaining) - len(remaining.translate(None, bytes(range(0x80, 0x100))))
    good = len(body) - len(remaining)
    if good >= 4 * damaged or (good >= damaged and damaged <= 2):
        return _replaced(body, "utf-8")
    return None


def _wide(body: bytes) -> list[str]:
    sample, half = body[:SAMPLE_BYTES], max(min(len(body), SAMPLE_BYTES) // 2, 1)
    if sample[1::2].count(0) > 0.3 * half:
        return ["utf-16-le"]
    return ["utf-16-be"] if sample[::2].count(0) > 0.3 * half else []


def _plausible(body: bytes, encoding: str) -> Decoded | None:
    """Decode as declared, unless too much cannot be read or the letters look like another alphabet's."""
    decoded = _replaced(body, encoding)
    if decoded.damaged > max(3, len(body) // 500):
        return None
    if encoding in {"cp1252", "cp1254", "cp1250", "iso8859-2", "iso8859-15", "mac-roman"} and _is_mojibake(
        decoded.text
    ):
        return None
    return decoded


def _is_mojibake(text: str) -> bool:
    """Say whether a Latin reading is wrong: other alphabets read so come out as long runs of accented letters."""
    runs = re.findall(r"[\x80-\u024f‚„…†‡ˆ‰‹‘’“”•–—˜™›]+", text[:SAMPLE_BYTES])
    total = sum(map(len, runs))
    return total > 0 and sum(len(run) for run in runs if len(run) >= 4) > 0.4 * total


def _guess(body: bytes) -> Decoded:
    import charset_normalizer  # noqa: PLC0415 - 30 ms that only undeclared charsets need

    sample = b"\n".join(line for line in body[:SAMPLE_BYTES].splitlines() if not line.isascii())[:20_000]
    best = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSES, enable_fallback=False).best()
    return _replaced(body, best.encoding if best is not None else "cp1252")


def _replaced(body: bytes, encoding: str) -> Decoded:
    if encoding == "cp1252":  # five bytes that Python leaves undefined are C1 controls in browsers
        text = body.translate(None, b"\x81\x8d\x8f\x90\x9d").decode(encoding)
        return Decoded(text, encoding, 0)
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
