"""The labelled pages: kinds that are no article are rejected by name, articles that look like them are kept."""

from collections import Counter
from pathlib import Path

import orjson
import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from tests.extract.captures import capture_of

FOLDER = Path(__file__).parents[1] / "pages"
LABELS = [orjson.loads(line) for line in (FOLDER / "labels.jsonl").read_bytes().splitlines()]


def kind_of(label):
    try:
        article = extract(capture_of(FOLDER / label["file"]))
    except DocumentError as error:
        return error.code, ""
    kind = "paywall_teaser" if "access" in article.metadata.evidence else "article"
    return kind, " ".join(article.text.split())


@pytest.mark.parametrize(
    "label", [label for label in LABELS if label["split"] == "dev"], ids=lambda label: label["file"]
)
def test_a_page_is_what_its_label_says(label):
    kind, text = kind_of(label)
    assert kind == label["kind"]
    assert [words for words in label.get("contains", []) if " ".join(words.split()) not in text] == []
    assert [words for words in label.get("excludes", []) if " ".join(words.split()) in text] == []


def test_pages_that_no_rule_was_tuned_on_are_mostly_judged_right():
    pairs = Counter((label["kind"], kind_of(label)[0]) for label in LABELS if label["split"] == "test")
    right = sum(count for (wanted, found), count in pairs.items() if wanted == found)
    assert right >= 0.9 * pairs.total()
