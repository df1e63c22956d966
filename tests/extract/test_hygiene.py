import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.hygiene import clean, join_lines


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Cafe\u0301", "Café"),
        ("Men\u00adschen\u00adrechte", "Menschenrechte"),
        ("zero\u200bwidth \ufeffmark", "zerowidth mark"),
        ("2,4\u00a0Millionen\u202f€\u2009", "2,4 Millionen €"),
        ("a\u2028b\x85c\r\nd", "a\nb\nc\nd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("ab\u200dcd", "abcd"),
        ("👩\u200d⚖️", "👩\u200d⚖️"),
        ("สิทธิ\u200bมนุษยชน", "สิทธิ\u200bมนุษยชน"),
        ("left\u202a only\u200e", "left only"),
        ("שלום \u2067abc\u2069 עולם", "שלום \u2067abc\u2069 עולם"),
        ("שלום \u2067abc עולם", "שלום abc עולם"),
        ("bad\x00\x0c\ufffe\ud800", "bad"),
    ],
)
def test_characters_are_clean(raw, expected):
    assert clean(raw) == expected


@given(st.text())
def test_cleaning_is_stable_and_gives_nfc(raw):
    once = clean(raw)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_words_divided_at_a_lines_end_become_whole():
    assert join_lines(["Die Menschen-", "rechte der Nord-", "und Ostsee"]) == "Die Menschenrechte der Nord- und Ostsee"
    assert join_lines(["the UN-", "Charter of 2020-", "21"]) == "the UN-Charter of 2020-21"
