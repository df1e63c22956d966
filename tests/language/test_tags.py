import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.languages import macrolanguage, members, name, normalise, same_language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de_AT.UTF-8", "de"),
        ("EN-us", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh"),
        ("cmn", "zh"),
        ("iw", "he"),
        ("in", "id"),
        ("sr-Latn-RS", "sr"),
        ("hbs", "sh"),
        ("nb-NO", "nb"),
        ("fil", "tl"),
        ("x-default", "und"),
        ("german", "und"),
        ("", "und"),
        ("zxx", "und"),
        ("<script>", "und"),
    ],
)
def test_every_language_has_one_spelling(tag, expected):
    assert normalise(tag) == expected


@given(st.text(max_size=30))
def test_normalising_never_fails_and_is_stable(tag):
    assert normalise(normalise(tag)) == normalise(tag)


def test_a_macrolanguage_is_the_same_as_its_members_but_they_differ():
    assert same_language("no", "nb")
    assert same_language("zh-Hant", "zh")
    assert not same_language("hr", "sr")
    assert not same_language("und", "und")
    assert macrolanguage("hr") == "sh"
    assert "nn" in members("no")


def test_names_are_english():
    assert name("de") == "German"
    assert name("zh-Hant") == "Chinese (Traditional)"
    assert name("sh") == "Serbo-Croatian"
