"""Finds a sentence in another language inside a block: an English quotation in a German paragraph.

Blocks come with a language; a sentence of its own language inside one is told by its script, or by its function words:
many of another language and next to none of its own. What is quoted in a sentence says nothing about the sentence. No
model is loaded for it; what is not plain stays as it is.
"""

from __future__ import annotations

import re

from ingest.scripts import main_script
from ingest.translate.tags import UNDETERMINED, canonical

LEAST_WORDS = 5
LEAST_LETTERS = 8
LEAST_FOUND = 3
LEAST_ACCENTED = 2
"""With a letter that German and English do not have, fewer function words are enough."""
SHARE = 0.3
MOST_OWN = 1

_OTHER_LETTERS = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ufaff]{3}")
_ACCENTED = re.compile(r"[áàâãåçéèêëíìîïñóòôõøúùûýœæąćęłńśźżěřšž]")
_QUOTED = re.compile(r"[“„\"«»][^“”„\"«»]*[”“\"»«]")
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = {
    "en": "the of and to in is that it was for on are with as his they be at this have from or had by not but what we "
    "were when your can said there an which do their if will would has who been its our you he she would about",
    "de": "der die das und ist nicht von zu den mit sich auf für ein eine dem des es im auch als an werden aus er hat "
    "dass sie nach wird bei einer um noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch",
    "fr": "le la les de des et est un une du dans que qui pour pas sur au par plus avec il ne sont ce se cette elle "
    "nous vous mais ont aux été être leur comme ou où ses",
    "es": "el la los las de y en que un una es por con no para su se del al lo como más pero sus le ya fue este ha sí "
    "porque esta son entre está cuando muy sin sobre también",
    "it": "il lo la gli di e che un una in per non con sono da del della dei delle è si al come più ma anche nel alla "
    "questo ha o era",
    "pt": "o a os as de e que um uma em para não com do da dos das no na por mais se ao como mas foi ele ela são pelo "
    "também é à",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door over maar werd naar uit nog "
    "wordt heeft hebben hij zij deze",
    "sv": "och att det som en på är av för med den till inte om ett han men var sig så från vi kan hade de",
    "da": "og at det som en på er af for med den til ikke om et han men var sig så fra vi kan havde de",
    "pl": "w i na z do nie się to jest że o a jak przez dla od za po co ale są by przy był który która",
}
_SETS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}


def sentence_language(text: str, language: str) -> str:
    """Return the language of a sentence in a block of this language: plainly another one, or the block's own.

    ``und`` stands for a sentence in a script that the language is not written in.
    """
    own = canonical(language)
    outside = _QUOTED.sub(" ", text)
    words = [word.lower() for word in _WORD.findall(outside) or _WORD.findall(text)]
    if own not in _SETS:
        return language
    if len(text) >= LEAST_LETTERS and _OTHER_LETTERS.search(text) and main_script(text) != "Latn":
        return UNDETERMINED
    if len(words) < LEAST_WORDS:
        return language
    ours = sum(word in _SETS[own] for word in words)
    if ours > MOST_OWN:
        return language
    distinct = set(words)  # "on air, on top" is not English
    best, found = max(((tag, len(distinct & known)) for tag, known in _SETS.items()), key=lambda item: item[1])
    least = LEAST_ACCENTED if _ACCENTED.search(outside) else LEAST_FOUND
    return best if best != own and found >= max(least, SHARE * len(words), 3 * ours) else language
