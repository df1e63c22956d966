import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.date_words import find_dates


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("28/10/2020", "", "2020-10-28"),
        ("10/28/2020", "", "2020-10-28"),
        ("3/4/2020", "", "2020"),
        ("3/4/2020", "en", "2020"),
        ("3/4/2020", "en-US", "2020-03-04"),
        ("3/4/2020", "en-GB", "2020-04-03"),
        ("3/4/2020", "fr", "2020-04-03"),
        ("3.4.2020", "", "2020-04-03"),
        ("UPDATE May 11, 2021: no comment", "", "2021-05-11"),
        ("11th May, 2021", "", "2021-05-11"),
        ("9. Juli 2024, 06:15 Uhr", "", "2024-07-09"),
        ("1er mai 2021", "", "2021-05-01"),
        ("3 de mayo de 2021", "", "2021-05-03"),
        ("6 березня 2025 року", "", "2025-03-06"),
        ("2021. május 11.", "", "2021-05-11"),
        ("2021 m. gegužės 11 d.", "", "2021-05-11"),
        ("2021年5月11日", "", "2021-05-11"),
        ("2021년 5월 11일", "", "2021-05-11"),
        ("11 พฤษภาคม 2564", "", "2021-05-11"),
        ("١١ مايو ٢٠٢١", "", "2021-05-11"),
        ("10 listopada 2021", "pl", "2021-11-10"),
        ("10 listopada 2021", "hr", "2021-10-10"),
        ("May 2021", "", "2021-05"),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_written(text, language, expected):
    assert [date.value for date in find_dates(text, language)] == [expected]


@pytest.mark.parametrize(
    "text", ["© 2025", "8. Juli", "31/31/2020", "1.284.500 Euro", "version 2.0.2021.7", "10 listopada 2021"]
)
def test_no_date_is_made_of_less_than_a_date(text):
    assert find_dates(text) == []


@given(st.text(alphabet="0123456789./- Maiy,", max_size=60))
def test_words_and_offsets_agree(text):
    for date in find_dates(text):
        assert text[date.start : date.end].strip() == date.raw
