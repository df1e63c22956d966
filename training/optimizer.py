"""The optimiser: AdamW for everything, or Muon for the matrices of the layers and AdamW for the rest.

Muon (Jordan et al. 2024, as scaled by Liu et al. 2025) makes the update of a matrix orthogonal, so that directions with
small gradients are learned as fast as the others; with the scale "match_rms_adamw" the learning rate of AdamW serves.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from training.config import TrainConfig


class Optimizer:
    """One or two optimisers that step together."""

    def __init__(self, model: nn.Module, config: TrainConfig) -> None:
        matrices = [
            parameter
            for name, parameter in model.named_parameters()
            if parameter.dim() == 2 and not name.startswith("embedding")
        ]
        chosen = {id(parameter) for parameter in matrices} if config.muon else set()
        rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
        adamw = torch.optim.AdamW(rest, lr=0.0, betas=(0.9, 0.98), weight_decay=config.weight_decay, fused=True)
        self.parts: list[torch.optim.Optimizer] = [adamw]
        if config.muon:
            muon = torch.optim.Muon(matrices, lr=0.0, weight_decay=config.weight_decay, adjust_lr_fn="match_rms_adamw")
            self.parts.append(muon)

    def step(self, learning_rate: float) -> None:
        """Move the weights by their gradients."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = learning_rate
            part.step()

    def state(self) -> list[dict[str, Any]]:
        """Give what a checkpoint keeps."""
        return [part.state_dict() for part in self.parts]

    def restore(self, states: list[dict[str, Any]]) -> bool:
        """Take up what `state` gave; False, and a fresh start, where the file was written with other parts."""
        if len(states) != len(self.parts):
            return False
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)
        return True
