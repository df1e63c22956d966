"""Corpora to `pieces.model` and `train.npz`: clean, hold out, vote, make pairs, encode; seeds decide all chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from training.augment import augment, join, mirror_quotes
from training.clauses import clause_pairs
from training.config import Config, DataConfig, VocabularyConfig
from training.corpora import acceptable, agreeing, by_source, read_corpus
from training.leakage import HeldOut, require_clean
from training.names import NameMaker
from training.pairs import Pair, fold
from training.templates import dictionary_pairs, template_pairs
from training.vocabulary import graft_characters, load_pieces, train_pieces

PIECES, ARRAYS, GRAFTED = "pieces.model", "train.npz", "grafted.txt"


@dataclass(frozen=True)
class Inputs:
    """Where the text lies: corpora, line-aligned test sets, documents and lists that nothing may be learned from."""

    parallel: Path
    held_out: tuple[Path, ...]
    strict: tuple[Path, ...] = ()


def read_held_out(inputs: Inputs) -> HeldOut:
    """Index every line of the held-out files; a folder stands for all files in it."""
    index = HeldOut()
    for paths, strict in ((inputs.held_out, False), (inputs.strict, True)):
        for path in paths:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                if file.suffix == ".tsv":
                    lines = [field for line in file.read_text("utf-8").splitlines() for field in line.split("\t")[1:2]]
                else:
                    lines = file.read_text("utf-8").splitlines()
                index.add(lines, strict=strict)
    return index


def _excluded(config: DataConfig, parallel: Path) -> set[str]:
    out: set[str] = set()
    for name in config.exclude:
        for pair in read_corpus(parallel / f"{name}.tsv.gz"):
            out |= {fold(pair.german), fold(pair.english)}
    for name, (first, last) in config.exclude_lines.items():
        for number, pair in enumerate(read_corpus(parallel / f"{name}.tsv.gz"), 1):
            if first <= number <= last:
                out |= {fold(pair.german), fold(pair.english)}
    return {line for line in out if len(line) > 12}  # a line such as "Danke." is nobody's


def corpus_pairs(config: DataConfig, inputs: Inputs, held_out: HeldOut) -> Iterator[Pair]:
    """Give the cleaned pairs of all corpora, as often as their weights say; print what each corpus gave."""
    random, excluded, seen = Random(config.seed), _excluded(config, inputs.parallel), set[tuple[str, str]]()
    for name, weight in config.weights.items():
        read, leaked, given = 0, 0, 0
        kept: list[Pair] = []
        for pair in read_corpus(inputs.parallel / f"{name}.tsv.gz"):
            read += 1
            key = (fold(pair.german), fold(pair.english))
            if key in seen or key[0] in excluded or key[1] in excluded or not acceptable(pair):
                continue
            if held_out.find(pair.german) or held_out.find(pair.english):
                leaked += 1
                continue
            seen.add(key)
            kept.append(mirror_quotes(pair))
        for german, translations in by_source(kept).items():
            for english in agreeing(translations, keep=config.agreeing):
                copies = int(weight) + (random.random() < weight % 1)
                given += copies
                yield from [Pair(german, english)] * copies
        print(f"{name}: read {read}, kept {len(kept)}, held out {leaked}, given {given}", flush=True)


def make_pairs(config: DataConfig, inputs: Inputs, held_out: HeldOut) -> list[Pair]:
    """Give all training pairs in random order."""
    names = NameMaker.load(Random(config.seed))
    pairs = list(corpus_pairs(config, inputs, held_out))
    Random(config.seed).shuffle(pairs)
    made = list(augment(pairs, config.augmentation, names))
    made += join(pairs, config.join, names)
    made += template_pairs(config.templates, config.seed)
    made += clause_pairs(config.clauses, config.seed)
    made += dictionary_pairs() * config.dictionary
    clean = [pair for pair in made if not (held_out.find(pair.german) or held_out.find(pair.english))]
    print(f"corpora {len(pairs)}, made {len(clean)}, held out {len(made) - len(clean)} of the made", flush=True)
    pairs += clean
    Random(config.seed).shuffle(pairs)
    return pairs


def make_pieces(config: VocabularyConfig, pairs: list[Pair], run: Path) -> None:
    """Write `pieces.model` unless it is there; for a grafted model also the places of the new characters."""
    if (run / PIECES).exists():
        return
    lines = [side for pair in pairs[:400_000] for side in (pair.german, pair.english)]
    if config.start:
        model, places = graft_characters((run / config.start).read_bytes(), lines)
        (run / GRAFTED).write_text("\n".join(map(str, places)), encoding="utf-8")
    else:
        model = train_pieces(lines, config.size, split_digits=config.split_digits, threads=2)
    (run / PIECES).write_bytes(model)


def encode(pairs: Iterable[Pair], run: Path, *, longest: int) -> None:
    """Write `train.npz`; pairs with a side of more than `longest` pieces are left out."""
    processor = load_pieces(run / PIECES)
    rows = list(pairs)
    german = processor.encode([pair.german for pair in rows])
    english = processor.encode([pair.english for pair in rows])
    kept = [row for row in range(len(rows)) if 0 < len(german[row]) <= longest and 0 < len(english[row]) <= longest]
    arrays = {}
    for side, pieces in (("src", german), ("tgt", english)):
        arrays[side] = np.concatenate([np.array(pieces[row], dtype=np.uint16) for row in kept])
        arrays[f"{side}_len"] = np.array([len(pieces[row]) for row in kept], dtype=np.int32)
    np.savez(run / ARRAYS, allow_pickle=False, **arrays)
    print(f"encoded {len(kept)} pairs, {len(arrays['src'])} German and {len(arrays['tgt'])} English pieces")


def check_arrays(run: Path, held_out: HeldOut) -> None:
    """Read `train.npz` back as text and raise LeakageError if it holds a held-out line."""
    processor = load_pieces(run / PIECES)
    with np.load(run / ARRAYS) as arrays:
        sides = []
        for side in ("src", "tgt"):
            ends = np.cumsum(arrays[f"{side}_len"])
            sides.append(processor.decode([part.tolist() for part in np.split(arrays[side], ends[:-1])]))
    require_clean((Pair(german, english) for german, english in zip(*sides, strict=True)), held_out)


def prepare(config: Config, inputs: Inputs, run: Path) -> None:
    """Do all of it into the folder `run`; raises LeakageError if held-out text is found in the result."""
    run.mkdir(parents=True, exist_ok=True)
    held_out = read_held_out(inputs)
    pairs = make_pairs(config.data, inputs, held_out)
    make_pieces(config.vocabulary, pairs, run)
    encode(pairs, run, longest=config.data.longest)
    check_arrays(run, held_out)
