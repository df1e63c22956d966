"""Spans that mean themselves in every language: addresses, handles, file names, code, emoji."""

from __future__ import annotations

import re

_TLD = r"(?:[a-z]{2,24}|xn--[a-z0-9-]+)"
_HOST = rf"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+{_TLD}"
_URL_END = r"[^\s<>\"'„“”«»‚‘’.,;:!?)\]}…]"
_URL_REST = rf"(?:[^\s<>\"„“”«»…]*{_URL_END})?"
_EXTENSION = (
    r"(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|tsv|txt|md|rtf|html?|xml|json|ya?ml|toml|zip|gz|tar|7z|rar|png|jpe?g|gif|svg"
    r"|webp|mp[34]|wav|avi|mov|mkv|py|js|ts|java|cpp|hpp|rs|go|sh|exe|dll|log|cfg|ini|sql|db|eml|epub|warc)"
)

EMAIL = re.compile(rf"[\w.+%-]+@{_HOST}")
URL = re.compile(rf"(?:https?|ftp)://{_URL_REST}|\bwww\.{_HOST}(?:[/?#]{_URL_REST})?|\b{_HOST}/{_URL_REST}")
HOST = re.compile(
    r"\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|info|edu|gov|int|example|test|io|eu|de|at|ch|uk|fr|es|it|nl|be"
    r"|pl|cz|ua|ru|cn|tw|hk|jp|kr|in|us|ca|au|tv|me|news|online|onion)\b(?![\w-])"
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.-]*\w)?")
HASHTAG = re.compile(r"(?<![\w#&/])#\w*[^\W\d_]\w*")
FILE_NAME = re.compile(rf"(?<![\w/])[\w][\w()+.-]*\.{_EXTENSION}\b", re.IGNORECASE)
CODE = re.compile(r"`[^`\n]+`|\$\{?\w+\}?(?<!\$\d)(?=\W|$)|<[a-zA-Z/][^<>\n]*>")
EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+")

ADDRESSES = (EMAIL, URL, HOST)
_SIGNS = "@#/`$<"
_DOTTED = re.compile(r"\w\.\w")
LITERALS = (CODE, EMAIL, URL, FILE_NAME, HOST, HANDLE, HASHTAG, EMOJI)


def may_hold_literals(text: str) -> bool:
    """Return False when a text surely holds no literal; most hold none."""
    return (
        any(sign in text for sign in _SIGNS)
        or ("." in text and _DOTTED.search(text) is not None)
        or "www" in text
        or (not text.isascii() and EMOJI.search(text) is not None)
    )


def literals(text: str, patterns: tuple[re.Pattern[str], ...] = LITERALS) -> list[tuple[int, int]]:
    """Return the ranges that the patterns match, in order and apart; an earlier pattern wins."""
    found: list[tuple[int, int]] = []
    if not may_hold_literals(text):
        return found
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= other_start or start >= other_end for other_start, other_end in found):
                found.append((start, end))
    return sorted(found)


def without_literals(text: str) -> str:
    """Return the text with every literal replaced by one space."""
    if not may_hold_literals(text):
        return text
    parts: list[str] = []
    end = 0
    for start, stop in literals(text):
        parts += text[end:start], " "
        end = stop
    return "".join(parts) + text[end:]
