"""Golden folders: an input, and the whole record or rejection that it must become, with an engine that shouts.

`pytest tests/test_golden.py --update-golden` writes the expectations anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.records import Capture, Record, Rejection
from ingest.sources.files import FileItem
from ingest.stages import Analysis, analyse, assemble, capture_step, reject, translate_step
from ingest.store.records import serialise
from ingest.translate import TranslationOptions, tool, translate
from ingest.translate.fake import FakeEngine
from tests import factories

FOLDERS = sorted((Path(__file__).parent / "golden" / "pipeline").iterdir())
MADE_BY_VERSIONS = ("pipeline", "version", "output_sha256", "input_sha256", "config_sha256", "parameters")


def document_of(folder: Path) -> Record | Rejection:
    [path] = [path for path in folder.glob("input.*") if not path.name.endswith(".meta.json")]
    return outcome_of(FileItem(path=path, uri=f"raw/{folder.name}{path.suffix}", max_bytes=100_000).capture())


def outcome_of(capture: Capture) -> Record | Rejection:
    try:
        analysis = analyse(capture)
    except DocumentError as error:
        return reject(capture, error, config_sha256="0" * 64)
    return record_of(analysis, capture_step(capture))


def record_of(analysis: Analysis, *steps: object) -> Record:
    engine, options = FakeEngine([("de", "en")]), TranslationOptions()
    [translation] = translate([analysis.segmented], engine=engine, target="en", options=options)
    article = analysis.segmented.article
    step = translate_step(article, tool(["de"], engine=engine, target="en", options=options), translation)
    return assemble(article, translation, steps=(*steps, *analysis.steps, step), config_sha256="0" * 64)  # type: ignore[arg-type]


def without_versions(value: object) -> object:
    """Leave out what changes with every release of a library."""
    if isinstance(value, dict):
        return {key: without_versions(part) for key, part in value.items() if key not in MADE_BY_VERSIONS}
    return [without_versions(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_golden_document_becomes_what_it_did_before(folder: Path, update_golden: bool) -> None:
    document = without_versions(orjson.loads(serialise(document_of(folder))))
    expected = folder / "expected.json"
    if update_golden:
        expected.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    assert document == orjson.loads(expected.read_bytes())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_document_is_a_pure_function_of_its_bytes(folder: Path) -> None:
    assert serialise(document_of(folder)) == serialise(document_of(folder))


def test_nothing_depends_on_the_process_that_extracts() -> None:
    """Another order of sets and other addresses of objects give the same articles."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ingest.errors import DocumentError\n"
        "from ingest.digest import digest\n"
        "from ingest.sources.files import FileItem\n"
        "from ingest.stages import analyse\n"
        "for path in sorted([*Path('raw').glob('*.*'), *Path('tests/pages').glob('*/*.html')]):\n"
        "    try: print(path, digest(analyse(FileItem(path, str(path), 10**6).capture()).segmented))\n"
        "    except DocumentError as error: print(path, error.code)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"}
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[1],
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4")
    }
    assert len(answers) == 1


@settings(max_examples=60, deadline=None)
@given(
    body=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(str.encode),
        st.text(alphabet="<>/abp \n\t&;\"'=é\u0000\ufffe\u202e\u00ad", max_size=300).map(str.encode),
    ),
    media_type=st.sampled_from(["text/html", "text/plain", "text/markdown"]),
)
def test_any_bytes_give_a_record_or_a_rejection(body: bytes, media_type: str) -> None:
    record = outcome_of(factories.capture(body, media_type=media_type))
    if isinstance(record, Rejection):
        assert record.code
        return
    assert Record.model_validate_json(serialise(record)) == record
    if record.translation:
        joined = [record.text[segment.start : segment.end] for segment in record.translation.segments]
        if joined:
            assert "".join("".join(joined).split()) == "".join(record.text.split())
