"""Language of documents and blocks, on sentences written for this project (`texts.jsonl`)."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.detectors import detector
from ingest.identify import choose, document_language, identify, tool
from ingest.languages import same_language
from ingest.records import Article, Block, LanguageClaim, Metadata, Raw, Source

TEXTS = [orjson.loads(line) for line in (Path(__file__).parent / "texts.jsonl").read_bytes().splitlines()]
SENTENCES = [(entry["language"], entry["text"]) for entry in TEXTS if "text" in entry]
MIXED = [entry["paragraphs"] for entry in TEXTS if "paragraphs" in entry]
BY_TAG = {tag: " ".join(text for other, text in SENTENCES if other == tag) for tag, _ in SENTENCES}


def article(*blocks, claims=()):
    text = "\n".join(blocks)
    at, found = 0, []
    for block in blocks:
        found.append(Block(kind="paragraph", start=at, end=at + len(block)))
        at += len(block) + 1
    source = Source(uri="a", canonical_uri="a", site=None, retrieved_at=None, media_type="text/plain", http=None)
    raw = Raw(path="raw/a", sha256="0" * 64, bytes=1)
    return Article(id="a", source=source, raw=raw, metadata=Metadata(), text=text, blocks=tuple(found), claims=claims)


def test_sentences_in_eighty_languages_are_named():
    answers = [(tag, *document_language(text)) for tag, text in SENTENCES]
    right = [same_language(tag, answer) for tag, answer, _ in answers]
    assert sum(right) >= 0.985 * len(right)
    assert [(tag, answer) for tag, answer, sure in answers if sure >= 0.9 and not same_language(tag, answer)] == []


def test_four_words_are_mostly_enough():
    texts = [(tag, " ".join(text.split()[:4])) for tag, text in SENTENCES if len(text.split()) > 4]
    right = [same_language(tag, document_language(text)[0]) for tag, text in texts]
    assert sum(right) >= 0.93 * len(right)


@pytest.mark.parametrize("text", ["", "12.04.2021 – 17:30", "§ 12 (3) 4.500 €", "—", "😀😀"])
def test_what_has_no_words_has_no_language(text):
    assert document_language(text) == ("und", 0.0)


def test_chinese_is_named_with_its_script_only_where_the_characters_settle_it():
    assert document_language("我们要求政府公布这些文件。")[0] == "zh-Hans"
    assert document_language("我們要求政府公布這些文件。")[0] == "zh-Hant"
    assert choose(detector().scores("人口"))[0] in {"zh", "ja", "und"}


def test_languages_that_cannot_be_told_apart_are_stated_as_their_macrolanguage():
    tag, _ = document_language("Ljudska prava su važna za sve ljude")
    assert tag in {"sh", "hr", "bs", "sr"}
    assert same_language(tag, "hr") or tag != "sh"


def test_every_paragraph_of_a_mixed_document_keeps_its_language():
    tags = ["de", "en", "ru", "zh-Hans", "fr", "ar", "tr", "de", "de"]
    found = identify(article(*(BY_TAG[tag] for tag in tags)))
    assert [block.language for block in found.blocks] == tags


def test_paragraphs_of_forty_mixed_documents_are_named():
    found = [identify(article(*(paragraph["text"] for paragraph in document))).blocks for document in MIXED]
    pairs = [(paragraph["language"], block.language) for document, blocks in zip(MIXED, found, strict=True)
             for paragraph, block in zip(document, blocks, strict=True)]  # fmt: skip
    assert sum(same_language(wanted, named) for wanted, named in pairs) >= 0.993 * len(pairs)


def test_names_and_titles_follow_the_document():
    found = identify(
        article(BY_TAG["en"], "Petras Auštrevičius MEP", "Reinhard Bütikofer MEP", "28/10/2020", BY_TAG["en"])
    )
    assert [block.language for block in found.blocks] == ["en", "en", "en", "und", "en"]


def test_a_lying_declaration_is_kept_as_a_witness_and_not_believed():
    claims = (LanguageClaim(tag="en-US", method="html-lang"),)
    language = identify(article(BY_TAG["de"] * 3, claims=claims)).language
    assert language.tag == "de"
    assert (language.witnesses[0].tag, language.witnesses[0].method) == ("en", "html-lang")


def test_a_declaration_settles_what_the_text_leaves_open():
    text = "Vi ber om at"
    assert document_language(text)[0] != "nb"
    language = identify(article(text, claims=(LanguageClaim(tag="nb-NO", method="html-lang"),))).language
    assert same_language(language.tag, "nb")
    assert "html-lang" in language.method


def test_a_sidecar_wins():
    claims = (LanguageClaim(tag="yi", method="sidecar"),)
    language = identify(article(BY_TAG["de"], claims=claims)).language
    assert (language.tag, language.method, language.confidence) == ("yi", "sidecar", 1.0)
    assert language.candidates[0].tag == "de"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none_and_always_the_same(text):
    assert document_language(text) == document_language(text)


def test_planning_loads_no_model():
    heavy = "print([name for name in ('numpy', 'py3langid', 'langdetect') if name in sys.modules])"
    code = f"import sys, ingest.identify as i; i.tool(); {heavy}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert tool().version
