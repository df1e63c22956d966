"""The training loop: bf16 weights for the arithmetic, fp32 master weights for the optimiser, resumable at any step."""

from __future__ import annotations

import math
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.batches import NOTHING, Batch, PairArrays, Place, make_batch, walk
from training.checkpoints import graft_rows, load_state
from training.config import Config, TrainConfig, read_config
from training.loss import tied_cross_entropy
from training.model import MASKED, Translator
from training.optimizer import Optimizer
from training.prepare import ARRAYS, GRAFTED, PIECES
from training.vocabulary import load_pieces
from training.workers import Workers

CHECKPOINT = "checkpoint.pt"


def learning_rate(step: int, config: TrainConfig, *, warm: int = 0) -> float:
    """Rise over the warm-up, stand, fall in a line to zero over the last share `decay` of the steps.

    The warm-up begins at step `warm`, where the optimiser was new.
    """
    rise = min(1.0, (step - warm + 1) / config.warmup)
    fall = min(1.0, (config.steps - step) / max(1.0, config.decay * config.steps))
    return config.learning_rate * rise * max(0.0, fall)


def start_state(run: Path, start: str) -> dict[str, Any]:
    """Read the first weights; characters that were grafted into the vocabulary get rows of their own."""
    state = load_state(run / start)
    if (run / GRAFTED).exists():
        places = [int(place) for place in (run / GRAFTED).read_text("utf-8").split()]
        state = graft_rows(state, places, load_pieces(run / PIECES))
    return state


class Trainer:
    """Everything that a checkpoint holds, and the step that changes it."""

    def __init__(self, config: Config, pairs: PairArrays, run: Path, workers: Workers | None = None) -> None:
        self.config, self.pairs, self.run, self.workers = config, pairs, run, workers or Workers()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(config.train.seed)
        self.master = Translator(config.model).to(self.device)
        self.step, self.place, self.stop = 0, Place(), False
        self.optimizer, self.warm = Optimizer(self.master, config.train), 0
        self.ema = [parameter.detach().clone() for parameter in self.master.parameters()]
        self._restore()
        self.model = Translator(config.model).to(self.device).bfloat16()
        self.model.load_state_dict(self.master.state_dict())
        self._causal: dict[int, Tensor] = {}

    def _restore(self) -> None:
        path = self.run / CHECKPOINT
        if path.exists():
            state = torch.load(path, map_location=self.device, weights_only=True)
            kept = state["optimizer"]
            self.step = state["step"]
            if not self.optimizer.restore(kept if isinstance(kept, list) else [kept]):
                self.warm = self.step  # a new optimiser warms up again
            else:
                self.warm = state.get("warm", 0)
            if state["data"] == self.pairs.digest:
                self.place = Place(**state["place"])
        elif self.config.train.start:
            state = start_state(self.run, self.config.train.start)
        else:
            return
        self.master.load_state_dict(state["model"])
        self.ema = [state["ema"][name].to(self.device).float() for name, _ in self.master.named_parameters()]

    def save(self, path: Path) -> None:
        """Write the state beside its final name and rename it, so that a kill leaves a whole checkpoint."""
        names = [name for name, _ in self.master.named_parameters()]
        state: dict[str, Any] = {
            "model": self.master.state_dict(),
            "ema": dict(zip(names, self.ema, strict=True)),
            "step": self.step,
            "config": asdict(self.config.model),
        }
        if path.name == CHECKPOINT:
            state |= {
                "optimizer": self.optimizer.state(),
                "warm": self.warm,
                "place": asdict(self.place),
                "data": self.pairs.digest,
            }
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def _causal_mask(self, length: int) -> Tensor:
        if length not in self._causal:
            full = torch.full((length, length), MASKED, device=self.device, dtype=torch.bfloat16)
            self._causal[length] = full.triu(1)
        return self._causal[length]

    def _backward(self, batch: Batch) -> tuple[Tensor, int]:
        states = self.model(batch.source, batch.target, batch.mask, self._causal_mask(batch.target.shape[1]))
        gold = batch.gold.view(-1)
        rows = (gold != NOTHING).nonzero().squeeze(1)
        loss = tied_cross_entropy(
            states.reshape(-1, states.shape[-1])[rows],
            self.model.embedding.weight,
            gold[rows],
            smoothing=self.config.train.smoothing,
            rows=512 if self.device.type == "cpu" else 16384,
        )
        (loss / self.config.train.batch_tokens).backward()  # type: ignore[no-untyped-call]  # torch's own
        return loss.detach(), len(rows)

    def update(self, batches: list[NDArray[np.int64]]) -> tuple[float, int]:
        """One optimiser step over `batches` of pairs; gives the summed loss and the number of target pieces."""
        config = self.config.train
        masters: list[Tensor] = list(self.master.parameters())
        copies: list[Tensor] = list(self.model.parameters())
        for copy in copies:
            copy.grad = None
        mine = (batches[number] for number in self.workers.claim(len(batches)))
        results = [self._backward(make_batch(self.pairs, pairs, self.device, torch.bfloat16)) for pairs in mine]
        sums = (sum(float(loss) for loss, _ in results), sum(number for _, number in results), float(self.stop))
        totals = torch.tensor(sums, device=self.device)
        gradients = [
            torch.zeros_like(parameter) if copy.grad is None else copy.grad.float()
            for parameter, copy in zip(masters, copies, strict=True)
        ]
        self.workers.add([*gradients, totals])
        loss, count, stop = totals.tolist()
        self.stop = stop > 0  # all stop after the same step
        for parameter, gradient in zip(masters, gradients, strict=True):
            parameter.grad = gradient.mul_(config.batch_tokens / count)
        torch.nn.utils.clip_grad_norm_(masters, config.clip)
        self.optimizer.step(learning_rate(self.step, config, warm=self.warm))
        self.step += 1
        with torch.no_grad():
            torch._foreach_copy_(copies, masters)
            if self.step % config.ema_every == 0:
                keep = config.ema**config.ema_every
                torch._foreach_lerp_(self.ema, masters, 1 - keep)
        return loss, round(count)


