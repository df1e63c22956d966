"""Extraction: from the bytes of a capture to an article of clean text in blocks, with metadata and its evidence.

`extract` is the stage. Formats live in modules of their own, which are imported only when a document needs them, so
that planning (`tool`) costs milliseconds.
"""

from __future__ import annotations

from ingest import media_types
from ingest.errors import DocumentError
from ingest.records import Article, Capture, Tool
from ingest.versions import version_of

# The version of our own rules: raise it whenever the same bytes would give another article.
RULES = 8
MAX_BYTES = 10_000_000


def extract(capture: Capture, *, max_bytes: int = MAX_BYTES) -> Article:
    """Return the article that ``capture`` holds.

    Raises DocumentError with one of the codes `empty`, `too_large`, `binary`, `unsupported`, or, for pages that are
    not articles, those of `ingest.extract.rejections`.
    """
    body, media_type = capture.body, capture.source.media_type
    if not body.strip():
        raise DocumentError("extract", "empty", "The document holds no text; check that it was saved completely.")
    if len(body) > max_bytes:
        size = f"{len(body) / 1e6:.1f} MB"
        message = f"The document has {size}; the limit is {max_bytes / 1e6:.1f} MB (setting extraction.max_bytes)."
        raise DocumentError("extract", "too_large", message)
    if media_type == media_types.HTML:
        from ingest.extract.html import extract_html  # noqa: PLC0415 - trafilatura takes 0.4 s

        return extract_html(capture)
    if media_type == media_types.MARKDOWN:
        from ingest.extract.markdown import extract_markdown  # noqa: PLC0415

        return extract_markdown(capture)
    if media_type == media_types.TEXT:
        from ingest.extract.text import extract_text  # noqa: PLC0415

        return extract_text(capture)
    raise _not_text(media_type)


def tool(media_type: str) -> Tool:
    """Return the fingerprint of what extracts documents of ``media_type``."""
    distribution = {media_types.HTML: "trafilatura", media_types.MARKDOWN: "markdown-it-py"}.get(media_type)
    if distribution is None:
        return Tool(name="polyglot-ingest", version=version_of(), parameters={"rules": RULES})
    return Tool(name=distribution, version=version_of(distribution), parameters={"rules": RULES})


def _not_text(media_type: str) -> DocumentError:
    if media_type == media_types.UNKNOWN or media_type.startswith(("image/", "audio/", "video/", "font/")):
        message = f"The bytes are no text ({media_type}); save the page itself, or convert it to text or HTML."
        return DocumentError("extract", "binary", message)
    message = f"Documents of type {media_type} are not read yet; convert it to HTML, Markdown or plain text."
    return DocumentError("extract", "unsupported", message)
