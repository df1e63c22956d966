"""The loop, the export and the package, with a network of a few thousand weights. Needs the `training` extra."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from torch import Tensor

torch = pytest.importorskip("torch")
pytest.importorskip("google.protobuf")
np = pytest.importorskip("numpy")

import ctranslate2  # noqa: E402  # after the skip
import sentencepiece  # noqa: E402
from benchmarks.decoding import Decoder, DecodingOptions, open_package  # noqa: E402  # after the skip
from training.batches import PairArrays, make_batch, plan_epoch  # noqa: E402
from training.checkpoints import load_state  # noqa: E402
from training.choose import candidates  # noqa: E402
from training.config import Config, ModelConfig, PackageConfig, TrainConfig, read_config, rehearsal  # noqa: E402
from training.export import export  # noqa: E402
from training.loss import tied_cross_entropy  # noqa: E402
from training.model import Translator  # noqa: E402
from training.names import read_table  # noqa: E402
from training.package import pack  # noqa: E402
from training.pairs import Pair  # noqa: E402
from training.prepare import encode  # noqa: E402
from training.train import learning_rate, start_state, train  # noqa: E402
from training.vocabulary import graft_characters, load_pieces, train_pieces  # noqa: E402

RECIPES = Path(__file__).parents[2] / "training"
WORDS = sorted({word for row in read_table("terms") for word in row[0].split()})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder with a tiny vocabulary and copies as translations."""
    folder = tmp_path_factory.mktemp("run")
    random = Random(1)
    lines = [" ".join(random.choices(WORDS, k=random.randint(1, 6))) for _ in range(300)]
    (folder / "pieces.model").write_bytes(train_pieces(lines, 320, split_digits=True, threads=1))
    encode([Pair(line, line) for line in lines], folder, longest=50)
    return folder


@pytest.fixture
def config() -> Config:
    small = read_config(RECIPES / "cpu.toml")
    model = ModelConfig(vocabulary=320, width=16, inner=32, heads=2, encoder_layers=2, decoder_layers=1, positions=64)
    training = TrainConfig(steps=6, warmup=2, batch_tokens=200, keep_from=0.5, keep_every=2)
    return replace(small, model=model, train=training, package=PackageConfig(version="9.9"))


@pytest.mark.parametrize("name", ["cpu", "gpu"])
def test_the_recipes_are_valid_and_can_be_rehearsed(name: str) -> None:
    full = read_config(RECIPES / f"{name}.toml")
    assert full.model.vocabulary == full.vocabulary.size
    assert full.choose.corpus in full.data.exclude
    assert rehearsal(full).train.steps < 10


def test_the_learning_rate_rises_stands_and_falls_to_zero() -> None:
    settings = TrainConfig(steps=100, learning_rate=1.0, warmup=10, decay=0.2)
    rates = [learning_rate(step, settings) for step in range(101)]
    assert rates[4] == pytest.approx(0.5)
    assert rates[50] == 1.0
    assert rates[90] == pytest.approx(0.5)
    assert rates[100] == 0.0


def test_the_loss_has_the_gradients_of_label_smoothed_cross_entropy() -> None:
    torch.manual_seed(0)
    states, weight = torch.randn(7, 4), torch.randn(9, 4)
    gold = torch.randint(0, 9, (7,))
    gradients = []
    for own in (True, False):
        a, b = states.clone().requires_grad_(), weight.clone().requires_grad_()
        if own:
            loss = tied_cross_entropy(a, b, gold, smoothing=0.1, rows=3)
        else:
            loss = torch.nn.functional.cross_entropy(a @ b.t(), gold, label_smoothing=0.1, reduction="sum")
        loss.backward()
        gradients.append((a.grad, b.grad))
    for mine, theirs in zip(*gradients, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-5)


