# ruff: noqa: PLR2004 - thresholds of rules stand next to the rule that their docstring explains
"""Language identification: the language of an article and of each of its blocks, from several witnesses.

The text is the main witness (py3langid over scripts). Declarations (`<html lang>`, headers, hreflang) are believed
where the text leaves doubt and the declared language is among its candidates; a sidecar's statement wins. Languages
that cannot be told apart are stated as their macrolanguage. Where nothing can be said, the tag is ``und``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ingest import scripts
from ingest.detectors import LANGDETECT_SURE, Detector, detector, langdetect_scores
from ingest.languages import UNKNOWN, base, macrolanguage, members, normalise, same_language
from ingest.records import (
    Article,
    Block,
    IdentifiedArticle,
    IdentifiedBlock,
    Language,
    LanguageCandidate,
    LanguageClaim,
    LanguageWitness,
    Tool,
)
from ingest.versions import version_of

# The version of our own rules: raise it whenever the same article would give other languages.
RULES = 3

SURE = 0.8
UNSURE = 0.3
OWN_LETTERS = 20
MAX_CANDIDATES = 5
_DOCUMENT_WEIGHT = 0.9
_CLOSE = ("sh", "ms")


def identify(article: Article) -> IdentifiedArticle:
    """Return the article with the language of the document and of each block."""
    models = detector()
    score = lru_cache(maxsize=1024)(models.scores)
    own = [score(article.text[block.start : block.end]) for block in article.blocks]
    language = decide(article.text, article.blocks, own, article.claims, models)
    blocks = [
        IdentifiedBlock(
            kind=block.kind, start=block.start, end=block.end, language=block_language(text, scores, language.tag)
        )
        for block, scores in zip(article.blocks, own, strict=True)
        for text in (article.text[block.start : block.end],)
    ]
    return IdentifiedArticle(
        id=article.id,
        source=article.source,
        raw=article.raw,
        metadata=article.metadata,
        text=article.text,
        blocks=tuple(blocks),
        language=language,
    )


def tool() -> Tool:
    """Return the fingerprint of language identification."""
    parameters = {"rules": RULES, "langdetect": version_of("langdetect"), "seed": 0}
    return Tool(name="py3langid", version=version_of("py3langid"), parameters=parameters)


def document_language(text: str) -> tuple[str, float]:
    """Return the language of a bare text and the confidence in it, from the text alone."""
    language = decide(text, (), (), (), detector())
    return language.tag, language.confidence


def decide(
    text: str,
    blocks: Sequence[Block],
    own: Sequence[Mapping[str, float]],
    claims: Sequence[LanguageClaim],
    models: Detector,
) -> Language:
    """Return the language of a document with the witnesses it was decided on."""
    scores = _document_scores(text, blocks, own, models)
    witnesses = [_claimed(claim) for claim in claims]
    method = "py3langid"
    if scores:
        witnesses.append(_said(scores, "py3langid"))
    if scores and next(iter(scores.values())) < SURE and scripts.letters(text) >= OWN_LETTERS:
        second = langdetect_scores(text)
        if second and base(next(iter(scores))) in LANGDETECT_SURE:
            witnesses.append(_said(second, "langdetect"))
            if same_language(witnesses[-1].tag, next(iter(scores))):
                scores = _confirmed(scores)
                method = "py3langid+langdetect"
    scores, declared = _with_claims(scores, claims)
    tag, confidence = choose(scores)
    method = f"{method}+{declared}" if declared else method
    stated = [normalise(claim.tag) for claim in claims if claim.method == "sidecar" and normalise(claim.tag) != UNKNOWN]
    if stated:
        tag, confidence, method = stated[0], 1.0, "sidecar"
    likely = [LanguageCandidate(tag=other, confidence=_rounded(p)) for other, p in scores.items() if p >= 0.001]
    return Language(
        tag=tag,
        confidence=_rounded(confidence),
        method=method,
        candidates=tuple(likely[:MAX_CANDIDATES]),
        witnesses=tuple(witnesses),
    )


def choose(scores: Mapping[str, float]) -> tuple[str, float]:
    """Return the best tag and its probability; the macrolanguage where members are too close; ``und`` when unsure."""
    if not scores:
        return UNKNOWN, 0.0
    tag, best = next(iter(scores.items()))
    parent = macrolanguage(tag)
    if parent in _CLOSE:
        together = sum(p for other, p in scores.items() if macrolanguage(other) == parent)
        if best < 0.8 * together and together >= UNSURE:
            return parent, together
    return (tag, best) if best >= UNSURE else (UNKNOWN, best)


def block_language(text: str, scores: Mapping[str, float], document: str) -> str:
    """Return the language of one block: its own where it has words enough, else what the document makes likely.

    Names and titles in capitals say nothing about the language around them; another script does.
    """
    if scripts.letters(text) < 2 or not scores:
        return UNKNOWN
    if document == UNKNOWN:
        return choose(scores)[0]
    family = {document, *members(document), macrolanguage(document)}
    share = min(sum(p for tag, p in scores.items() if tag in family or base(tag) == base(document)), 1.0)
    foreign_script = scripts.main_script(text) != "Latn" and share < 0.01
    if not foreign_script and (share > 0 or scripts.main_script(text) == "Latn"):
        own, confidence = choose(scores)
        if _is_names(text) and (share > 0 or confidence < SURE or _small_words(text) == 0):
            return document
        odds = (share + 0.001) * _DOCUMENT_WEIGHT / ((1 - _DOCUMENT_WEIGHT) * (1 - share) + 1e-9)
        return document if odds > 1 or confidence < 0.6 else own
    return choose(scores)[0]


def _is_names(text: str) -> bool:
    """Say whether a text has too few words in small letters to show a language."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    cased = any(character.islower() for character in text)
    return cased and _small_words(text) < 3 and len(words) < 15


