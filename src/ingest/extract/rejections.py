# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Pages that are not articles, told by name, so that nobody cites a cookie banner.

Every rule needs two kinds of evidence: what the page says, and that it says little else. A long article about cookies
or captchas is an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.errors import DocumentError
from ingest.extract import rejection_words as words
from ingest.extract.dom_blocks import DomBlock
from ingest.extract.layout import Piece
from ingest.extract.page import Page

MESSAGES = {
    "captcha": "The page asks for proof of being human; open it in a browser and save it from there.",
    "cookie_wall": "The page is a cookie wall without the article; accept or decline in a browser and save the page.",
    "javascript_shell": "The page is empty without JavaScript; save it after it has loaded in a browser.",
    "link_list": "The page is a list of links, not an article; give the addresses of the articles themselves.",
    "login": "The page asks to log in and holds no article; log in and save the page from a browser.",
    "soft_404": "The page says that the document does not exist; look for it elsewhere, for example in a web archive.",
    "empty": "The page shows no text; save it after it has loaded in a browser.",
}


def reject_unless_article(page: Page, pieces: Sequence[Piece], title: str | None) -> None:
    """Raise DocumentError with one of the codes of `MESSAGES` when the page is no article."""
    seen = _Seen(page, pieces, title)
    for code, rule in _RULES:
        if rule(seen):
            raise DocumentError("extract", code, MESSAGES[code])


class _Seen:
    """What the rules look at: the words of the body, of the whole page, and of its headings."""

    def __init__(self, page: Page, pieces: Sequence[Piece], title: str | None) -> None:
        self.page = page
        self.blocks: list[DomBlock] = page.blocks
        self.body = [piece.text for piece in pieces]
        self.size = sum(map(len, self.body))
        self.visible = sum(len(block.text) for block in self.blocks)
        self.heads = [
            text for text in (title or "", page.title_element, *(text for text, _ in page.top_headings)) if text
        ]
        self.heads += [block.text for block in self.blocks[:12] if block.kind == "heading"]
        self.prose = [block for block in self.blocks if len(block.text) > 80 and block.link_share < 0.4]

    def share(self, pattern: re.Pattern[str]) -> float:
        """Return the share of the page's prose (or of all its text if there is none) that matches."""
        texts = [block.text for block in (self.prose or self.blocks)]
        total = sum(map(len, texts)) or 1
        return sum(len(text) for text in texts if pattern.search(text)) / total

    def prose_besides(self, pattern: re.Pattern[str]) -> int:
        """Return how many characters of prose do not match."""
        return sum(len(block.text) for block in self.prose if not pattern.search(block.text))

    def headed(self, pattern: re.Pattern[str]) -> bool:
        """Say whether a title or heading near the top matches."""
        return any(pattern.search(head) for head in self.heads if len(head) < 150)

    def anywhere(self, pattern: re.Pattern[str]) -> bool:
        """Say whether any block matches."""
        return any(pattern.search(block.text) for block in self.blocks)


def _captcha(seen: _Seen) -> bool:
    """Look for a challenge's words in a heading or in most of the little text, or its script on a bare page."""
    little = seen.prose_besides(words.CAPTCHA) < 400
    return little and (seen.headed(words.CAPTCHA) or seen.share(words.CAPTCHA) > 0.3 or _challenge(seen))


def _challenge(seen: _Seen) -> bool:
    if seen.visible > 800:
        return False
    tree = seen.page.tree
    sources = [element.get("src", "") for element in tree.iter("script", "iframe")]
    marks = [element.get("id", "") + " " + element.get("class", "") for element in tree.iter("div", "form", "input")]
    return any(words.CHALLENGE.search(mark) for mark in (*sources, *marks))


def _cookie_wall(seen: _Seen) -> bool:
    """Most prose is about consent and partners, and what is left is too short for an article."""
    return seen.share(words.CONSENT) >= 0.5 and seen.prose_besides(words.CONSENT) < 500 and seen.visible < 12_000


def _login(seen: _Seen) -> bool:
    """Look for a password field or a heading that asks to log in, and no prose of length besides."""
    little = seen.prose_besides(words.LOGIN) < 400 and seen.size < 1_500
    password = (
        next((e for e in seen.page.tree.iter("input") if e.get("type", "").lower() == "password"), None) is not None
    )
    return little and (password or (seen.headed(words.LOGIN) and seen.anywhere(words.LOGIN_FORM)))


def _soft_404(seen: _Seen) -> bool:
    """Look for a server or a heading that says that there is nothing here, on a page with little else."""
    http = seen.page.capture.source.http
    gone = http is not None and http.status in {404, 410}
    little = seen.prose_besides(words.NOT_FOUND) < 600
    return little and (gone or seen.headed(words.NOT_FOUND) or seen.share(words.NOT_FOUND) > 0.4)


def _javascript_shell(seen: _Seen) -> bool:
    """Scripts and next to no text, or text that asks for JavaScript."""
    if seen.prose_besides(words.JAVASCRIPT) >= 300:
        return False
    scripts = next(seen.page.tree.iter("script"), None) is not None
    asks = seen.anywhere(words.JAVASCRIPT) or any(
        words.JAVASCRIPT.search(e.text_content()) for e in seen.page.tree.iter("noscript")
    )
    return (asks and seen.size < 600) or (scripts and seen.size < 120 and seen.visible < 400)


def _link_list(seen: _Seen) -> bool:
    """Mostly links to other pages; paragraphs between them are short teasers, and nothing calls itself an article."""
    linked = sum(block.linked for block in seen.blocks)
    links = sum(block.link_share > 0.7 and len(block.text) > 20 for block in seen.blocks)
    if links < 8 or linked < 0.3 * seen.visible:
        return False
    article = bool(seen.page.described.types) and bool(seen.page.described.published)
    long = sum(len(block.text) for block in seen.prose if len(block.text) > 200 and not block.chrome)
    return long < (400 if article else 1_500) and linked > 1.5 * long


def _empty(seen: _Seen) -> bool:
    """Nothing that anybody could read as a text."""
    return not any(character.isalpha() for text in seen.body for character in text)


_RULES: tuple[tuple[str, Callable[[_Seen], bool]], ...] = (
    ("captcha", _captcha),
    ("cookie_wall", _cookie_wall),
    ("login", _login),
    ("soft_404", _soft_404),
    ("javascript_shell", _javascript_shell),
    ("link_list", _link_list),
    ("empty", _empty),
)
