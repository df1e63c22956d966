"""Token arrays to batches of nearly equal length, in an order that only seed and epoch decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.model import MASKED

START, END, NOTHING = 1, 2, -100


@dataclass(frozen=True)
class Batch:
    """Tensors of one step: `mask` is None where no source place is padded; `gold` is NOTHING at padded places."""

    source: Tensor
    target: Tensor
    gold: Tensor
    mask: Tensor | None


@dataclass(frozen=True)
class PairArrays:
    """All pairs as pieces, end to end; `source_start[i]:source_start[i + 1]` is the source of pair i."""

    source: NDArray[np.uint16]
    target: NDArray[np.uint16]
    source_start: NDArray[np.int64]
    target_start: NDArray[np.int64]
    digest: str

    @classmethod
    def load(cls, path: Path) -> PairArrays:
        """Read what `prepare` wrote."""
        with np.load(path) as arrays:
            source, target = arrays["src"], arrays["tgt"]
            starts = [np.concatenate([[0], np.cumsum(arrays[name])]) for name in ("src_len", "tgt_len")]
        digest = blake2b(source.tobytes() + target.tobytes(), digest_size=8).hexdigest()
        return cls(source, target, starts[0], starts[1], digest)

    def __len__(self) -> int:
        return len(self.source_start) - 1


def plan_epoch(pairs: PairArrays, *, tokens: int, seed: int, epoch: int) -> list[NDArray[np.int64]]:
    """Pair numbers of each batch: sorted by both lengths, cut at `tokens` padded places, shuffled."""
    random = np.random.default_rng([seed, epoch])
    source, target = np.diff(pairs.source_start) + 1, np.diff(pairs.target_start) + 1
    order = np.lexsort((random.random(len(pairs)), source, target))
    longest = np.maximum(source, target)[order]
    batches: list[NDArray[np.int64]] = []
    start, peak = 0, 0
    for place, length in enumerate(longest.tolist()):
        peak = max(peak, length)
        if place > start and peak * (place + 1 - start) > tokens:
            batches.append(order[start:place])
            start, peak = place, length
    batches.append(order[start:])
    return [batches[number] for number in random.permutation(len(batches))]


def make_batch(pairs: PairArrays, numbers: NDArray[np.int64], device: torch.device, dtype: torch.dtype) -> Batch:
    """Pad the pairs with the end piece and shift the target by the start piece."""
    sources = [pairs.source[pairs.source_start[i] : pairs.source_start[i + 1]] for i in numbers]
    targets = [pairs.target[pairs.target_start[i] : pairs.target_start[i + 1]] for i in numbers]
    wide, high = max(map(len, sources)) + 1, max(map(len, targets)) + 1
    source = np.full((len(numbers), wide), END, np.int64)
    target = np.full((len(numbers), high), END, np.int64)
    gold = np.full((len(numbers), high), NOTHING, np.int64)
    mask = np.full((len(numbers), 1, 1, wide), MASKED, np.float32)
    for row, (german, english) in enumerate(zip(sources, targets, strict=True)):
        source[row, : len(german)] = german
        mask[row, ..., : len(german) + 1] = 0
        target[row, 0], target[row, 1 : len(english) + 1] = START, english
        gold[row, : len(english)], gold[row, len(english)] = english, END
    padded = bool(mask.any())
    return Batch(
        source=torch.from_numpy(source).to(device),
        target=torch.from_numpy(target).to(device),
        gold=torch.from_numpy(gold).to(device),
        mask=torch.from_numpy(mask).to(device, dtype) if padded else None,
    )


@dataclass
class Place:
    """Where in the data the training stands; part of a checkpoint."""

    epoch: int = 0
    batch: int = 0


def walk(pairs: PairArrays, place: Place, *, tokens: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Pair numbers of batches for ever, from `place` on, which is moved as they are taken."""
    while True:
        plan = plan_epoch(pairs, tokens=tokens, seed=seed, epoch=place.epoch)
        while place.batch < len(plan):
            numbers = plan[place.batch]
            place.batch += 1
            yield numbers
        place.epoch, place.batch = place.epoch + 1, 0
