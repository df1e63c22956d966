"""Reads the numbers, dates and times of a text, whatever its notation.

A quantity is a set of readings, since "6:30" may be morning or evening and "half" may be written as 50 %. Two
quantities agree when they share a reading. Readings are short strings: ``1234.5``, ``t390`` (minutes of the day),
``m7`` (a month), ``f1/2`` (a fraction).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from text_to_num import alpha2digit

from ingest.translate.checks.idioms import RULES

SPOKEN = {"de", "en", "fr", "es", "pt", "it", "nl"}
_POINT_IS_DECIMAL = {"en", "zh", "ja", "ko", "he", "th", "hi", "ur", "bn", "ga", "cy"}
_POWERS = {"100": 2, "1000": 3, "1000000": 6, "1000000000": 9, "1000000000000": 12}
_POWER = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)*) (1000000000000|1000000000|1000000|1000|100)(?!\d)")
_SOFT = 3
_INDEFINITE = {Decimal(1000), Decimal(10**6), Decimal(10**9)}
"""What "thousands" and "millions" are read as."""
_DAY = 24 * 60

_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"(?<=\w)-(?=[^\W\d])")
_ENGLISH_HYPHEN = re.compile(r"(?<=\w)-(?=[a-z])")
_WORDS_FOR_NUMBERS = {
    "de": (
        *(
            "zwei",
            "zwo",
            "drei",
            "vier",
            "fünf",
            "sech",
            "sieb",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
            "zwan",
            "null",
        ),
        *("dreiß", "hundert", "tausend", "milli", "billi", "trilli", "hälfte", "halb", "drittel", "tel", "dutzend"),
        *("mio", "mrd", "tsd", "fach", "mal"),
    ),
    "en": (
        *("zero", "two", "three", "four", "five", "six", "seven", "eigh", "nine", "nint", " ten", "-ten", "eleven"),
        *("twel", "twen", "thir", "fort", "fif", "teen", "hundred", "thousand", "illion", "half", "quarter", "dozen"),
        *("nought", "halve", "double", "triple"),
    ),
}
"""Of each language, letters of which some stand in every text with a number word but "one", "second" and "third"."""

_ORDINAL = re.compile(r"\.|st\b|nd\b|rd\b|th\b")
_COLON = re.compile(r"(?<=\d)[:-](?=\d)")
_DATES = (
    r"(?P<iso>\b(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})\b)"
    r"|(?P<date>\b(?P<a>\d{1,2})[./](?P<b>\d{1,2})[./](?P<y2>\d{4}|\d{2})\b)"
)
_TIMES = {
    "en": r"(?P<ampm>\b(?P<h1>\d{1,2})(?:[:.](?P<n1>\d{2}))? ?(?P<half>[ap])\.? ?m\b\.?)"
    r"|(?P<spoken>\b(?P<h2>\d{1,2})(?:[:.](?P<n2>\d{2}))? ?(?:o['’]clock|h)\b)",
    "de": r"(?P<spoken>\b(?P<h2>\d{1,2})(?:[:.](?P<n2>\d{2}))? ?Uhr\b(?: (?P<n3>\d{2})\b)?)",
}
_OTHER_TIMES = r"(?P<spoken>\b(?P<h2>\d{1,2}) ?(?:h(?:eures?)?\b ?(?P<n2>\d{2})?)\b)"
_NUMBERS = (
    r"(?P<clock>\b(?P<h4>\d{1,2}):(?P<n4>\d{2})\b)"
    r"|⅟(?P<fraction>\d+/\d+)"
    r"|(?P<number>\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
)
_SCAN = {language: re.compile(f"{_DATES}|{times}|{_NUMBERS}") for language, times in _TIMES.items()}
_SCAN_OTHER = re.compile(f"{_DATES}|{_OTHER_TIMES}|{_NUMBERS}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text; a soft one may be lost or added without harm, such as the article "one"."""

    readings: frozenset[str]
    soft: bool = False


def may_hold_quantities(text: str, language: str) -> bool:
    """Return False when a text surely holds no quantity but soft ones; cheap, since most texts hold none."""
    primary = language.split("-", maxsplit=1)[0].lower()
    letters = _WORDS_FOR_NUMBERS.get(primary)
    if letters is None or _DIGITS.search(text) or "½" in text or _month_names(primary)[0].search(text):
        return True
    lower = f" {text.lower()}"
    return any(part in lower for part in letters)


def quantities(text: str, language: str, *, clock: bool = True) -> list[Quantity]:
    """Return the quantities of a text in this language (BCP-47; only the primary subtag counts).

    Without ``clock``, 15:15 is two numbers and not a time.
    """
    primary = language.split("-", maxsplit=1)[0].lower()
    if not clock:
        text = _COLON.sub(" ", text)
    digits = set(_DIGITS.findall(text))
    if "-" in text:
        text = (_ENGLISH_HYPHEN if primary == "en" else _HYPHEN).sub(" ", text)
    lower = text.lower()
    for rule in RULES.get(primary, ()):
        text = rule.apply(text, lower, digits=bool(digits))
    if primary in SPOKEN:
        text = alpha2digit(text, primary, threshold=0)
    text = _with_powers(text, digits, primary)
    months = [Quantity(frozenset({f"m{month}"})) for month in _months(text, primary)]
    return [*months, *_scan(text, primary, digits)]


