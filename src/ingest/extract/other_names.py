# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Authors who are no people by name: pen names, and bodies that are named as authors."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Sequence

from ingest.extract import name_words
from ingest.extract.dom_blocks import key_of
from ingest.extract.hygiene import clean_line
from ingest.extract.names import HAN, MORE_AFTER, PREFIX
from ingest.extract.outlets import is_acronym, is_agency, is_outlet, outlet_part

# The account of a job, not a person's and not a body's: "Editor M".
_ROLE = re.compile(r"(?:editor|admin|author|redaktion)\s\S{1,2}", re.IGNORECASE)
_PEN_NAME = re.compile(r"[^\W\d_][^\W_]{2,24}")


def pen_name(texts: Sequence[str], outlets: Collection[str], sure: Collection[str] | None = ()) -> str:
    """Return the one word in small letters that all of ``texts`` sign with, or nothing; ``outlets`` are keys.

    A word that only its markup calls an author may be a button's: it must have a figure, or "by" before it, or be
    one of ``sure`` (keys; None: all are).
    """
    lines = {MORE_AFTER.sub("", clean_line(text)) for text in texts}
    names = {PREFIX.sub("", line).strip(" .,;:|") for line in lines}
    name = names.pop() if len(names) == 1 else ""
    signed = sure is None or key_of(name) in sure or any(map(str.isdigit, name)) or all(map(PREFIX.match, lines))
    known = name_words.NOBODY.fullmatch(name) or HAN.search(name) or is_outlet(name, set(outlets))
    return (
        name
        if signed and _PEN_NAME.fullmatch(name) and name.lower() not in name_words.NO_PEN_NAME and not known
        else ""
    )


def _begins_with_outlet(name: str, outlets: set[str]) -> bool:
    """Say whether a body is the outlet with something behind it: "example.de, Emden", "Example News - agencies"."""
    lead = re.split(r",| [-–—|] ", name)[0]
    return outlet_part(lead, outlets) or is_outlet(lead, outlets)


def collectives_in(texts: Iterable[str], outlets: set[str]) -> tuple[str, ...]:
    """Return the bodies that are named as authors, as they are written, but not the outlet itself or "staff"."""
    names = (clean_line(html.unescape(text)).strip(" .,;:|-–—") for text in texts)
    keys = {key_of(name): name for name in names if 2 < len(name) <= 60 and not name.startswith(("http", "@"))}
    return tuple(
        name
        for key, name in keys.items()
        if "(" not in name
        and key.rstrip("0123456789") not in {*outlets, ""}
        and not (
            name_words.NOBODY.fullmatch(name)
            or name_words.HAN_NOBODY.fullmatch(name)
            or is_agency(name)
            or (name_words.OFFICE_NAME.search(name) and not name.lower().startswith("redaktion "))
            or is_acronym(name)
            or _ROLE.fullmatch(name)
            or "_" in name
            or _begins_with_outlet(name, outlets)
            or (name_words.DESK.match(name) and is_outlet(name.partition(" ")[2], outlets))
        )
    )