def train(config: Config, run: Path, *, until: int | None = None) -> None:
    """Train to `config.train.steps` (or `until`), writing `checkpoint.pt` often and `step-N.pt` near the end.

    Starts from `checkpoint.pt` if it is there, and writes it when the process is asked to terminate.
    """
    torch.set_num_threads(config.train.threads)
    torch.set_flush_denormal(True)
    workers = Workers()
    trainer = Trainer(config, PairArrays.load(run / ARRAYS), run, workers)
    stream = walk(trainer.pairs, trainer.place, tokens=config.train.batch_tokens, seed=config.train.seed)
    loss, tokens, began, saved = 0.0, 0, time.monotonic(), time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: setattr(trainer, "stop", True))
    last = config.train.steps if until is None else until
    while trainer.step < last and not trainer.stop:
        more, count = trainer.update([next(stream) for _ in range(config.train.accumulate * workers.count)])
        loss, tokens = loss + more, tokens + count
        if trainer.step % 50 == 0:
            if not math.isfinite(loss):
                raise RuntimeError("the loss is no number any more; restart from an older checkpoint")
            if workers.first:
                rate = learning_rate(trainer.step, config.train, warm=trainer.warm)
                speed = tokens / (time.monotonic() - began)
                print(f"step {trainer.step} loss {loss / tokens:.4f} lr {rate:.6f} tokens/s {speed:.0f}", flush=True)
            loss, tokens, began = 0.0, 0, time.monotonic()
        if workers.first and time.monotonic() - saved > config.train.save_seconds:
            trainer.save(run / CHECKPOINT)
            saved = time.monotonic()
        if (
            workers.first
            and config.train.keep_every
            and trainer.step % config.train.keep_every == 0
            and trainer.step >= config.train.keep_from * config.train.steps
        ):
            trainer.save(run / f"step-{trainer.step}.pt")
    if workers.first:
        trainer.save(run / CHECKPOINT)
    workers.leave()


if __name__ == "__main__":
    train(read_config(Path(sys.argv[1])), Path(sys.argv[2]))
