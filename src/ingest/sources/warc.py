"""WARC in: our own files, a user's, Common Crawl's. Streamed in constant memory; each document is read again in place.

`items` names the documents of a file; `WarcItem.capture` seeks to one record and reads exactly that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from ingest.digest import document_id, sha256
from ingest.errors import DocumentError
from ingest.records import Capture, Hints, Http, Raw, Source, WarcLocation
from ingest.sources.canonical import choose, clean, site
from ingest.sources.feeds import is_feed
from ingest.sources.heads import HEAD_BYTES, read_head
from ingest.sources.sitemaps import is_sitemap
from ingest.sources.warc_file import (
    DamagedWarc,
    Fields,
    damaged,
    decode_payload,
    faults,
    open_record,
    read_fields,
    read_payload,
    read_records,
    relative_name,
    target_uri,
)
from ingest.sources.warc_records import NO_HINTS, SOFTWARE, digest_hex

MAX_BYTES = 20_000_000
EVIDENCE_PARTS = 5
SECONDS = len("2026-11-21T09:00:00")
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")

_DOCUMENT_TYPES_NAMES = (
    "text/html application/xhtml+xml text/plain text/markdown application/pdf application/msword "
    "application/rtf application/octet-stream text/xml application/xml message/rfc822"
)
_DOCUMENT_TYPES = frozenset(_DOCUMENT_TYPES_NAMES.split())
_DOCUMENT_PREFIXES = ("application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument")


def is_warc(path: Path) -> bool:
    """Return whether a file is to be read as a web archive, by its name."""
    return path.name.lower().endswith(SUFFIXES)


@dataclass(frozen=True, slots=True)
class WarcItem:
    """A document in a WARC file; ``canonical`` is what its URL, redirects and rel=canonical make of its address."""

    uri: str
    canonical: str
    stamp: str
    location: WarcLocation
    root: Path
    hints: Hints = NO_HINTS
    max_bytes: int = MAX_BYTES

    @property
    def id(self) -> str:
        """The identifier of the document: that of its canonical URL."""
        return document_id(self.canonical)

    @property
    def raw(self) -> Raw | None:
        """Nothing is known of a record before it is read."""
        return None

    def capture(self) -> Capture:
        """Read the record. Raise DocumentError when it is missing, too large, or not what its digest says."""
        with open_record(self.location, self.root) as record:
            payload = read_payload(record, self.max_bytes)
            headers = record.http_headers
            declared = record.rec_headers.get_header("WARC-Payload-Digest") or ""
            date = record.rec_headers.get_header("WARC-Date") or ""
        raw_sha256 = sha256(payload)
        if (digest_hex(declared) or raw_sha256) != raw_sha256:
            raise damaged(self.location, "its bytes are not those of its payload digest")
        body = decode_payload(payload, headers, self.max_bytes)
        content_type = headers.get_header("Content-Type") or ""
        from ingest.media_types import detect  # noqa: PLC0415 - loads a type library that listing does not need

        return Capture(
            id=self.id,
            source=Source(
                uri=self.uri,
                canonical_uri=self.canonical,
                site=site(self.canonical),
                retrieved_at=_second(date),
                media_type=detect(body, name=self.uri.partition("?")[0], declared=content_type),
                http=Http(
                    status=int(headers.get_statuscode()),
                    etag=headers.get_header("ETag"),
                    last_modified=headers.get_header("Last-Modified"),
                ),
            ),
            raw=Raw(path=self.location.file, sha256=raw_sha256, bytes=len(payload), warc=self.location),
            body=body,
            charset=_charset(content_type),
            content_language=headers.get_header("Content-Language"),
            hints=self.hints,
        )


@dataclass(frozen=True, slots=True)
class FailedItem:
    """Something that was asked for and is no document: `capture` raises ``error``. ``raw`` is the evidence, if any."""

    uri: str
    canonical: str
    error: DocumentError
    raw: Raw | None = None
    stamp: str = ""

    @property
    def id(self) -> str:
        """The identifier that the document would have had."""
        return document_id(self.canonical)

    def capture(self) -> Capture:
        """Raise the error."""
        raise self.error


def items(path: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[WarcItem | FailedItem]:
    """Yield the documents of a WARC (or ARC) file in its order, and the failures that a run of ours recorded in it.

    Pictures, scripts, feeds, error answers and revisits are no documents and passed over. A damaged file gives what
    stands before the damage, then a FailedItem ``damaged_warc``. The same document may come several times.
    """
    file = relative_name(path, root)
    variants = _variants(path)
    about: tuple[str, Fields] = ("", {})
    try:
        for record, offset in read_records(path):
            identity = record.rec_headers.get_header("WARC-Record-ID") or ""
            where = WarcLocation(file=file, offset=offset, record_id=identity)
            if record.rec_type == "metadata":
                about = (record.rec_headers.get_header("WARC-Concurrent-To") or "", read_fields(record))
                if about[1].get("failure") and (failed := failed_item(record, about[1])) is not None:
                    yield failed
            elif record.rec_type in ("response", "resource") and identity not in variants:
                fields = about[1] if about[0] == identity else {}
                if (found := item_of(record, fields, where, root, max_bytes)) is not None:
                    yield found
    except DamagedWarc as error:
        yield FailedItem(file, file, DocumentError("capture", "damaged_warc", str(error)))


def item_of(
    record: Any, fields: Fields, where: WarcLocation, root: Path, max_bytes: int = MAX_BYTES
) -> WarcItem | None:
    """Return the document that a response record holds, given what its metadata record says; None when it is none."""
    if not _is_document(record) or fields.get("role", ["page"])[0] not in ("page", "source"):
        return None
    try:
        url = clean(target_uri(record))
    except DocumentError:
        return None
    head = _peek(record)
    if fields.get("role") != ["page"] and is_listing(head, url, given=bool(fields)):
        return None
    stamp = record.rec_headers.get_header("WARC-Payload-Digest") or where.record_id
    return WarcItem(url, choose(url, read_head(head, url).canonical), stamp, where, root, _hints(fields), max_bytes)


def is_listing(head: bytes, url: str, *, given: bool) -> bool:
    """Return whether a page is a list of others: a feed, a sitemap, or a front page that was ``given`` as a source."""
    return is_feed(head) or is_sitemap(head) or (given and is_front(url))


def is_front(url: str) -> bool:
    """Return whether a URL is a site's front page by its looks."""
    return urlsplit(url).path in ("", "/") and not urlsplit(url).query


