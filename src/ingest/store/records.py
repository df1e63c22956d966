"""Records, their earlier revisions, and rejections, as JSON files in ``processed/``.

A reader never sees a half-written file. The same document is committed by one process at a time; a second run over the
same sources meets the first one's result and finds nothing to change.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from ingest.digest import sha256
from ingest.errors import ConfigurationError
from ingest.records import Record, Rejection
from ingest.store.atomic import Folder, files_in, keep, remove, remove_leftovers, write_atomically
from ingest.store.entries import Kept
from ingest.store.locks import Locks, locks_beside

M = TypeVar("M", bound=BaseModel)
Change = Literal["new", "changed", "redone", "unchanged"]
"""new: first record; changed: a new revision; redone: same content, other result; unchanged: same bytes."""


class RecordStore:
    """The files of one ``processed/`` folder, on a disk or in an object store.

    ``locks``: where runs meet that write here; default is lock files, which hold between processes of one machine.
    """

    def __init__(self, folder: Folder, locks: Locks | None = None) -> None:
        self.folder = folder
        self._scratch = folder / ".scratch"
        self._locks = locks or locks_beside(folder)

    def open(self) -> None:
        """Make the folder ready to be written; raise ConfigurationError when it cannot be."""
        try:
            self._scratch.mkdir(parents=True, exist_ok=True)
            if isinstance(self._scratch, Path):
                remove_leftovers(self._scratch)
                write_atomically(self._scratch / "writable", b"", scratch=self._scratch)
        except OSError as error:
            raise ConfigurationError(
                f"The folder {self.folder} cannot be written ({error.strerror or error}); "
                "choose another with --processed."
            ) from error

    def path(self, document_id: str) -> Folder:
        """Return where the current revision of a document stands."""
        return self.folder / _name_of(document_id, "record")

    def revision_path(self, document_id: str, revision: int) -> Folder:
        """Return where an earlier revision stands."""
        return self.folder / "revisions" / document_id / f"{revision}.json"

    def rejection_path(self, document_id: str) -> Folder:
        """Return where a document's rejection stands."""
        return self.folder / _name_of(document_id, "rejected")

    def names(self) -> Iterator[str]:
        """Yield the names of all records, revisions and rejections, relative to the folder, in order."""
        for pattern in ("records/*/*.json", "rejected/*.json", "revisions/*/*.json"):
            for path in files_in(self.folder, pattern):
                yield self.name(path)

    def name(self, path: Folder) -> str:
        """Return the name of a file of this store, relative to its folder."""
        return str(path)[len(str(self.folder)) :].lstrip("/")

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file, empty when there is none."""
        try:
            return sha256((self.folder / name).read_bytes())
        except FileNotFoundError:
            return ""

    def written(self, document: Record | Rejection) -> dict[str, str]:
        """Return the names of the files that stand for what was committed last, with their SHA-256."""
        if isinstance(document, Rejection):
            return {self.name(self.rejection_path(document.id)): sha256(serialise(document))}
        files = {self.name(self.path(document.id)): sha256(serialise(document))}
        earlier = self.name(self.revision_path(document.id, document.revision - 1))
        return files if document.revision == 1 else {earlier: self.digest(earlier), **files}

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
        """Yield all current records, ordered by id; a damaged one is passed over, the next run makes it anew."""
        for path in files_in(self.folder, "records/*/*.json"):
            if record := _sound(path, Record):
                yield record

    def rejections(self) -> Iterator[Rejection]:
        """Yield all rejections, ordered by id; a damaged one is passed over."""
        for path in files_in(self.folder, "rejected/*.json"):
            if rejection := _sound(path, Rejection):
                yield rejection

    def has(self, document_id: str, outcome: Kept) -> bool:
        """Return whether the file of a record or rejection stands where it should; one that is empty does not.

        In an object store, where each look costs a request, it is taken to stand.
        """
        if not isinstance(self.folder, Path):
            return True
        try:
            return os.stat(f"{self.folder}/{_name_of(document_id, outcome)}").st_size > 0  # noqa: PTH116 - for every document of every run
        except FileNotFoundError:
            return False

    def sound(self, document_id: str) -> Record | None:
        """Return the current record, or None when there is none or it is damaged."""
        return _sound(self.path(document_id), Record)

    def sound_rejection(self, document_id: str) -> Rejection | None:
        """Return the rejection of a document; None where there is none that can be used."""
        return _sound(self.rejection_path(document_id), Rejection)

    def commit(self, record: Record) -> tuple[Record, Change]:
        """Write a record under its right revision number; return what was written and how it differs.

        The revision counts changes of the raw bytes behind an id: other bytes than the current record's give the next
        number and keep the current one as an earlier revision. The number given in ``record`` does not matter.
        """
        with self._locks.hold(record.id[:2]):
            current = self.sound(record.id)
            record = record.model_copy(update={"revision": self._revision(record, current)})
            change = _change(record, current)
            if current and change == "changed":
                self._write(self.revision_path(current.id, current.revision), serialise(current))
            if change != "unchanged":
                self._write(self.path(record.id), serialise(record))
            remove(self.rejection_path(record.id))
        return record, change

    def reject(self, rejection: Rejection) -> Change:
        """Write a rejection. A record of earlier, better content stays."""
        with self._locks.hold(rejection.id[:2]):
            current = _sound(self.rejection_path(rejection.id), Rejection)
            if current == rejection:
                return "unchanged"
            self._write(self.rejection_path(rejection.id), serialise(rejection))
        return "changed" if current else "new"

    def _revision(self, record: Record, current: Record | None) -> int:
        if current is None:
            earlier = files_in(self.folder, f"revisions/{record.id}/*.json")
            return 1 + max((int(path.stem) for path in earlier), default=0)
        return current.revision + (current.raw.sha256 != record.raw.sha256)

    def _write(self, path: Folder, data: bytes) -> None:
        keep(path, data, scratch=self._scratch)


def _name_of(document_id: str, outcome: Kept) -> str:
    """Return the name of the file of a record or rejection, relative to the folder."""
    return f"records/{document_id[:2]}/{document_id}.json" if outcome == "record" else f"rejected/{document_id}.json"


def serialise(model: BaseModel) -> bytes:
    """Return the one spelling of a model on disk: UTF-8 JSON, two spaces, fields in the order of the contract."""
    return orjson.dumps(model.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2) + b"\n"


def _change(record: Record, current: Record | None) -> Change:
    if current is None:
        return "new" if record.revision == 1 else "changed"
    if record.revision != current.revision:
        return "changed"
    return "unchanged" if record == current else "redone"


def _sound(path: Folder, model: type[M]) -> M | None:
    try:
        return _load(path, model)
    except ConfigurationError:
        return None


def _load(path: Folder, model: type[M]) -> M | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise ConfigurationError(
            f"{path} is not a valid {model.__name__.lower()}; it was changed by hand or by another version. "
            "Move it away and run again: it is made anew from raw/."
        ) from error
