"""Several processes that train one model: they take the batches of a step as each gets to it, and add up the gradients.

Start them with `torchrun --nproc-per-node N -m training.train …`; without it there is one process and nothing is sent.
On a CPU two processes of one thread each beat one process of two threads, and a process whose core has other work to do
takes fewer batches instead of holding up the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import torch
import torch.distributed
from torch import Tensor

_COUNTER = "training/batches"


class Workers:
    """One process among its fellows; alone unless torchrun started it."""

    def __init__(self) -> None:
        self.rank, self.count = 0, 1
        self._held: int | None = None
        self._floor = 0
        if "WORLD_SIZE" in os.environ:
            self._store, self.rank, self.count = next(iter(torch.distributed.rendezvous("env://")))
            backend = "gloo"
            if torch.cuda.is_available():
                backend = "nccl"
                torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
            group = torch.distributed.PrefixStore("group", self._store)
            torch.distributed.init_process_group(backend, store=group, rank=self.rank, world_size=self.count)

    @property
    def first(self) -> bool:
        """Whether this process prints and writes the files."""
        return self.rank == 0

    def claim(self, number: int) -> Iterator[int]:
        """Give this process one after the other of the `number` batches of a step, until all are taken."""
        if self.count == 1:
            yield from range(number)
            return
        while True:
            if self._held is None:
                self._held = self._store.add(_COUNTER, 1) - 1
            if self._held >= self._floor + number:  # of the next step: kept until then
                break
            yield self._held - self._floor
            self._held = None
        self._floor += number

    def add(self, tensors: Sequence[Tensor]) -> None:
        """Replace the tensors (float32, one device) by their sums over all processes."""
        if self.count == 1:
            return
        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        torch.distributed.all_reduce(flat)
        for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def leave(self) -> None:
        """End the connection."""
        if self.count > 1:
            torch.distributed.destroy_process_group()
