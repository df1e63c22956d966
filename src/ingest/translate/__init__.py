"""Translates segmented articles offline, aligned sentence by sentence; nothing is lost, doubts are flagged."""

from ingest.translate.options import TranslationOptions, open_options
from ingest.translate.stage import tool, translate

__all__ = ["TranslationOptions", "open_options", "tool", "translate"]
