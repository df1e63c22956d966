"""The configuration file: one TOML table per step, read into frozen records; an unknown key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from training.augment import Augmentation


@dataclass(frozen=True)
class DataConfig:
    """Which corpora, how often, and what is made from them.

    `weights` maps a corpus (file name without `.tsv.gz`) to the copies of each pair; a fraction is a probability.
    `exclude` names corpora whose lines are dropped wherever they occur, `exclude_lines` such lines by first and last
    number of a file that mixes licences. `templates` and `clauses` count sentences made from the lexicon,
    `dictionary` copies of its entries.
    """

    weights: Mapping[str, float]
    exclude: tuple[str, ...] = ()
    exclude_lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    agreeing: float = 0.6
    join: float = 0.03
    templates: int = 0
    clauses: int = 0
    dictionary: int = 0
    augmentation: tuple[Augmentation, ...] = ()
    longest: int = 140
    seed: int = 1


@dataclass(frozen=True)
class VocabularyConfig:
    """`start` names an existing SentencePiece model; missing characters are grafted into it. Else one is trained."""

    size: int = 8000
    start: str = ""
    split_digits: bool = False


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of the network."""

    vocabulary: int = 8000
    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 2
    positions: int = 512
    dropout: float = 0.0


@dataclass(frozen=True)
class TrainConfig:
    """How to train; `steps` counts optimiser steps of `accumulate` batches of `batch_tokens` padded places.

    The learning rate rises over `warmup` steps, stands, and falls to zero over the last share `decay` of the steps, so
    a run can be lengthened while it stands. `muon` moves the matrices by orthogonal updates. `start` names a checkpoint
    whose weights are the first ones. With several processes (see `workers`) a step is that many times as large.
    """

    steps: int
    learning_rate: float = 1e-3
    warmup: int = 1000
    decay: float = 0.25
    batch_tokens: int = 4000
    accumulate: int = 1
    smoothing: float = 0.1
    weight_decay: float = 0.01
    clip: float = 1.0
    muon: bool = False
    ema: float = 0.999
    ema_every: int = 8
    seed: int = 1
    threads: int = 1
    save_seconds: float = 300
    keep_from: float = 0.85
    keep_every: int = 150
    start: str = ""


@dataclass(frozen=True)
class ChooseConfig:
    """The development set: the first `lines` pairs of a corpus that is excluded from training."""

    corpus: str = ""
    lines: int = 600


@dataclass(frozen=True)
class PackageConfig:
    """What the package says about itself."""

    version: str = "0.0"
    argos_version: str = "1.9.0"
    quantization: str = "int8"


@dataclass(frozen=True)
class Config:
    """The whole file."""

    data: DataConfig
    vocabulary: VocabularyConfig
    model: ModelConfig
    train: TrainConfig
    choose: ChooseConfig
    package: PackageConfig


def read_config(path: Path) -> Config:
    """Read a TOML file; a TypeError names a key that no record has."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    data = dict(table.get("data", {}))
    plan = cast("Mapping[str, float]", data.pop("augmentation", {}))
    data["augmentation"] = tuple(Augmentation(change, share) for change, share in plan.items())
    data["exclude"] = tuple(data.get("exclude", ()))
    data["exclude_lines"] = {name: (first, last) for name, (first, last) in data.get("exclude_lines", {}).items()}
    vocabulary = VocabularyConfig(**table.get("vocabulary", {}))
    return Config(
        data=DataConfig(**data),
        vocabulary=vocabulary,
        model=ModelConfig(vocabulary=vocabulary.size, **table.get("model", {})),
        train=TrainConfig(**table["train"]),
        choose=ChooseConfig(**table.get("choose", {})),
        package=PackageConfig(**table.get("package", {})),
    )


def rehearsal(config: Config) -> Config:
    """Make the recipe small: every step runs, in minutes on one core, and nothing useful comes out."""
    size = 4000
    weights = dict.fromkeys(list(config.data.weights)[4::6], 0.2)  # a few corpora are enough
    return Config(
        data=replace(config.data, weights=weights, templates=500, clauses=100),
        vocabulary=config.vocabulary if config.vocabulary.start else replace(config.vocabulary, size=size),
        model=config.model if config.vocabulary.start else replace(config.model, vocabulary=size),
        train=replace(config.train, steps=4, warmup=1, batch_tokens=1000, accumulate=1, keep_from=0.0, keep_every=2),
        choose=replace(config.choose, lines=8),
        package=config.package,
    )
