"""The states of a document: Capture → Article → IdentifiedArticle → SegmentedArticle → Record | Rejection.

Each state is a frozen type of its own, so that no field means "not yet". `Record` and `Rejection` are the contract with
downstream tools: `schema/record.schema.json` is generated from them, names are fixed, and a change of meaning needs a
new `SCHEMA_VERSION` and a migration. All offsets count Unicode code points; ranges are half open.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from ingest.errors import Stage

SCHEMA_VERSION: Final = "1.0"

BlockKind = Literal["heading", "paragraph", "list_item", "quote", "table", "code", "caption"]
TranslationStatus = Literal["complete", "partial", "unavailable", "failed"]
WarningFlag = Literal[
    "split",
    "decoding_limit",
    "length_ratio",
    "repetition",
    "untranslated",
    "numbers",
    "names",
    "quotes",
    "urls",
    "low_score",
    "source_not_language",
]
OriginFlag = Literal["copied", "failed", "repaired", "glossary", "memory", "human"]
Flag = WarningFlag | OriginFlag
Detail = Literal["unsure", "made_up_word", "lost_words", "negation", "polarity", "weekday"]
Repair = Literal["in_parts", "without_loop", "names_protected", "another_beam"]


class Frozen(BaseModel):
    """A value: immutable, comparable, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


# --- where a document comes from -------------------------------------------------------------------------------------


class Http(Frozen):
    """What the server said when the document was fetched."""

    status: int
    etag: str | None = None
    last_modified: str | None = None


class Source(Frozen):
    """Where a document came from: a URL, or a path relative to the project root."""

    uri: str
    canonical_uri: str = Field(description="After redirects and rel=canonical, without tracking parameters.")
    site: str | None = Field(description="Registered domain; null for a local file.")
    retrieved_at: str | None = Field(description="UTC, ISO 8601; null for a local file unless its sidecar states it.")
    media_type: str
    http: Http | None


class WarcLocation(Frozen):
    """The response record that holds the bytes: file relative to the project root, byte offset, WARC-Record-ID."""

    file: str
    offset: int = Field(ge=0)
    record_id: str


class Raw(Frozen):
    """The evidence: the bytes as they came, by path and SHA-256."""

    path: str
    sha256: str
    bytes: int = Field(ge=0)
    warc: WarcLocation | None = None


def _is_iso(text: str) -> str:
    """Raise ValueError unless a text is an ISO 8601 year, month, day or moment that exists."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}|\d{4}-\d{2}-\d{2}T.+", text):
        raise ValueError(f"{text!r} is not ISO 8601, such as 2021, 2021-07, 2021-07-12 or 2021-07-12T09:30:00+02:00")
    datetime.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < len("2021-07-12") else text)
    return text


IsoDate = Annotated[str, AfterValidator(_is_iso)]
"""ISO 8601, as precise as it is known."""


class Statement(Frozen):
    """What a person states about a local file in its sidecar ``NAME.meta.json``; it wins over what the file says."""

    uri: str | None = None
    retrieved_at: IsoDate | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: IsoDate | None = None
    publisher: str | None = None
    language: str | None = Field(default=None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class Hints(Frozen):
    """What `sources.toml` expects of a source's pages: witnesses and aids, never the verdict."""

    language: str | None = None
    keep: tuple[str, ...] = Field(default=(), description="CSS selectors of the main text.")
    drop: tuple[str, ...] = Field(default=(), description="CSS selectors of what is not the main text.")


class Capture(Frozen):
    """The bytes of one document and how they came."""

    id: str = Field(description="Stable for one logical document; see `ingest.digest.document_id`.")
    source: Source
    raw: Raw
    body: bytes = Field(repr=False)
    charset: str | None = Field(default=None, description="As declared by the transport, never trusted blindly.")
    content_language: str | None = Field(default=None, description="The Content-Language header.")
    statement: Statement = Statement()
    sidecar_sha256: str | None = Field(default=None, description="Digest of the sidecar that the statement stands in.")
    hints: Hints = Hints()


# --- what it says ----------------------------------------------------------------------------------------------------


class Evidence(Frozen):
    """One candidate for a metadata field: its value, the method that found it, and the words it stands on."""

    value: str
    method: str = Field(description="sidecar, json-ld, meta, time, text, url, http, …")
    raw: str


class Metadata(Frozen):
    """What is known about the document; dates are ISO 8601, as precise as the evidence and no more."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)


class Block(Frozen):
    """A run of text with one role; ``start`` and ``end`` are offsets into the document's text."""

    kind: BlockKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class LanguageClaim(Frozen):
    """A language that the document or its sender declares; a witness, not the verdict."""

    tag: str
    method: str = Field(description="sidecar, html-lang, http-content-language, meta, …")


class Article(Frozen):
    """Clean text in blocks, with metadata and its evidence."""

    id: str
    source: Source
    raw: Raw
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    claims: tuple[LanguageClaim, ...] = ()

    @model_validator(mode="after")
    def _blocks_cover_text(self) -> Self:
        check_blocks(self.text, self.blocks)
        return self


