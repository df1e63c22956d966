"""How much of the source a hypothesis looked at: the cross attention of a model, added up for each word.

A model that writes a word attends to what the word stands for. The pieces of one source word share that attention, so
theirs is added; whoever was translated has at least one target token that looked at it, so the largest sum counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.translate.engine import SourceWord

BEGIN = "▁"
"""Stands before the first piece of a word in SentencePiece's tokens."""
END = "</s>"
DIGITS = 2


def source_words(pieces: Sequence[str], attention: Sequence[Sequence[float]]) -> tuple[SourceWord, ...]:
    """Return the words of the source, each with the largest attention that one target token paid to it.

    ``attention`` has a row for each target token, and in it a number for each piece. A model that must be given the
    end of its source has it among the pieces; it is no word.
    """
    import numpy as np  # noqa: PLC0415 - as heavy as ctranslate2, which has loaded it by then

    size = len(pieces) - (pieces[-1:] == [END])
    if not size or not attention:
        return ()
    starts = [at for at in range(size) if at == 0 or pieces[at].startswith(BEGIN)]
    by_word = np.add.reduceat(np.array(attention)[:, :size], starts, axis=1)
    largest = by_word.max(axis=0).round(DIGITS).tolist()
    texts = ("".join(pieces[start:end]).lstrip(BEGIN) for start, end in zip(starts, [*starts[1:], size], strict=True))
    return tuple(map(SourceWord, texts, largest))
