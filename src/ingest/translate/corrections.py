"""What people corrected: ``corrections.tmx`` in the project root. It wins over every machine and is worth keeping.

The file is the truth and belongs into version control; the memory beside it is only a cache. A segment that a person
translated is marked ``human`` in the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.digest import digest
from ingest.settings import Settings
from ingest.translate.memory import MEMORY_FILE, Memory
from ingest.translate.tags import canonical
from ingest.translate.tmx import Unit, read_tmx, write_tmx

CORRECTIONS_FILE = "corrections.tmx"
_SPACE = re.compile(r"\s+")

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Corrections:
    """Corrected segments by language pair and source; white space does not count."""

    targets: dict[_Key, str] = field(default_factory=dict)

    def find(self, source: str, source_language: str, target_language: str) -> str | None:
        """Return a person's translation of a segment, None when there is none."""
        return self.targets.get(_key(source, source_language, target_language)) if self.targets else None

    @cached_property
    def digest(self) -> str | None:
        """The digest of all corrections, None when there are none."""
        return digest(sorted([*key, target] for key, target in self.targets.items())) if self.targets else None


def read_corrections(path: Path) -> Corrections:
    """Read a project's corrections; none without a file, or from an empty one, as containers need to mount it.

    Raises ConfigurationError when the file is no TMX.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return Corrections()
    return Corrections({_key_of(unit): unit.target for unit in read_tmx(path)})


def import_corrections(path: Path, units: Iterable[Unit], *, version: str) -> tuple[int, int]:
    """Add units that a person made to the corrections; return how many were added or changed, and how many skipped.

    A unit that we exported and nobody changed is the machine's own and is skipped.
    """
    kept = {_key_of(unit): unit for unit in read_tmx(path)} if path.is_file() else {}
    changed = skipped = 0
    for unit in units:
        key = _key_of(unit)
        known = kept.get(key)
        if unit.machine == unit.target or (known is not None and known.target == unit.target):
            skipped += 1
            continue
        kept[key] = Unit(unit.source_language, unit.target_language, unit.source, unit.target)
        changed += 1
    if changed:
        write_tmx(path, (kept[key] for key in sorted(kept)), version=version)
    return changed, skipped


def _key_of(unit: Unit) -> _Key:
    return _key(unit.source, unit.source_language, unit.target_language)


def _key(source: str, source_language: str, target_language: str) -> _Key:
    return canonical(source_language), canonical(target_language), _SPACE.sub(" ", source).strip()


def export_units(settings: Settings, source_language: str | None = None) -> Iterator[Unit]:
    """Yield what is remembered and what was corrected, one unit for each source; a correction takes its place."""
    corrections = read_corrections(settings.root / CORRECTIONS_FILE)
    memory = Memory(settings.path(settings.state) / MEMORY_FILE)
    wanted = canonical(source_language) if source_language else None
    seen: set[_Key] = set()
    for segment in memory.segments():
        unit = Unit(
            segment.source_language, segment.target_language, segment.source, segment.target, machine=segment.target
        )
        if wanted in (None, canonical(unit.source_language)) and _key_of(unit) not in corrections.targets:
            seen.add(_key_of(unit))
            yield unit
    for (source, target, text), corrected in sorted(corrections.targets.items()):
        if wanted in (None, source) and (source, target, text) not in seen:
            yield Unit(source, target, text, corrected)
