# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Pages that are not articles, told by name, so that nobody cites a cookie banner.

Every rule needs two kinds of evidence: what the page says, and that it says little else. A long article about cookies
or captchas is an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from ingest.errors import DocumentError
from ingest.extract import rejection_words as words
from ingest.extract.dom_blocks import weight
from ingest.extract.fronts import is_front, linked_headlines
from ingest.extract.layout import Piece
from ingest.extract.page import Page, spells
from ingest.extract.seen import Seen

LITTLE = 300
LONG = 1_500
MIN_LINKS = 4
MIN_HEADLINE = 25

_PICTURE = re.compile(r"(?P<n>\d{1,3})\s?/\s?(?P<m>\d{1,3})\s")


def reject_unless_article(page: Page, pieces: Sequence[Piece], title: str | None, *, signed: bool = False) -> None:
    """Raise DocumentError with one of the codes of `rejection_words.MESSAGES` when the page is no article.

    ``signed``: under its heading stand one byline and one day.
    """
    seen = Seen(page, pieces, title)
    if is_front(page, seen.blocks, seen.body):
        raise DocumentError("extract", "link_list", words.MESSAGES["link_list"])
    plain = seen.size > LONG and sum(map(weight, filter(_may_ask, seen.body))) < 0.3 * seen.size
    known = signed or _declared_article(page) or spells(page.url, title or "") or _gallery(seen)
    evident = seen.size > LITTLE // 2 and known
    for code, rule in _RULES[:1] if plain else _RULES:
        if evident and code in _DOUBTFUL:
            continue
        if rule(seen):
            raise DocumentError("extract", code, words.MESSAGES[code])


def _declared_article(page: Page) -> bool:
    """Say whether the page declares itself an article with a date: such a page is no list and no error."""
    dated = bool(page.described.published) or any(True for _ in page.meta("article:published_time", "datepublished"))
    typed = bool(page.described.headlines) or any("article" in kind for _, kind in page.meta("og:type"))
    return dated and typed


