"""The Argos engine: packages of Argos Translate, decoded by ctranslate2 without Argos's own run time.

Models in Marian layout that lie beside them are packages like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.errors import ConfigurationError
from ingest.settings import Settings
from ingest.translate.argos_metadata import import_tokenizer
from ingest.translate.decoder import Ctranslate2Engine, ModelFiles, Tokenizer
from ingest.translate.locations import Package, find_packages
from ingest.translate.marian import MarianTokenizer
from ingest.translate.sentencepieces import SentencePieceTokenizer
from ingest.versions import version_of

NAME = "argos"


def open_engine(settings: Settings, *, refused: list[str] | None = None) -> Ctranslate2Engine:
    """Return the engine with every package on this machine. Cheap: no model is loaded before it is needed.

    A broken or hostile package is passed over and named in ``refused``; without such a list it is raised as
    ConfigurationError.
    """
    models = {package.use: _files(package) for package in find_packages(settings, refused=refused)}
    return Ctranslate2Engine(models, name=NAME, version=version_of("argostranslate"), workers=settings.workers)


def _files(package: Package) -> ModelFiles:
    if package.layout == "marian":
        return ModelFiles(folder=package.folder, open_tokenizer=lambda: MarianTokenizer(package.folder))
    return ModelFiles(
        folder=package.folder / "model",
        open_tokenizer=_tokenizer_opener(package),
        target_prefix=package.target_prefix,
        unpacked=package.folder if package.path.is_file() else None,
    )


def _tokenizer_opener(package: Package) -> Callable[[], Tokenizer]:
    model = package.folder / "sentencepiece.model"
    if model.is_file():
        return lambda: SentencePieceTokenizer(model)
    return lambda: BpeTokenizer(package.folder / "bpe.model", package.use.from_, package.use.to)


class BpeTokenizer:
    """The subword tokenizer of Argos's older packages; needs sacremoses, which Argos Translate installs."""

    marks_words = False

    def __init__(self, path: Path, source: str, target: str) -> None:
        try:
            self._tokenizer = import_tokenizer().BPETokenizer(path, source, target)
            self._tokenizer.lazy_load()
        except (OSError, ImportError, ValueError) as error:
            raise ConfigurationError(f"The tokenizer {path} cannot be loaded ({error}).") from error

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the subwords of each text."""
        return [list(self._tokenizer.encode(text)) for text in texts]

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the text of target subwords."""
        return str(self._tokenizer.decode(list(tokens)))
