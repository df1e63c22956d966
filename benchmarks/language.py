"""Measure language identification on texts with known languages; product and bare libraries side by side.

    python benchmarks/language.py FILE.jsonl [--limit 1000]

One object a line: `text` and `language` (a BCP-47 tag), or, for a mixed document, `paragraphs`, a list of such
objects; `set` names the kind of text (default `text`). From each text of more than four words the first four are
measured too (set `first four words`). An answer is right when it names the language or a macrolanguage that includes
it. "Sure and wrong" counts wrong answers given with confidence of 0.9 or more, of all such answers on 20 characters or
more. Behind ±, half of the 95 % bootstrap interval.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from bootstrap import interval, mean, table

from ingest.detectors import detector, langdetect_scores
from ingest.identify import block_language, choose, document_language
from ingest.languages import normalise, same_language

Answer = tuple[str, float]
Texts = list[tuple[str, str]]
SURE = 0.9
SHORT = 20


def product(text: str) -> Answer:
    """Ask our own rules."""
    return document_language(text)


def bare_py3langid(text: str) -> Answer:
    """Ask py3langid as its documentation shows it, with normalised probabilities."""
    label, confidence = detector().raw(text)
    return normalise(label), confidence


def bare_langdetect(text: str) -> Answer:
    """Ask langdetect, seeded."""
    scores = langdetect_scores(text)
    return max(scores.items(), key=lambda item: item[1]) if scores else ("und", 0.0)


SYSTEMS: dict[str, Callable[[str], Answer]] = {
    "Polyglot Ingest": product,
    "py3langid": bare_py3langid,
    "langdetect": bare_langdetect,
}


def read(path: Path, limit: int | None) -> tuple[dict[str, Texts], list[Texts]]:
    """Return the texts by set, and the mixed documents."""
    sets: dict[str, Texts] = defaultdict(list)
    mixed: list[Texts] = []
    for line in path.read_text(encoding="utf-8").splitlines()[:limit]:
        entry = json.loads(line)
        if "paragraphs" in entry:
            mixed.append([(p["text"], p["language"]) for p in entry["paragraphs"]])
            continue
        sets[entry.get("set", "text")].append((entry["text"], entry["language"]))
        words = entry["text"].split()
        if len(words) > 4:
            sets["first four words"].append((" ".join(words[:4]), entry["language"]))
    return sets, mixed


def row(name: str, kind: str, texts: Texts, answers: Sequence[Answer], seconds: float) -> list[str]:
    """Return one line of the table."""
    right = [float(same_language(truth, tag)) for (_, truth), (tag, _) in zip(texts, answers, strict=True)]
    sure = [ok for ok, (_, p), (text, _) in zip(right, answers, texts, strict=True) if p >= SURE and len(text) >= SHORT]
    silent = mean([float(tag == "und") for tag, _ in answers])
    wrong = f"{sum(1 for ok in sure if not ok)} of {len(sure)}"
    return [kind, name, interval(right, mean), f"{100 * silent:.1f}", wrong, f"{1000 * seconds / len(texts):.2f}"]


def paragraphs(document: Texts, system: str) -> list[Answer]:
    """Return a system's answer for each paragraph of a mixed document; ours knows the document around it."""
    if system != "Polyglot Ingest":
        return [SYSTEMS[system](text) for text, _ in document]
    whole = document_language("\n".join(text for text, _ in document))[0]
    models = detector()
    scores = [models.scores(text) for text, _ in document]
    return [(block_language(text, own, whole), choose(own)[1]) for (text, _), own in zip(document, scores, strict=True)]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    start = time.perf_counter()
    product("Ein erster Satz, der die Modelle lädt.")
    cold = time.perf_counter() - start
    bare_langdetect("Ein erster Satz.")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sets, mixed = read(options.file, options.limit)
    rows = []
    for kind, texts in sets.items():
        for name, system in SYSTEMS.items():
            start = time.process_time()
            answers = [system(text) for text, _ in texts]
            rows.append(row(name, kind, texts, answers, time.process_time() - start))
    for name in SYSTEMS if mixed else ():
        start = time.process_time()
        answers = [answer for document in mixed for answer in paragraphs(document, name)]
        texts = [pair for document in mixed for pair in document]
        rows.append(row(name, "paragraphs of mixed documents", texts, answers, time.process_time() - start))
    print(table("texts;system;right;und;sure and wrong;ms a text".split(";"), rows))  # noqa: SIM905 - reads as a header
    print(f"\nLoading took {cold:.2f} s; the process then used {memory:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
