"""Puts the outcomes of a document's segments together: text, offsets, flags and status."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.records import Reason, Segment, SegmentedArticle, Translation
from ingest.translate.hops import needs_space
from ingest.translate.outcomes import Outcome


def assemble(
    segmented: SegmentedArticle, outcomes: Sequence[Outcome], *, title: str | None, frame: Translation
) -> Translation:
    """Return ``frame`` filled with text, segments, title and status.

    White space between segments, and with it blocks, lines and empty lines, is that of the source; where the source
    writes none between sentences (Chinese, Japanese), one space is added. Raises ValueError if anything is lost.
    """
    source = segmented.article.text
    parts: list[str] = []
    segments: list[Segment] = []
    length = end = 0
    for index, (span, outcome) in enumerate(zip(segmented.spans, outcomes, strict=True)):
        gap = source[end : span.start]
        if not gap and index and needs_space(source[end - 1 : end]):
            gap = " "
        start = length + len(gap)
        length = start + len(outcome.target)
        parts += gap, outcome.target
        segments.append(
            Segment(
                block=span.block,
                start=span.start,
                end=span.end,
                target_start=start,
                target_end=length,
                score=outcome.score,
                flags=outcome.flags,
                repair=outcome.repair,
                details=outcome.details,
            )
        )
        end = span.end
    text = "".join(parts) + source[end:]
    check_coverage(source, segments, text)
    failed = sum("failed" in segment.flags for segment in segments)
    update: dict[str, object] = {"title": title, "text": text, "segments": tuple(segments)}
    if failed:
        update |= {"status": "failed" if failed == len(segments) else "partial", "reason": _reason(failed, segments)}
    return frame.model_copy(update=update)


def check_coverage(source: str, segments: Sequence[Segment], target: str) -> None:
    """Raise ValueError unless the segments cover both texts but for white space, in order, once, none of them empty.

    This runs for every record: a sentence that is lost must be a crash, never a record.
    """
    for name, text, ranges in (
        ("source", source, [(segment.start, segment.end) for segment in segments]),
        ("target", target, [(segment.target_start, segment.target_end) for segment in segments]),
    ):
        for (_, before), (start, end) in pairwise([(0, 0), *ranges, (len(text), len(text))]):
            if start < before or text[before:start].strip():
                raise ValueError(f"{name} characters {before}–{start} lie in no segment or in two")
            if not text[start:end].strip() and (start, end) != (len(text), len(text)):
                raise ValueError(f"the {name} of the segment at {start}–{end} is empty")


def _reason(failed: int, segments: Sequence[Segment]) -> Reason:
    return Reason(
        code="segments_failed",
        message=f"{failed} of {len(segments)} segments could not be translated and stand in the source language; "
        "they carry the flag 'failed'.",
    )
