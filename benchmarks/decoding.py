"""Decode with a package directly: the pieces and the CTranslate2 model that an `.argosmodel` holds, nothing else."""

from __future__ import annotations

import json
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece


@dataclass(frozen=True)
class DecodingOptions:
    """How to search; `threads` translate side by side, each on one core."""

    beam: int = 4
    threads: int = 1
    batch_tokens: int = 2048


@dataclass(frozen=True)
class Package:
    """An unpacked package: `size` is the bytes of its files as they lie on the disk."""

    name: str
    version: str
    folder: Path
    size: int


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open an `.argosmodel` file or an installed package folder; a file is unpacked for the time of the block."""
    if path.is_dir():
        yield _describe(path)
        return
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        (inside,) = [entry for entry in Path(folder).iterdir() if entry.is_dir()]
        yield _describe(inside)


def _describe(folder: Path) -> Package:
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Package(f"{metadata['from_code']}-{metadata['to_code']}", metadata["package_version"], folder, size)


class Decoder:
    """Lines in, lines out, with the search that Argos uses (unknown pieces replaced by their source), line by line."""

    def __init__(self, package: Package, options: DecodingOptions) -> None:
        self.options = options
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(package.folder / "sentencepiece.model"))
        self._model = ctranslate2.Translator(
            str(package.folder / "model"), inter_threads=options.threads, intra_threads=1, compute_type="auto"
        )

    def translate(self, lines: Sequence[str]) -> list[str]:
        """Give one translation for each line."""
        results = self._model.translate_batch(
            self._pieces.encode(list(lines), out_type=str),
            beam_size=self.options.beam,
            max_batch_size=self.options.batch_tokens,
            batch_type="tokens",
            replace_unknowns=True,
        )
        return ["".join(result.hypotheses[0]).replace("▁", " ").strip() for result in results]

    def unknown_characters(self, text: str) -> set[str]:
        """Find the characters that the package has no piece for."""
        unknown = self._pieces.unk_id()
        return {
            character for character in text if not character.isspace() and unknown in self._pieces.encode(character)
        }

    def timed(self, lines: Sequence[str]) -> tuple[list[str], float]:
        """Translate; also give the wall-clock seconds it took."""
        start = time.perf_counter()
        return self.translate(lines), time.perf_counter() - start


def peak_memory() -> float:
    """Give the largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
