"""The stage: segmented articles in, translations out, aligned sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.records import EngineUse, PackageUse, Reason, SegmentedArticle, Span, Tool, Translation
from ingest.translate.assemble import assemble
from ingest.translate.engine import Engine, UnusablePackageError
from ingest.translate.foreign import sentence_language
from ingest.translate.options import TranslationOptions
from ingest.translate.outcomes import Outcome, Request, copied
from ingest.translate.routes import Route, find_route
from ingest.translate.segments import resolve
from ingest.translate.tags import UNDETERMINED, canonical, same_language


def translate(
    articles: Sequence[SegmentedArticle], *, engine: Engine, target: str, options: TranslationOptions
) -> list[Translation | None]:
    """Return the translation of each article, None where it is in the target language already.

    Every segment gets a target. An article without a way into the target language gets status ``unavailable`` and a
    reason that says what to install; nothing is guessed for it. A package that cannot be loaded is dropped, and the
    others, should there be any for the pair, take its place; `Engine.faults` tells.
    """
    while True:
        try:
            return _translate(articles, engine, target, options)
        except UnusablePackageError as error:
            engine.drop(error)


def _translate(
    articles: Sequence[SegmentedArticle], engine: Engine, target: str, options: TranslationOptions
) -> list[Translation | None]:
    plans = [_Plan(article, engine.packages, target) for article in articles]
    wanted = dict.fromkeys(request for plan in plans for request in plan.requests if request is not None)
    outcomes = resolve(wanted, engine=engine, options=options) if wanted else {}
    return [plan.finish(outcomes, engine) for plan in plans]


def tool(languages: Sequence[str], *, engine: Engine, target: str, options: TranslationOptions) -> Tool:
    """Return the fingerprint of the translation of a document with these languages; loads no model.

    ``languages``: the document's own first, then those of its blocks. Equal fingerprints give equal translations.
    """
    routes = {
        language: [package.sha256 for package in find_route(engine.packages, language, target) or ()]
        for language in sorted({canonical(language) for language in languages})
        if not same_language(language, target)
    }
    return Tool(
        name=engine.name,
        version=engine.version,
        parameters={
            "document_language": languages[0] if languages else UNDETERMINED,
            "target": target,
            "packages": {language: list(digests) for language, digests in routes.items()},
            **options.fingerprint(),
        },
    )


class _Plan:
    """One article on its way: which request stands for its title and for each of its spans."""

    def __init__(self, segmented: SegmentedArticle, packages: Sequence[PackageUse], target: str) -> None:
        self.segmented = segmented
        self.article = segmented.article
        self.target = target
        self._packages = packages
        self._routes: dict[str, Route | None] = {}
        self.route = self._route(self.article.language.tag)
        self.needed = not same_language(self.article.language.tag, target)
        title = self.article.metadata.title
        self.title = Request(" ".join(title.split()), self.route) if self.route and title and title.strip() else None
        todo = segmented.spans if self.route and self.needed else ()
        self._foreign: list[bool] = []
        self.spans = [self._request(span) for span in todo]

    @property
    def requests(self) -> list[Request | None]:
        return [self.title, *self.spans] if self.needed else []

    def finish(self, outcomes: Mapping[Request, Outcome], engine: Engine) -> Translation | None:
        if not self.needed:
            return None
        if self.route is None:
            return self._unavailable()
        resolved = [
            self._outcome(span, outcomes[request] if request else None, foreign=foreign)
            for request, span, foreign in zip(self.spans, self.segmented.spans, self._foreign, strict=True)
        ]
        used = dict.fromkeys(package for request in self.requests if request for package in request.route)
        return assemble(
            self.segmented,
            resolved,
            title=outcomes[self.title].target if self.title else None,
            frame=Translation(
                status="complete",
                source_language=self.article.language.tag,
                target_language=self.target,
                engine=EngineUse(name=engine.name, version=engine.version),
                packages=tuple(used) or self.route,
            ),
        )

    def _language(self, span: Span) -> str:
        block = self.article.blocks[span.block]
        tag = self.article.language.tag if block.language == UNDETERMINED else block.language
        return tag if block.kind == "code" else sentence_language(self.article.text[span.start : span.end], tag)

    def _request(self, span: Span) -> Request | None:
        language = self._language(span)
        block = self.article.blocks[span.block]
        self._foreign.append(not same_language(language, self.article.language.tag))
        route = None if block.kind == "code" or same_language(language, self.target) else self._route(language)
        return Request(self.article.text[span.start : span.end], route) if route else None

    def _outcome(self, span: Span, outcome: Outcome | None, *, foreign: bool) -> Outcome:
        outcome = outcome or copied(self.article.text[span.start : span.end])
        return replace(outcome, flags=(*outcome.flags, "source_not_language")) if foreign else outcome

    def _route(self, language: str) -> Route | None:
        if language not in self._routes:
            self._routes[language] = find_route(self._packages, language, self.target)
        return self._routes[language]

    def _unavailable(self) -> Translation:
        language = self.article.language.tag
        if canonical(language) == UNDETERMINED:
            reason = Reason(
                code="language_unknown",
                message="The language of the document is not known, so it was not translated. State it in a sidecar "
                'file NAME.meta.json, such as {"language": "de"}.',
            )
        else:
            pair = f"{canonical(language)}-{canonical(self.target)}"
            reason = Reason(
                code="no_package",
                message=f"No package translates {pair}, directly or through another language. Install one with "
                f"`ingest models install {pair}` or `ingest models install FILE.argosmodel`.",
            )
        return Translation(
            status="unavailable",
            reason=reason,
            source_language=language,
            target_language=self.target,
            engine=None,
        )
