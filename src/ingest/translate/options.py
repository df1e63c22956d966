"""What a translation depends on besides the engine; opened once at the edge, then only read."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import JsonValue

from ingest.settings import Settings
from ingest.translate.engine import Decoding

RULES_VERSION = 1
"""Raised with every change here that can change a translation: frames, pieces, checks, repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """How to translate."""

    decoding: Decoding = field(default_factory=Decoding)

    def fingerprint(self) -> dict[str, JsonValue]:
        """Return what a translation depends on, for the fingerprint of the stage."""
        return {"beam_size": self.decoding.beam_size}


def open_options(settings: Settings) -> TranslationOptions:
    """Return the options that the settings ask for. Raises ConfigurationError when a file they name is broken."""
    return TranslationOptions(decoding=Decoding(beam_size=settings.translation.beam_size))
