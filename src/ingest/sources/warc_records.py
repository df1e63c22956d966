"""What a fetch looks like in a WARC 1.1 file (ISO 28500:2017): request, metadata and response, one gzip member each.

The response comes last in its group, so that a reader knows what the metadata says before it meets the document, and a
torn tail never leaves a response without it. Bodies are stored free of transfer and content codings, as Common Crawl
does: the payload digest is then the digest of the document, whatever coding a server chose that day, and every replay
tool can show it. The headers that said otherwise are kept under ``X-Archive-Orig-…``.

warcio reads these files; it does not write them, because its writer knows no digest but SHA-1.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, Literal, get_args

from ingest.errors import DocumentError
from ingest.records import Hints, Raw
from ingest.sources.fetch import Exchange, Headers

Role = Literal["page", "listing", "robots", "source"]
"""What a URL was asked for as; a ``source`` may be either, and its content decides (`warc.is_listing`)."""
Discovery = Literal["feed", "sitemap", "link", "source", "redirect", "alternate"]

SOFTWARE = "polyglot-ingest"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ORIGINAL = "X-Archive-Orig-"
NO_HINTS: Final = Hints()

_LEVEL = 6
_HEX_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Found:
    """One way in which a page was found: how, on which page, and for which source of `sources.toml`."""

    kind: Discovery
    via: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.via} {self.source}".rstrip()

    @classmethod
    def parse(cls, text: str) -> Found | None:
        """Read what ``str`` wrote; None when it is something else."""
        kind, _, rest = text.partition(" ")
        via, _, source = rest.partition(" ")
        return next((cls(known, via, source) for known in get_args(Discovery) if known == kind), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The response record that a revisit record refers to."""

    record_id: str
    url: str
    date: str
    digest: str


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata record says beside the exchange itself."""

    role: Role
    found: tuple[Found, ...] = ()
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Group:
    """Records that belong together, as gzip members; the last one is the one that is referred to."""

    members: tuple[bytes, ...]
    record_id: str
    digest: str

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return sum(map(len, self.members))


def digest_of(payload: bytes) -> str:
    """Return a WARC digest: SHA-256 in base 32, as in RFC 4648."""
    return "sha256:" + base64.b32encode(hashlib.sha256(payload).digest()).decode("ascii")


def digest_hex(digest: str) -> str | None:
    """Return the hexadecimal SHA-256 of a WARC digest; None when it is of another kind."""
    algorithm, _, value = digest.partition(":")
    if algorithm.lower().replace("-", "") != "sha256":
        return None
    try:
        return value.lower() if len(value) == _HEX_LENGTH else base64.b32decode(value.upper()).hex()
    except ValueError:
        return None


def warc_date(moment: datetime) -> str:
    """Return a UTC time as WARC 1.1 writes it, to the microsecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_id() -> str:
    """Return a fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def exchange_group(exchange: Exchange, about: About, earlier: Earlier | None = None) -> Group:
    """Return request, metadata and response; a revisit record in place of the response that ``earlier`` holds."""
    identity, date = new_id(), warc_date(exchange.date)
    common = [("WARC-Target-URI", exchange.url), ("WARC-Date", date), ("WARC-Concurrent-To", identity)]
    request = _http(f"GET {_target(exchange.url)} HTTP/1.1", exchange.request)
    fields = _lines([*_fields(about), ("fetchedBytes", str(exchange.received))])
    digest = earlier.digest if earlier else digest_of(exchange.body)
    return Group(
        (
            record("request", [*common, ("Content-Type", "application/http; msgtype=request")], request),
            record("metadata", [*common, ("Content-Type", "application/warc-fields")], fields),
            _response(exchange, identity, digest, earlier),
        ),
        identity,
        digest,
    )


def _response(exchange: Exchange, identity: str, digest: str, earlier: Earlier | None) -> bytes:
    headers = [
        ("WARC-Record-ID", identity),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", warc_date(exchange.date)),
        ("WARC-Payload-Digest", digest),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    if exchange.address:
        headers.append(("WARC-IP-Address", exchange.address))
    if exchange.version.startswith("HTTP/2"):
        headers.append(("WARC-Protocol", "h2"))
    if exchange.truncated:
        headers.append(("WARC-Truncated", exchange.truncated))
    if earlier:
        headers += [
            ("WARC-Profile", NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else IDENTICAL),
            ("WARC-Refers-To", earlier.record_id),
            ("WARC-Refers-To-Target-URI", earlier.url),
            ("WARC-Refers-To-Date", earlier.date),
        ]
    head = _http(f"HTTP/1.1 {exchange.status} {exchange.reason}".rstrip(), _stored_headers(exchange))
    return record("revisit" if earlier else "response", headers, head + (b"" if earlier else exchange.body))


def _stored_headers(exchange: Exchange) -> Headers:
    """Return the headers that are true of the stored body; the others are kept under another name."""
    kept: list[tuple[str, str]] = []
    for name, value in exchange.headers:
        lower = name.lower()
        coded = lower == "transfer-encoding" or (lower == "content-encoding" and exchange.decoded)
        wrong = (
            lower == "content-length"
            and exchange.status != HTTPStatus.NOT_MODIFIED
            and value != str(len(exchange.body))
        )
        kept.append((ORIGINAL + name if coded or wrong else name, value))
    if exchange.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) and not any(
        name.lower() == "content-length" for name, _ in kept
    ):
        kept.append(("Content-Length", str(len(exchange.body))))
    return tuple(kept)


def failure_group(url: str, date: datetime, about: About, error: DocumentError, evidence: Raw | None) -> Group:
    """Return a metadata record: ``url`` was asked for, why nothing came of it, and the answer that shows it, if any."""
    fields = [*_fields(about), ("failure", error.code), ("failureMessage", error.message)]
    if evidence is not None and evidence.warc is not None:
        where = evidence.warc
        fields.append(("evidence", f"{where.file} {where.offset} {where.record_id} {evidence.sha256} {evidence.bytes}"))
    return note_group(url, date, None, fields)


def note_group(url: str, date: datetime, refers_to: str | None, fields: list[tuple[str, str]]) -> Group:
    """Return a metadata record of its own, about an earlier response where ``refers_to`` names one."""
    identity, block = new_id(), _lines(fields)
    headers = [
        ("WARC-Record-ID", identity),
        ("WARC-Target-URI", url),
        ("WARC-Date", warc_date(date)),
        ("Content-Type", "application/warc-fields"),
    ]
    if refers_to:
        headers.append(("WARC-Refers-To", refers_to))
    return Group((record("metadata", headers, block),), identity, digest_of(block))


def warcinfo(filename: str, date: datetime, fields: list[tuple[str, str]]) -> bytes:
    """Return the record that opens a file."""
    headers = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Date", warc_date(date)),
        ("WARC-Filename", filename),
        ("Content-Type", "application/warc-fields"),
    ]
    return record("warcinfo", headers, _lines([("format", "WARC file version 1.1"), *fields]))


def record(kind: str, headers: list[tuple[str, str]], block: bytes) -> bytes:
    """Return one WARC record as one gzip member (Annex D of the standard)."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}"]
    if not any(name == "WARC-Record-ID" for name, _ in headers):
        lines.append(f"WARC-Record-ID: {new_id()}")
    lines += [f"{name}: {_one_line(value)}" for name, value in headers]
    lines += [f"WARC-Block-Digest: {digest_of(block)}", f"Content-Length: {len(block)}", "", ""]
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    head = "\r\n".join(lines).encode("utf-8")
    return packer.compress(head) + packer.compress(block) + packer.compress(b"\r\n\r\n") + packer.flush()


def _fields(about: About) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = [("role", about.role)]
    for found in about.found:
        fields += [("via", found.via), ("discovery", str(found))]
    if about.hints.language:
        fields.append(("hintLanguage", about.hints.language))
    fields += [("hintKeep", selector) for selector in about.hints.keep]
    return fields + [("hintDrop", selector) for selector in about.hints.drop]


def _lines(fields: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")


def _http(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{name}: {_one_line(value)}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _target(url: str) -> str:
    _, _, rest = url.partition("://")
    _, slash, path = rest.partition("/")
    return slash + path or "/"


def _one_line(value: str) -> str:
    return " ".join(value.split()) if "\n" in value or "\r" in value else value