def _is_document(record: Any) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    media_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    url = target_uri(record)
    if not url.startswith(("http://", "https://")) or url.endswith("/robots.txt"):
        return False
    return not media_type or media_type in _DOCUMENT_TYPES or media_type.startswith(_DOCUMENT_PREFIXES)


def failed_item(record: Any, fields: Fields) -> FailedItem | None:
    """Return the failure that a metadata record of ours states, with the answer that it names as evidence.

    None when the record is not one that we wrote.
    """
    error = DocumentError("capture", fields["failure"][0], " ".join(fields.get("failureMessage", [])))
    url, raw = target_uri(record), None
    parts = " ".join(fields.get("evidence", [])).rsplit(" ", 4)
    try:
        if len(parts) == EVIDENCE_PARTS:
            where = WarcLocation(file=parts[0], offset=int(parts[1]), record_id=parts[2])
            raw = Raw(path=parts[0], sha256=parts[3], bytes=int(parts[4]), warc=where)
        return FailedItem(url, choose(url, None), error, raw)
    except (DocumentError, ValueError):
        return None


def _peek(record: Any) -> bytes:
    """Return the start of the decoded body; the rest is skipped by the iterator."""
    head = b""
    try:
        stream: IO[bytes] = record.content_stream()
        while len(head) < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - len(head))):
            head += piece
    except faults() as error:
        raise DamagedWarc(f"A record cannot be read: {error}.") from error
    return head


def _hints(fields: Fields) -> Hints:
    language = next(iter(fields.get("hintLanguage", [])), None)
    return Hints(language=language, keep=tuple(fields.get("hintKeep", [])), drop=tuple(fields.get("hintDrop", [])))


def _variants(path: Path) -> set[str]:
    """Return the records of a file of ours that were found to be other spellings of a document (AMP, mobile)."""
    marked: set[str] = set()
    try:
        for record, _ in read_records(path):
            if record.rec_type == "warcinfo" and SOFTWARE not in " ".join(read_fields(record).get("software", [])):
                break
            if record.rec_type == "metadata" and (refers := record.rec_headers.get_header("WARC-Refers-To")):
                if "variant" in read_fields(record).get("role", []):
                    marked.add(refers)
            elif record.rec_type in ("response", "resource") and record.format == "arc":
                break
    except DamagedWarc:
        pass  # `items` meets the same damage and reports it
    return marked


def _charset(content_type: str) -> str | None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _second(date: str) -> str | None:
    """Return a WARC-Date to the second, as records write it."""
    return date[:SECONDS] + "Z" if len(date) >= SECONDS else None
