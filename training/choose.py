"""Which weights to ship: last, moving average, or the mean of the kept checkpoints; a development set decides.

The development set is a corpus that the configuration excludes from training, so it is neither learned nor a test set.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sacrebleu
import torch
from torch import Tensor

from training.checkpoints import average, load_state
from training.config import Config, ModelConfig
from training.corpora import acceptable, read_corpus
from training.export import export
from training.model import Translator
from training.pairs import Pair
from training.prepare import PIECES
from training.train import CHECKPOINT
from training.vocabulary import load_pieces

CHOSEN = "chosen.pt"


@dataclass(frozen=True)
class Choice:
    """A candidate and what it scored (chrF and BLEU on the development set)."""

    name: str
    chrf: float
    bleu: float


def candidates(run: Path, last: int = 6, others: Sequence[Path] = ()) -> dict[str, dict[str, Tensor]]:
    """Give the sets of weights that a finished run offers.

    `others` are runs that parted from this one late, with another seed: the mean of all of them is one candidate more.
    """
    state = load_state(run / CHECKPOINT)
    found = {"last": state["model"], "ema": state["ema"]}
    for count in (last // 2, last):
        kept = _kept(run, count)
        if len(kept) > 1:
            found[f"mean of {len(kept)}"] = average([load_state(path)["model"] for path in kept])
            found[f"mean of {len(kept)} ema"] = average([load_state(path)["ema"] for path in kept])
    if others:
        means = [average([load_state(path)["model"] for path in _kept(each, last)]) for each in (run, *others)]
        found[f"mean of {len(means)} runs"] = average(means)
    return found


def _kept(run: Path, last: int) -> list[Path]:
    return sorted(run.glob("step-*.pt"), key=lambda path: int(path.stem.split("-")[1]))[-last:]


def build(config: ModelConfig, weights: dict[str, Tensor]) -> Translator:
    """Build a network with these weights."""
    model = Translator(config)
    model.load_state_dict(weights)
    return model.eval()


def development_pairs(path: Path, count: int) -> list[Pair]:
    """Take the first `count` pairs of ordinary length, each German line once."""
    found: dict[str, Pair] = {}
    for pair in read_corpus(path):
        if len(found) == count:
            break
        if acceptable(pair) and 5 <= len(pair.german.split()) <= 60:
            found.setdefault(pair.german, pair)
    return list(found.values())


def score(model: Translator, pairs: list[Pair], run: Path, *, quantization: str) -> tuple[float, float]:
    """Give chrF and BLEU of the model as it would be shipped."""
    pieces = load_pieces(run / PIECES)
    with tempfile.TemporaryDirectory() as folder:
        export(model, pieces, Path(folder) / "model", quantization=quantization)
        translator = ctranslate2.Translator(str(Path(folder) / "model"), inter_threads=1, intra_threads=1)
        source = pieces.encode([pair.german for pair in pairs], out_type=str)
        results = translator.translate_batch(source, beam_size=2, max_batch_size=2048, batch_type="tokens")
    english = ["".join(result.hypotheses[0]).replace("▁", " ").strip() for result in results]
    references = [[pair.english for pair in pairs]]
    return sacrebleu.corpus_chrf(english, references).score, sacrebleu.corpus_bleu(english, references).score


def choose(config: Config, run: Path, parallel: Path, others: Sequence[Path] = ()) -> Choice:
    """Score every candidate, write the best as `chosen.pt`, print the table."""
    pairs = development_pairs(parallel / f"{config.choose.corpus}.tsv.gz", config.choose.lines)
    best: Choice | None = None
    for name, weights in candidates(run, others=others).items():
        model = build(config.model, weights)
        choice = Choice(name, *score(model, pairs, run, quantization=config.package.quantization))
        print(f"{choice.name}: chrF {choice.chrf:.2f} BLEU {choice.bleu:.2f}", flush=True)
        if best is None or choice.chrf + choice.bleu > best.chrf + best.bleu:
            best = choice
            torch.save({"model": weights}, run / CHOSEN)
    if best is None:
        raise FileNotFoundError(f"no checkpoint in {run}")
    print(f"chosen: {best.name}")
    return best
