"""Content coding, undone within a limit: a few kilobytes never become gigabytes in memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

ACCEPT_ENCODING = "gzip, br, zstd"

_PIECE = 65_536
_ZLIB_METHOD = 8


class CodingError(ValueError):
    """The body is not what its Content-Encoding says."""


class TooLarge(ValueError):  # noqa: N818 - errors state the condition
    """The body is larger than the limit once decompressed."""


def decode(body: bytes, coding: str, limit: int) -> bytes:
    """Undo the codings of a Content-Encoding header (RFC 9110 section 8.4), last one first.

    Raise CodingError for a broken or unknown coding, TooLarge when the result passes ``limit`` bytes.
    """
    for name in reversed([part.strip().lower() for part in coding.split(",")]):
        if name in ("", "identity") or not body:
            continue
        if name not in _DECODERS:
            raise CodingError(f"unknown content coding {name!r}")
        parts, total = [], 0
        for piece in _DECODERS[name](body):
            total += len(piece)
            if total > limit:
                raise TooLarge(f"more than {limit} bytes after {name} decompression")
            parts.append(piece)
        body = b"".join(parts)
    return body


def gunzip(body: bytes, limit: int) -> bytes:
    """Undo gzip where the bytes say so themselves (``sitemap.xml.gz``); other bytes are returned as they are."""
    return decode(body, "gzip", limit) if body.startswith(b"\x1f\x8b") else body


def _zlib(body: bytes, window: int) -> Iterator[bytes]:
    while body:
        decoder = zlib.decompressobj(window)
        try:
            while not decoder.eof:
                piece = decoder.decompress(body, _PIECE)
                body = decoder.unconsumed_tail
                if not piece and not body and not decoder.eof:
                    raise CodingError("the compressed body ends too early")
                yield piece
        except zlib.error as error:
            raise CodingError(str(error)) from error
        body = decoder.unused_data if decoder.unused_data.startswith(b"\x1f\x8b") else b""


def _gzip(body: bytes) -> Iterator[bytes]:
    return _zlib(body, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 says zlib format; some servers send the bare stream."""
    return _zlib(body, zlib.MAX_WBITS if body[0] & 0x0F == _ZLIB_METHOD else -zlib.MAX_WBITS)


def _brotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    data = body
    try:
        while not decoder.is_finished():
            piece = decoder.process(data, output_buffer_limit=_PIECE)
            data = b""
            if not piece and decoder.can_accept_more_data():
                raise CodingError("the compressed body ends too early")
            yield piece
    except brotli.error as error:
        raise CodingError(str(error)) from error


def _zstd(body: bytes) -> Iterator[bytes]:
    # RFC 9659: a window of at most 8 MB on the web.
    decoder = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    try:
        with decoder.stream_reader(io.BytesIO(body), read_across_frames=True) as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except zstandard.ZstdError as error:
        raise CodingError(str(error)) from error


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
