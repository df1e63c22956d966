"""The network: a pre-norm Transformer with a deep encoder, a shallow decoder and one embedding matrix for everything.

Attention is written as two batched products: on a CPU that beats `scaled_dot_product_attention` for sentences of
ordinary length (measured: 0.6 ms against 3.1 ms for 128 sentences of 32 pieces).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from training.config import ModelConfig

MASKED = -1e4
"""Added to a score that must not count; finite, so that bf16 rows without any allowed key stay numbers."""


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Scaled dot-product attention over (batch, heads, length, head size)."""
    scores = torch.matmul(query, key.transpose(-1, -2)) * query.shape[-1] ** -0.5
    if mask is not None:
        scores = scores + mask
    return torch.matmul(torch.softmax(scores, -1), value)


class SelfAttention(nn.Module):
    """Attention of a sequence to itself; one projection makes query, key and value."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inputs = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Attend over the whole sequence."""
        batch, length, width = states.shape
        split = self.inputs(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = attend(query, key, value, mask).transpose(1, 2).reshape(batch, length, width)
        return self.output(mixed)  # type: ignore[no-any-return]  # nn.Module.__call__ is untyped


class CrossAttention(nn.Module):
    """Attention of the target to the encoded source; one projection makes key and value."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.memory = nn.Linear(width, 2 * width)
        self.output = nn.Linear(width, width)

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """Attend over `memory`."""
        batch, length, width = states.shape
        size = width // self.heads
        query = self.query(states).view(batch, length, self.heads, size).transpose(1, 2)
        split = self.memory(memory).view(batch, memory.shape[1], 2, self.heads, size)
        key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = attend(query, key, value, mask).transpose(1, 2).reshape(batch, length, width)
        return self.output(mixed)  # type: ignore[no-any-return]  # nn.Module.__call__ is untyped


class FeedForward(nn.Module):
    """Two linear maps with a ReLU between them."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.widen = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)

    def forward(self, states: Tensor) -> Tensor:
        """Apply both maps."""
        return self.narrow(torch.relu(self.widen(states)))  # type: ignore[no-any-return]  # as above


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each on normalised input and added to the stream."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.self_norm = nn.LayerNorm(config.width)
        self.self_attention = SelfAttention(config.width, config.heads)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config.width, config.inner)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Apply the layer."""
        states = states + self.drop(self.self_attention(self.self_norm(states), mask))
        return states + self.drop(self.feed_forward(self.forward_norm(states)))  # type: ignore[no-any-return]  # as above


class DecoderLayer(nn.Module):
    """An encoder layer that also looks at the encoded source."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.self_norm = nn.LayerNorm(config.width)
        self.self_attention = SelfAttention(config.width, config.heads)
        self.cross_norm = nn.LayerNorm(config.width)
        self.cross_attention = CrossAttention(config.width, config.heads)
        self.forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config.width, config.inner)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, states: Tensor, causal: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """Apply the layer."""
        states = states + self.drop(self.self_attention(self.self_norm(states), causal))
        states = states + self.drop(self.cross_attention(self.cross_norm(states), memory, mask))
        return states + self.drop(self.feed_forward(self.forward_norm(states)))  # type: ignore[no-any-return]  # as above


def sinusoids(length: int, width: int) -> Tensor:
    """Position table of Vaswani et al. (2017), sines at even and cosines at odd places."""
    place = torch.arange(length)[:, None].float()
    rate = torch.exp(torch.arange(0, width, 2).float() * (-math.log(10000) / width))
    table = torch.zeros(length, width)
    table[:, 0::2] = torch.sin(place * rate)
    table[:, 1::2] = torch.cos(place * rate)
    return table


class Translator(nn.Module):
    """Source and shifted target in, decoder states out; the loss multiplies them with `embedding.weight`."""

    positions: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.encoder = nn.ModuleList([EncoderLayer(config) for _ in range(config.encoder_layers)])
        self.decoder = nn.ModuleList([DecoderLayer(config) for _ in range(config.decoder_layers)])
        self.encoder_norm = nn.LayerNorm(config.width)
        self.decoder_norm = nn.LayerNorm(config.width)
        self.register_buffer("positions", sinusoids(config.positions, config.width), persistent=False)
        for name, parameter in self.named_parameters():
            if name == "embedding.weight":
                nn.init.normal_(parameter, std=config.width**-0.5)
            elif parameter.dim() == 2:
                nn.init.xavier_uniform_(parameter)

    def embed(self, pieces: Tensor) -> Tensor:
        """Scaled embeddings plus positions."""
        return self.embedding(pieces) * math.sqrt(self.config.width) + self.positions[: pieces.shape[1]]  # type: ignore[no-any-return]  # as above

    def forward(self, source: Tensor, target: Tensor, mask: Tensor | None, causal: Tensor) -> Tensor:
        """Add `mask` to the scores of source places (None: nothing is padded), `causal` to those of target places."""
        memory = self.embed(source)
        for layer in self.encoder:
            memory = layer(memory, mask)
        memory = self.encoder_norm(memory)
        states = self.embed(target)
        for layer in self.decoder:
            states = layer(states, causal, memory, mask)
        return self.decoder_norm(states)  # type: ignore[no-any-return]  # as above
