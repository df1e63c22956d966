"""Writes a tiny model in the layout that `ct2-opus-mt-converter` makes of an OPUS-MT model.

Two SentencePiece models and two vocabularies, ``<pad>`` as the start of a translation, an end that ctranslate2 adds to
the source itself, post-norm layers with swish: what tells these models from Argos packages. The weights are random, so
the words mean nothing, but they are the same in every run.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.common_spec import Activation

WIDTH, INNER, POSITIONS = 16, 32, 512
SOURCE = (
    "Der Minister sprach am Montag über die Wirtschaft.",
    "Die Kamera steht in Berlin und niemand weiß, wer sie gekauft hat.",
    "Am 8. Juli 2021 schrieb die Firma einen Brief an ihre Partner. Ja, ja!",
)
TARGET = (
    "The minister spoke about the economy on Monday.",
    "The camera is in Berlin and nobody knows who bought it.",
    "On July 8, 2021, the company wrote a letter to its partners. Yes, yes!",
)


def write_opus_model(folder: Path, *, seed: int = 1) -> Path:
    """Write the folder and return it."""
    folder.mkdir(parents=True)
    source = _tokenizer(folder / "source.spm", SOURCE)
    target = _tokenizer(folder / "target.spm", TARGET)
    spec = TransformerSpec.from_config(num_layers=1, num_heads=2, pre_norm=False, activation=Activation.SWISH)
    weights = _Weights(seed)
    weights.fill(spec, len(source), len(target))
    spec.register_source_vocabulary(source)
    spec.register_target_vocabulary(target)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<pad>"  # noqa: S105 - no password
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return folder


def _tokenizer(path: Path, lines: tuple[str, ...]) -> list[str]:
    """Train a tokenizer on the lines; return the vocabulary as Marian orders it."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 5), model_writer=model, vocab_size=80, hard_vocab_limit=False, minloglevel=2
    )
    path.write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    known = [index for index in range(pieces.get_piece_size()) if not pieces.is_control(index)]
    return [
        "</s>",
        "<unk>",
        *(pieces.id_to_piece(index) for index in known if not pieces.is_unknown(index)),
        "<pad>",
    ]


class _Weights:
    """Fills a specification with random weights."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def fill(self, spec: Any, source: int, target: int) -> None:
        spec.encoder.embeddings[0].weight = self._matrix(source, WIDTH)
        spec.decoder.embeddings.weight = self._matrix(target, WIDTH)
        self._linear(spec.decoder.projection, target, WIDTH)
        for side in (spec.encoder, spec.decoder):
            side.scale_embeddings = True
            side.position_encodings.encodings = self._matrix(POSITIONS, WIDTH) / 10
            for layer in side.layer:
                self._attention(layer.self_attention, (3 * WIDTH, WIDTH))
                self._linear(layer.ffn.linear_0, INNER, WIDTH)
                self._linear(layer.ffn.linear_1, WIDTH, INNER)
                self._norm(layer.ffn.layer_norm)
        for layer in spec.decoder.layer:
            self._attention(layer.attention, (WIDTH, 2 * WIDTH, WIDTH))

    def _attention(self, part: Any, sizes: tuple[int, ...]) -> None:
        for linear, size in zip(part.linear, sizes, strict=True):
            self._linear(linear, size, WIDTH)
        self._norm(part.layer_norm)

    def _linear(self, part: Any, rows: int, columns: int) -> None:
        part.weight = self._matrix(rows, columns)
        part.bias = np.zeros(rows, np.float32)

    def _norm(self, part: Any) -> None:
        part.gamma, part.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def _matrix(self, rows: int, columns: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        return self._random.normal(0, 0.3, (rows, columns)).astype(np.float32)
