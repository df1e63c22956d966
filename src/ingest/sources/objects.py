"""Documents that lie in an object store, such as S3: listed at once, each read when it must be.

What lies in the project's raw place is named ``raw/…`` there as on a disk, so that its records are the same, byte for
byte, wherever the evidence lies. Anything else is named by its URL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from upath import UPath

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.sources.files import SIDECAR_SUFFIX, FileItem

_RAW = "raw/"


def is_object(name: str) -> bool:
    """Return whether a name is the URL of an object store."""
    return "://" in name and not name.lower().startswith(("http://", "https://"))


def find_objects(source: str, settings: Settings) -> Iterator[FileItem]:
    """Yield the documents under a URL in the order of their names; hidden names and sidecars are passed over.

    Raises ConfigurationError when it cannot be listed, or is not there.
    """
    folder = _place(source)
    try:
        listed: Mapping[str, Mapping[str, Any]] = folder.fs.find(folder.path, detail=True)
        there = bool(listed) or folder.exists()
    except Exception as error:  # clients raise errors of many classes of their own
        raise _unusable(source, error) from error
    if not there:
        raise ConfigurationError(f"There is nothing at {source}; check the name.")
    start = len(folder.path.rstrip("/"))
    for key in sorted(listed):
        parts = key[start:].split("/")
        if not key.endswith(("/", SIDECAR_SUFFIX)) and not any(part.startswith(".") for part in parts):
            yield _item(folder.with_segments(f"{folder.protocol}://{key}"), listed, settings)


def known_object(name: str, settings: Settings) -> FileItem | None:
    """Return the item of this name, where it lies in an object store; else None."""
    raw = settings.raw
    if isinstance(raw, UPath) and name.startswith(_RAW):
        place = raw.with_segments(f"{raw.protocol}://{raw.path.rstrip('/')}/{name.removeprefix(_RAW)}")
    elif is_object(name):
        place = _place(name)
    else:
        return None
    try:
        listed = {place.path: place.fs.info(place.path)}
        sidecar = place.path + SIDECAR_SUFFIX
        if place.fs.exists(sidecar):
            listed[sidecar] = place.fs.info(sidecar)
    except FileNotFoundError:
        listed = {}
    except Exception as error:  # as above
        raise _unusable(str(place), error) from error
    return _item(place, listed, settings)


def _place(url: str) -> UPath:
    try:
        return UPath(url, use_listings_cache=False)  # listings kept in memory would hide what other processes write
    except (ImportError, ValueError) as error:
        raise _unusable(url, error) from error


def _unusable(url: str, error: Exception) -> ConfigurationError:
    advice = "is its extra installed, e.g. `pip install 'polyglot-ingest[s3]'`, and are address and keys right?"
    return ConfigurationError(f"{url} cannot be read ({error}); {advice}")


def _item(place: UPath, listed: Mapping[str, Mapping[str, Any]], settings: Settings) -> FileItem:
    stamp = [_token(listed.get(path)) for path in (place.path, place.path + SIDECAR_SUFFIX)]
    return FileItem(
        path=place,
        uri=_name(place, settings),
        max_bytes=settings.extraction.max_bytes,
        stamp="/".join(stamp) if all(stamp) else "",
    )


def _token(found: Mapping[str, Any] | None) -> str:
    """Return what differs whenever the bytes do; empty where the store does not say."""
    if found is None:
        return "-"
    version = found.get("ETag") or found.get("LastModified") or found.get("mtime")
    return f"{found.get('size')}:{version}" if version else ""


def _name(place: UPath, settings: Settings) -> str:
    raw = settings.raw
    if isinstance(raw, UPath) and str(place).startswith(f"{str(raw).rstrip('/')}/"):
        return _RAW + str(place)[len(str(raw).rstrip("/")) + 1 :]
    return str(place)
