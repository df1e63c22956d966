"""A run in a process of its own, to be killed."""

from __future__ import annotations

from pathlib import Path

from ingest.settings import Settings, WebSettings
from ingest.sources.catalog import WebSource
from ingest.sources.web import collect
from tests.web import resolver


def run(root: Path, web: str, sources: list[str]) -> None:
    resolver.install()
    settings = Settings(root=root, web=WebSettings.model_validate_json(web))
    collect([WebSource.model_validate_json(text) for text in sources], settings)