def _small_words(text: str) -> int:
    return sum(word.lstrip("\"'“‘«„(¿¡[")[:1].islower() for word in text.split())


def _document_scores(
    text: str, blocks: Sequence[Block], own: Sequence[Mapping[str, float]], models: Detector
) -> dict[str, float]:
    """Return the document's distribution: blocks weighted by their letters; all of a short text at once."""
    if len(text) < 1_000:
        return models.scores(text)
    total: defaultdict[str, float] = defaultdict(float)
    weight = 0
    for block, scores in zip(blocks, own, strict=True):
        size = block.end - block.start
        if size >= 40 and scores:
            weight += size
            for tag, probability in scores.items():
                total[tag] += size * probability
    if weight < 0.3 * len(text):
        return models.scores(text)
    return _ranked({tag: value / weight for tag, value in total.items()})


def _with_claims(scores: dict[str, float], claims: Sequence[LanguageClaim]) -> tuple[dict[str, float], str]:
    """Let a declaration tip the balance among what the text leaves possible; return the method that did."""
    best = next(iter(scores.values()), 0.0)
    if best >= SURE:
        return scores, ""
    for claim in claims:
        tag = normalise(claim.tag)
        matching = [other for other in scores if base(other) == base(tag) or tag in members(other)]
        if tag == UNKNOWN or claim.method == "sidecar" or not matching:
            continue
        support = sum(scores[other] for other in matching)
        if support >= 0.05:
            chosen = tag if tag in members(macrolanguage(tag)) else matching[0]
            boosted = {other: p for other, p in scores.items() if other not in matching}
            boosted[chosen] = support * 6
            whole = sum(boosted.values())
            return _ranked({other: p / whole for other, p in boosted.items()}), claim.method
    return scores, ""


def _confirmed(scores: Mapping[str, float]) -> dict[str, float]:
    """Halve the doubt about the best answer, which a second detector gives too; alone it would change nothing."""
    best = next(iter(scores))
    return _ranked({tag: p + (1 - p) / 2 if tag == best else p / 2 for tag, p in scores.items()})


def _ranked(scores: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def _said(scores: Mapping[str, float], method: str) -> LanguageWitness:
    tag, confidence = max(scores.items(), key=lambda item: item[1])
    return LanguageWitness(tag=tag, confidence=_rounded(confidence), method=method)


def _claimed(claim: LanguageClaim) -> LanguageWitness:
    return LanguageWitness(tag=normalise(claim.tag), confidence=None, method=claim.method)


def _rounded(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 4)
