"""How much of the source a hypothesis looked at: the cross attention of a model, added up for each word.

A model that writes a word attends to what the word stands for. The pieces of one source word share that attention, so
theirs is added; whoever was translated has at least one target token that looked at it, so the largest sum counts.

The first target token is left out: searching with a beam, ctranslate2 4.8 gives a text of a batch the first row of
another (its other rows are right), and what is said of a text must not depend on its company. So a word that only the
first token stands for seems to be lost; whoever reads the numbers must allow for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.translate.engine import SourceWord

BEGIN = "▁"
"""Stands before the first piece of a word in SentencePiece's tokens."""
END = "</s>"
DIGITS = 2
UNSURE_ROWS = 1
"""Rows at the beginning of a hypothesis that are another text's; see above."""


def source_words(pieces: Sequence[str], attention: Sequence[Sequence[float]]) -> tuple[SourceWord, ...]:
    """Return the words of the source, each with the largest attention that one target token paid to it.

    ``attention`` has a row for each target token that the model chose, and in it a number for each piece. A model that
    must be given the end of its source has it among the pieces; it is no word.
    """
    import numpy as np  # noqa: PLC0415 - as heavy as ctranslate2, which has loaded it by then

    size = len(pieces) - (pieces[-1:] == [END])
    rows = attention[UNSURE_ROWS:]
    if not size or not rows:
        return ()
    starts = [at for at in range(size) if at == 0 or pieces[at].startswith(BEGIN)]
    by_word = np.add.reduceat(np.array(rows)[:, :size], starts, axis=1)
    largest = by_word.max(axis=0).round(DIGITS).tolist()
    texts = ("".join(pieces[start:end]).lstrip(BEGIN) for start, end in zip(starts, [*starts[1:], size], strict=True))
    return tuple(map(SourceWord, texts, largest))