def test_an_epoch_holds_every_pair_once_and_no_batch_is_too_large(run: Path) -> None:
    pairs = PairArrays.load(run / "train.npz")
    plan = plan_epoch(pairs, tokens=200, seed=1, epoch=0)
    assert sorted(np.concatenate(plan)) == list(range(len(pairs)))
    for numbers in plan:
        batch = make_batch(pairs, numbers, torch.device("cpu"), torch.float32)
        assert max(batch.source.numel(), batch.target.numel()) <= 200


@pytest.mark.parametrize("muon", [False, True])
def test_a_run_that_was_stopped_ends_like_one_that_was_not(
    run: Path, config: Config, tmp_path: Path, *, muon: bool
) -> None:
    config, ends = replace(config, train=replace(config.train, muon=muon)), []
    for name, stops in (("whole", [6]), ("stopped", [3, 6])):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("pieces.model", "train.npz"):
            (folder / file).write_bytes((run / file).read_bytes())
        for stop in stops:
            train(config, folder, until=stop)
        ends.append(load_state(folder / "checkpoint.pt"))
    whole, stopped = ends
    assert whole["step"] == stopped["step"] == 6
    for name, weights in whole["model"].items():
        torch.testing.assert_close(weights, stopped["model"][name], rtol=0, atol=0)


def test_another_optimiser_begins_with_a_warm_up(run: Path, config: Config, tmp_path: Path) -> None:
    for file in ("pieces.model", "train.npz"):
        (tmp_path / file).write_bytes((run / file).read_bytes())
    train(config, tmp_path, until=3)
    assert load_state(tmp_path / "checkpoint.pt")["warm"] == 0
    train(replace(config, train=replace(config.train, muon=True)), tmp_path, until=4)
    assert load_state(tmp_path / "checkpoint.pt")["warm"] == 3


def test_two_processes_end_like_one_that_does_all_batches(run: Path, config: Config, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    ends = []
    for processes, accumulate in ((1, 2), (2, 1)):
        folder = tmp_path / str(processes)
        folder.mkdir()
        for file in ("pieces.model", "train.npz"):
            (folder / file).write_bytes((run / file).read_bytes())
        settings = {**asdict(config.train), "accumulate": accumulate}
        recipe.write_text(_toml({"data": {"weights": {}}, "model": _model(config), "train": settings}))
        command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1"]
        command += ["--nproc-per-node", str(processes), "-m", "training.train", str(recipe), str(folder)]
        subprocess.run(command, check=True, cwd=RECIPES.parent, env={**os.environ, "OMP_NUM_THREADS": "1"})
        ends.append(load_state(folder / "checkpoint.pt"))
    alone, together = ends
    assert alone["step"] == together["step"] == config.train.steps
    assert alone["place"] == together["place"]
    torch.manual_seed(config.train.seed)
    start = _flat(Translator(config.model).state_dict())
    ways = [_flat(state["model"]) - start for state in ends]
    assert torch.cosine_similarity(*ways, dim=0) > 0.99  # bf16 sums in another order; half of the batches: 0.96


def _flat(weights: dict[str, Tensor]) -> Tensor:
    return torch.cat([weights[name].float().reshape(-1) for name in sorted(weights)])


def _model(config: Config) -> dict[str, object]:
    return {name: value for name, value in asdict(config.model).items() if name != "vocabulary"}


def _toml(tables: dict[str, dict[str, object]]) -> str:
    """Write flat tables; `size` of the vocabulary stands in a table of its own."""
    lines = ["[vocabulary]", "size = 320"]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    return "\n".join(lines)


def test_the_mean_of_runs_that_parted_is_a_candidate(run: Path, config: Config, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "second")]
    for folder, seed in zip(folders, (1, 77), strict=True):
        folder.mkdir()
        for file in ("pieces.model", "train.npz"):
            (folder / file).write_bytes((run / file).read_bytes())
        train(replace(config, train=replace(config.train, seed=seed)), folder)
    first, second = (candidates(folder) for folder in folders)
    both = candidates(folders[0], others=[folders[1]])
    assert set(both) - set(first) == {"mean of 2 runs"}
    for name, weights in both["mean of 2 runs"].items():
        kept = next(key for key in first if key.startswith("mean of") and not key.endswith("ema"))
        torch.testing.assert_close(weights, (first[kept][name] + second[kept][name]) / 2)
        assert not torch.equal(first[kept][name], second[kept][name])


