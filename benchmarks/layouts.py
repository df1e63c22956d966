"""Write pages in many layouts, filled with any text, with the truth beside them, for `benchmarks/extraction.py`.

    python benchmarks/layouts.py OUT TEXT [TEXT…]

TEXT is a plain text whose language begins its name (`de-article.txt`). Each layout of `data/layouts.txt` is filled
twice with the paragraphs of each text. The layouts were written for this project, after the templates of common
publishing systems and newspapers; rules were tuned on them, so they show that nothing gets worse, not how good it is.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

LAYOUTS = Path(__file__).parent / "data/layouts.txt"
TOKEN = re.compile(r"\[\[(\w+)(?: (\d+))?\]\]")
NAV = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(8)) + "</ul></nav>"
FOOT = "<footer><p>© 2024 Example Gull. All rights reserved.</p><a href='/i'>Imprint</a></footer>"
SHORT = 70


class Filler:
    """Fills one layout and remembers what of it is the article."""

    def __init__(self, texts: Iterator[str], title: str) -> None:
        self.texts = texts
        self.title = title
        self.truth: list[str] = []

    def __call__(self, token: re.Match[str]) -> str:
        """Return the markup for a token."""
        name, count = token[1], int(token[2] or 1)
        if name == "p":
            return "".join(f"<p>{self._kept(next(self.texts))}</p>" for _ in range(count))
        if name == "cards":
            return "".join(
                f"<div class='c{n % 2}'><a href='/a/{n}'><h3>{self._noise(SHORT)}</h3></a>"
                f"<p>{self._noise(120)}</p></div>"
                for n in range(count)
            )
        return {
            "title": lambda: html.escape(self.title),
            "text": lambda: self._kept(next(self.texts)),
            "head": lambda: self._kept(_short(next(self.texts), 40)),
            "noise": lambda: self._noise(200),
            "nav": lambda: NAV,
            "foot": lambda: FOOT,
        }[name]()

    def _kept(self, text: str) -> str:
        self.truth.append(text)
        return html.escape(text)

    def _noise(self, length: int) -> str:
        return html.escape(_short(next(self.texts), length))


def _short(text: str, length: int) -> str:
    return text[:length].rpartition(" ")[0] or text[:length]


def layouts() -> dict[str, str]:
    """Return the layouts by name."""
    parts = re.split(r"^== (.+)\n", LAYOUTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def main() -> int:
    """Write the pages and `labels.jsonl`."""
    out, *names = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    labels = []
    for path in names:
        lines = [line.strip("• -\t") for line in path.read_text(encoding="utf-8").splitlines()]
        texts = cycle([line for line in lines if len(line) > 90])
        for name, layout in layouts().items():
            for copy in range(2):
                title = _short(next(texts), 80)
                filler = Filler(texts, title)
                body = TOKEN.sub(filler, layout)
                head = f"<title>{html.escape(title)} - Example Gull</title>" if copy else ""
                meta = f'<meta property="og:title" content="{html.escape(title)}">'
                start = f"<!DOCTYPE html><html lang='{path.name[:2]}'><head><meta charset='utf-8'>"
                page = f"{start}{head}{meta}</head>{body}</html>"
                file = f"{path.stem}-{name.replace(' ', '-').replace(',', '')}-{copy}.html"
                (out / file).write_text(page, encoding="utf-8")
                labels.append(
                    {"file": file, "paragraphs": filler.truth, "title": title, "published": None, "authors": []}
                )
                if "Ana Lund" in layout:
                    labels[-1].pop("authors")
                if "2024" in layout:
                    labels[-1].pop("published")
    (out / "labels.jsonl").write_text("".join(json.dumps(label) + "\n" for label in labels), encoding="utf-8")
    print(f"{len(labels)} pages in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
