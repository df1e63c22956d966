"""Articles and packages for tests of segmentation and translation."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from ingest.records import (
    BlockKind,
    IdentifiedArticle,
    IdentifiedBlock,
    Language,
    Metadata,
    Raw,
    SegmentedArticle,
    Source,
)
from ingest.segment import segment

STARTER = next(iter(sorted((Path(__file__).parents[2] / "models").glob("translate-de_en-*.argosmodel"))))


def article(
    text: str, *, language: str = "de", title: str | None = None, kind: BlockKind = "paragraph", blocks: str = r"[^\n]+"
) -> IdentifiedArticle:
    """Return an article with one block for each match of ``blocks`` in the text, all in one language."""
    return IdentifiedArticle(
        id="0" * 32,
        source=Source(
            uri="raw/a.txt", canonical_uri="raw/a.txt", site=None, retrieved_at=None, media_type="text/plain", http=None
        ),
        raw=Raw(path="raw/a.txt", sha256="0" * 64, bytes=len(text)),
        metadata=Metadata(title=title),
        text=text,
        blocks=tuple(
            IdentifiedBlock(kind=kind, start=match.start(), end=match.end(), language=language)
            for match in re.finditer(blocks, text)
        ),
        language=Language(tag=language, confidence=1.0, method="test"),
    )


def segmented(text: str, **options: object) -> SegmentedArticle:
    """Return an article cut into sentences."""
    return segment(article(text, **options))  # type: ignore[arg-type]


def with_languages(document: IdentifiedArticle, *languages: str) -> SegmentedArticle:
    """Return the document segmented, its blocks in these languages."""
    blocks = tuple(
        block.model_copy(update={"language": language})
        for block, language in zip(document.blocks, languages, strict=True)
    )
    return segment(document.model_copy(update={"blocks": blocks}))


def write_package(
    path: Path, *, files: dict[str, bytes] | None = None, top: str = "translate-xx_en", **metadata: str
) -> Path:
    """Write an archive that looks like a package; ``files`` are added or replaced, empty ones left out."""
    content = {
        "metadata.json": json.dumps(
            {"from_code": "xx", "to_code": "en", "package_version": "1.0", **metadata}
        ).encode(),
        "model/model.bin": b"\x06\x00\x00\x00 no real model",
        "model/config.json": b"{}",
        "sentencepiece.model": b"\n\x0e no real tokenizer",
        **(files or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in content.items():
            if data:
                bundle.writestr(f"{top}/{name}" if not name.startswith("!") else name[1:], data)
    return path
