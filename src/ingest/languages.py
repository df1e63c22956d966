"""BCP-47 tags: one spelling per language, and what macrolanguages mean for comparing them.

A record's tag names the language and, for Chinese, the script (`zh-Hans`, `zh-Hant`), because that is what translation
and readers need; regions are dropped (`de-AT` is `de`). Three groups are close enough for detectors to confuse, and
share a macrolanguage in ISO 639-3 or in common use: sh (bs, hr, sr, cnr), no (nb, nn), ms (id).
"""

from __future__ import annotations

from functools import lru_cache

import langcodes
import langcodes.tag_parser

UNKNOWN = "und"

# ISO 639-3 codes of the languages for which a two-letter or macrolanguage code is the usual spelling on the web, and
# codes of detectors. Varieties that are written in the standard language, or cannot be told from it, go to it.
_SPELLINGS = {
    "cmn": "zh",
    "wuu": "zh",
    "arb": "ar",
    "pes": "fa",
    "prs": "fa",
    "swh": "sw",
    "zsm": "ms",
    "ekk": "et",
    "lvs": "lv",
    "als": "sq",
    "khk": "mn",
    "ydd": "yi",
    "npi": "ne",
    "ory": "or",
    "pbt": "ps",
    "plt": "mg",
    "azj": "az",
    "uzn": "uz",
    "uzs": "uz",
    "kmr": "ku",
    "gaz": "om",
    "fil": "tl",
    "srl": "sr",
    "hbs": "sh",
    "gug": "gn",
    "fuv": "ff",
    "zxx": "und",
    "mul": "und",
    "mis": "und",
}
_MACROLANGUAGES = {
    "sh": ("bs", "hr", "sr", "cnr"),
    "no": ("nb", "nn"),
    "ms": ("id",),
    "zh": ("yue", "zh-Hans", "zh-Hant"),
    "ar": ("arz", "ary", "apc", "ajp", "acm"),
    "ku": ("ckb", "sdh"),
}
_PARENT = {member: parent for parent, members in _MACROLANGUAGES.items() for member in members}
_CHINESE_SCRIPT = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}


@lru_cache(maxsize=4096)
def normalise(tag: str) -> str:
    """Return the one spelling of a language: ``de_AT.UTF-8`` → ``de``, ``zh-TW`` → ``zh-Hant``, ``iw`` → ``he``.

    Anything that is not a language tag gives ``und``.
    """
    cleaned = tag.strip().partition(".")[0].partition("@")[0].replace("_", "-").lower()
    if not cleaned.isascii() or not cleaned.replace("-", "").isalnum() or cleaned.startswith("x-"):
        return UNKNOWN
    try:
        parsed = langcodes.Language.get(cleaned, normalize=True)
    except (langcodes.tag_parser.LanguageTagError, ValueError):
        return UNKNOWN
    if cleaned.partition("-")[0] in {"sh", "hbs"}:
        return "sh"
    language = parsed.language or UNKNOWN
    language = _SPELLINGS.get(language, language)
    if not parsed.is_valid() and language not in _PARENT:
        return UNKNOWN
    if language == "zh":
        script = parsed.script or _CHINESE_SCRIPT.get(parsed.territory or "")
        return f"zh-{script}" if script in {"Hans", "Hant"} else "zh"
    return language


def base(tag: str) -> str:
    """Return the language without its script: ``zh-Hant`` → ``zh``."""
    return normalise(tag).partition("-")[0]


def macrolanguage(tag: str) -> str:
    """Return the macrolanguage that includes ``tag`` (``hr`` → ``sh``, ``nb`` → ``no``), or the language itself."""
    spelled = normalise(tag)
    return _PARENT.get(spelled, _PARENT.get(base(spelled), base(spelled)))


def members(tag: str) -> tuple[str, ...]:
    """Return the languages that a macrolanguage includes; empty for any other language."""
    return _MACROLANGUAGES.get(normalise(tag), ())


def same_language(a: str, b: str) -> bool:
    """Say whether two tags may mean one language: equal, or one is the macrolanguage of the other.

    ``und`` is the same as nothing; ``hr`` and ``sr`` differ; ``sh`` and ``hr`` do not.
    """
    first, second = normalise(a), normalise(b)
    if UNKNOWN in {first, second}:
        return False
    return first == second or first in members(second) or second in members(first)


@lru_cache(maxsize=512)
def name(tag: str) -> str:
    """Return the English name of a language: ``zh-Hant`` → ``Chinese (Traditional)``; the tag where none is known."""
    special = {"sh": "Serbo-Croatian", "und": "unknown language", "ku": "Kurdish", "tl": "Filipino"}
    spelled = normalise(tag)
    if spelled in special:
        return special[spelled]
    return str(langcodes.Language.get(spelled).display_name())
