# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""What the rules of rejection look at: how much of a page says what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ingest.extract import rejection_words as words
from ingest.extract.dom_blocks import DomBlock, weight
from ingest.extract.layout import Piece
from ingest.extract.page import Page

MAX_PROSE = 60
MAX_READ = 2_000
MAX_HEAD = 5


class Seen:
    """What the rules look at: the blocks of the page besides its furniture, its headings, and the chosen body."""

    def __init__(self, page: Page, pieces: Sequence[Piece], title: str | None) -> None:
        self.page = page
        content = [block for block in page.blocks if not block.chrome]
        self.blocks: list[DomBlock] = content or page.blocks
        self.body = [piece.text for piece in pieces]
        self.size = sum(map(weight, self.body))
        self.heads = [
            text for text in (title or "", page.title_element, *(text for text, _ in page.top_headings)) if text
        ]
        self.heads += [block.text for block in page.blocks[:20] if block.kind == "heading"]
        loose = (block for block in page.blocks if block.link_share < 0.4 and block.kind != "table")
        self._besides: dict[tuple[re.Pattern[str], bool], int] = {}
        self.prose = list(islice((block.text for block in loose if weight(block.text) > 60), MAX_PROSE))
        self._longest = sorted(self.prose, key=weight, reverse=True)

    def share(self, pattern: re.Pattern[str], *, addressed: bool = False) -> float:
        """Return the share of the prose (else of all text) that matches and, if asked, addresses the reader."""
        if self.prose:
            return 1 - self.besides(pattern, addressed=addressed) / (sum(map(weight, self.prose)) or 1)
        texts = [block.text for block in self.page.blocks]
        total = sum(map(weight, texts)) or 1
        return sum(weight(text) for text in texts if _says(text, pattern, addressed=addressed)) / total

    def besides(self, pattern: re.Pattern[str], *, addressed: bool = False) -> int:
        """Return the weight of the prose that does not match."""
        key = (pattern, addressed)
        if key not in self._besides:
            others = (text for text in self.prose if not _says(text, pattern, addressed=addressed))
            self._besides[key] = sum(map(weight, others))
        return self._besides[key]

    def says_more_than(self, pattern: re.Pattern[str], limit: int, *, addressed: bool = False) -> bool:
        """Say whether the prose that does not match weighs ``limit`` or more; the longest texts are asked first."""
        rest = 0
        for text in self._longest:
            rest += 0 if _says(text, pattern, addressed=addressed) else weight(text)
            if rest >= limit:
                return True
        return False

    def headed(self, pattern: re.Pattern[str]) -> bool:
        """Say whether a heading near the top says this and little more."""
        return any(
            (match := pattern.search(head)) is not None
            and (len(match[0]) > 0.4 * len(head) or len(head.split()) <= MAX_HEAD)
            for head in self.heads
        )

    def anywhere(self, pattern: re.Pattern[str]) -> bool:
        """Say whether any block matches."""
        return any(pattern.search(block.text[:MAX_READ]) for block in self.page.blocks[:500])


def _says(text: str, pattern: re.Pattern[str], *, addressed: bool) -> bool:
    return bool(pattern.search(text[:MAX_READ])) and (not addressed or bool(words.ADDRESS.search(text[:MAX_READ])))
