"""Choosing documents that are known: by identifier, site, language, date, state or words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, Self
from unicodedata import normalize
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ingest.errors import ConfigurationError
from ingest.languages import UNKNOWN, normalise
from ingest.records import Record
from ingest.store.entries import Entry
from ingest.store.ledger import Ledger
from ingest.store.records import RecordStore

State = Literal["complete", "partial", "unavailable", "failed", "original", "rejected"]
"""original: in the target language already."""

_SHORTEST_ID = 8


class Selection(BaseModel):
    """Which documents. What is given must all hold; of several values in one field, one must."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: list[str] = Field(
        default=[], title="Documents", description="Identifiers, or their beginning: at least 8 characters."
    )
    sites: list[str] = Field(
        default=[], title="Sites or folders", description="Such as example.org, or raw/letters for local files."
    )
    languages: list[str] = Field(default=[], title="Languages", description="BCP-47 tags of the documents, such as de.")
    states: list[State] = Field(
        default=[], title="States", description="How far they got, such as partial or unavailable."
    )
    published_from: date | None = Field(default=None, title="Published from", description="First day.")
    published_to: date | None = Field(default=None, title="Published to", description="Last day.")
    text: str = Field(default="", title="Words", description="In the name, the title or the text, as written there.")
    everything: bool = Field(default=False, title="Everything", description="Choose all documents that are known.")

    @field_validator("ids", "sites", "languages")
    @classmethod
    def _without_blanks(cls, given: list[str]) -> list[str]:
        """Drop what a form leaves behind: empty lines choose nothing."""
        return [value.strip() for value in given if value.strip()]

    @field_validator("languages")
    @classmethod
    def _one_spelling(cls, tags: list[str]) -> list[str]:
        for tag in tags:
            if normalise(tag) == UNKNOWN != tag:
                raise ValueError(f"{tag!r} is not a language tag (BCP-47), such as de, fr or zh-Hant")
        return [normalise(tag) for tag in tags]

    @field_validator("text")
    @classmethod
    def _as_text_is_kept(cls, words: str) -> str:
        return normalize("NFC", words.strip())

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.published_from and self.published_to and self.published_from > self.published_to:
            raise ValueError(f"{self.published_from} is after {self.published_to}: no day lies between them")
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen at all."""
        return self == Selection()

    @property
    def phrase(self) -> str:
        """Say in few words which documents these are, such as ``partial, unavailable; de``."""
        parts = [", ".join(each[:_SHORTEST_ID] for each in self.ids), ", ".join(self.sites), ", ".join(self.languages)]
        parts += [", ".join(self.states), self._days, f"“{self.text}”" if self.text else ""]
        parts += ["everything"] if self.everything else []
        return "; ".join(part for part in parts if part) or "nothing"

    @property
    def _days(self) -> str:
        days = (self.published_from, self.published_to)
        return "–".join(f"{day or ''}" for day in days) if any(days) else ""


def chosen(selection: Selection, *, ledger: Ledger, store: RecordStore) -> Iterator[Entry]:
    """Yield the documents that are selected, ordered by name.

    An empty selection is a mistake, not everything: it raises ConfigurationError, and so does an identifier that no
    document has.
    """
    if selection.is_empty:
        raise ConfigurationError("Nothing is selected; choose documents, or switch on `everything`.")
    short = [name for name in selection.ids if len(name) < _SHORTEST_ID]
    if short:
        raise ConfigurationError(f"Too short for an identifier: {', '.join(short)}; give {_SHORTEST_ID} characters.")
    missing = set(selection.ids)
    for entry in ledger.find():
        named = [name for name in selection.ids if entry.id.startswith(name.lower())]
        missing.difference_update(named)
        if (named or not selection.ids) and _fits(selection, entry, store.sound):
            yield entry
    if missing:
        raise ConfigurationError(f"No document has the identifier {', '.join(sorted(missing))}; see `ingest list`.")


def state_of(entry: Entry) -> State:
    """Return how far a document got."""
    if entry.outcome == "rejected":
        return "rejected"
    match entry.translation:
        case "complete" | "partial" | "unavailable" | "failed" as state:
            return state
        case _:
            return "original"


def _fits(selection: Selection, entry: Entry, read: Callable[[str], Record | None]) -> bool:
    if selection.sites and not any(_is_from(entry, site) for site in selection.sites):
        return False
    if selection.languages and not any(_speaks(entry, tag) for tag in selection.languages):
        return False
    if selection.states and state_of(entry) not in selection.states:
        return False
    if not _published_within(entry.published, selection.published_from, selection.published_to):
        return False
    return not selection.text or _mentions(entry, selection.text.casefold(), read)


def _is_from(entry: Entry, site: str) -> bool:
    """Tell by host name, or by the beginning of the name: a folder, or an address with its scheme."""
    if entry.uri == site or entry.uri.startswith(f"{site.rstrip('/')}/"):
        return True
    name = site.lower().removeprefix("www.")
    host = _host(entry.uri)
    return bool(name) and (name in (entry.site, host) or host.endswith(f".{name}"))


def _host(uri: str) -> str:
    try:
        return urlsplit(uri).hostname or "" if "://" in uri else ""
    except ValueError:  # archives hold addresses that are none
        return ""


def _speaks(entry: Entry, tag: str) -> bool:
    return entry.language == tag or entry.language.startswith(f"{tag}-")


def _published_within(published: str, first: date | None, last: date | None) -> bool:
    """Compare as precisely as the date is known: ``2021`` may lie in any range that touches that year."""
    if first is None and last is None:
        return True
    if not published:
        return False
    day = published.partition("T")[0]
    return not (first and day < first.isoformat()[: len(day)]) and not (last and day > last.isoformat()[: len(day)])


def _mentions(entry: Entry, words: str, read: Callable[[str], Record | None]) -> bool:
    if words in entry.uri.casefold() or words in entry.title.casefold():
        return True
    record = read(entry.id) if entry.outcome == "record" else None
    if record is None:
        return False
    translated = record.translation.text if record.translation else ""
    return words in record.text.casefold() or words in translated.casefold()
