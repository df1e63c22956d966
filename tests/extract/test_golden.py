"""Goldens: each folder holds a document, its meta data (how it came) and the article that it must become."""

from pathlib import Path

import orjson
import pytest

from ingest.errors import DocumentError
from ingest.extract import extract
from ingest.identify import identify
from tests.extract.captures import blocks_of, capture

FOLDERS = sorted((Path(__file__).parents[1] / "golden/extract").iterdir())


def outcome(folder):
    """Return what `expected.json` describes: the article's metadata, language and blocks, or the rejection."""
    meta = orjson.loads((folder / "meta.json").read_bytes())
    document = next(folder.glob("input.*"))
    how = {key: meta[key] for key in ("uri", "charset") if key in meta}
    try:
        article = identify(extract(capture(document.read_bytes(), name=document.name, **how)))
    except DocumentError as error:
        return {"code": error.code}
    metadata = article.metadata.model_dump(mode="json", exclude={"evidence"}, exclude_defaults=True)
    return {
        "metadata": metadata,
        "language": article.language.tag,
        "blocks": [list(block) for block in blocks_of(article)],
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_document_becomes_the_article_that_its_golden_shows(folder):
    assert outcome(folder) == orjson.loads((folder / "expected.json").read_bytes())