def _with_powers(text: str, digits: set[str], primary: str) -> str:
    """Multiply "1,34 1000000" out; the power was a word."""
    if "00" not in text:
        return text

    def multiply(match: re.Match[str]) -> str:
        if match[2] in digits and match[2] != "100":
            return match[0]
        value = _value(match[1], primary)
        return f"{value.scaleb(_POWERS[match[2]]):f}".split(".")[0] if value is not None else match[0]

    return _POWER.sub(multiply, text)


def _scan(text: str, primary: str, digits: set[str]) -> Iterator[Quantity]:
    for match in _SCAN.get(primary, _SCAN_OTHER).finditer(text):
        groups = match.groupdict()
        if groups["iso"]:
            yield from _date(groups["d1"], groups["m1"], groups["y1"])
        elif groups["date"]:
            yield from _dotted(groups["a"], groups["b"], groups["y2"], match[0], primary)
        elif groups.get("ampm"):
            hour = int(groups["h1"]) % 12 + (12 if groups["half"].lower() == "p" else 0)
            yield _time(hour, groups["n1"], open_half=False)
        elif groups["spoken"] or groups["clock"]:
            minutes = groups["n2"] or groups.get("n3") or groups["n4"]
            yield _time(int(groups["h2"] or groups["h4"]), minutes, open_half=primary == "en" or bool(groups["clock"]))
        elif groups["fraction"]:
            yield _fraction(groups["fraction"])
        else:
            ordinal = _ORDINAL.match(text, match.end()) is not None
            yield _number(match[0], primary, digits, ordinal=ordinal)


def _number(text: str, primary: str, digits: set[str], *, ordinal: bool) -> Quantity:
    value = _value(text, primary)
    if value is None:
        return Quantity(frozenset({text}))
    spoken = text not in digits and not any(part in digits for part in re.findall(r"\d+", text))
    least = _SOFT if ordinal else 1 if primary != "en" else 2
    return Quantity(frozenset({_plain(value)}), soft=spoken and (value <= least or value in _INDEFINITE))


def _value(text: str, primary: str) -> Decimal | None:
    """Return the value of digits with separators, None for versions and the like (4.2.1)."""
    text = re.sub(r"['’\u00a0\u202f ]", "", text)
    decimal, thousands = (".", ",") if primary in _POINT_IS_DECIMAL else (",", ".")
    whole, _, rest = text.partition(decimal)
    if thousands in whole:
        if not re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+", whole):
            return _decimal(text.replace(thousands, ".")) if text.count(thousands) == 1 and not rest else None
        whole = whole.replace(thousands, "")
    return _decimal(f"{whole}.{rest}" if rest else whole)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(day: str, month: str, year: str) -> Iterator[Quantity]:
    yield Quantity(frozenset({str(int(day))}))
    yield Quantity(frozenset({f"m{int(month)}", str(int(month))}))
    yield Quantity(frozenset({str(int(year))}))


def _dotted(first: str, second: str, year: str, text: str, primary: str) -> Iterator[Quantity]:
    """Read 03.07.2023; a slash in English may mean either order."""
    if primary == "en" and "/" in text:
        either = {str(int(first)), str(int(second))}
        yield Quantity(frozenset(either | {f"m{int(first)}", f"m{int(second)}"}))
        yield Quantity(frozenset(either | {f"m{int(first)}", f"m{int(second)}"}))
        yield Quantity(frozenset({str(int(year))}))
    else:
        yield from _date(first, second, year)


def _time(hour: int, minutes: str | None, *, open_half: bool) -> Quantity:
    total = hour * 60 + int(minutes or 0)
    readings = {f"t{total % _DAY}"}
    if open_half and hour <= 12:  # noqa: PLR2004 - the half of the day is not said
        readings.add(f"t{(total + _DAY // 2) % _DAY}")
    if not minutes or not int(minutes):
        readings.add(str(hour))
    else:
        readings.add(_plain(Decimal(f"{hour}.{minutes}")))
    return Quantity(frozenset(readings))


def _fraction(text: str) -> Quantity:
    over, under = map(int, text.split("/"))
    percent = Decimal(100 * over) / Decimal(under)
    readings = {f"f{over}/{under}", _plain(Decimal(over) / Decimal(under)), _plain(percent), str(round(percent))}
    return Quantity(frozenset(readings), soft=text in {"1/2", "1/4"})


def _months(text: str, primary: str) -> list[int]:
    pattern, numbers = _month_names(primary)
    return [numbers[match[0].rstrip(".").casefold()] for match in pattern.finditer(text)] if numbers else []


@cache
def _month_names(primary: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return a pattern for the names of the months in a language, from CLDR, and their numbers."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only when a segment is checked

    try:
        months = Locale(primary).months
    except (UnknownLocaleError, ValueError):
        return re.compile(r"(?!)"), {}
    wide = {name.casefold(): number for form in months.values() for number, name in form["wide"].items()}
    short = {
        name.rstrip(".").casefold(): number
        for form in months.values()
        for number, name in form["abbreviated"].items()
        if len(name.rstrip(".")) > 2  # noqa: PLR2004 - "3" and the like
    }
    capital = primary in {"de", "en"}
    words = [name.capitalize() if capital else name for name in sorted(wide, key=len, reverse=True)]
    dotted = [name.capitalize() if capital else name for name in sorted(short, key=len, reverse=True)]
    either = "|".join([*map(re.escape, words), *(rf"{re.escape(name)}\." for name in dotted)])
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)"), {**short, **wide}
