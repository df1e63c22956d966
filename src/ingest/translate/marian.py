"""Marian and OPUS-MT models converted for ctranslate2: a folder with ``model.bin``, ``source.spm`` and ``target.spm``.

``ct2-marian-converter`` and ``ct2-opus-mt-converter`` make such folders; put them into the folder of models. Languages
are those of the name (``opus-mt-de-en``, ``de-en``, ``opus-mt-tc-big-zh-en-ct2``) or of a file ``metadata.json`` with
``from_code`` and ``to_code``, as in an Argos package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ConfigurationError
from ingest.translate.sentencepieces import joined, open_sentencepiece

END = "</s>"
_NEEDED = ("model.bin", "source.spm", "target.spm")
_NAME = re.compile(r"(?:.*[-_])?([a-z]{2,3})[-_]([a-z]{2,3})(?:[-_](?:ct2|int8|ctranslate2))*")


@dataclass(frozen=True, slots=True)
class MarianModel:
    """A converted model and what it translates."""

    folder: Path
    from_code: str
    to_code: str
    version: str


def find_models(folder: Path) -> Iterator[MarianModel]:
    """Yield the models below a folder. Raises ConfigurationError when one does not say its languages."""
    for path in sorted(item for item in folder.iterdir() if item.is_dir()) if folder.is_dir() else ():
        if all((path / name).is_file() for name in _NEEDED):
            yield _model(path)


def _model(path: Path) -> MarianModel:
    described = path / "metadata.json"
    try:
        metadata = json.loads(described.read_text("utf-8")) if described.is_file() else {}
        codes = metadata.get("from_code"), metadata.get("to_code")
        version = str(metadata.get("package_version", "0"))
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"{described} cannot be read ({error}).") from error
    if not all(isinstance(code, str) for code in codes):
        match = _NAME.fullmatch(path.name.lower())
        if match is None:
            raise ConfigurationError(
                f"The model in {path} does not say its languages: name the folder like opus-mt-de-en, or add a "
                'metadata.json such as {"from_code": "de", "to_code": "en"}.'
            )
        codes = match[1], match[2]
    return MarianModel(path, str(codes[0]), str(codes[1]), version)


def adds_end(folder: Path) -> bool:
    """Whether ctranslate2 ends the source itself; models of old converters want the end in their input."""
    try:
        return bool(json.loads((folder / "config.json").read_text("utf-8")).get("add_source_eos", False))
    except (OSError, ValueError, AttributeError):
        return False


class MarianTokenizer:
    """Two SentencePiece models, one for each side."""

    marks_words = True

    def __init__(self, folder: Path) -> None:
        self._source = open_sentencepiece(folder / "source.spm")
        self._target = open_sentencepiece(folder / "target.spm")
        self._end = [] if adds_end(folder) else [END]

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each text."""
        pieces: list[list[str]] = self._source.encode(list(texts), out_type=str)
        return [[*tokens, *self._end] for tokens in pieces]

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the text of target pieces."""
        return joined(self._target, tokens)
