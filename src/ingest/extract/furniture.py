"""The furniture of a site: which elements are navigation, promotion or comments, by their own word."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

_CHROME_TAGS = frozenset({"nav", "footer", "aside"})
_CHROME_ROLES = frozenset(
    {"navigation", "complementary", "contentinfo", "banner", "dialog", "alertdialog", "search", "menu"}
)
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navigation|menu|breadcrumbs?|sidebar|footer|related|recommend(?:ed|ation|ations)?|newsletter"
    r"|promo|share|sharing|social|comments?|cookie|consent|banner|advert(?:isement|orial)?|ads?|sponsored|paywall|subscribe"
    r"|subscription|popular|trending|most-?read|read-?more|more-?(?:on|from|stories|news)|teasers?|widget|toolbar|login"
    r"|signup|donat(?:e|ion)s?|fundrais(?:er|ing)|support-?us|call-to-action|cta|modal|popup|overlay|pagination|pager|outbrain|taboola|disqus|author-?(?:box|bio|info)|bio|tags?|mw-editsection|noprint|infobox|navbox|infobox-?ad)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_HARD_WORDS = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|cookie|consent|onetrust)(?:$|[\s_-])", re.IGNORECASE
)
_NEVER_CHROME = frozenset({"html", "body", "article", "main"})


def is_furniture_tag(element: HtmlElement, tag: str) -> bool:
    """Say whether an element is furniture beyond doubt: by tag, ARIA role, or as comments or a consent banner.

    An aside around the first main heading holds the article, whatever the theme meant by it.
    """
    if tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return tag != "aside" or not _holds_first_heading(element)
    named = tag not in _NEVER_CHROME and _names_hard(f"{element.get('class', '')} {element.get('id', '')}")
    return named and element.find(".//h1") is None  # a box around the article that tells of its comments


def _holds_first_heading(element: HtmlElement) -> bool:
    first = element.find(".//h1")
    return first is not None and first is next(element.getroottree().iter("h1"), None)


def is_named_chrome(element: HtmlElement, tag: str) -> bool:
    """Say whether an element is called furniture by its class or id."""
    return tag not in _NEVER_CHROME and _names_chrome(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(maxsize=8192)
def _names_hard(names: str) -> bool:
    return bool(_HARD_WORDS.search(names))


@lru_cache(maxsize=8192)
def _names_chrome(names: str) -> bool:
    return bool(_CHROME_WORDS.search(names.replace("elementor-widget", "")))
