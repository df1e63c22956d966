"""One request and its answer, within limits of bytes, time and header size. No retries, no redirects, no opinion.

What the transport can say is mapped here, by name: `Unreachable` for what may pass, DocumentError for what will not.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

import httpx

from ingest.errors import DocumentError, TransientError
from ingest.sources.canonical import redact
from ingest.sources.decode import ACCEPT_ENCODING, CodingError, TooLarge, decode

Headers = tuple[tuple[str, str], ...]

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.9,*/*;q=0.8"
_HOLDS_URLS = frozenset({"location", "content-location", "refresh", "link"})
_NO_DOCUMENTS = ("image/", "video/", "audio/", "font/")


class Unreachable(TransientError):  # noqa: N818 - errors state the condition
    """The server did not give a usable answer this time; ``code`` says how."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes (before and after decompression), seconds without a byte, seconds in all."""

    max_bytes: int
    timeout: float
    total_timeout: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as they are archived.

    ``body`` is free of transfer and content codings, unless ``problem`` says that it could not be decoded.
    ``truncated`` is the WARC-Truncated reason of a body that was not read to its end. ``problem`` tells why the answer
    is evidence but no document.
    """

    url: str
    date: datetime
    request: Headers
    version: str
    status: int
    reason: str
    headers: Headers
    body: bytes = field(repr=False)
    address: str | None
    received: int
    answered: float
    decoded: bool = True
    truncated: str | None = None
    problem: DocumentError | None = None

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


async def fetch(
    transport: httpx.AsyncBaseTransport,
    url: str,
    *,
    user_agent: str,
    limits: Limits,
    conditions: Headers = (),
    documents_only: bool = False,
) -> Exchange:
    """Ask once. ``conditions`` are If-None-Match and If-Modified-Since; ``documents_only`` leaves pictures unread.

    Raise Unreachable for time-outs and broken connections, DocumentError for refused addresses and broken answers.
    """
    headers = [("User-Agent", user_agent), ("Accept", ACCEPT), ("Accept-Encoding", ACCEPT_ENCODING), *conditions]
    pauses = dict.fromkeys(("connect", "read", "write", "pool"), limits.timeout)
    try:
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": pauses})
        async with asyncio.timeout(limits.total_timeout):
            return await _exchange(transport, request, url, limits, documents_only=documents_only)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise Unreachable("timed_out", f"{redact(url)} did not answer within the time limits.") from error
    except httpx.RemoteProtocolError as error:
        raise _protocol(url, str(error)) from error
    except httpx.ConnectError as error:
        raise Unreachable(_connect_code(str(error).lower()), f"{redact(url)} cannot be reached: {error}.") from error
    except httpx.TransportError as error:
        raise Unreachable("connection_lost", f"The connection to {redact(url)} broke: {error!r}.") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise DocumentError("capture", "bad_url", f"Not a web address: {redact(url)!r}.") from error


def _connect_code(says: str) -> str:
    if "cannot be resolved" in says:
        return "name_not_resolved"
    return "tls_error" if "ssl" in says or "certificate" in says else "unreachable"


def _protocol(url: str, says: str) -> Exception:
    if "buffer too long" in says or ("header" in says.lower() and "large" in says.lower()):
        return DocumentError("capture", "headers_too_large", f"The answer of {redact(url)} has oversized headers.")
    if "incomplete" in says or "complete message body" in says or "disconnected" in says:
        return Unreachable("incomplete", f"{redact(url)} closed the connection before the answer was complete.")
    return DocumentError("capture", "bad_response", f"{redact(url)} does not speak HTTP: {says[:200]}.")


async def _exchange(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, url: str, limits: Limits, *, documents_only: bool
) -> Exchange:
    date = datetime.now(UTC)
    response = await transport.handle_async_request(request)
    answered = time.monotonic()
    try:
        headers = _texts(response.headers.raw)
        media_type = response.headers.get("content-type", "").lower()
        problem, truncated, body = None, None, b""
        if documents_only and response.status_code == HTTPStatus.OK and media_type.startswith(_NO_DOCUMENTS):
            problem = DocumentError("capture", "not_a_document", f"{redact(url)} is {media_type}, not a document.")
            truncated = "unspecified"
        else:
            body, truncated = await _read(response, limits.max_bytes)
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
    finally:
        await response.aclose()
    received = len(body)
    if truncated == "length":
        problem = DocumentError("capture", "too_large", f"{redact(url)} is larger than {limits.max_bytes} bytes.")
    decoded = problem is None
    if problem is None:
        body, problem = _decoded(body, response.headers.get("content-encoding", ""), limits.max_bytes, url)
        decoded = problem is None
    return Exchange(
        url=url,
        date=date,
        request=_texts(request.headers.raw),
        version=response.extensions.get("http_version", b"HTTP/1.1").decode("ascii"),
        status=response.status_code,
        reason=response.extensions.get("reason_phrase", b"").decode("latin-1") or response.reason_phrase,
        headers=headers,
        body=body,
        address=str(peer[0]) if peer else None,
        received=received,
        answered=answered,
        decoded=decoded,
        truncated=truncated,
        problem=problem,
    )


def _texts(raw: list[tuple[bytes, bytes]]) -> Headers:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]
    return tuple((name, redact(value) if name.lower() in _HOLDS_URLS else value) for name, value in pairs)


async def _read(response: httpx.Response, limit: int) -> tuple[bytes, str | None]:
    """Read the body as sent; stop at ``limit`` bytes, and before the first of them when the length is announced."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        return b"", "length"
    parts, total = [], 0
    async for piece in response.aiter_raw():
        parts.append(piece)
        total += len(piece)
        if total > limit:
            return b"".join(parts)[:limit], "length"
    return b"".join(parts), None


def _decoded(body: bytes, coding: str, limit: int, url: str) -> tuple[bytes, DocumentError | None]:
    try:
        return decode(body, coding, limit), None
    except TooLarge as error:
        return body, DocumentError("capture", "too_large", f"{redact(url)} has {error}.")
    except CodingError as error:
        return body, DocumentError("capture", "bad_encoding", f"{redact(url)} is not the {coding} it claims: {error}.")
