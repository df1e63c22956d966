"""The pure part of the pipeline: captures to analyses, analyses and translations to records, and back again.

A record keeps everything that a later stage needs, so a document whose extraction still holds is taken up from its
record: `article_of` and `identified_of` undo what `assemble` did.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.digest import digest
from ingest.errors import DocumentError, Stage
from ingest.extract import MAX_BYTES, extract
from ingest.extract import tool as extract_tool
from ingest.identify import identify
from ingest.identify import tool as identify_tool
from ingest.records import (
    Article,
    Block,
    Capture,
    IdentifiedArticle,
    LanguageClaim,
    Pipeline,
    Provenance,
    Record,
    Rejection,
    SegmentedArticle,
    Step,
    Tool,
    Translation,
)
from ingest.segment import segment
from ingest.settings import ExtractionSettings
from ingest.versions import DISTRIBUTION, version_of

Work = Capture | Article | IdentifiedArticle
"""A document at the stage from which it must be done (again)."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document ready to be translated, and the steps that were taken now."""

    segmented: SegmentedArticle
    steps: tuple[Step, ...]


BUDGET_CODES = frozenset({"too_large", "too_slow", "too_much_memory"})
"""Rejections that another budget may lift."""


def analyse(work: Work, *, max_bytes: int = MAX_BYTES) -> Analysis:
    """Extract, identify and segment one document, from the state it is in. Raises DocumentError."""
    steps: list[Step] = []
    if isinstance(work, Capture):
        before = capture_digest(work)
        article = extract(work, max_bytes=max_bytes)
        steps.append(_step("extract", extract_tool(work.source.media_type), before, digest(article)))
        work = article
    if isinstance(work, Article):
        identified = identify(work)
        steps.append(_step("identify", identify_tool(), digest(work), digest(identified)))
        work = identified
    return Analysis(segment(work), tuple(steps))


def capture_step(capture: Capture) -> Step:
    """Return the step that stands for reading the bytes."""
    tool = Tool(name=DISTRIBUTION, version=version_of(), parameters={"sidecar_sha256": capture.sidecar_sha256})
    return _step("capture", tool, capture.raw.sha256, capture_digest(capture))


def translate_step(article: IdentifiedArticle, tool: Tool, translation: Translation | None) -> Step:
    """Return the step that stands for translating; a document in the target language already has it too."""
    return _step(
        "translate", tool, digest(article), digest(translation.model_dump(mode="json") if translation else None)
    )


def capture_digest(capture: Capture) -> str:
    """Return the digest of a capture; its bytes take part through their own digest."""
    return digest(capture.model_dump(mode="json", exclude={"body"}))


def assemble(
    article: IdentifiedArticle, translation: Translation | None, *, steps: tuple[Step, ...], config_sha256: str
) -> Record:
    """Return the record of a translated document; the store decides its revision."""
    return Record(
        id=article.id,
        revision=1,
        source=article.source,
        raw=article.raw,
        metadata=article.metadata,
        language=article.language,
        text=article.text,
        blocks=article.blocks,
        translation=translation,
        provenance=_provenance(steps, config_sha256),
    )


def reject(
    capture: Capture, error: DocumentError, *, config_sha256: str, budget: ExtractionSettings | None = None
) -> Rejection:
    """Return the rejection of a captured document, with the fingerprint of the stage that refused it.

    Where it was over its ``budget``, that is part of the fingerprint: with another one the document is tried again.
    """
    steps = [capture_step(capture)]
    if error.stage == "extract":
        verdict = digest({"code": error.code, "message": error.message})
        tool = extract_tool(capture.source.media_type)
        if error.code in BUDGET_CODES and budget:
            tool = within(tool, budget)
        steps.append(_step("extract", tool, capture_digest(capture), verdict))
    return Rejection(
        id=capture.id,
        source=capture.source,
        raw=capture.raw,
        stage=error.stage,
        code=error.code,
        message=error.message,
        provenance=_provenance(tuple(steps), config_sha256),
    )


def within(tool: Tool, budget: ExtractionSettings) -> Tool:
    """Return the fingerprint of a stage that a budget decides about."""
    return tool.model_copy(update={"parameters": {**tool.parameters, "budget": budget.model_dump(mode="json")}})


def no_provenance(config_sha256: str) -> Provenance:
    """Return the provenance of a document that could not even be read."""
    return _provenance((), config_sha256)


def article_of(record: Record) -> Article:
    """Return the article that a record was made from."""
    return Article(
        id=record.id,
        source=record.source,
        raw=record.raw,
        metadata=record.metadata,
        text=record.text,
        blocks=tuple(Block(kind=block.kind, start=block.start, end=block.end) for block in record.blocks),
        claims=tuple(
            LanguageClaim(tag=witness.tag, method=witness.method)
            for witness in record.language.witnesses
            if witness.confidence is None
        ),
    )


def identified_of(record: Record) -> IdentifiedArticle:
    """Return the identified article that a record was made from."""
    return IdentifiedArticle(
        id=record.id,
        source=record.source,
        raw=record.raw,
        metadata=record.metadata,
        text=record.text,
        blocks=record.blocks,
        language=record.language,
    )


def _provenance(steps: tuple[Step, ...], config_sha256: str) -> Provenance:
    pipeline = Pipeline(name=DISTRIBUTION, version=version_of())
    return Provenance(pipeline=pipeline, steps=steps, config_sha256=config_sha256)


def _step(name: Stage, tool: Tool, before: str, after: str) -> Step:
    return Step(
        name=name,
        tool=tool.name,
        version=tool.version,
        parameters=tool.parameters,
        input_sha256=before,
        output_sha256=after,
    )
