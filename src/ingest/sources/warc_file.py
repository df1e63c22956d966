"""Web-archive files, record by record: in a stream, or one record in its place. The bytes, not their meaning."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from ingest.errors import DocumentError
from ingest.records import WarcLocation
from ingest.sources.archive import OPEN
from ingest.sources.decode import CodingError, TooLarge, decode

MAX_FIELDS = 1_000_000

Fields = dict[str, list[str]]
"""The content of a metadata record: names with their values, in order."""


def faults() -> tuple[type[Exception], ...]:
    """Return how warcio fails on damaged files (found by changing bytes of good ones)."""
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - see `read_records`

    return ArchiveLoadFailed, EOFError, zlib.error, ValueError, AttributeError, TypeError, LookupError


class DamagedWarc(Exception):  # noqa: N818 - errors state the condition
    """A web archive that cannot be read further."""


def read_records(path: Path) -> Iterator[tuple[Any, int]]:
    """Yield warcio's records with their offsets. Raise DamagedWarc where the file cannot be read on."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - 40 ms that only WARCs need

    offset, empty = 0, True
    try:
        with existing(path).open("rb") as file:
            iterator = ArchiveIterator(file, arc2warc=True)
            for record in iterator:
                offset = iterator.offset  # get_record_offset() would read the record away
                empty = False
                yield record, offset
            if empty and iterator.offset:
                raise DamagedWarc(f"{path.name} holds no WARC record.")
    except OSError as error:
        raise DamagedWarc(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except faults() as error:
        raise DamagedWarc(f"{path.name} cannot be read after byte {offset}: {error}.") from error


@contextmanager
def open_record(location: WarcLocation, root: Path) -> Iterator[Any]:
    """Open exactly the record at ``location``. Raise DocumentError ``evidence_missing`` when it is not there."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - see `read_records`

    try:
        with existing(root / location.file).open("rb") as file:
            file.seek(location.offset)
            record = next(iter(ArchiveIterator(file, arc2warc=True)), None)
            if record is None or (record.rec_headers.get_header("WARC-Record-ID") or "") != location.record_id:
                raise damaged(location, "another record is there")
            yield record
    except OSError as error:
        raise damaged(location, error.strerror or str(error)) from error
    except faults() as error:
        raise damaged(location, str(error)) from error


def damaged(location: WarcLocation, why: str) -> DocumentError:
    """Return the rejection for evidence that is not what it was, or not there."""
    message = f"The record at byte {location.offset} of {location.file} cannot be read: {why}."
    return DocumentError("capture", "evidence_missing", message)


def existing(path: Path) -> Path:
    """Return the file, or the one that a run is still writing."""
    still_open = path.with_name(path.name + OPEN)
    return path if path.exists() or not still_open.exists() else still_open


def read_payload(record: Any, limit: int) -> bytes:
    """Return the payload as stored. Raise DocumentError ``too_large`` past ``limit`` bytes."""
    payload: bytes = record.raw_stream.read(limit + 1)
    while len(payload) <= limit and (piece := record.raw_stream.read(limit + 1 - len(payload))):
        payload += piece
    if len(payload) > limit:
        raise DocumentError("capture", "too_large", f"The record has more than {limit} bytes (web.max_bytes).")
    # warcio ends a torn gzip member silently; what its limited stream still waits for tells.
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise DocumentError("capture", "evidence_missing", "The record is cut off before its end.")
    return payload


def decode_payload(payload: bytes, headers: Any, limit: int) -> bytes:
    """Undo chunks and content coding; crawlers that undid them already often left the headers as they were."""
    from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader  # noqa: PLC0415 - see `read_records`

    body = payload
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        try:
            body = ChunkedDataReader(BytesIO(payload), raise_exceptions=True).read(limit + 1) or payload
        except ChunkedDataException:
            body = payload
    try:
        return decode(body, headers.get_header("Content-Encoding") or "", limit)
    except TooLarge as error:
        raise DocumentError("capture", "too_large", f"The record has {error}.") from error
    except CodingError:
        return body


def relative_name(path: Path, root: Path) -> str:
    """Return the path as seen from the project root, with forward slashes."""
    return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()


def load_body(location: WarcLocation, root: Path, limit: int) -> bytes:
    """Return the decoded body of the response at ``location``. Raise DocumentError when it cannot be read."""
    with open_record(location, root) as record:
        return decode_payload(read_payload(record, limit), record.http_headers, limit)


def target_uri(record: Any) -> str:
    """Return WARC-Target-URI; WARC 1.0 writers put it between angle brackets."""
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def read_fields(record: Any) -> Fields:
    """Return the fields of a metadata record (application/warc-fields); empty for another content."""
    if not (record.rec_headers.get_header("Content-Type") or "").startswith("application/warc-fields"):
        return {}
    fields: Fields = {}
    try:
        content: bytes = record.raw_stream.read(MAX_FIELDS)
    except faults() as error:
        raise DamagedWarc(f"A metadata record cannot be read: {error}.") from error
    for line in content.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip(), []).append(value.strip())
    return fields
