"""Pieces of text with a role, and how they become an article's text and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ingest.extract.hygiene import clean, clean_line
from ingest.records import Block, BlockKind

# Kinds whose inner line breaks mean something.
LINED: frozenset[BlockKind] = frozenset({"table", "code"})

_BLANK_LINES = re.compile(r"\n{2,}")


class Piece(NamedTuple):
    """A run of text and its role, before offsets are known."""

    kind: BlockKind
    text: str


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Return the text (pieces joined by one line break, characters clean) and its blocks; empty pieces vanish."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for kind, raw in pieces:
        text = _BLANK_LINES.sub("\n", clean(raw)) if kind in LINED else clean_line(raw)
        if not text:
            continue
        parts.append(text)
        blocks.append(Block(kind=kind, start=at, end=at + len(text)))
        at += len(text) + 1
    return "\n".join(parts), tuple(blocks)
