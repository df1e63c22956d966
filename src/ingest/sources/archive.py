"""The WARC files of a run: appended, synced before anything is parsed, safe to kill at any byte.

A file that is being written is called ``….warc.gz.open``. When a process dies, the next run finds that file, cuts what
lies behind the last complete group of records, and gives it its final name. Compression, writing and syncing happen in
one thread; groups that arrive while it syncs share the next sync.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from ingest.errors import ConfigurationError
from ingest.records import WarcLocation
from ingest.sources.warc_records import SOFTWARE, Group, warcinfo

OPEN = ".open"
SUFFIX = ".warc.gz"

_CHUNK = 65_536
_HEAD = 8_192
_BATCH = 64
_ENDS_GROUP = (b"warc-type: response", b"warc-type: revisit", b"warc-type: warcinfo")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a group went: the location of its last record, and that record's payload digest."""

    location: WarcLocation
    digest: str


class WarcFiles:
    """Appends groups to ``folder``; begins a new file when one grows past ``max_bytes``. Not for several threads.

    Locations name files relative to ``root``. Raise ConfigurationError when the disk takes no more; what was
    incomplete is cut off again.
    """

    def __init__(self, folder: Path, root: Path, run: str, *, max_bytes: int, about: Iterable[tuple[str, str]]) -> None:
        self._folder, self._root, self._run = folder, root, run
        self._max_bytes, self._about = max_bytes, list(about)
        self._file: IO[bytes] | None = None
        self._path = folder
        self._size = 0
        self._serial = 0
        self.written: list[Path] = []
        """The files that were closed, under their final names."""

    def append(self, groups: list[Group]) -> list[Stored]:
        """Write the groups and sync once; when this returns they are on the disk."""
        try:
            stored = [self._append(group) for group in groups]
            self._sync()
        except OSError as error:
            if self._file is not None:
                self._file.truncate(self._size)
            raise ConfigurationError(f"Cannot write {self._path}: {error.strerror}. Free space, run again.") from error
        return stored

    def _append(self, group: Group) -> Stored:
        if self._file is None or self._size > self._max_bytes:
            self.close()
            self._begin()
        assert self._file is not None  # noqa: S101 - opened just above; for the type checker
        _write(self._file, b"".join(group.members))
        offset = self._size + group.size - len(group.members[-1])
        self._size += group.size
        file = self._path.with_name(self._path.name.removesuffix(OPEN)).relative_to(self._root).as_posix()
        return Stored(WarcLocation(file=file, offset=offset, record_id=group.record_id), group.digest)

    def _begin(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        while True:
            name = f"{self._run}-{self._serial:05}{SUFFIX}"
            self._serial += 1
            if not (self._folder / name).exists():
                break
        self._path = self._folder / (name + OPEN)
        self._file = self._path.open("xb", buffering=0)
        first = warcinfo(name, datetime.now(UTC), [("software", SOFTWARE), *self._about])
        _write(self._file, first)
        self._size = len(first)
        _sync_folder(self._folder)

    def _sync(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync the current file and give it its final name."""
        if self._file is not None:
            self._sync()
            self._file.close()
            self._file = None
            self.written.append(self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN))))
            _sync_folder(self._folder)


class Archive:
    """`WarcFiles` behind one writer thread, for use from one event loop. Use as an asynchronous context manager."""

    def __init__(self, files: WarcFiles) -> None:
        self._files = files
        self._queue: queue.SimpleQueue[tuple[Callable[[], Group], asyncio.Future[Stored]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="warc", daemon=True)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._files.close()

    async def write(self, make: Callable[[], Group]) -> Stored:
        """Build the group in the writer thread, append it, and return once it is synced."""
        done: asyncio.Future[Stored] = self._loop.create_future()
        self._queue.put((make, done))
        return await done

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, last = [first], False
            while len(batch) < _BATCH and not self._queue.empty():
                entry = self._queue.get()
                if entry is None:
                    last = True
                    break
                batch.append(entry)
            try:
                results = self._files.append([make() for make, _ in batch])
            except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to those who wait for it
                self._answer([(done, error) for _, done in batch])
            else:
                self._answer([(done, stored) for (_, done), stored in zip(batch, results, strict=True)])
            if last:
                return

    def _answer(self, answers: list[tuple[asyncio.Future[Stored], Stored | Exception]]) -> None:
        def deliver() -> None:
            for done, answer in answers:
                if done.cancelled():
                    continue
                if isinstance(answer, Exception):
                    done.set_exception(answer)
                else:
                    done.set_result(answer)

        self._loop.call_soon_threadsafe(deliver)


def recover(folder: Path) -> list[Path]:
    """Repair the files that a killed run left open; return those that hold something, under their final names.

    Nothing before the last complete group is touched. Call only while no run is writing (the caller holds the lock).
    """
    recovered = []
    for path in sorted(folder.glob(f"*{SUFFIX}{OPEN}")):
        end, groups = complete_length(path)
        if groups <= 1:  # nothing but the warcinfo record
            path.unlink()
            continue
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        recovered.append(path.rename(path.with_name(path.name.removesuffix(OPEN))))
    if recovered:
        _sync_folder(folder)
    return recovered


def complete_length(path: Path) -> tuple[int, int]:
    """Return the length up to the last complete group of records in a gzip-per-record WARC, and the groups in it."""
    end, groups, position = 0, 0, 0
    with path.open("rb") as file:
        while (member := _member(file, position)) is not None:
            position, head = member
            if _ends_group(head):
                end, groups = position, groups + 1
    return end, groups


def _member(file: IO[bytes], start: int) -> tuple[int, bytes] | None:
    """Return the end of the gzip member at ``start`` and its first bytes; None when it is torn or no gzip."""
    file.seek(start)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    head, position = b"", start
    try:
        while chunk := file.read(_CHUNK):
            position += len(chunk)
            piece = unpacker.decompress(chunk)
            head += piece[: _HEAD - len(head)]
            if unpacker.eof:
                return position - len(unpacker.unused_data), head
    except zlib.error:
        return None
    return None


def _ends_group(head: bytes) -> bool:
    lines = head.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
    if any(line in _ENDS_GROUP for line in lines):
        return True
    return b"warc-type: metadata" in lines and not any(line.startswith(b"warc-concurrent-to:") for line in lines)


def _write(file: IO[bytes], data: bytes) -> None:
    """Write all of it: an unbuffered file may take less at once."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
