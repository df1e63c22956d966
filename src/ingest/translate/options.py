"""What a translation depends on besides the engine; opened once at the edge, then only read."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import JsonValue

from ingest.settings import Settings
from ingest.translate.corrections import CORRECTIONS_FILE, Corrections, read_corrections
from ingest.translate.engine import Decoding
from ingest.translate.glossary import GLOSSARY_FILE, Glossary, read_glossary
from ingest.translate.memory import MEMORY_FILE, Memory

RULES_VERSION = 17
"""Raised with every change here that can change a translation: frames, pieces, protection, checks, repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationOptions:
    """How to translate. The memory changes the speed and never the result."""

    decoding: Decoding = field(default_factory=Decoding)
    glossary: Glossary = field(default_factory=Glossary)
    corrections: Corrections = field(default_factory=Corrections)
    memory: Memory | None = None

    def fingerprint(self) -> dict[str, JsonValue]:
        """Return what a translation depends on besides packages and engine."""
        return {
            "beam_size": self.decoding.beam_size,
            "glossary": self.glossary.digest,
            "corrections": self.corrections.digest,
            "rules": RULES_VERSION,
        }


def open_options(settings: Settings) -> TranslationOptions:
    """Return the options that the settings ask for. Raises ConfigurationError when a file they name is broken."""
    wanted = settings.translation
    glossary = settings.path(wanted.glossary) if wanted.glossary else settings.root / GLOSSARY_FILE
    return TranslationOptions(
        decoding=Decoding(beam_size=wanted.beam_size),
        glossary=read_glossary(glossary) if wanted.glossary or glossary.is_file() else Glossary(),
        corrections=read_corrections(settings.root / CORRECTIONS_FILE),
        memory=Memory(settings.path(settings.state) / MEMORY_FILE) if wanted.memory else None,
    )
