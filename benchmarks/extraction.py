"""Measure extraction on a folder of pages with ground truth; product and bare trafilatura side by side.

    python benchmarks/extraction.py FOLDER [--truth labels.jsonl] [--split test]

The truth is a JSONL file in FOLDER, one object a page; only what stands there is measured:

    file        path of the page, relative to FOLDER (needed; .gz is read too)
    url         its address
    body        the article's text, or `paragraphs`, a list of them
    title, authors (a list), published (ISO 8601; null: the page has no date)
    kind        `article`, or the rejection that the page deserves (`cookie_wall`, …; `paywall_teaser` is a record)
    contains, excludes   lists of words that the clean text must and must not hold
    split       any name; `--split` takes the pages of one

Body: precision, recall and F1 of shingles of four words, per page, then averaged (the measure of
scrapinghub/article-extraction-benchmark). Title: the same words, white space and case of no matter. Authors: F1 of the
sets, averaged. Day: of pages with a date, how many give that day; invented: dates given where there is none. Behind ±,
half of the 95 % bootstrap interval over pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shingle_words
import trafilatura
from bootstrap import interval, mean, table

from ingest.digest import document_id, sha256
from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.media_types import detect
from ingest.records import Capture, Raw, Source

KINDS = (
    "article", "paywall_teaser", "cookie_wall", "javascript_shell", "login", "captcha", "soft_404", "link_list",
    "empty",
)  # fmt: skip


@dataclass(frozen=True)
class Output:
    """What a system makes of a page; ``kind`` as in the truth."""

    kind: str = "article"
    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True)
class Page:
    """One page and its truth."""

    truth: Mapping[str, object]
    body: bytes
    name: str

    @property
    def url(self) -> str:
        """The address of the page, if it is known."""
        return str(self.truth.get("url") or "")


def product(page: Page, *, captions: bool = True) -> Output:
    """Run our extraction."""
    try:
        article = extract(_capture(page))
    except DocumentError as error:
        return Output(kind=error.code)
    kept = [block for block in article.blocks if captions or block.kind != "caption"]
    metadata = article.metadata
    return Output(
        kind="paywall_teaser" if "access" in metadata.evidence else "article",
        text="\n".join(article.text[block.start : block.end] for block in kept),
        title=metadata.title,
        authors=metadata.authors,
        published=metadata.published,
    )


def bare(page: Page, *, precise: bool = False) -> Output:
    """Run trafilatura as its documentation shows it."""
    document = trafilatura.bare_extraction(
        page.body, url=page.url or None, with_metadata=True, include_comments=False, favor_precision=precise
    )
    if document is None:
        return Output(kind="empty")
    authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Output(text=document.text or "", title=document.title, authors=authors, published=document.date)


SYSTEMS: dict[str, Callable[[Page], Output]] = {
    "Polyglot Ingest": product,
    "Polyglot Ingest, captions left out": lambda page: product(page, captions=False),
    "trafilatura": bare,
    "trafilatura, precision mode": lambda page: bare(page, precise=True),
}


def _capture(page: Page) -> Capture:
    uri = page.url or page.name
    media_type = detect(page.body, name=page.name.removesuffix(".gz"))
    source = Source(uri=uri, canonical_uri=uri, site=None, retrieved_at=None, media_type=media_type, http=None)
    raw = Raw(path=page.name, sha256=sha256(page.body), bytes=len(page.body))
    return Capture(id=document_id(uri), source=source, raw=raw, body=page.body)


# --- measures --------------------------------------------------------------------------------------------------------


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words in a text; a shorter text is one run."""
    words = shingle_words.words(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def overlap(truth: str, text: str) -> tuple[float, float]:
    """Return precision and recall of a text's shingles."""
    wanted, found = shingles(truth), shingles(text)
    both = sum((wanted & found).values())
    return both / (sum(found.values()) or 1) if found else float(not wanted), both / (sum(wanted.values()) or 1)


def f1_of(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the F1 of mean precision and mean recall."""
    precision, recall = mean([p for p, _ in pairs]), mean([r for _, r in pairs])
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def set_f1(truth: Sequence[str], names: Sequence[str]) -> float:
    """Return the F1 of two sets of names; two empty sets agree."""
    wanted, found = {_plain(name) for name in truth}, {_plain(name) for name in names}
    return 1.0 if not wanted and not found else 2 * len(wanted & found) / (len(wanted) + len(found))


def truth_body(page: Page) -> str | None:
    """Return the article's true text, if it is known."""
    paragraphs = page.truth.get("paragraphs")
    if isinstance(paragraphs, list):
        return "\n".join(map(str, paragraphs))
    body = page.truth.get("body", page.truth.get("articleBody"))
    return str(body) if body is not None else None


def row(name: str, pages: Sequence[Page], outputs: Sequence[Output], seconds: float) -> list[str]:
    """Return one line of the table of quality."""
    both = list(zip(pages, outputs, strict=True))
    bodies = [overlap(truth, out.text) for page, out in both if (truth := truth_body(page)) is not None]
    titles = [
        float(_plain(str(page.truth["title"])) == _plain(out.title)) for page, out in both if page.truth.get("title")
    ]
    authors = [set_f1(_strings(page, "authors"), out.authors) for page, out in both if "authors" in page.truth]
    dated = [(str(page.truth["published"]), out.published or "") for page, out in both if page.truth.get("published")]
    undated = [out.published for page, out in both if "published" in page.truth and not page.truth["published"]]
    days = [float(wanted[:10] == found[:10]) for wanted, found in dated]
    held = [float(_plain(w) in _plain(out.text)) for page, out in both for w in _strings(page, "contains")]
    leaks = [float(_plain(w) in _plain(out.text)) for page, out in both for w in _strings(page, "excludes")]
    return [
        name,
        interval(bodies, lambda some: mean([p for p, _ in some])),
        interval(bodies, lambda some: mean([r for _, r in some])),
        interval(bodies, f1_of),
        interval(titles, mean),
        interval(authors, mean),
        interval(days, mean),
        f"{sum(map(bool, undated))} of {len(undated)}" if undated else "–",
        interval(held, mean),
        interval(leaks, mean),
        f"{1000 * seconds / len(pages):.1f}",
    ]


def kinds(pages: Sequence[Page], outputs: Sequence[Output]) -> str:
    """Return precision and recall of each kind of page, where the truth names kinds."""
    pairs = [
        (str(page.truth["kind"]), out.kind) for page, out in zip(pages, outputs, strict=True) if "kind" in page.truth
    ]
    rows = []
    for kind in KINDS:
        given, due = [pair for pair in pairs if pair[1] == kind], [pair for pair in pairs if pair[0] == kind]
        right = sum(wanted == found == kind for wanted, found in pairs)
        if due or given:
            rows.append([kind, f"{right} of {len(given)}", f"{right} of {len(due)}"])
    return table(["kind of page", "precision", "recall"], rows) if rows else ""


def _strings(page: Page, key: str) -> list[str]:
    value = page.truth.get(key)
    return [str(item) for item in value] if isinstance(value, list) else []


# --- input and output ------------------------------------------------------------------------------------------------


def read(folder: Path, truth: str, split: str | None) -> Iterator[Page]:
    """Return the pages of a folder with their truth."""
    for line in (folder / truth).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line) if line.strip() else {}
        path = folder / str(entry.get("file", ""))
        if entry and path.is_file() and (split is None or entry.get("split") == split):
            data = path.read_bytes()
            yield Page(truth=entry, body=gzip.decompress(data) if path.suffix == ".gz" else data, name=path.name)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", default="labels.jsonl")
    parser.add_argument("--split")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = list(read(options.folder, options.truth, options.split))
    if not pages:
        print(f"no pages in {options.folder / options.truth}", file=sys.stderr)
        return 2
    rows, ours = [], []
    for name, system in SYSTEMS.items():
        for page in pages[:5]:
            system(page)  # libraries load before the clock runs
        start = time.process_time()
        outputs = [system(page) for page in pages]
        rows.append(row(name, pages, outputs, time.process_time() - start))
        ours = ours or outputs
    head = [
        "system",
        "body P",
        "body R",
        "body F1",
        "title",
        "authors",
        "day",
        "invented dates",
        "words held",
        "words leaked",
        "ms a page",
    ]
    print(f"{len(pages)} pages\n\n{table(head, rows)}\n\n{kinds(pages, ours)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
