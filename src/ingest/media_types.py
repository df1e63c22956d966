# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""What kind of document some bytes are, judged by the bytes first, by name and declaration only where those are silent.

The order follows the WHATWG MIME Sniffing standard: signatures of binary formats, then HTML tags, then "is it text at
all?". Only kinds of text (plain, Markdown) may be told apart by the file name, because their bytes can be the same.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import filetype  # type: ignore[import-untyped]  # ships no types

HTML: Final = "text/html"
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
UNKNOWN: Final = "application/octet-stream"

SAMPLE_BYTES = 65_536
MAX_CONTROL_SHARE = 0.02

_MARKUP_NAMES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")

_TEXT_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"%!PS", "application/postscript"),
    (b"{\\rtf", "application/rtf"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tags that WHATWG takes for HTML at the very start, and those that a fragment or an XHTML page starts with.
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|script|iframe|h[1-6]|div|font|table|a|style|title|br?|p|meta|link|article"
    r"|main|section|ul|ol|span|nav|header|img|center|form)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(r"<(?:html|body|head)[\s>]", re.IGNORECASE)
_HTML_PAIRS = re.compile(r"<(p|div|h[1-6]|article|table|ul|ol)\b[^<>]*>.*?</\1>", re.IGNORECASE | re.DOTALL)
_XML_START = re.compile(r"\s*<\?xml\s", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n.{0,4000}?\n\1[ \t]*\n", re.DOTALL)
_MARKDOWN_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\]\n]+\]\((?:https?:|/|#|\.)[^)\s]*\)"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"(?<![\w*])\*\*[^*\n]+\*\*(?![\w*])"),
    re.compile(r"^> \S", re.MULTILINE),
)


def detect(body: bytes, *, name: str | None = None, declared: str | None = None) -> str:
    """Return the media type of ``body``.

    ``name`` (a file name or URL path) and ``declared`` (a Content-Type header) only decide between kinds of text. Bytes
    that are neither text nor a known binary format are ``application/octet-stream``.
    """
    name = (name or "").lower()
    declared = (declared or "").partition(";")[0].strip().lower()
    signed = next((kind for signature, kind in _TEXT_SIGNATURES if body[:1024].lstrip().startswith(signature)), None)
    if signed:
        return signed
    sample = _as_text(body[:SAMPLE_BYTES])
    if sample is None:
        return _binary(body)
    if _HTML_START.match(sample) or (not _XML_START.match(sample) and _is_html(sample, name, declared)):
        return HTML
    if _XML_START.match(sample):
        return HTML if _HTML_INSIDE.search(sample) else "application/xml"
    if name.endswith(_MARKDOWN_NAMES) or declared == MARKDOWN or _is_markdown(sample):
        return MARKDOWN
    return TEXT


def _as_text(sample: bytes) -> str | None:
    """Return a rough decoding of text, good enough to look for ASCII tags in; None for binary data."""
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return sample.decode(encoding, "ignore")
    zeros = sample.count(0)
    if zeros:
        wide = _wide_encoding(sample)
        if wide is not None:
            return sample.decode(wide, "ignore")
        sample = sample.replace(b"\0", b"")
    controls = zeros + len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * (len(sample) + zeros):
        return None
    return sample.decode("utf-8", "replace")


# Bytes that text in no encoding of the web holds (WHATWG "binary data bytes"), but ESC, which ISO-2022-JP needs.
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\f\r\x1b\x1a")


def _wide_encoding(sample: bytes) -> str | None:
    """Name UTF-16 without a byte order mark: nearly every second byte of Western markup is zero."""
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > 0.3 * half and sample[::2].count(0) < 0.02 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.3 * half and sample[1::2].count(0) < 0.02 * half:
        return "utf-16-be"
    return None


def _binary(body: bytes) -> str:
    kind = filetype.guess(body[:SAMPLE_BYTES])
    return str(kind.mime) if kind is not None else UNKNOWN


def _is_html(sample: str, name: str, declared: str) -> bool:
    """Markup that starts with text: believed when it has a root element, or when it is called HTML and has a tag."""
    if _HTML_INSIDE.search(sample[:4096]):
        return True
    called_html = name.endswith(_MARKUP_NAMES) or declared in _MARKUP_TYPES
    if called_html:
        return bool(re.search(r"<[a-zA-Z!/]", sample)) or not _is_markdown(sample)
    return not name.endswith(_MARKDOWN_NAMES) and len(_HTML_PAIRS.findall(sample)) >= 3


def _is_markdown(sample: str) -> bool:
    if _FRONT_MATTER.match(sample):
        return True
    return sum(bool(sign.search(sample)) for sign in _MARKDOWN_SIGNS) >= 2
