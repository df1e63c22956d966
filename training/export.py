"""Weights to a CTranslate2 model: its Transformer specification, filled layer by layer, then quantised."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec
from numpy.typing import NDArray
from torch import Tensor, nn

from training.model import CrossAttention, DecoderLayer, EncoderLayer, SelfAttention, Translator, sinusoids

Spec = Any  # ctranslate2 makes the attributes of its specifications at run time

POSITIONS = 2050
"""Rows of the position table: a place without a row stops CTranslate2, also when a decoder loops to its limit."""


def _array(tensor: Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.detach().float().cpu().numpy()
    return array


def _linear(spec: Spec, layer: nn.Linear) -> None:
    spec.weight, spec.bias = _array(layer.weight), _array(layer.bias)


def _norm(spec: Spec, layer: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _array(layer.weight), _array(layer.bias)


def _attention(spec: Spec, norm: nn.LayerNorm, layers: Iterable[nn.Linear]) -> None:
    _norm(spec.layer_norm, norm)
    for part, layer in zip(spec.linear, layers, strict=True):
        _linear(part, layer)


def _self_attention(spec: Spec, norm: nn.LayerNorm, layer: SelfAttention) -> None:
    _attention(spec, norm, (layer.inputs, layer.output))


def _cross_attention(spec: Spec, norm: nn.LayerNorm, layer: CrossAttention) -> None:
    _attention(spec, norm, (layer.query, layer.memory, layer.output))


def _feed_forward(spec: Spec, layer: EncoderLayer | DecoderLayer) -> None:
    _norm(spec.layer_norm, layer.forward_norm)
    _linear(spec.linear_0, layer.feed_forward.widen)
    _linear(spec.linear_1, layer.feed_forward.narrow)


def fill(model: Translator) -> Spec:
    """Fill the specification: pre-norm, ReLU, explicit positions, one embedding for three uses."""
    config = model.config
    spec: Spec = transformer_spec.TransformerSpec.from_config(
        num_layers=(config.encoder_layers, config.decoder_layers),
        num_heads=config.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )
    embedding, positions = _array(model.embedding.weight), _array(sinusoids(POSITIONS, config.width))
    (spec.encoder.embeddings[0]).weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.decoder.projection.weight = embedding
    for side, norm in ((spec.encoder, model.encoder_norm), (spec.decoder, model.decoder_norm)):
        side.scale_embeddings = True
        side.position_encodings.encodings = positions
        _norm(side.layer_norm, norm)
    for part, encoder in zip(spec.encoder.layer, cast("Iterable[EncoderLayer]", model.encoder), strict=True):
        _self_attention(part.self_attention, encoder.self_norm, encoder.self_attention)
        _feed_forward(part.ffn, encoder)
    for part, decoder in zip(spec.decoder.layer, cast("Iterable[DecoderLayer]", model.decoder), strict=True):
        _self_attention(part.self_attention, decoder.self_norm, decoder.self_attention)
        _cross_attention(part.attention, decoder.cross_norm, decoder.cross_attention)
        _feed_forward(part.ffn, decoder)
    return spec


def export(model: Translator, pieces: sentencepiece.SentencePieceProcessor, folder: Path, *, quantization: str) -> None:
    """Write a CTranslate2 model folder; `quantization` is one of its names, such as "int8"."""
    spec = fill(model)
    vocabulary = [pieces.id_to_piece(number) for number in range(model.config.vocabulary)]
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.config.decoder_start_token = "<s>"  # noqa: S105  # a piece, no secret
    spec.config.add_source_eos, spec.config.add_source_bos = True, False
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
