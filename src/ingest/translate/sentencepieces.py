"""SentencePiece models, opened when something must be decoded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ConfigurationError

if TYPE_CHECKING:
    import sentencepiece

_SPACE = "▁"
_BYTE_SIGN = "<0x"
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")


def open_sentencepiece(path: Path) -> sentencepiece.SentencePieceProcessor:
    """Open a model. Raises ConfigurationError when it is broken."""
    import sentencepiece  # noqa: PLC0415 - only loaded when something must be decoded

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(f"The tokenizer {path} cannot be loaded ({error}).") from error


def joined(model: sentencepiece.SentencePieceProcessor, tokens: Sequence[str]) -> str:
    """Join pieces. Unlike Argos, underscores survive, and so do characters that the model does not know."""
    text = "".join(tokens)
    if _BYTE_SIGN in text and any(map(_BYTE.fullmatch, tokens)):
        return str(model.decode_pieces(list(tokens))).strip()
    return text.replace(_SPACE, " ").strip()


class SentencePieceTokenizer:
    """One SentencePiece model for both sides, as Argos packages have it."""

    marks_words = True

    def __init__(self, path: Path) -> None:
        self._model = open_sentencepiece(path)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each text."""
        return self._model.encode(list(texts), out_type=str)  # type: ignore[no-any-return]

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the text of target pieces."""
        return joined(self._model, tokens)
