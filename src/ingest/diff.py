"""What changed in a record from one version to the next, in words that a person can check."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from ingest.records import Frozen, Record, Rejection, Translation

Kept = Record | Rejection | None
_SHOWN = 160


class Change(Frozen):
    """One field that changed."""

    field: str
    before: str
    after: str


def changes(before: Kept, after: Kept) -> tuple[Change, ...]:
    """Return what changed, field by field; nothing when both are the same."""
    if before == after:
        return ()
    if isinstance(before, Record) and isinstance(after, Record):
        found = [
            *_fields(before, after),
            *_sentences("text", before.text.split("\n"), after.text.split("\n")),
            *_translation(before.translation, after.translation),
            *_steps(before, after),
        ]
    elif isinstance(before, Rejection) and isinstance(after, Rejection):
        found = _rejections(before, after)
    else:
        found = [_change("state", _state(before), _state(after))]
    return tuple(found or [Change(field="other", before="", after="details that this table does not show")])


def _state(kept: Kept) -> str:
    if kept is None:
        return "nothing"
    return "record" if isinstance(kept, Record) else f"rejected: {kept.code}"


def _rejections(before: Rejection, after: Rejection) -> list[Change]:
    pairs: dict[str, tuple[object, object]] = {
        "state": (_state(before), _state(after)),
        "message": (before.message, after.message),
        "raw": (before.raw and before.raw.sha256, after.raw and after.raw.sha256),
    }
    return _differing(pairs)


def _fields(before: Record, after: Record) -> list[Change]:
    pairs: dict[str, tuple[object, object]] = {
        "revision": (before.revision, after.revision),
        "raw": (before.raw.sha256, after.raw.sha256),
        "media type": (before.source.media_type, after.source.media_type),
        "title": (before.metadata.title, after.metadata.title),
        "authors": (", ".join(before.metadata.authors), ", ".join(after.metadata.authors)),
        "publisher": (before.metadata.publisher, after.metadata.publisher),
        "published": (before.metadata.published, after.metadata.published),
        "modified": (before.metadata.modified, after.metadata.modified),
        "language": (before.language.tag, after.language.tag),
        "blocks": (len(before.blocks), len(after.blocks)),
    }
    return _differing(pairs)


def _differing(pairs: Mapping[str, tuple[object, object]]) -> list[Change]:
    return [_change(name, old, new) for name, (old, new) in pairs.items() if old != new]


def _translation(before: Translation | None, after: Translation | None) -> list[Change]:
    if before is None or after is None:
        return [] if before is after else [_change("translation", _status(before), _status(after))]
    found = [] if _status(before) == _status(after) else [_change("translation", _status(before), _status(after))]
    if before.target_language != after.target_language:
        found.append(_change("target language", before.target_language, after.target_language))
    if before.title != after.title:
        found.append(_change("translated title", before.title, after.title))
    found += _sentences("translated sentences", _targets(before), _targets(after))
    flags = (_flagged(before), _flagged(after))
    if flags[0] != flags[1]:
        found.append(_change("flagged sentences", *flags))
    packages = tuple(", ".join(f"{p.from_}-{p.to} {p.version}" for p in each.packages) for each in (before, after))
    if before.packages != after.packages:
        found.append(_change("packages", *packages))
    return found


def _sentences(field: str, before: list[str], after: list[str]) -> list[Change]:
    """Count what changed, and show the first place."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    places = [place for place in matcher.get_opcodes() if place[0] != "equal"]
    if not places:
        return []
    _, start, end, other_start, other_end = places[0]
    removed = sum(place[2] - place[1] for place in places)
    added = sum(place[4] - place[3] for place in places)
    return [
        Change(
            field=f"{field}: {removed} of {len(before)} became {added}",
            before=_short(" ".join(before[start:end])),
            after=_short(" ".join(after[other_start:other_end])),
        )
    ]


def _steps(before: Record, after: Record) -> list[Change]:
    old = {step.name: step for step in before.provenance.steps}
    found = []
    for step in after.provenance.steps:
        was = old.get(step.name)
        if was and (was.tool, was.version, was.parameters) != (step.tool, step.version, step.parameters):
            names = sorted(
                name
                for name in was.parameters.keys() | step.parameters.keys()
                if was.parameters.get(name) != step.parameters.get(name)
            )
            detail = f" ({', '.join(names)})" if names else ""
            found.append(
                _change(f"step {step.name}", f"{was.tool} {was.version}", f"{step.tool} {step.version}{detail}")
            )
    return found


def _targets(translation: Translation) -> list[str]:
    return [translation.text[segment.target_start : segment.target_end] for segment in translation.segments]


def _flagged(translation: Translation) -> int:
    return sum(bool(segment.flags) for segment in translation.segments)


def _status(translation: Translation | None) -> str:
    if translation is None:
        return "none needed"
    return f"{translation.status}: {translation.reason.code}" if translation.reason else translation.status


def _change(field: str, before: object, after: object) -> Change:
    return Change(field=field, before=_short(before), after=_short(after))


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
