"""A person who knows a site can say where its main text is."""

from __future__ import annotations

from ingest.extract import extract
from ingest.records import Hints
from tests import factories

PAGE = """<html lang="de"><head><title>Der Hafen</title></head><body>
<div class="intro"><p>Diese lange Einleitung steht auf jeder Seite des Hauses und sagt nichts zu der Sache
selbst, um die es geht.</p></div>
<div id="text"><p>Die Stadt hat im Mai zwoelf Kameras gekauft, ohne dass der Rat darueber abgestimmt hat, wie
Unterlagen zeigen.</p>
<p class="note">Hinweis der Redaktion: Dieser Absatz gehoert nicht zum Text, auch wenn er mitten darin steht
und lang genug ist.</p>
<p>Die Verwaltung sagt dazu seit Wochen nichts, und auch die Polizei wollte sich am Montag auf Nachfrage nicht
aeussern.</p></div>
</body></html>""".replace("\n", " ").encode()


def text(hints: Hints) -> str:
    return extract(factories.capture(PAGE, media_type="text/html", uri="raw/a.html", hints=hints)).text


def test_dropped_elements_are_gone() -> None:
    assert "Hinweis der Redaktion" not in text(Hints(drop=(".note",)))
    assert "zwoelf Kameras" in text(Hints(drop=(".note",)))


def test_kept_elements_are_the_whole_body() -> None:
    kept = text(Hints(keep=("#text", "#text p")))
    assert "Einleitung" not in kept
    assert kept.count("zwoelf Kameras") == 1
    assert "am Montag" in kept


def test_a_selector_that_finds_nothing_changes_nothing() -> None:
    assert text(Hints(keep=(".gone",))) == text(Hints())


def test_the_language_of_a_source_is_a_claim() -> None:
    article = extract(factories.capture(PAGE, media_type="text/html", uri="raw/a.html", hints=Hints(language="nl")))
    assert ("nl", "source-hint") in [(claim.tag, claim.method) for claim in article.claims]
