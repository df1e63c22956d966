"""Texts made up for benchmarks: as many as wanted, all different, of a given length, plain or as web pages."""

from __future__ import annotations

import random
from pathlib import Path

ENGLISH = (
    ("The council", "A committee of residents", "The ministry", "The data protection office", "The supplier"),
    ("paid for", "questioned", "renewed the contract for", "switched off", "published a report about"),
    ("the cameras at the station", "a system that reads number plates", "the body scanners", "the new database"),
    ("in spring", "after a long debate", "without a public vote", "two years ago", "as the law requires"),
    "for {} thousand euros",
)
GERMAN = (
    ("Der Stadtrat", "Eine Gruppe von Anwohnern", "Das Ministerium", "Die Datenschutzbehörde", "Der Hersteller"),
    ("bezahlte", "prüfte", "kritisierte", "untersuchte", "verteidigte vor Gericht"),
    ("die Kameras am Bahnhof", "ein System zur Erkennung von Kennzeichen", "die Körperscanner", "die neue Datenbank"),
    ("im Frühjahr", "nach langer Debatte", "ohne öffentliche Abstimmung", "vor zwei Jahren", "wie das Gesetz verlangt"),
    "für {} Tausend Euro",
)
Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str]


def paragraphs(words: Words, length: int, chance: random.Random) -> list[str]:
    """Return paragraphs of five sentences, ``length`` words in all or a few more."""
    found: list[str] = []
    while sum(len(each.split()) for each in found) < length:
        sentences = []
        for _ in range(5):
            who, did, what, when, price = words
            parts = [*map(chance.choice, (who, did, what, when)), price.format(chance.randrange(9, 9000))]
            sentences.append(" ".join(parts) + ".")
        found.append(" ".join(sentences))
    return found


def text(words: Words, length: int, number: int) -> str:
    """Return a text of about ``length`` words under a title; another one for each number."""
    return "\n\n".join([f"{words[0][0]} {number}", *paragraphs(words, length, random.Random(number))]) + "\n"


def page(words: Words, length: int, number: int) -> str:
    """Return a web page around such a text, with head, menu, teasers, footer and a script: some 12 KB of them."""
    language = "de" if words is GERMAN else "en"
    body = "".join(f"<p>{each}</p>\n" for each in paragraphs(words, length, random.Random(number)))
    menu = "".join(f'<li class="item"><a href="/section/{each}">Section {each}</a></li>\n' for each in range(60))
    teasers = "".join(
        f'<div class="teaser"><a href="/{each}.html"><h3>Something else {each}</h3></a><p>Read more</p></div>\n'
        for each in range(40)
    )
    title = f"{words[0][0]} {number}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – News</title>'
        f'<meta property="og:title" content="{title}"><meta name="author" content="Ada Example">'
        '<meta property="article:published_time" content="2026-05-04T09:30:00+02:00">'
        f"<script>{'window.settings = {};' * 100}</script></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{title}</h1>\n{body}</article><aside>{teasers}</aside><footer>Imprint</footer></body></html>\n"
    )


def write(folder: Path, count: int, words: Words, length: int, *, pages: bool = False) -> None:
    """Write ``count`` different documents."""
    folder.mkdir(parents=True, exist_ok=True)
    make, suffix = (page, "html") if pages else (text, "txt")
    for number in range(count):
        (folder / f"{number:06}.{suffix}").write_text(make(words, length, number), encoding="utf-8")
