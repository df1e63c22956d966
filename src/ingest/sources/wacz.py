"""WACZ 1.1.1: WARC files, their index and a list of pages in one ZIP file that ReplayWeb.page opens.

Written here and not by the ``wacz`` package, because that brings a data-validation framework with dozens of packages
for what is a ZIP file with an index.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from ingest.settings import Settings
from ingest.sources.archive import SUFFIX
from ingest.sources.canonical import key
from ingest.sources.visits import Visits
from ingest.sources.warc_file import read_records, target_uri
from ingest.sources.warc_index import folder_of
from ingest.versions import version_of

VERSION = "1.1.1"

_PIECE = 1_048_576


def write_wacz(target: Path, visits: Visits, settings: Settings, *, title: str) -> int:
    """Write all closed WARC files of the project to ``target``; return the number of pages in it.

    Raise DamagedWarc for a file that cannot be read to its end. A half-written target is never left under its name.
    """
    warcs = sorted(folder_of(settings).glob(f"*{SUFFIX}"))
    pages = list(_pages(visits))
    partial = target.with_name(target.name + ".part")
    resources: list[dict[str, object]] = []
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            resources += [_add_file(archive, f"archive/{path.name}", path) for path in warcs]
            index = "".join(sorted(line for path in warcs for line in _cdxj(path)))
            resources.append(_add(archive, "indexes/index.cdx", index.encode()))
            lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *pages]
            body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            resources.append(_add(archive, "pages/pages.jsonl", body.encode()))
            package = _package(title, resources)
            _add(archive, "datapackage.json", package)
            digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(package).hexdigest()}
            _add(archive, "datapackage-digest.json", json.dumps(digest).encode())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return len(pages)


def _pages(visits: Visits) -> Iterator[dict[str, str]]:
    for number, captured in enumerate(visits.newest()):
        yield {"id": str(number), "url": captured.url, "ts": captured.date[:19] + "Z", "title": key(captured.url)}


def _package(title: str, resources: list[dict[str, object]]) -> bytes:
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title,
        "software": f"polyglot-ingest {version_of()}",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": resources,
    }
    return json.dumps(package, indent=2, ensure_ascii=False).encode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> dict[str, object]:
    archive.writestr(name, data)
    return {
        "name": name.rpartition("/")[2].lower(),
        "path": name,
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }


def _add_file(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, object]:
    hasher, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo.from_file(path, name)
    # Stored, not compressed: players read single records out of the middle.
    info.compress_type = zipfile.ZIP_STORED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as sink:
        while piece := source.read(_PIECE):
            hasher.update(piece)
            size += len(piece)
            sink.write(piece)
    return {"name": path.name.lower(), "path": name, "hash": f"sha256:{hasher.hexdigest()}", "bytes": size}


def _cdxj(path: Path) -> Iterator[str]:
    """Yield an index line for each response and revisit record."""
    pending: tuple[str, dict[str, str], int] | None = None
    for record, offset in read_records(path):
        if pending is not None:
            yield _line(pending, offset)
            pending = None
        headers = record.http_headers
        if record.rec_type not in ("response", "revisit") or headers is None:
            continue
        url, date = target_uri(record), record.rec_headers.get_header("WARC-Date") or ""
        mime = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
        fields = {
            "url": url,
            "mime": "warc/revisit" if record.rec_type == "revisit" else mime or "application/octet-stream",
            "status": headers.get_statuscode(),
            "digest": record.rec_headers.get_header("WARC-Payload-Digest") or "",
            "filename": path.name,
        }
        pending = f"{surt(url)} {re.sub('[^0-9]', '', date)[:14]}", fields, offset
    if pending is not None:
        yield _line(pending, path.stat().st_size)


def _line(pending: tuple[str, dict[str, str], int], end: int) -> str:
    prefix, fields, start = pending
    return f"{prefix} {json.dumps({**fields, 'offset': str(start), 'length': str(end - start)})}\n"


def surt(url: str) -> str:
    """Return the sort-friendly form of a URL, as players compute it to look one up."""
    parts = urlsplit(re.sub(r"^(https?://)www\d*\.", r"\1", url.lower()))
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = "?" + urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True))) if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}"
