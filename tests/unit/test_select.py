"""Each way of choosing chooses just these documents, and a mistake is never taken for everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ingest.digest import document_id
from ingest.errors import ConfigurationError
from ingest.records import Metadata
from ingest.select import Selection, chosen, state_of
from ingest.store.entries import Entry, entry_of_record
from ingest.store.ledger import Ledger, default_url
from ingest.store.records import RecordStore
from tests import factories

LETTER = "raw/letters/a.txt"


def entry(uri: str, **more: Any) -> Entry:
    return Entry(id=document_id(uri), uri=uri, outcome=more.pop("outcome", "record"), **more)


KNOWN = (
    entry("https://news.example.org/1", site="example.org", languages="de en", translation="complete", title="Käse"),
    entry("https://example.com/2", site="example.com", languages="de", translation="partial", published="2024-07-09"),
    entry("https://notexample.org/3", site="notexample.org", languages="en", published="2024"),
    entry("raw/b.txt", languages="zh-Hans", translation="unavailable", published="2024-07-10T23:30:00+02:00"),
    entry("raw/letters2/c.txt", languages="und", translation="failed", published="2023-12"),
    entry("raw/empty.txt", outcome="rejected", code="empty"),
    entry("https://[broken/4", outcome="rejected", code="unreadable"),
)


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    store = RecordStore(tmp_path / "processed")
    store.open()
    return store


@pytest.fixture
def ledger(store: RecordStore) -> Iterator[Ledger]:
    letter, _ = store.commit(factories.record("Die STRASSE ist lang.", uri=LETTER, metadata=Metadata(title="Brief")))
    ledger = Ledger(default_url(store.folder))
    ledger.open(store)
    ledger.put([*KNOWN, entry_of_record(letter)])
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        ({"ids": [document_id("raw/b.txt")]}, ["raw/b.txt"]),
        ({"ids": [document_id("raw/b.txt")[:8].upper()]}, ["raw/b.txt"]),
        ({"ids": [document_id("raw/b.txt"), document_id("raw/empty.txt")]}, ["raw/b.txt", "raw/empty.txt"]),
        ({"sites": ["example.org"]}, ["https://news.example.org/1"]),
        ({"sites": ["news.example.org"]}, ["https://news.example.org/1"]),
        ({"sites": ["other.example.org"]}, []),
        ({"sites": ["www.Example.com"]}, ["https://example.com/2"]),
        ({"sites": ["https://example.com/"]}, ["https://example.com/2"]),
        ({"sites": ["https://example.com/2"]}, ["https://example.com/2"]),
        ({"sites": ["raw/letters"]}, [LETTER]),
        ({"sites": ["raw/letters/", "example.com"]}, ["https://example.com/2", LETTER]),
        ({"sites": ["raw/b.txt"]}, ["raw/b.txt"]),
        ({"sites": ["www."]}, []),
        ({"languages": ["de"]}, ["https://example.com/2", "https://news.example.org/1", LETTER]),
        ({"languages": ["en"]}, ["https://notexample.org/3"]),
        ({"languages": ["zh"]}, ["raw/b.txt"]),
        ({"languages": ["zh_CN"]}, ["raw/b.txt"]),
        ({"languages": ["zh-Hant"]}, []),
        ({"languages": ["und"]}, ["raw/letters2/c.txt"]),
        ({"states": ["rejected"]}, ["https://[broken/4", "raw/empty.txt"]),
        ({"states": ["partial", "unavailable"]}, ["https://example.com/2", "raw/b.txt"]),
        ({"states": ["failed"]}, ["raw/letters2/c.txt"]),
        ({"states": ["original"]}, ["https://notexample.org/3", LETTER]),
        ({"published_from": "2024-07-10"}, ["https://notexample.org/3", "raw/b.txt"]),
        ({"published_to": "2024-07-09"}, ["https://example.com/2", "https://notexample.org/3", "raw/letters2/c.txt"]),
        ({"published_from": "2023-12-31", "published_to": "2023-12-31"}, ["raw/letters2/c.txt"]),
        ({"text": "straße"}, [LETTER]),
        ({"text": "brief"}, [LETTER]),
        ({"text": "Ka\u0308se"}, ["https://news.example.org/1"]),
        ({"text": "  EMPTY.txt "}, ["raw/empty.txt"]),
        ({"text": "nowhere"}, []),
        ({"everything": True}, sorted([*(one.uri for one in KNOWN), LETTER])),
        ({"everything": True, "states": ["failed"]}, ["raw/letters2/c.txt"]),
        ({"languages": ["de"], "states": ["partial"]}, ["https://example.com/2"]),
        ({"languages": ["de"], "states": ["unavailable"]}, []),
    ],
)
def test_a_selection_chooses_just_these_documents(
    ledger: Ledger, store: RecordStore, selection: dict[str, Any], names: list[str]
) -> None:
    found = chosen(Selection.model_validate(selection), ledger=ledger, store=store)
    assert [one.uri for one in found] == names


@pytest.mark.parametrize(
    "selection",
    [{}, {"text": "  "}, {"ids": [""], "sites": [" "], "languages": [""]}, {"everything": False, "states": []}],
)
def test_nothing_chosen_is_a_mistake_and_not_everything(
    ledger: Ledger, store: RecordStore, selection: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError, match="Nothing is selected"):
        list(chosen(Selection.model_validate(selection), ledger=ledger, store=store))


@pytest.mark.parametrize(("name", "message"), [("abcdef0", "Too short"), ("0" * 32, "No document has")])
def test_an_identifier_that_names_no_document_is_a_mistake(
    ledger: Ledger, store: RecordStore, name: str, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        list(chosen(Selection(ids=[name, KNOWN[0].id]), ledger=ledger, store=store))


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ({"languages": ["klingonisch!"]}, "klingonisch!"),
        ({"states": ["done"]}, "partial"),
        ({"published_from": date(2024, 2, 1), "published_to": date(2024, 1, 1)}, "2024-02-01 is after 2024-01-01"),
        ({"published_from": "yesterday"}, "date"),
        ({"language": ["de"]}, "Extra inputs"),
    ],
)
def test_a_selection_that_makes_no_sense_is_refused(selection: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Selection.model_validate(selection)


def test_a_record_that_was_damaged_by_hand_does_not_stop_a_search_for_words(ledger: Ledger, store: RecordStore) -> None:
    Path(str(store.path(document_id(LETTER)))).write_text("{")
    assert [one.uri for one in chosen(Selection(text="brief"), ledger=ledger, store=store)] == [LETTER]
    assert list(chosen(Selection(text="straße"), ledger=ledger, store=store)) == []


def test_every_document_has_one_state() -> None:
    states = [state_of(one) for one in KNOWN]
    assert states == ["complete", "partial", "original", "unavailable", "failed", "rejected", "rejected"]
