"""Where documents come from. Every source yields items; an item is read only when it must be."""

from __future__ import annotations

from typing import Protocol

from ingest.records import Capture, Raw


class Item(Protocol):
    """One document that a source offers, known by name before its bytes are read."""

    @property
    def id(self) -> str:
        """The document's identifier, as `Capture.id`."""

    @property
    def uri(self) -> str:
        """Where it came from, as `Source.uri`; for messages."""

    @property
    def stamp(self) -> str:
        """A cheap token that differs whenever the bytes may differ; empty when nothing is known without reading."""

    @property
    def raw(self) -> Raw | None:
        """What is kept of it, where that is known before reading: the evidence of a rejection."""

    def capture(self) -> Capture:
        """Read the document. Raise DocumentError (stage ``capture``) when it cannot be read."""
