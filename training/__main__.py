"""Train a German-English Argos package: `python -m training all CONFIG RUN --parallel FOLDER --test-sets FOLDER`.

Steps, each of which can be run alone: prepare, train, choose, pack, evaluate; `check` looks for held-out lines in the
prepared arrays once more. Everything is kept in the folder RUN.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from training.config import Config, read_config, rehearsal

ROOT = Path(__file__).parents[1]
PROBES = ROOT / "benchmarks" / "data" / "names_and_meaning.tsv"


def _prepare(config: Config, options: argparse.Namespace) -> None:
    from training.prepare import Inputs, prepare  # heavy libraries only where they are needed

    held_out = (*options.test_sets, PROBES)
    prepare(config, Inputs(options.parallel, held_out, tuple(options.documents)), options.run)


def _check(_: Config, options: argparse.Namespace) -> None:
    from training.prepare import Inputs, check_arrays, read_held_out  # heavy, as above

    inputs = Inputs(options.parallel, (*options.test_sets, PROBES), tuple(options.documents))
    check_arrays(options.run, read_held_out(inputs))
    print("no held-out line is in the training data")


def _train(config: Config, options: argparse.Namespace) -> None:
    from training.train import train  # torch

    train(config, options.run)


def _choose(config: Config, options: argparse.Namespace) -> None:
    from training.choose import choose  # torch, ctranslate2, sacrebleu

    choose(config, options.run, options.parallel, options.others)


def _pack(config: Config, options: argparse.Namespace) -> None:
    from training.checkpoints import load_state  # torch
    from training.choose import CHOSEN, build
    from training.export import export
    from training.package import pack
    from training.prepare import PIECES
    from training.vocabulary import load_pieces

    model = build(config.model, load_state(options.run / CHOSEN)["model"])
    folder = options.run / "model"
    export(model, load_pieces(options.run / PIECES), folder, quantization=config.package.quantization)
    readme = (ROOT / "models" / "README.md").read_text(encoding="utf-8")
    print(pack(folder, options.run / PIECES, readme, options.run / "package", config.package))


def _evaluate(config: Config, options: argparse.Namespace) -> None:
    package = (
        options.run.resolve() / "package" / f"translate-de_en-{config.package.version.replace('.', '_')}.argosmodel"
    )
    runs = [["translation_quality", str(package), str(folder.resolve())] for folder in options.test_sets]
    search = ["--beam", "1"] if options.rehearse else []  # an untrained model never ends a line
    for module, *arguments in [*runs, ["names_and_meaning", str(package)]]:
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments, *search]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603  # our own module


STEPS: dict[str, Callable[[Config, argparse.Namespace], None]] = {
    "prepare": _prepare,
    "train": _train,
    "choose": _choose,
    "pack": _pack,
    "evaluate": _evaluate,
}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "check", "all"])
    parser.add_argument("config", type=Path, help="TOML file, such as training/cpu.toml")
    parser.add_argument("run", type=Path, help="folder of this run; training/runs/ is ignored by git")
    parser.add_argument("--parallel", type=Path, default=Path("parallel"), help="folder of corpora (NAME.tsv.gz)")
    parser.add_argument(
        "--test-sets", type=Path, nargs="*", default=[], help="folders of NAME.de and NAME.en, held out"
    )
    parser.add_argument(
        "--documents", type=Path, nargs="*", default=[], help="texts to keep out strictly (files, folders)"
    )
    parser.add_argument(
        "--with",
        dest="others",
        type=Path,
        nargs="*",
        default=[],
        help="runs that parted from this one",
    )
    parser.add_argument("--rehearse", action="store_true", help="a few steps on little data, to see that all runs")
    options = parser.parse_args()
    config = read_config(options.config)
    if options.rehearse:
        config = rehearsal(config)
    for name in STEPS if options.step == "all" else [options.step]:
        if options.step == "all" and name == "prepare" and (options.run / "train.npz").exists():
            continue
        print(f"== {name}", flush=True)
        (_check if name == "check" else STEPS[name])(config, options)


if __name__ == "__main__":
    main()
