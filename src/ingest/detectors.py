# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Language detectors as witnesses: py3langid (main), langdetect (seeded, where it is competent), scripts.

`Detector.scores` gives a distribution over BCP-47 tags. Varieties that detectors tell apart by chance (Wu and Mandarin
in characters, Egyptian and Standard Arabic in writing) count as the written language; languages that are rare on the
web need more evidence than common ones.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from ingest import scripts
from ingest.languages import normalise

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 4_000
KEPT = 12
# py3langid is too modest on short texts: on four words of news, its 0.7 is right nine times in ten. The exponent was
# chosen so that answers of 0.9 and more are right 99 times in 100 (docs/extraction.md).
SHARPNESS = 1.5
# Labels of py3langid that stand for a written language in everyday documents.
_FOLDED = {
    "wuu": "zh",
    "yue": "zh",
    "ary": "ar",
    "arz": "ar",
    "uzs": "uz",
    "sdh": "ckb",
    "hbo": "he",
    "gcr": "gcf",
    "zxx": "und",
}
# How much less likely a document on the web is in a language of small reach; all others have 1.
_RARE = dict.fromkeys([
    "ace", "an", "ba", "bcl", "br", "crh", "dz", "eo", "ext", "fo", "fuv", "fy", "gcf", "gcr", "gom", "grc", "gug",
    "guw", "hbo", "ht", "jv", "kab", "kik", "la", "lb", "lg", "lij", "ln", "ltg", "nso", "oc", "om", "pcm", "qu",
    "rw", "sa", "se", "sn", "st", "vec", "vo", "wa",
], 0.15) | dict.fromkeys([
    "af", "ary", "arz", "wuu", "yue", "sdh", "uzs", "tk", "tt", "ug", "ky", "tg", "ps", "ig", "ha", "yo", "xh",
    "zu", "so", "sw", "mg", "mt", "gd", "ga", "cy", "is", "eu", "gl", "nn", "mk", "ne",
], 0.6)  # fmt: skip
LANGDETECT_SURE = frozenset([
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "he",
    "hi", "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "ml", "mr", "ne", "nl", "no", "pa", "pl",
    "pt", "ro", "ru", "sk", "sl", "so", "sq", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
])  # fmt: skip


class Detector:
    """Loaded models; one per process (`detector`)."""

    def __init__(self, identifier: LanguageIdentifier) -> None:
        self._identifier = identifier

    def scores(self, text: str) -> dict[str, float]:
        """Return probabilities by tag, best first; empty when the text has no letters."""
        text = text[:SAMPLE]
        script = scripts.main_script(text)
        if script is None:
            return {}
        merged: dict[str, float] = defaultdict(float)
        for label, probability in self._identifier.rank(text):
            if probability < 1e-5:
                break
            tag = normalise(_FOLDED.get(label, label))
            if tag != "und":
                merged[tag] += probability * _RARE.get(label, 1.0)
        _by_script(merged, script, text)
        merged = {tag: value**SHARPNESS for tag, value in merged.items()}
        total = sum(merged.values()) or 1.0
        ranked = sorted(merged.items(), key=lambda item: (-item[1], item[0]))
        return {tag: probability / total for tag, probability in ranked[:KEPT] if probability / total > 1e-3}

    def raw(self, text: str) -> tuple[str, float]:
        """Return py3langid's own label and probability, for comparison."""
        label, probability = self._identifier.classify(text)
        return str(label), float(probability)


@cache
def detector() -> Detector:
    """Load py3langid once per process (about half a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 0.5 s and 100 MB

    return Detector(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def langdetect_scores(text: str) -> dict[str, float]:
    """Return langdetect's probabilities by tag; the same text always gives the same answer."""
    from langdetect import DetectorFactory, LangDetectException, detect_langs  # noqa: PLC0415 - 0.3 s, only when unsure

    DetectorFactory.seed = 0
    try:
        found = detect_langs(text[:SAMPLE])
    except LangDetectException:  # no features: figures, a script that it does not know
        return {}
    return {normalise(item.lang): item.prob for item in found}


def _by_script(merged: dict[str, float], script: str, text: str) -> None:
    """Let the script decide what it can: languages of other scripts go, a script with one language names it."""
    sole = scripts.SOLE_LANGUAGE.get(script)
    if sole is not None:
        others = sum(probability for tag, probability in merged.items() if tag == sole)
        merged.clear()
        merged[sole] = max(others, 0.98)
    elif script == "Hani":
        kept: dict[str, float] = {tag: merged[tag] for tag in ("zh", "ja") if tag in merged}
        merged.clear()
        merged.update(kept or {"zh": 0.9})
        merged["zh"] = merged.get("zh", 0.0) or 0.5
        variant = scripts.chinese_script(text)
        if variant:
            merged[f"zh-{variant}"] = merged.pop("zh")
    elif script == "Arab" and scripts.is_sorani(text):
        merged["ckb"] = max(0.98 * (sum(merged.values()) or 1.0) * 20, 1.0)
