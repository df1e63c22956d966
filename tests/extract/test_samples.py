"""The samples in raw/ against what a researcher must see in their records (tests/expectations/samples.json)."""

import unicodedata
from pathlib import Path

import orjson
import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.identify import identify
from ingest.languages import same_language
from tests.extract.captures import blocks_of, capture_of

ROOT = Path(__file__).parents[2]
EXPECTATIONS = ROOT / "tests/expectations/samples.json"
SAMPLES = {
    name: expected
    for name, expected in (orjson.loads(EXPECTATIONS.read_bytes()) if EXPECTATIONS.is_file() else {}).items()
    if not name.startswith("_")
}


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def found(needle, text):
    return any(plain(option) in text for option in needle.split("|"))


@pytest.fixture(scope="module", params=sorted(SAMPLES))
def sample(request):
    return request.param, SAMPLES[request.param]


def is_date(value, expected, *, optional):
    """No other date than expected, at most as precise; none only where none is expected or it is optional."""
    if value is None:
        return expected is None or optional
    return expected is not None and expected.startswith(value)


def test_a_sample_gives_what_a_researcher_must_see(sample):
    name, expected = sample
    if expected.get("status") == "rejected":
        with pytest.raises(DocumentError) as caught:
            extract(capture_of(ROOT / "raw" / name))
        assert caught.value.code == expected.get("code", caught.value.code)
        return
    article = identify(extract(capture_of(ROOT / "raw" / name)))
    text, metadata = plain(article.text), article.metadata
    assert metadata.title == expected.get("title", metadata.title)
    assert list(metadata.authors) == expected.get("authors", list(metadata.authors))
    assert metadata.publisher == expected.get("publisher", metadata.publisher)
    for field in ("published", "modified"):
        if field in expected:
            optional = expected.get(f"{field}_may_be_null", False)
            assert is_date(getattr(metadata, field), expected[field], optional=optional), field
    assert same_language(article.language.tag, expected["language"])
    missing = [words for words in expected.get("must_contain", []) if not found(words, text)]
    missing += [words for words in expected.get("must_contain_normalised", []) if not found(words, text)]
    assert not missing
    assert not [words for words in expected.get("must_not_contain", []) if words in article.text]
    assert [words for words in expected.get("each_once", []) if text.count(plain(words)) != 1] == []
    kinds = [kind for kind, _ in blocks_of(article)]
    for kind, bounds in expected.get("blocks", {}).items():
        assert bounds["min"] <= kinds.count(kind) <= bounds["max"], kind
    table = " ".join(words for kind, words in blocks_of(article) if kind == "table")
    assert [cell for cell in expected.get("table_cells", []) if cell not in table] == []
