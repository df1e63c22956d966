"""Records, their earlier revisions, and rejections, as JSON files in ``processed/``.

A reader never sees a half-written file. The same document is committed by one process at a time; a second run over the
same sources meets the first one's result and finds nothing to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import orjson
from filelock import FileLock
from pydantic import BaseModel, ValidationError

from ingest.errors import ConfigurationError
from ingest.records import Record, Rejection
from ingest.store.atomic import remove_leftovers, sync_folder, write_atomically

M = TypeVar("M", bound=BaseModel)
Change = Literal["new", "changed", "redone", "unchanged"]
"""new: first record; changed: a new revision; redone: same content, other result; unchanged: same bytes."""


class RecordStore:
    """The files of one ``processed/`` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._scratch = folder / ".scratch"

    def open(self) -> None:
        """Make the folder ready to be written; raise ConfigurationError when it cannot be."""
        try:
            self._scratch.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self._scratch)
        except OSError as error:
            raise ConfigurationError(
                f"The folder {self.folder} cannot be written ({error.strerror}); choose another with --processed."
            ) from error

    def path(self, document_id: str) -> Path:
        """Return where the current revision of a document stands."""
        return self.folder / "records" / document_id[:2] / f"{document_id}.json"

    def revision_path(self, document_id: str, revision: int) -> Path:
        """Return where an earlier revision stands."""
        return self.folder / "revisions" / document_id / f"{revision}.json"

    def rejection_path(self, document_id: str) -> Path:
        """Return where a document's rejection stands."""
        return self.folder / "rejected" / f"{document_id}.json"

    def read(self, document_id: str, revision: int | None = None) -> Record | None:
        """Return a record, or None. Default is the current revision."""
        current = _load(self.path(document_id), Record)
        if revision is None or (current and current.revision == revision):
            return current
        return _load(self.revision_path(document_id, revision), Record)

    def read_rejection(self, document_id: str) -> Rejection | None:
        """Return the rejection of a document, or None."""
        return _load(self.rejection_path(document_id), Rejection)

    def records(self) -> Iterator[Record]:
        """Yield all current records, ordered by id."""
        for path in sorted(self.folder.glob("records/*/*.json")):
            if record := _load(path, Record):
                yield record

    def rejections(self) -> Iterator[Rejection]:
        """Yield all rejections, ordered by id."""
        for path in sorted(self.folder.glob("rejected/*.json")):
            if rejection := _load(path, Rejection):
                yield rejection

    def commit(self, record: Record) -> tuple[Record, Change]:
        """Write a record under its right revision number; return what was written and how it differs.

        The revision counts changes of the raw bytes behind an id: other bytes than the current record's give the next
        number and keep the current one as an earlier revision. The number given in ``record`` does not matter.
        """
        with self._lock(record.id):
            current = self.read(record.id)
            record = record.model_copy(update={"revision": self._revision(record, current)})
            change = _change(record, current)
            if current and change == "changed":
                self._write(self.revision_path(current.id, current.revision), serialise(current))
            if change != "unchanged":
                self._write(self.path(record.id), serialise(record))
            self._remove(self.rejection_path(record.id))
        return record, change

    def reject(self, rejection: Rejection) -> Change:
        """Write a rejection. A record of earlier, better content stays."""
        with self._lock(rejection.id):
            current = self.read_rejection(rejection.id)
            if current == rejection:
                return "unchanged"
            self._write(self.rejection_path(rejection.id), serialise(rejection))
        return "changed" if current else "new"

    def _revision(self, record: Record, current: Record | None) -> int:
        if current is None:
            earlier = self.folder.glob(f"revisions/{record.id}/*.json")
            return 1 + max((int(path.stem) for path in earlier), default=0)
        return current.revision + (current.raw.sha256 != record.raw.sha256)

    @contextmanager
    def _lock(self, document_id: str) -> Iterator[None]:
        locks = self._scratch / "locks"
        locks.mkdir(parents=True, exist_ok=True)
        with FileLock(locks / document_id[:2]):
            yield

    def _write(self, path: Path, data: bytes) -> None:
        write_atomically(path, data, scratch=self._scratch)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink()
        except FileNotFoundError:
            return
        sync_folder(path.parent)


def serialise(model: BaseModel) -> bytes:
    """Return the one spelling of a model on disk: UTF-8 JSON, two spaces, fields in the order of the contract."""
    return orjson.dumps(model.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2) + b"\n"


def _change(record: Record, current: Record | None) -> Change:
    if current is None:
        return "new" if record.revision == 1 else "changed"
    if record.revision != current.revision:
        return "changed"
    return "unchanged" if record == current else "redone"


def _load(path: Path, model: type[M]) -> M | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise ConfigurationError(
            f"{path} is not a valid {model.__name__.lower()}; it was changed by hand or by another version. "
            "Move it away and run again: it is made anew from raw/."
        ) from error
