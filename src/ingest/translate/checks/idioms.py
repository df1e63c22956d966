"""Numbers that stand in words and that `text_to_num` does not read: halves, fractions, clock times, decades."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Rewrite = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Rewrites what a pattern matches. A lower-case text without ``signs`` holds no match; "" is a digit."""

    pattern: re.Pattern[str]
    rewrite: str | Rewrite
    signs: tuple[str, ...]

    def apply(self, text: str, lower: str, *, digits: bool) -> str:
        """Return the text rewritten; ``lower`` is the text before any rule, in lower case."""
        for sign in self.signs:
            if sign in lower if sign else digits:
                return self.pattern.sub(self.rewrite, text)
        return text


_DE_SMALL = {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}
_DE_HOURS = {"eins": 1, "ein": 1, **_DE_SMALL, "zehn": 10, "elf": 11, "zwölf": 12}
_DE_TENS = {"zwanz": 20, "dreiß": 30, "vierz": 40, "fünfz": 50, "sechz": 60, "siebz": 70, "achtz": 80, "neunz": 90}
_EN_HOURS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_EN_HOURS |= {"ten": 10, "eleven": 11, "twelve": 12}
_EN_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_DE_MEASURED = (
    *("tägig", "jährig", "stündig", "stündlich", "wöchig", "monatig", "minütig", "fach", "mal", "köpfig", "stellig"),
    *("stöckig", "dimensional", "teilig", "seitig"),
)
_DE_MEASURES = f"(?:{'|'.join(_DE_MEASURED)})"
_FRACTIONS = {
    "de": {"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10, "hundertstel": 100},
    "en": {"third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100},
    "fr": {"tiers": 3, "quart": 4, "cinquième": 5, "dixième": 10},
    "es": {"tercio": 3, "cuarto": 4, "quinto": 5, "décimo": 10},
}
_FRACTION_WORDS = {
    "de": r"(\d+|eine?[mnrs]?|zwei|drei|vier|fünf|sechs|sieben)",
    "en": r"(\d+|an?|one|two|three|four|five|six|seven)",
    "fr": r"(\d+|une?|le|deux|trois|quatre)",
    "es": r"(\d+|un|una|dos|tres|cuatro)",
}
_COUNTS = {
    **dict.fromkeys(["ein", "eine", "einem", "einen", "einer", "eines", "a", "an", "one", "un", "une", "una", "le"], 1),
    **dict.fromkeys(["zwei", "two", "deux", "dos"], 2),
    **dict.fromkeys(["drei", "three", "trois", "tres"], 3),
    **dict.fromkeys(["vier", "four", "quatre", "cuatro"], 4),
    **dict.fromkeys(["fünf", "five"], 5),
    **dict.fromkeys(["sechs", "six"], 6),
    **dict.fromkeys(["sieben", "seven"], 7),
}


def _rule(pattern: str, rewrite: str | Rewrite, *signs: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), rewrite, signs or ("",))


def _clock(hours: dict[str, int], minutes: int) -> Rewrite:
    """Write a time told in words as digits; the half of the day stays open."""

    def rewrite(match: re.Match[str]) -> str:
        hour = int(match[1]) if match[1].isdigit() else hours[match[1].lower()]
        total = hour * 60 + minutes
        return f"{total // 60 % 24}:{total % 60:02d}"

    return rewrite


def _fraction(names: dict[str, int]) -> Rewrite:
    def rewrite(match: re.Match[str]) -> str:
        count = int(match[1]) if match[1].isdigit() else _COUNTS.get(match[1].lower(), 1)
        return f" ⅟{count}/{names[match[2].lower()]} "

    return rewrite


def _fractions(language: str) -> Rule:
    """Return the rule for "two thirds"; "a third time" is none."""
    names = _FRACTIONS[language]
    end = {"en": r"(?:s\b|(?<=quarter)\b|(?= of\b))", "de": r"(?:[sn]?\b|(?=sekunde))"}.get(language, r"[sn]?\b")
    times = r"(?! (?:of an hour|nach|vor|past|to)\b)"
    return _rule(rf"\b{_FRACTION_WORDS[language]}[ -]({'|'.join(names)}){end}{times}", _fraction(names), *names)


_DE_HOUR = rf"({'|'.join(_DE_HOURS)}|\d{{1,2}})"
_EN_HOUR = rf"({'|'.join(_EN_HOURS)}|\d{{1,2}})"

RULES: dict[str, tuple[Rule, ...]] = {
    "de": (
        _rule(r"(\d+) ?½", r"\1,5", "½"),
        _rule(
            r"\b(?:(am|den|dem|der|des|zum|vom|jede[nrms]?) )?achten\b(?! (?!Sie\b)(?-i:[A-ZÄÖÜ]))",
            lambda match: match[0] if match[1] else "",
            "achten",
        ),
        _rule(
            r"\b(siebent|siebt|zweit|dritt|viert|fünft|sechst|acht|neunt|zehnt)(?=\w{2,}ste[nrsm]?\b|beste)",
            r"\1e ",
            "ste",
        ),
        _rule(r"\bsiebent(?=e[nrsm]?\b)", "siebt", "siebente"),
        _rule(r"\bhundert(?=prozentig)", "100 ", "hundertp"),
        _rule(rf"\b({'|'.join(_DE_SMALL)})erlei\b", r"\1 ", "erlei"),
        _rule(r"\bDutzende[nr]?\b", "", "dutzende"),
        _rule(r"\b19(\d0)er\b", r"\1er"),
        _rule(rf"\bhalb {_DE_HOUR}\b", _clock(_DE_HOURS, -30), "halb"),
        _rule(rf"\bviertel nach {_DE_HOUR}\b", _clock(_DE_HOURS, 15), "viertel"),
        _rule(rf"\b(?:viertel vor|dreiviertel) {_DE_HOUR}\b", _clock(_DE_HOURS, -15), "viertel"),
        _fractions("de"),
        _rule(r"\b(?:anderthalb|eineinhalb)(?:e[nrs]?)?\b", "1,5", "halb"),
        _rule(rf"\b({'|'.join(_DE_SMALL)})einhalb\b", lambda match: f"{_DE_SMALL[match[1].lower()]},5", "halb"),
        _rule(r"\b(?:eine[nr]? )?halbe[nr]? (?=Million|Milliarde|Billion)", "0,5 ", "halb"),
        _rule(r"\bdie Hälfte\b|\bHälfte\b|\b(?:eine?[nrms]? )?halbe[nrsm]?\b", " ⅟1/2 ", "hälfte", "halbe"),
        _rule(r"\bDutzend\b", "12", "dutzend"),
        _rule(rf"\b({'|'.join(_DE_TENS)})iger(?:n|jahren?)?\b", lambda match: str(_DE_TENS[match[1].lower()]), "iger"),
        _rule(r"\b(\d+)er(?:n|[ -]Jahren?)?\b", r"\1"),
        _rule(rf"\b({'|'.join(_DE_HOURS)})(?={_DE_MEASURES})", r"\1 ", *_DE_MEASURED),
        _rule(r"\bMio\b\.?", "Millionen", "mio"),
        _rule(r"\bMrd\b\.?", "Milliarden", "mrd"),
        _rule(r"\bTsd\b\.?", "tausend", "tsd"),
        _rule(r"(\d+)(?=[a-zäöü])", r"\1 "),
    ),
    "en": (
        _rule(r"(\d+) ?(?:½|1/2)", r"\1.5", "½", "1/2"),
        _rule(r"\b(?:tens of |hundreds of )?(?:hundreds|thousands)\b", "", "hundreds", "thousands"),
        _rule(r"\b(?:round of|last) (?:16|sixteen)\b", "", "round of", "last "),
        _rule(rf"\bhalf past {_EN_HOUR}\b", _clock(_EN_HOURS, 30), "half past"),
        _rule(rf"\b(?:a )?quarter past {_EN_HOUR}\b", _clock(_EN_HOURS, 15), "quarter past"),
        _rule(rf"\b(?:a )?quarter to {_EN_HOUR}\b", _clock(_EN_HOURS, -15), "quarter to"),
        _rule(
            rf"\b{_EN_HOUR} (fifteen|thirty|forty-five)\b",
            lambda match: _clock(_EN_HOURS, {"fifteen": 15, "thirty": 30, "forty-five": 45}[match[2].lower()])(match),
            "fifteen",
            "thirty",
            "forty-five",
        ),
        _fractions("en"),
        _rule(
            rf"\b{_EN_HOUR} and a half\b",
            lambda m: f"{m[1] if m[1].isdigit() else _EN_HOURS[m[1].lower()]}.5",
            "and a half",
        ),
        _rule(r"\bhalf an? (million|billion|trillion)\b", r"0.5 \1", "half a"),
        _rule(r"\b(?:a |an )?half(?: of)?\b(?! past)", " ⅟1/2 ", "half"),
        _rule(r"\bdozens\b", "", "dozens"),
        _rule(r"\b(?:a )?dozen\b", "12", "dozen"),
        _rule(r"\bmulti-?[mb]illion\b", "", "multi"),
        _rule(r"\btwice\b", "two times", "twice"),
        _rule(r"(?<=\b[ckm]m)[23]\b|(?<=\bm)[23]\b", ""),
        _rule(r"\b19(\d0)['’]?s\b", r"\1s"),
        _rule(rf"\b({'|'.join(_EN_TENS)})ies\b", lambda match: str(_EN_TENS[match[1].lower()]), "ies"),
        _rule(r"['’]?(\d+)['’]?s\b", r"\1"),
        _rule(r"(?<=\d)(?:st|nd|rd|th)\b", ""),
        _rule(r"(?<=\d) ?(?:bn|b)\b", " billion"),
        _rule(r"(?<=[€$£]\d)m\b|(?<=\d) ?mn\b", " million"),
        _rule(r"(?<=\d)k\b", " thousand"),
        _rule(r"\b(\d+)(?=[a-z]{3,})", r"\1 "),
    ),
    "fr": (
        _rule(r"\b(\w+) heures? et quart\b", r"\1 heures 15", "heure"),
        _rule(r"\b(\w+) heures? et demie?\b", r"\1 heures 30", "heure"),
        _rule(r"\b(\w+) heures? moins le quart\b", r"\1 heures moins 15", "heure"),
        _fractions("fr"),
        _rule(r"\b(?:la )?moitié\b", " ⅟1/2 ", "moitié"),
        _rule(r"\bdouzaine\b", "12", "douzaine"),
        _rule(r"(?<=\d)(?:er|re|e|ème)\b", ""),
    ),
    "es": (
        _fractions("es"),
        _rule(r"\b(?:la )?mitad\b", " ⅟1/2 ", "mitad"),
        _rule(r"\bdocena\b", "12", "docena"),
        _rule(r"\bmil millones\b", "1000000000", "mil millones"),
    ),
}
