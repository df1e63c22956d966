"""Documents that lie on this machine, read where they lie, each with an optional sidecar ``NAME.meta.json``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from pydantic import ValidationError
from upath import UPath

from ingest.digest import document_id, sha256
from ingest.errors import ConfigurationError, DocumentError, TransientError
from ingest.media_types import detect
from ingest.records import Capture, Raw, Source, Statement

SIDECAR_SUFFIX = ".meta.json"


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file or object that a source offers; `capture` reads it, with a limit on its size in bytes."""

    path: Path | UPath
    uri: str
    max_bytes: int
    stamp: str = ""

    @property
    def id(self) -> str:
        """The identifier of a local document: stable for its path under the project root."""
        return document_id(self.uri)

    @property
    def raw(self) -> Raw | None:
        """Nothing is known of a file before it is read."""
        return None

    def capture(self) -> Capture:
        """Read the file and its sidecar.

        Raises DocumentError when either cannot be used, TransientError when an object store does not answer.
        """
        body = self._read()
        statement, sidecar = self._statement()
        name = self.path.name
        return Capture(
            id=self.id,
            source=Source(
                uri=statement.uri or self.uri,
                canonical_uri=canonical(statement.uri) if statement.uri else self.uri,
                site=None,
                retrieved_at=statement.retrieved_at,
                media_type=detect(body, name=name),
                http=None,
            ),
            raw=Raw(path=self.uri, sha256=sha256(body), bytes=len(body)),
            body=body,
            statement=statement,
            sidecar_sha256=sha256(sidecar) if sidecar else None,
        )

    def _read(self) -> bytes:
        if isinstance(self.path, UPath) and "::" in str(self.path):
            message = "Its name has `::`, which object stores' addresses read as a chain; rename it and run again."
            raise DocumentError("capture", "unusable_name", message)
        with _reading(self.path):
            status = self.path.stat()
            if not S_ISREG(status.st_mode):
                raise DocumentError("capture", "not_a_file", "Is a pipe, device or socket; save it as a file first.")
            if status.st_size > self.max_bytes:
                raise DocumentError(
                    "capture",
                    "too_large",
                    f"Has {status.st_size:,} bytes, more than the limit of {self.max_bytes:,}; "
                    "split it, or raise extraction.max_bytes in ingest.toml.",
                )
            return self.path.read_bytes()

    def _statement(self) -> tuple[Statement, bytes]:
        sidecar = self.path.with_name(self.path.name + SIDECAR_SUFFIX)
        with _reading(sidecar):
            try:
                content = sidecar.read_bytes()
            except FileNotFoundError:
                return Statement(), b""
        try:
            return Statement.model_validate_json(content), content
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
            message = f"The sidecar {sidecar.name} is not valid ({faults}); correct it and run again."
            raise DocumentError("capture", "invalid_sidecar", message) from error


@contextmanager
def _reading(path: Path | UPath) -> Iterator[None]:
    """Name what goes wrong: what a disk refuses is refused for good, an object store may answer the next time."""
    try:
        yield
    except DocumentError:
        raise
    except Exception as error:
        if isinstance(error, FileNotFoundError) or (isinstance(error, OSError) and not isinstance(path, UPath)):
            raise unreadable(error) from error
        if isinstance(path, UPath):  # whose clients raise errors of many classes of their own
            raise TransientError(f"{path} cannot be read just now ({error}); run again later.") from error
        raise


def unreadable(error: OSError) -> DocumentError:
    """Return the rejection for a file or folder that the system does not let us read."""
    reason = error.strerror or str(error)
    return DocumentError("capture", "unreadable", f"Cannot be read ({reason}); check the permissions and run again.")


def find_files(
    source: Path, *, root: Path, max_bytes: int, on_error: Callable[[str, DocumentError], None]
) -> Iterator[FileItem]:
    """Yield the documents of a file or, recursively and in sorted order, of a folder.

    Hidden names and sidecars are passed over; links to folders are not followed. What cannot be listed is reported to
    ``on_error`` by its name and the rest goes on. Raises ConfigurationError when ``source`` does not exist.
    """
    try:
        is_folder = source.is_dir()
        exists = is_folder or source.exists()
    except OSError as error:
        on_error(_name(source, root), unreadable(error))
        return
    if not exists:
        raise ConfigurationError(f"There is no file or folder {source}; check the name.")
    if is_folder:
        yield from _walk(source, root, max_bytes, on_error)
    else:
        yield _item(source, _name(source, root), max_bytes)


def _walk(
    folder: Path, root: Path, max_bytes: int, on_error: Callable[[str, DocumentError], None]
) -> Iterator[FileItem]:
    def report(error: OSError) -> None:
        on_error(_name(Path(error.filename), root), unreadable(error))

    for parent, folders, names in os.walk(folder, onerror=report):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        place = Path(parent)
        above = _name(place, root)  # once for a folder: it takes longer than all else that a settled file costs
        prefix = "" if above == "." else f"{above}/"
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(SIDECAR_SUFFIX):
                yield _item(place / name, prefix + _valid(name), max_bytes)


def _item(path: Path, uri: str, max_bytes: int) -> FileItem:
    return FileItem(path=path, uri=uri, max_bytes=max_bytes, stamp=stamp_of(path))


def _name(path: Path, root: Path) -> str:
    """Return the path as seen from the project root, with forward slashes, in valid Unicode."""
    return _valid(Path(os.path.relpath(path, root)).as_posix())


def _valid(name: str) -> str:
    """Spell out the bytes of a name that are no Unicode."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def stamp_of(path: Path) -> str:
    """Return size and modification time (ns) of the file and of its sidecar; empty when they cannot be had."""
    parts = []
    own = os.fspath(path)
    for file in (own, own + SIDECAR_SUFFIX):
        try:
            status = os.stat(file)  # noqa: PTH116 - called for every file of every run, where a Path is twice as slow
        except FileNotFoundError:
            parts.append("-")
        except OSError:
            return ""
        else:
            parts.append(f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}")
    return "/".join(parts)


def canonical(uri: str) -> str:
    """Return the one spelling of a stated address: without tracking parameters, credentials and fragment."""
    if not uri.lower().startswith(("http://", "https://")):
        return uri
    from ingest.sources.canonical import choose, clean  # noqa: PLC0415 - only where an address is stated

    return choose(clean(uri), None)
