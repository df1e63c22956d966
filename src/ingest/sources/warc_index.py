"""The index of the project's own WARC files, made again from the files: captures, validators, discoveries, relations.

A run that ends well writes its files into the index as it goes. What it did not finish, and files that came from
elsewhere, are read here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.records import WarcLocation
from ingest.settings import Settings
from ingest.sources.archive import SUFFIX, recover
from ingest.sources.visits import Captured, Failure, Page, Visits
from ingest.sources.warc import WarcItem, failed_item, item_of
from ingest.sources.warc_file import DamagedWarc, Fields, read_fields, read_records, relative_name, target_uri
from ingest.sources.warc_records import Found

FOLDER = "web"
INDEX = "visits.sqlite3"

_GOOD = ("200", "203")


def folder_of(settings: Settings) -> Path:
    """Return where fetched WARC files lie."""
    return settings.path(settings.raw) / FOLDER


def open_visits(settings: Settings) -> Visits:
    """Open the store of visits in the state folder."""
    return Visits(settings.path(settings.state) / INDEX)


def refresh(visits: Visits, settings: Settings, *, repair: bool) -> list[str]:
    """Bring the index up to date with the files; return a sentence for each file that cannot be read whole.

    ``repair`` also closes the files that a killed run left open; only for the holder of the fetching lock.
    """
    folder, root = folder_of(settings), settings.root
    if repair:
        recover(folder)
    faults = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        name, size = relative_name(path, root), path.stat().st_size
        if visits.indexed(name) == size:
            continue
        with visits.transaction():
            fault = _index(visits, path, name, root, settings)
            visits.set_indexed(name, size)
        if fault:
            faults.append(fault)
    return faults


def _index(visits: Visits, path: Path, name: str, root: Path, settings: Settings) -> str | None:
    about: tuple[str, Fields] = ("", {})
    try:
        for record, offset in read_records(path):
            identity = record.rec_headers.get_header("WARC-Record-ID") or ""
            where = WarcLocation(file=name, offset=offset, record_id=identity)
            if record.rec_type == "metadata":
                about = (record.rec_headers.get_header("WARC-Concurrent-To") or "", read_fields(record))
                if not about[0]:
                    _note(visits, record, about[1])
            elif record.rec_type in ("response", "revisit"):
                fields = about[1] if about[0] == identity else {}
                item = item_of(record, fields, where, root) if record.rec_type == "response" else None
                _answer(visits, record, fields, where, item, settings)
    except DamagedWarc as error:
        return str(error)
    return None


def _note(visits: Visits, record: Any, fields: Fields) -> None:
    """Take in a metadata record that stands alone: a variant, later discoveries, relations, a failure."""
    refers_to = record.rec_headers.get_header("WARC-Refers-To")
    if "variant" in fields.get("role", []) and refers_to:
        visits.drop_capture(refers_to)
    url = target_uri(record)
    if fields.get("failure"):
        if (failed := failed_item(record, fields)) is not None:
            visits.save(replace(visits.page(url) or Page(url), failure=failed.error.code))
            visits.add_failure(Failure(url, failed.canonical, failed.error.code, failed.error.message, failed.raw))
        return
    canonical = next(iter(fields.get("canonical", [])), None) or visits.canonical_of(url)
    if canonical is not None:
        visits.add_discoveries(canonical, _found(fields))
        visits.add_relations(canonical, fields.get("relation", []))


def _answer(
    visits: Visits, record: Any, fields: Fields, where: WarcLocation, item: WarcItem | None, settings: Settings
) -> None:
    """Take in a response or revisit record."""
    url, date = target_uri(record), record.rec_headers.get_header("WARC-Date") or ""
    headers, digest = record.http_headers, record.rec_headers.get_header("WARC-Payload-Digest")
    whole = record.rec_type == "response"
    if fields.get("role") == ["robots"] or (whole and (headers is None or headers.get_statuscode() not in _GOOD)):
        return
    if item is not None:
        visits.add_capture(Captured(where, item.uri, item.canonical, date, item.stamp, item.hints))
        visits.add_discoveries(item.canonical, _found(fields))
    if not fields:
        return
    known = visits.page(url) or Page(url)
    visited = _seconds(date)
    page = Page(
        url=url,
        canonical=item.canonical if item else known.canonical,
        etag=headers.get_header("ETag") if whole else known.etag,
        last_modified=headers.get_header("Last-Modified") if whole else known.last_modified,
        digest=digest if whole else known.digest,
        record_id=where.record_id if whole else known.record_id,
        date=date if whole else known.date,
        file=where.file if whole else known.file,
        offset=where.offset if whole else known.offset,
        visited=visited,
        due=visited + settings.web.revisit_min,
        interval=settings.web.revisit_min,
        visits=known.visits + 1,
        changes=known.changes + int(whole and known.digest is not None),
    )
    visits.save(page)


def _found(fields: Fields) -> list[Found]:
    return [found for text in fields.get("discovery", []) if (found := Found.parse(text)) is not None]


def _seconds(date: str) -> float:
    try:
        return datetime.fromisoformat(date).timestamp()
    except ValueError:
        return 0.0