def test_the_exported_model_decodes_as_the_network_does(run: Path, config: Config, tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = Translator(config.model).eval()
    pieces = load_pieces(run / "pieces.model")
    export(model, pieces, tmp_path / "model", quantization="float32")
    source = pieces.encode("haus am fluss")
    decoder = ctranslate2.Translator(str(tmp_path / "model"))
    (result,) = decoder.translate_batch(
        [[pieces.id_to_piece(number) for number in source]], beam_size=1, max_decoding_length=5
    )
    target = [1]
    while len(target) < 6 and target[-1] != 2:
        now = torch.tensor([target])
        causal = torch.full((len(target), len(target)), -1e4).triu(1)
        states = model(torch.tensor([[*source, 2]]), now, None, causal)
        target.append(int((states[0, -1] @ model.embedding.weight.t()).argmax()))
    assert result.hypotheses[0] == [pieces.id_to_piece(number) for number in target[1:] if number != 2]


def test_the_same_weights_make_the_same_package(run: Path, config: Config, tmp_path: Path) -> None:
    export(Translator(config.model), load_pieces(run / "pieces.model"), tmp_path / "model", quantization="int8")
    first, second = (
        pack(tmp_path / "model", run / "pieces.model", "licence", tmp_path / name, config.package) for name in "ab"
    )
    assert first.name == "translate-de_en-9_9.argosmodel"
    assert first.read_bytes() == second.read_bytes()
    with open_package(first) as opened:
        assert opened.version == "9.9"
        assert len(Decoder(opened, DecodingOptions(beam=1)).translate(["haus", "am fluss"])) == 2


def test_grafting_gives_an_old_vocabulary_the_missing_characters(tmp_path: Path) -> None:
    lines = [cell for row in read_table("places") + read_table("terms") for cell in row]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 5), model_prefix=str(tmp_path / "old"), vocab_size=900, minloglevel=2,
        hard_vocab_limit=False, pad_id=-1, bos_id=1, eos_id=2, unk_id=0,
    )  # fmt: skip
    old = (tmp_path / "old.model").read_bytes()
    grafted, places = graft_characters(old, lines)
    (tmp_path / "new.model").write_bytes(grafted)
    before, after = load_pieces(tmp_path / "old.model"), load_pieces(tmp_path / "new.model")
    assert before.get_piece_size() == after.get_piece_size()
    assert 0 in before.encode("»Čą«")
    assert after.decode(after.encode("»Čą« — § 5")) == "»Čą« — § 5"
    assert "Č" in {after.id_to_piece(place) for place in places}


def test_a_start_with_a_grafted_vocabulary_gets_rows_near_related_letters(
    run: Path, config: Config, tmp_path: Path
) -> None:
    pieces = load_pieces(run / "pieces.model")
    torch.manual_seed(1)
    weights = Translator(config.model).state_dict()
    torch.save({"model": weights, "ema": {name: value.clone() for name, value in weights.items()}}, tmp_path / "s.pt")
    (tmp_path / "pieces.model").write_bytes((run / "pieces.model").read_bytes())
    place, donor = pieces.piece_to_id("č"), pieces.piece_to_id("c")
    (tmp_path / "grafted.txt").write_text(str(place), encoding="utf-8")
    rows = start_state(tmp_path, "s.pt")["model"]["embedding.weight"]
    assert torch.cosine_similarity(rows[place], rows[donor], dim=0) > 0.5
    torch.testing.assert_close(rows[donor], weights["embedding.weight"][donor])