class LanguageCandidate(Frozen):
    """One possible answer and how likely it is."""

    tag: str
    confidence: float = Field(ge=0, le=1)


class LanguageWitness(Frozen):
    """What one detector or declaration said; ``confidence`` is null for a declaration."""

    tag: str
    confidence: float | None
    method: str


class Language(Frozen):
    """The language decided on: a BCP-47 tag, or ``und`` when nothing can be said."""

    tag: str
    confidence: float = Field(ge=0, le=1)
    method: str
    candidates: tuple[LanguageCandidate, ...] = ()
    witnesses: tuple[LanguageWitness, ...] = ()


class IdentifiedBlock(Block):
    """A block whose language is known (or ``und``)."""

    language: str


class IdentifiedArticle(Frozen):
    """An article whose language is known, as a whole and block by block."""

    id: str
    source: Source
    raw: Raw
    metadata: Metadata
    text: str
    blocks: tuple[IdentifiedBlock, ...]
    language: Language


class Span(Frozen):
    """A sentence: the block it stands in and its offsets into the document's text."""

    block: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class SegmentedArticle(Frozen):
    """An identified article cut into sentences; the spans cover every character that is not white space once."""

    article: IdentifiedArticle
    spans: tuple[Span, ...]


# --- what it says in the target language -----------------------------------------------------------------------------


class EngineUse(Frozen):
    """The engine that translated."""

    name: str
    version: str


class PackageUse(Frozen):
    """One language package that took part; two of them when the translation went through a pivot language."""

    from_: str = Field(alias="from")
    to: str
    version: str
    sha256: str


class Segment(Frozen):
    """One aligned pair: offsets into the source text, and into the translation's text."""

    block: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    target_start: int = Field(ge=0)
    target_end: int = Field(ge=0)
    score: float | None = Field(description="Length-normalised log probability; null when nothing was decoded.")
    flags: tuple[Flag, ...] = ()
    repair: Repair | None = Field(default=None, description="How a segment with the flag `repaired` was repaired.")
    details: tuple[Detail, ...] = Field(
        default=(),
        description="What is in doubt where a flag has several reasons. With `low_score`: `unsure` (the model), "
        "`made_up_word`, `lost_words` (the model paid no attention to them), `negation` (lost or added), `polarity` "
        "(a key word became its opposite); with `numbers`: `weekday`.",
    )


class Reason(Frozen):
    """Why a translation is not complete: a code for machines, a sentence for people."""

    code: str
    message: str


class Translation(Frozen):
    """The document in the target language, aligned with its source sentence by sentence."""

    status: TranslationStatus
    reason: Reason | None = None
    source_language: str
    target_language: str
    engine: EngineUse | None
    packages: tuple[PackageUse, ...] = ()
    title: str | None = None
    text: str = ""
    segments: tuple[Segment, ...] = ()


# --- what is written -------------------------------------------------------------------------------------------------


class Tool(Frozen):
    """What a stage is made of. Its fingerprint decides whether a stage must run again."""

    name: str
    version: str
    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class Step(Frozen):
    """One stage in the life of a record: who did it, and the digests of what went in and came out."""

    name: Stage
    tool: str
    version: str
    parameters: dict[str, JsonValue] = Field(default_factory=dict)
    input_sha256: str
    output_sha256: str


class Pipeline(Frozen):
    """The program that made the record."""

    name: str
    version: str


class Provenance(Frozen):
    """How the record came about; enough to make it again."""

    pipeline: Pipeline
    steps: tuple[Step, ...]
    config_sha256: str


class Record(Frozen):
    """One document, clean, with its language known, translated, and traceable to the bytes it came from."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str
    revision: int = Field(ge=1)
    source: Source
    raw: Raw
    metadata: Metadata
    language: Language
    text: str
    blocks: tuple[IdentifiedBlock, ...]
    translation: Translation | None = Field(description="Null when the document is in the target language already.")
    provenance: Provenance


class Rejection(Frozen):
    """A document that cannot become a record: where it failed, why, and what to do; its raw bytes stay."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str
    source: Source
    raw: Raw | None = Field(description="Null when the bytes could not be read at all.")
    stage: Stage
    code: str
    message: str
    provenance: Provenance


def document_name(source: Source, raw: Raw | None) -> str:
    """Return what people call the document: the path of a local file, whatever its sidecar says, else its URL."""
    return raw.path if raw and source.http is None and raw.warc is None else source.uri


def check_blocks(text: str, blocks: tuple[Block, ...]) -> None:
    """Raise ValueError unless the blocks, in order and apart, cover every character of ``text`` but newlines."""
    end = 0
    for block in blocks:
        if block.start < end or block.end <= block.start or block.end > len(text):
            raise ValueError(f"block {block.start}–{block.end} is empty, overlaps or leaves the text")
        if text[end : block.start].strip("\n"):
            raise ValueError(f"characters {end}–{block.start} stand in no block")
        end = block.end
    if text[end:].strip("\n"):
        raise ValueError(f"characters {end}–{len(text)} stand in no block")
