"""Compares ways to keep glossary terms, on 500 sentences, and what they cost the rest of a sentence.

    python benchmarks/glossary.py [--references SOURCE TARGET]

Ways: nothing; the target term written into the source; one placeholder (a letter and a digit), no second try; the
product's way (placeholders, three letters, at last the sentence cut around the term). A term counts as kept when one of
the accepted English forms stands in the translation. ``--references``: BLEU on aligned files, each name that stands
in both sides is protected, against no protection.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path

from ingest.settings import Settings
from ingest.translate.argos import open_engine
from ingest.translate.engine import Decoding, Engine
from ingest.translate.glossary import Glossary, read_glossary
from ingest.translate.protection import Span, find_spans, mask, unmask
from ingest.translate.rendering import Job, Render, render_jobs, renderer

DATA = Path(__file__).parent / "data"
NAME = re.compile(r"(?<![\w-])[A-ZÄÖÜ][^\W\d_]{3,}(?![\w-])")
PLACEHOLDER = re.compile(r"(?<!\w)[PAXQZKVB]\d(?!\w)")

Way = Callable[[list[str], Glossary, Render], list[str]]


def nothing(sources: list[str], glossary: Glossary, send: Render) -> list[str]:
    """Translate as if there were no glossary."""
    del glossary
    sent = dict(send(sources))
    return [sent[source].text for source in sources]


def written_in(sources: list[str], glossary: Glossary, send: Render) -> list[str]:
    """Write the target term into the source and hope."""
    texts = []
    for source in sources:
        text = source
        for match in reversed(list(glossary.find(source, "de"))):
            text = text[: match.start] + match.target + text[match.end :]
        texts.append(text)
    sent = dict(send(texts))
    return [sent[text].text for text in texts]


def one_placeholder(sources: list[str], glossary: Glossary, send: Render) -> list[str]:
    """Use one placeholder for each term and no second try."""
    masked = [mask(source, find_spans(source, "de", "en", glossary), "P") for source in sources]
    sent = dict(send([item.text for item in masked]))
    return [unmask(sent[item.text].text, item) or sent[item.text].text for item in masked]


def product(sources: list[str], glossary: Glossary, send: Render) -> list[str]:
    """Do as the product does."""
    jobs = [Job(source, find_spans(source, "de", "en", glossary)) for source in sources]
    done = dict(render_jobs(jobs, send))
    return [done[job].text for job in jobs]


WAYS: dict[str, Way] = {
    "no glossary": nothing,
    "target term written into the source": written_in,
    "one placeholder": one_placeholder,
    "three placeholders, then cut (the product)": product,
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--references", nargs=2, type=Path, metavar=("SOURCE", "TARGET"))
    options = parser.parse_args()
    engine = open_engine(Settings(models=options.models, workers=1))
    send = renderer(engine, (engine.packages[0],), Decoding())
    rows = [json.loads(line) for line in (DATA / "glossary.jsonl").read_text("utf-8").splitlines()]
    glossary = read_glossary(DATA / "glossary.csv")
    sources = [row["source"] for row in rows]
    terms = sum(len(row["terms"]) for row in rows)
    print(f"{len(rows)} sentences, {terms} terms\n\n| way | terms kept | placeholders left |\n|---|---:|---:|")
    for name, way in WAYS.items():
        targets = way(sources, glossary, send)
        kept = sum(
            any(form.casefold() in target.casefold() for form in term["accept"])
            for row, target in zip(rows, targets, strict=True)
            for term in row["terms"]
        )
        left = sum(len(PLACEHOLDER.findall(target)) for target in targets)
        print(f"| {name} | {kept / terms:.1%} | {left} |", flush=True)
    if options.references:
        harm(engine, send, *options.references)


def harm(engine: Engine, send: Render, source: Path, target: Path) -> None:
    """Print BLEU with and without protected names."""
    import sacrebleu

    del engine
    sides = [path.read_text("utf-8").splitlines() for path in (source, target)]
    jobs: dict[Job, str] = {}
    for ours, theirs in zip(*sides, strict=True):
        text = ours.strip()
        spans = tuple(
            Span(match.start(), match.end(), match[0], "name")
            for match in NAME.finditer(text)
            if match.start() and text.count(match[0]) == 1 and theirs.count(match[0]) == 1
        )[:3]
        if spans:
            jobs[Job(text, spans)] = theirs.strip()
    plain = dict(send([job.text for job in jobs]))
    done = dict(render_jobs(list(jobs), send))
    names = [(job, span.target) for job in jobs for span in job.spans]
    print(f"\n{len(jobs)} sentences with {len(names)} names\n\n| | BLEU | names kept |\n|---|---:|---:|")
    for label, texts in (
        ("no protection", {job: plain[job.text].text for job in jobs}),
        ("names protected", {job: done[job].text for job in jobs}),
    ):
        score = sacrebleu.corpus_bleu(list(texts.values()), [list(jobs.values())]).score
        kept = sum(name in texts[job] for job, name in names) / len(names)
        print(f"| {label} | {score:.2f} | {kept:.1%} |", flush=True)


if __name__ == "__main__":
    main()
