"""Where BCP-47 tags meet the language codes of Argos packages; nowhere else are codes compared.

Argos names two languages in ways of its own: ``zt`` for Traditional Chinese and ``pb`` for Brazilian Portuguese. All
other codes are ISO 639-1 or 639-3, hence valid primary subtags.
"""

from __future__ import annotations

from functools import cache

UNDETERMINED = "und"

_TAG_OF_CODE = {"zt": "zh-Hant", "pb": "pt-BR", "no": "nb", "iw": "he", "in": "id", "ji": "yi"}
_SCRIPTS = {"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant", "pt-br": "pt-BR"}
_REPLACED = {"no": "nb", "iw": "he", "in": "id", "ji": "yi", "cmn": "zh", "nob": "nb"}
_CLOSE = {
    "zh-Hant": ("zh",),
    "zh": ("zh-Hant",),
    "pt-BR": ("pt",),
    "pt": ("pt-BR",),
    "nn": ("nb",),
    "sh": ("hr", "bs", "sr"),
}


def tag_of_code(code: str) -> str:
    """Return the BCP-47 tag of an Argos language code."""
    return _TAG_OF_CODE.get(code, code)


@cache
def canonical(tag: str) -> str:
    """Return the part of a BCP-47 tag that chooses a package: ``de`` for ``de-AT``, ``zh-Hant`` for ``zh-TW``."""
    parts = tag.replace("_", "-").split("-")
    primary = parts[0].lower()
    for variant in parts[1:]:
        found = _SCRIPTS.get(f"{primary}-{variant.lower()}")
        if found is not None:
            return found
    return _REPLACED.get(primary, primary)


def accepted(tag: str) -> tuple[str, ...]:
    """Return the package languages that can read a text in ``tag``, best first."""
    own = canonical(tag)
    return (own, *_CLOSE.get(own, ()))


def same_language(first: str, second: str) -> bool:
    """Whether a text in one tag needs no translation for a reader of the other."""
    return canonical(first) == canonical(second) != UNDETERMINED
