# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""The title: what the page's witnesses agree on, without the name of the site.

Witnesses: JSON-LD headline, og:title and its kin, the page's main heading, the title element. Each is freed of the
site's name and of dates; the words with most weight behind them win, spelled as the page shows them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from ingest.extract.date_words import find_dates
from ingest.extract.dom_blocks import key_of
from ingest.extract.evidence import evidence, stated
from ingest.extract.headings import SEPARATOR, heads_the_text, lesser_headings, only_heading
from ingest.extract.hygiene import clean_line
from ingest.extract.page import Page, host_keys
from ingest.records import Evidence

_METAS = (
    "og:title",
    "twitter:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
)
_WEIGHTS = {"json-ld": 1.0, "heading": 1.1, "og:title": 1.0, "title": 0.5}
_OTHER_META = 0.4
# The only main heading of a page is what it shows its readers; a title for search engines may be another.
SOLE = 2.0
# The last part of such a title when it ends as the names of their outlets do.
_WIDE_SITE = re.compile(
    r"[^\s，。！？]{1,12}(?:网|網|新闻|新聞|报|報|传媒|官网|频道|在线|门户|电视台|杂志|社|ニュース|オンライン|뉴스|신문|일보|닷컴)"
)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_SITE_WORDS = re.compile(
    r"(?:breaking |latest |local |world )?(?:news|nachrichten|noticias|notícias|notizie|nieuws|nyheter|nyheder"
    r"|actualités?|actu|новости|новини"
    r"|wiadomości|haberler|home ?page|startseite|blog|online|official (?:site|website)|press release"
    r"|pressemitteilung|comunicado de prensa"
    r"|communiqué de presse)",
    re.IGNORECASE,
)
MAX_TITLE = 500


def title_candidates(page: Page, sites: Sequence[str]) -> list[Evidence]:
    """Return the candidates for the title, the one decided on first; ``sites`` are names of the site."""
    names = {key_of(name) for name in sites if key_of(name)}
    hosts = set(host_keys(page.url))
    parts = (
        key_of(part)
        for part in (*SEPARATOR.split(page.title_element), *(text for text, _ in page.top_headings))
        if part
    )
    names |= hosts | {part for part in parts if _unaccented(part) in hosts}
    witnesses = list(_witnesses(page, names))
    bodies = {key_of(text) for _, text, _ in witnesses} | {key_of(text) for text, _ in page.top_headings}
    bodies -= names
    weights: dict[str, float] = {}
    cleaned: list[tuple[str, Evidence]] = []
    for method, text, weight in witnesses:
        bare = without_site(text, names, bodies - {key_of(text)})
        key = key_of(bare)
        if not key or key in names:
            continue
        cleaned.append((key, evidence(bare, "meta" if ":" in method or method in _METAS[1:-1] else method, text)))
        weights[key] = weights.get(key, 0.0) + weight
    _share_truncated(weights, {key for key, e in cleaned if e.method in {"heading", "json-ld"}})
    if all(e.method == "title" for _, e in cleaned) and (shown := heads_the_text(page, names)):
        cleaned.insert(0, (key_of(shown), evidence(shown, "heading", shown)))
        weights[key_of(shown)] = _WEIGHTS["heading"]
    if not cleaned:
        return stated(page.capture.statement.title) + only_heading(page, names)
    best = max(dict.fromkeys(key for key, _ in cleaned), key=lambda key: weights[key])
    spelled = sorted((e for key, e in cleaned if key == best), key=_spelling)
    if ":" not in spelled[0].value and not SEPARATOR.search(
        spelled[0].value
    ):  # a kicker in a box of its own over the title shows no colon
        spelled = sorted(spelled, key=lambda e: ": " not in e.value)
    others = [e for key, e in cleaned if key != best]
    return stated(page.capture.statement.title) + spelled + others


def _witnesses(page: Page, names: set[str]) -> list[tuple[str, str, float]]:
    """Return method, words and weight of everything that may be the title."""
    found = [("json-ld", text, _WEIGHTS["json-ld"]) for text in page.described.headlines[:1]]
    found += [(name, text, _WEIGHTS.get(name, _OTHER_META)) for name, text in page.meta(*_METAS)]
    found = [(method, clean_line(html.unescape(text)), weight) for method, text, weight in found]
    found = [(method, text, weight) for method, text, weight in found if text and len(text) <= MAX_TITLE]
    known = [
        key
        for key in (key_of(text) for text in (*(text for _, text, _ in found), page.title_element))
        if key not in names
    ]
    headings = [text for text, _ in page.top_headings if len(text) <= MAX_TITLE and key_of(text) not in names]
    weight = SOLE if len(headings) == 1 and _is_the_title(headings[0], page, known) else _WEIGHTS["heading"]
    if not any(_rank(key_of(text), known) < 2 for text in headings):
        headings = lesser_headings(page) or headings
    if headings:
        heading = min(headings, key=lambda text: _rank(key_of(text), known))
        inner = [text for _, text, _ in found if len(key_of(text)) > 15 and key_of(heading).endswith(key_of(text))]
        longer = inner and key_of(inner[0]) != key_of(heading)  # a kicker stands in the heading before the title
        found.append(("heading", inner[0] if longer else heading, weight))
    if page.title_element and len(page.title_element) <= MAX_TITLE:
        found.append(("title", page.title_element, _WEIGHTS["title"]))
    return found


