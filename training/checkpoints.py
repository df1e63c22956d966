"""Checkpoints as files: average several, and give the rows of grafted characters a sensible start."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from torch import Tensor

EMBEDDING = "embedding.weight"
_DONORS = dict(zip("«»—‚‘‹›•·€đłĐŁıøØæÆ@", "“”–''''--$dlDLioOaA#", strict=True))


def load_state(path: Path) -> dict[str, Any]:
    """Load a checkpoint to the CPU."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def average(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Take the mean of several sets of weights with the same names."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def _donor(character: str) -> str:
    """Name the character whose embedding stands nearest: the bare letter, or a mark of the same use."""
    return _DONORS.get(character, unicodedata.normalize("NFD", character)[0])


def graft_rows(
    state: dict[str, Any], places: list[int], pieces: sentencepiece.SentencePieceProcessor
) -> dict[str, Any]:
    """Let the embedding rows at `places` start near the rows of related characters.

    `pieces` is the grafted model. The moments of the optimiser are reset for these rows.
    """
    generator = torch.Generator().manual_seed(0)
    singles = [number for number in range(3, pieces.get_piece_size()) if len(pieces.id_to_piece(number)) == 1]
    settled = [number for number in singles if number not in set(places)]
    for weights in (state["model"], state["ema"]):
        rows = weights[EMBEDDING]
        middle = rows[settled].mean(0)
        for place in places:
            donor = pieces.piece_to_id(_donor(pieces.id_to_piece(place)))
            known = donor > 2 and donor not in places
            noise = torch.randn(rows.shape[1], generator=generator) * rows[settled].std() * 0.5
            rows[place] = (0.7 * rows[donor] if known else middle) + noise
    for moments in state.get("optimizer", {}).get("state", {}).values():
        for name in ("exp_avg", "exp_avg_sq"):
            if moments[name].shape == state["model"][EMBEDDING].shape:
                moments[name][places] = 0
    return state
