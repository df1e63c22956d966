"""The Argos engine: packages of Argos Translate, decoded by ctranslate2 without Argos's own run time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.translate.decoder import Ctranslate2Engine, ModelFiles, Tokenizer
from ingest.translate.locations import Package, find_packages
from ingest.versions import version_of

if TYPE_CHECKING:
    import sentencepiece

NAME = "argos"
_SPACE = "▁"
_BYTE = re.compile(r"<0x[0-9A-F]{2}>")


def open_engine(settings: Settings) -> Ctranslate2Engine:
    """Return the engine with every package on this machine. Cheap: no model is loaded before it is needed.

    Raises ConfigurationError when a package of the project is broken or hostile.
    """
    packages = find_packages(settings)
    models = {package.use: _files(package) for package in packages}
    return Ctranslate2Engine(models, name=NAME, version=version_of("argostranslate"), workers=settings.workers)


def _files(package: Package) -> ModelFiles:
    return ModelFiles(
        folder=package.folder / "model",
        open_tokenizer=_tokenizer_opener(package.folder),
        target_prefix=package.target_prefix,
    )


def _tokenizer_opener(folder: Path) -> Callable[[], Tokenizer]:
    return lambda: SentencePieceTokenizer(folder / "sentencepiece.model")


class SentencePieceTokenizer:
    """One SentencePiece model for both sides, as Argos packages have it."""

    def __init__(self, path: Path) -> None:
        self._source = _open_sentencepiece(path)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each text."""
        return self._source.encode(list(texts), out_type=str)  # type: ignore[no-any-return]

    def decode(self, tokens: Sequence[str]) -> str:
        """Join pieces. Unlike Argos, underscores survive, and so do characters that the model does not know."""
        if any(map(_BYTE.fullmatch, tokens)):
            return str(self._source.decode_pieces(list(tokens))).strip()
        return "".join(tokens).replace(_SPACE, " ").strip()


def _open_sentencepiece(path: Path) -> sentencepiece.SentencePieceProcessor:
    import sentencepiece  # noqa: PLC0415 - only loaded when something must be decoded

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(f"The tokenizer {path} cannot be loaded ({error}).") from error