def _is_the_title(heading: str, page: Page, known: Sequence[str]) -> bool:
    """Say whether a sole heading is no name, motto or section of the site.

    A name would stand beside another title in the title element; a motto shares few words with the titles in the head
    and stands in no article.
    """
    key, whole = key_of(heading), key_of(page.title_element)
    if len(key) <= 10 or any(whole in {key + other, other + key} for other in known):
        return False
    words = _words(heading)
    told = (page.title_element, *(text for _, text in page.meta(*_METAS)))
    shares = any(3 * len(words & _words(text)) >= len(words) for text in told) if words else True
    inside = any(text == heading and any(True for _ in e.iterancestors("article")) for text, e in page.top_headings)
    return shares or inside


def _unaccented(key: str) -> str:
    """Return letters as addresses spell them: Nadwarciański, nadwarcianski."""
    return unicodedata.normalize("NFKD", key.replace("ł", "l").replace("ø", "o")).encode("ascii", "ignore").decode()


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > 3}


def _rank(key: str, known: list[str]) -> int:
    """Order headings: word for word a known title, the start of one, a part of one, anything else."""
    if len(key) <= 2:
        return 4
    starts = any(other.startswith(key) for other in known)
    return 0 if key in known else 1 if starts else 2 if any(_agree(key, other) for other in known if other) else 3


def _agree(one: str, other: str) -> bool:
    return len(one) > 8 and (one in other or other in one)


def without_site(text: str, names: set[str], others: set[str]) -> str:
    """Return a title without the site's name, a date or a section at its end or start.

    A part goes when it is a name of the site (``names``), a domain, a date or a word such as "News", or when what
    remains is word for word what another witness says (``others``).
    """
    lead, colon, rest = text.partition(": ")
    if colon and len(key_of(rest)) > 10 and (key_of(lead) in names or key_of(rest) in others):
        text = rest.strip()
    while True:
        cuts = list(SEPARATOR.finditer(text))
        if not cuts:
            return text
        last, opening = cuts[-1], cuts[0]
        head, tail = text[: last.start()].strip(), text[last.end() :].strip()
        lead, rest = text[: opening.start()].strip(), text[opening.end() :].strip()
        matching = [text[: cut.start()].strip() for cut in cuts if key_of(text[: cut.start()]) in others]
        if matching and len(key_of(matching[0])) > 10:
            return matching[0]
        begun = [part for cut in cuts if "|" in cut[0] and _begins(key_of(part := text[: cut.start()].strip()), others)]
        if begun:
            return begun[-1]
        wide = "：" not in last[0] and " " not in last[0].strip() and bool(_WIDE_SITE.fullmatch(tail))
        if head and (not tail or _is_site(tail, names) or (wide and len(key_of(head)) >= 6)):
            text = head
        elif rest and len(key_of(rest)) > 10 and (_is_site(lead, names) or key_of(rest) in others):
            text = rest
        elif not others and len(tail.split()) <= 4 and len(head.split()) >= 4 and "|" in last[0]:
            text = head
        else:
            return text


def _begins(key: str, others: set[str]) -> bool:
    """Say whether another witness says this and then a word or two: the heading with a label ("Subscribers only")."""
    return len(key) > 20 and any(other.startswith(key) and len(other) - len(key) < 15 for other in others)


def _is_site(part: str, names: set[str]) -> bool:
    key = key_of(part)
    if not key or key in names or _DOMAIN.fullmatch(part) or _SITE_WORDS.fullmatch(part):
        return True
    if find_dates(part) and len(part) < 30:
        return True
    return len(key) >= 2 and any(
        len(name) >= 4 and (key.startswith(name) or (name.startswith(key) and len(key) >= 4)) and len(part) < 40
        for name in names
    )


def _share_truncated(weights: dict[str, float], shown: set[str]) -> None:
    """Let a title that was cut for a meta element speak for the full one, unless the page shows the short one.

    What the main heading or JSON-LD says in full is no cut title: then the longer one has a section or a name appended.
    """
    for key in list(weights):
        for full in list(weights):
            if key != full and len(key) > 20 and full.startswith(key):
                short, long = (full, key) if key in shown and full not in shown else (key, full)
                weights[long] += weights[short] * 0.9


def _spelling(candidate: Evidence) -> tuple[bool, bool, int]:
    """Order spellings of one title: not all capitals, not cut off, as shown on the page."""
    shown = {"heading": 0, "json-ld": 1, "meta": 2, "title": 3}.get(candidate.method, 4)
    return candidate.value.isupper(), candidate.value.endswith(("…", "...")), shown