def _gallery(seen: Seen) -> bool:
    """Say whether texts count the same pictures ("1/10 The harbour …"), or most of the text is the first of many."""
    counted = [match for text in seen.body if (match := _PICTURE.match(text))]
    if len({m["m"] for m in counted}) != 1 or any(int(m["n"]) > int(m["m"]) for m in counted):
        return False
    first = all(m["n"] == "1" and int(m["m"]) > 4 and 2 * weight(m.string) > seen.size for m in counted)
    return (first or len(counted) > 1) and any(weight(m.string) > LITTLE // 2 for m in counted)


def _may_ask(text: str) -> bool:
    lower = text.lower()
    return any(stem in lower for stem in words.CONSENT_STEMS)


def _captcha(seen: Seen) -> bool:
    """Look for a challenge's words in a heading or in most of the little text, or its script on a bare page."""
    if seen.says_more_than(words.CAPTCHA, LITTLE, addressed=True):
        return False
    told = seen.headed(words.CAPTCHA) or seen.share(words.CAPTCHA, addressed=True) > 0.3
    return told or (seen.size < 2 * LITTLE and _challenge(seen))


def _challenge(seen: Seen) -> bool:
    tree = seen.page.tree
    sources = [element.get("src", "") for element in tree.iter("script", "iframe")]
    marks = [element.get("id", "") + " " + element.get("class", "") for element in tree.iter("div", "form", "input")]
    return any(words.CHALLENGE.search(mark) for mark in (*sources, *marks))


def _cookie_wall(seen: Seen) -> bool:
    """Find that most prose asks the reader for consent, and that there is little else.

    A cookie policy says the same under several headings; it has no buttons.
    """
    if seen.says_more_than(words.CONSENT, 2 * LITTLE):
        return False
    asked = seen.share(words.CONSENT, addressed=True) >= 0.5
    if asked:
        return _buttons(seen) or sum(block.kind == "heading" for block in seen.blocks) < 4
    little = seen.besides(words.CONSENT) < LITTLE and seen.share(words.CONSENT) >= 0.3 and seen.size < LONG
    return little and not _fields(seen) and _buttons(seen)


def _buttons(seen: Seen) -> bool:
    """Look for the buttons of a consent form: accept, reject, settings."""
    labels = [e.text_content() + e.get("value", "") for e in seen.page.tree.iter("button", "input", "a")]
    return any(words.ACCEPT.search(label) for label in labels if len(label) < 60)


def _fields(seen: Seen) -> list[HtmlElement]:
    """Return the fields in which a reader would write who they are."""
    kinds = {"text", "email", "tel", "password"}
    return [element for element in seen.page.tree.iter("input") if element.get("type", "text").lower() in kinds]


def _login(seen: Seen) -> bool:
    """Look for a password field or a short heading that asks to log in, and no prose of length besides."""
    if seen.says_more_than(words.LOGIN, LITTLE, addressed=True) or seen.size > 4 * LITTLE:
        return False
    fields = _fields(seen)
    password = any(e.get("type", "").lower() == "password" for e in fields)
    return password or (seen.headed(words.LOGIN) and (bool(fields) or seen.share(words.LOGIN, addressed=True) > 0.5))


def _soft_404(seen: Seen) -> bool:
    """Look for a server or a heading that says that there is nothing here, on a page with little else."""
    http = seen.page.capture.source.http
    gone = http is not None and http.status in {404, 410}
    if seen.says_more_than(words.NOT_FOUND, LITTLE):
        return False
    return gone or seen.headed(words.NOT_FOUND) or (seen.share(words.NOT_FOUND) > 0.4 and len(seen.prose) <= 3)


def _javascript_shell(seen: Seen) -> bool:
    """Find text that asks for JavaScript, or an application's empty mount point, and no prose."""
    if seen.says_more_than(words.JAVASCRIPT, LITTLE):
        return False
    asks = seen.anywhere(words.JAVASCRIPT) or any(
        words.JAVASCRIPT.search(e.text_content()) for e in seen.page.tree.iter("noscript")
    )
    return (asks and seen.size < 2 * LITTLE) or (seen.size < 80 and _mount_point(seen))


def _mount_point(seen: Seen) -> bool:
    """Look for the element that an application fills: known by its id, without text of its own."""
    return any(
        _MOUNT.fullmatch(element.get("id", "")) and len(element.text_content().strip()) < 80
        for element in seen.page.tree.iter("div", "main", "section")
    ) or any(
        str(element.tag).count("-") == 1 and str(element.tag).startswith("app") for element in seen.page.tree.iter()
    )


_MOUNT = re.compile(
    r"root|app|__next|__nuxt|___gatsby|react-root|app-root|main-app|svelte|q-app|ember\d*", re.IGNORECASE
)


def _link_list(seen: Seen) -> bool:
    """Find mostly links to other pages, with teasers under them, and next to no prose of its own.

    A paragraph is the page's own when it is long, or when it does not stand under a linked headline.
    """
    blocks, heads = seen.blocks, linked_headlines(seen.blocks)
    rows = sum(0.2 < block.link_share <= 0.6 and weight(block.text) < 200 for block in blocks)
    tables = [block.element for block in blocks if block.kind == "table"]
    if len(seen.prose) <= 1 and any(sum(1 for _ in table.iter("a")) > MIN_LINKS for table in tables):
        return True
    linked = sum(block.linked for block in blocks) / (sum(len(block.text) for block in blocks) or 1)
    if sum(heads) + rows < MIN_LINKS or (tables and rows == 0) or linked < (0.25 if seen.size < LONG else 0.4):
        return False
    own = sum(
        weight(block.text)
        for at, block in enumerate(blocks)
        if weight(block.text) > 80
        and block.link_share < 0.2
        and (weight(block.text) > 250 or not any(heads[max(at - 2, 0) : at]))
    )
    typed = bool(seen.page.described.types or _DATED_ADDRESS.search(seen.page.url))
    typed = typed or any("article" in kind for _, kind in seen.page.meta("og:type"))
    return own < (LITTLE // 2 if typed else LITTLE)


def _only_headlines(seen: Seen) -> bool:
    """Find headlines that lead elsewhere, in boxes whose names say so, on a page that is empty besides."""
    boxed = [block for block in seen.page.blocks if (block.boxed or not block.chrome) and block.weight > MIN_HEADLINE]
    return _empty(seen) and sum(linked_headlines(boxed)) > MIN_LINKS and not _declared_article(seen.page)


# "/2019-09-26/198694873.html": an article's address; those of archives end with the day.
_DATED_ADDRESS = re.compile(r"/(?:19|20)\d\d[-/]?(?:0[1-9]|1[0-2])[-/]?(?:0[1-9]|[12]\d|3[01])/[^/]{5,}$")


def _empty(seen: Seen) -> bool:
    """Find nothing that anybody could read as a text: no sentence, and few words in all."""
    return not any(character.isalpha() for text in seen.body for character in text) or (
        seen.size < 150 and not any(_SENTENCE.search(text) for text in seen.body)
    )


_SENTENCE = re.compile(r"[\w\u0300-\u1fff][.!?…。！？؟।։။]|[\u2e80-\u9fff]{8}")


_DOUBTFUL = frozenset({"link_list", "login", "soft_404", "javascript_shell"})
_RULES: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
    ("link_list", _link_list),
    ("captcha", _captcha),
    ("cookie_wall", _cookie_wall),
    ("login", _login),
    ("soft_404", _soft_404),
    ("javascript_shell", _javascript_shell),
    ("link_list", _only_headlines),
    ("empty", _empty),
)
