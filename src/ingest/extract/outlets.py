# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Outlets and other bodies that bylines name beside people, or instead of them."""

from __future__ import annotations

import re

from ingest.extract import name_words
from ingest.extract.dom_blocks import key_of

MAX_AGENCY = 5
DOMAIN = re.compile(r"^(?:www\.)?[\w-]+\.(?:[a-z]{2,3}\.)?[a-z]{2,6}$", re.IGNORECASE)
# What a person adds to their name to name a site of their own.
_OWN_SITE = frozenset({"s", "sblog", "blog", "swebsite", "ssite", "shomepage"})
_WIDE_KEY = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
# What the names of sites end with in Chinese, Japanese and Korean.
SITE_WORDS = ("新闻", "新聞", "网", "網", "报", "報", "社", "频道", "ニュース", "뉴스", "일보", "신문")
_AFTER_WIDE = frozenset({"", *SITE_WORDS})
_AFTER_ACRONYM = frozenset({"", "news", "online", "radio", "tv", "sport", "com", "de", "world"})
_OF_THE_OUTLET = frozenset({"news", "online", "staff", "redaktion", "digital"})


def is_outlet(name: str, outlets: set[str]) -> bool:
    """Say whether a name is that of the outlet (keys), with or without words like "news"."""
    return is_outlet_key(key_of(name), outlets)


def outlet_part(part: str, outlets: set[str]) -> bool:
    """Say whether a part of a byline is the outlet or a domain: "example.de, Frankfurt, Germany"."""
    return key_of(part) in outlets or bool(DOMAIN.match(part.strip()))


def is_outlet_key(key: str, outlets: set[str]) -> bool:
    """Say the same of the key of a name."""
    plain = key.rstrip("0123456789")
    if _WIDE_KEY.fullmatch(key) and any(
        outlet.startswith(key) and outlet[len(key) :] in _AFTER_WIDE for outlet in outlets
    ):
        return True
    if any(len(key) > 4 and outlet.endswith(key) and 2 * len(key) >= len(outlet) for outlet in outlets):
        return not any(outlet.startswith(key) and outlet.removeprefix(key) in _OWN_SITE for outlet in outlets)
    return any(
        key.removeprefix(outlet) in _OF_THE_OUTLET
        or (len(outlet) > 4 and (plain == outlet or key.startswith(outlet)))
        or (len(outlet) > 4 and outlet.startswith(key) and len(key) > 5 and outlet.removeprefix(key) not in _OWN_SITE)
        for outlet in outlets
    )


def is_branch(name: str, outlets: set[str]) -> bool:
    """Say whether a name begins with the outlet's acronym: "GBC Riverland" of GBC News."""
    first = name.partition(" ")[0]
    key = first.lower()
    acronym = len(first) > 2 and first != name and is_acronym(first)
    return acronym and any(o.startswith(key) and o.removeprefix(key) in _AFTER_ACRONYM for o in outlets)


def names_a_body(name: str) -> bool:
    """Say whether a name is that of a company, an institution, an agency, an account or an acronym."""
    named = (
        name_words.OFFICE_NAME.match(name)
        or name_words.TEAM.search(name)
        or name_words.COMPANY.search(name)
        or name_words.INSTITUTION.search(name)
        or is_agency(name)
    )
    return is_acronym(name) or bool(named) or "_" in name


def is_agency(name: str) -> bool:
    """Say whether a name is that of a news agency; short ones, which people are called too, in capitals."""
    plain = name.isascii() and len(name) <= MAX_AGENCY and not name.isupper()
    return not plain and bool(name_words.AGENCY.fullmatch(name))


def is_acronym(name: str) -> bool:
    """Say whether a name is two to four capitals: an agency's, or an account's."""
    return len(name) <= 4 and name.isupper() and name.isascii()
