"""An engine for tests: deterministic, instant, and faulty on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ingest.records import PackageUse
from ingest.translate.engine import Decoded, Decoding, UnusablePackageError

DEFAULT_LIMIT = 40


def shout(text: str) -> str:
    """Translate into capitals."""
    return text.upper()


class FakeEngine:
    """Upper-cases by default; a token is a word or a run of ten characters, and calls are counted."""

    name = "fake"
    version = "1"

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]] = (("de", "en"),),
        *,
        render: Callable[[str], str] = shout,
        limit: int = DEFAULT_LIMIT,
        output_limit: int | None = None,
    ) -> None:
        self.packages = tuple(PackageUse(from_=a, to=b, version="1.0", sha256=f"{a}{b}" * 16) for a, b in pairs)
        self.calls: list[list[str]] = []
        self.faults: list[str] = []
        self._render = render
        self._limit = limit
        self._output_limit = output_limit

    def drop(self, error: UnusablePackageError) -> None:
        """Go on without a package."""
        self.packages = tuple(package for package in self.packages if package != error.package)
        self.faults.append(str(error))

    def limit(self, package: PackageUse) -> int:
        """Return the configured limit, in fake tokens."""
        del package
        return self._limit

    def count_tokens(self, package: PackageUse, text: str) -> int:
        """Count words, the long ones in runs of ten characters."""
        del package
        return sum(1 + (len(word) - 1) // 10 for word in text.split())

    def decode(self, package: PackageUse, texts: Sequence[str], decoding: Decoding) -> Iterator[tuple[int, Decoded]]:
        """Render each text; cut it at ``output_limit`` tokens as a real engine would."""
        del decoding
        self.calls.append(list(texts))
        return iter([(index, self._decode_one(package, text)) for index, text in enumerate(texts)])

    def _decode_one(self, package: PackageUse, text: str) -> Decoded:
        words = self._render(text).split()
        limit = self._output_limit
        if limit is not None and len(words) > limit:
            return Decoded(" ".join(words[:limit]), -1.0, finished=False)
        assert self.count_tokens(package, text) <= self._limit, "input over the limit would be cut silently"  # noqa: S101 - what a test relies on
        return Decoded(" ".join(words), -0.5, finished=True)
