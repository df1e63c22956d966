"""Small, valid values of the record types, for tests."""

from __future__ import annotations

from typing import Any

from ingest.digest import document_id, sha256
from ingest.records import (
    Block,
    Capture,
    IdentifiedArticle,
    IdentifiedBlock,
    Language,
    LanguageCandidate,
    Metadata,
    Pipeline,
    Provenance,
    Raw,
    Record,
    Source,
    Statement,
    Step,
)


def source(uri: str = "raw/letter.txt", media_type: str = "text/plain") -> Source:
    return Source(uri=uri, canonical_uri=uri, site=None, retrieved_at=None, media_type=media_type, http=None)


def capture(body: bytes = b"Dear Sir,\n\nwhy?", *, uri: str = "raw/letter.txt", **more: Any) -> Capture:
    media_type = more.pop("media_type", "text/plain")
    return Capture(
        id=document_id(uri),
        source=source(uri, media_type),
        raw=Raw(path=uri, sha256=sha256(body), bytes=len(body)),
        body=body,
        statement=more.pop("statement", Statement()),
        **more,
    )


def identified(
    *texts: str,
    language: str = "de",
    title: str | None = None,
    kinds: tuple[str, ...] = (),
    uri: str = "raw/letter.txt",
) -> IdentifiedArticle:
    """An article whose blocks are ``texts``."""
    blocks, start = [], 0
    for number, text in enumerate(texts):
        kind = kinds[number] if kinds else "paragraph"
        block = Block.model_validate({"kind": kind, "start": start, "end": start + len(text)})
        blocks.append(IdentifiedBlock(**block.model_dump(), language=language))
        start += len(text) + 1
    return IdentifiedArticle(
        id=document_id(uri),
        source=source(uri),
        raw=Raw(path=uri, sha256=sha256("\n".join(texts).encode()), bytes=1),
        metadata=Metadata(title=title),
        text="\n".join(texts),
        blocks=tuple(blocks),
        language=Language(
            tag=language,
            confidence=0.99,
            method="test",
            candidates=(LanguageCandidate(tag=language, confidence=0.99),),
        ),
    )


def record(*texts: str, uri: str = "raw/letter.txt", raw: bytes = b"raw", **more: Any) -> Record:
    article = identified(*(texts or ("Ein Satz.",)), uri=uri)
    steps = tuple(
        Step(name=name, tool="test", version="1", parameters={}, input_sha256="0" * 64, output_sha256="1" * 64)
        for name in ("capture", "extract", "identify", "translate")
    )
    return Record(
        id=article.id,
        revision=1,
        source=article.source,
        raw=Raw(path=uri, sha256=sha256(raw), bytes=len(raw)),
        metadata=more.pop("metadata", article.metadata),
        language=article.language,
        text=article.text,
        blocks=article.blocks,
        translation=more.pop("translation", None),
        provenance=Provenance(
            pipeline=Pipeline(name="test", version="1"), steps=steps, config_sha256=more.pop("config", "2" * 64)
        ),
    )
