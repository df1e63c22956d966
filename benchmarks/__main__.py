"""Run the benchmarks that need nothing from outside, one after the other: ``make bench`` or ``python -m benchmarks``.

The others need texts or programs that are not ours to ship: see the docstrings of ``translation_quality`` (test sets),
``translation_speed`` (German sentences), ``language`` (labelled texts) and ``fetching --scrapy`` (an environment with
Scrapy). The tables in docs/ name the command that made each of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def commands() -> list[list[str]]:
    """Return the command of each benchmark."""
    packages = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "models").glob("*.argosmodel"))]
    return [
        ["benchmarks/extraction.py", "tests/pages", "--split", "test"],
        ["benchmarks/flags.py"],
        ["benchmarks/glossary.py"],
        ["-m", "benchmarks.names_and_meaning", *packages],
        ["-m", "benchmarks.fetching"],
        ["-m", "benchmarks.operations"],
        ["-m", "benchmarks.scaling"],
    ]


def main() -> int:
    """Run all of them; return how many failed."""
    failed = 0
    for command in commands():
        print(f"\n## python {' '.join(command)}\n", flush=True)
        failed += subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
