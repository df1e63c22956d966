"""`sources.toml`: which sources are looked at, and what of them is wanted. Faults name the line."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Literal, Self

from cssselect import HTMLTranslator, SelectorError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ingest.errors import ConfigurationError, DocumentError
from ingest.records import Hints
from ingest.sources.canonical import clean, host_of, redact

FILE = "sources.toml"

SourceKind = Literal["auto", "feed", "sitemap", "site", "page"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExtractionHints(_Table):
    """Where the main text of this source's pages is, when the extractor needs help."""

    keep: tuple[str, ...] = Field(default=(), description="CSS selectors of the main text.")
    drop: tuple[str, ...] = Field(default=(), description="CSS selectors of what is not the main text.")

    @field_validator("keep", "drop")
    @classmethod
    def _readable(cls, selectors: tuple[str, ...]) -> tuple[str, ...]:
        for selector in selectors:
            try:
                HTMLTranslator().css_to_xpath(selector)
            except SelectorError as error:
                raise ValueError(f"{selector!r} is no CSS selector ({error})") from error
        return selectors


class WebSource(_Table):
    """One ``[[source]]`` table."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="Short name: a-z, 0-9, dot, dash.")
    url: str = Field(description="A feed, a sitemap, the front page of a site, or one page.")
    kind: SourceKind = Field(default="auto", description="What the URL is; auto looks at what comes.")
    language: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="BCP-47 tag most pages are in; a hint.",
    )
    tags: tuple[str, ...] = Field(default=(), description="For schedules: ingest run sources.toml --tag daily.")
    include: tuple[str, ...] = Field(default=(), description="Globs over the URL; one must match.")
    exclude: tuple[str, ...] = Field(default=(), description="Globs over the URL; none may match.")
    max_age_days: float | None = Field(default=None, gt=0, description="Older entries are left; undated ones are not.")
    limit: int = Field(default=100, ge=1, le=100_000, description="Pages fetched for this source in one run.")
    extraction: ExtractionHints = ExtractionHints()

    @field_validator("url")
    @classmethod
    def _fetchable(cls, url: str) -> str:
        if "@" in url.partition("://")[2].partition("/")[0] or redact(url) != url:
            raise ValueError("credentials do not belong into a source; they would be sent to nobody")
        try:
            return clean(url)
        except DocumentError as error:
            raise ValueError(error.message) from error

    def wants(self, url: str) -> bool:
        """Return whether the include and exclude patterns let ``url`` pass; ``*`` also matches ``/``."""
        if any(fnmatch.fnmatchcase(url, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(fnmatch.fnmatchcase(url, pattern) for pattern in self.include)

    @property
    def hints(self) -> Hints:
        """What is handed down with each capture."""
        return Hints(language=self.language, keep=self.extraction.keep, drop=self.extraction.drop)


class Catalog(_Table):
    """All sources of a file."""

    source: tuple[WebSource, ...] = Field(default=(), description="The [[source]] tables.")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        seen: set[str] = set()
        for index, source in enumerate(self.source):
            if source.name in seen:
                raise ValueError(f"source {index}: the name {source.name!r} is used twice")
            seen.add(source.name)
        return self

    def tagged(self, tags: tuple[str, ...]) -> tuple[WebSource, ...]:
        """Return the sources with any of these tags; all sources when none is given."""
        return tuple(source for source in self.source if not tags or set(tags) & set(source.tags))


def load_catalog(path: Path) -> Catalog:
    """Read ``sources.toml``. Raise ConfigurationError that names the file, the line, the source and the fault."""
    try:
        text = path.read_text("utf-8")
        return Catalog.model_validate(tomllib.loads(text))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}.") from error
    except ValidationError as error:
        lines = _Lines(text)
        faults = "; ".join(f"line {lines.of(e['loc'], e['msg'])}: {_fault(e['loc'], e['msg'])}" for e in error.errors())
        raise ConfigurationError(f"{path}: {faults}.") from error


def sources_of(argument: str, *, tags: tuple[str, ...] = (), default: Path = Path(FILE)) -> tuple[WebSource, ...]:
    """Return the sources that a word on the command line means: a URL, a ``.toml`` file, or a name in ``default``.

    Raise ConfigurationError when it means none of these.
    """
    if is_url(argument):
        return (single(argument),)
    if argument.endswith(".toml"):
        return load_catalog(Path(argument)).tagged(tags)
    found = tuple(source for source in load_catalog(default).source if source.name == argument)
    if not found:
        raise ConfigurationError(f"{argument} is neither a URL nor a .toml file nor a source named in {default}.")
    return found


def is_url(argument: str) -> bool:
    """Return whether a word on the command line is a web address."""
    return argument.lower().startswith(("http://", "https://"))


def single(url: str) -> WebSource:
    """Return the source that a bare URL on the command line stands for. Raise ConfigurationError for no URL."""
    try:
        address = clean(url)
        return WebSource(name=re.sub(r"[^a-z0-9.-]+", "-", host_of(address)).strip(".-")[:64] or "url", url=address)
    except (DocumentError, ValidationError) as error:
        message = error.message if isinstance(error, DocumentError) else "it cannot be a source"
        raise ConfigurationError(f"{redact(url)}: {message}") from error


def _fault(location: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(part) for part in (location[2:] or location[:1]) if part != "source")
    message = message.removeprefix("Value error, ")
    if message == "Extra inputs are not permitted":
        message = "there is no such setting"
    return f"{name}: {message}" if name else message


class _Lines:
    """Finds the lines of tables and keys, which tomllib does not tell."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tables = [i for i, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*source\s*\]\]", line)]

    def of(self, location: tuple[int | str, ...], message: str) -> int:
        """Return the line, from 1, of what pydantic's ``location`` names; that of its table when the key is absent."""
        index = location[1] if len(location) > 1 and isinstance(location[1], int) else None
        if index is None and (found := re.search(r"source (\d+):", message)):
            index = int(found.group(1))
        if index is None or index >= len(self._tables):
            key = str(location[0]) if location else ""
            return next((i for i, line in enumerate(self._lines, 1) if key and line.lstrip("[ ").startswith(key)), 1)
        start = self._tables[index]
        end = self._tables[index + 1] if index + 1 < len(self._tables) else len(self._lines)
        for part in reversed([part for part in location[2:] if isinstance(part, str)] or ["name"]):
            for number in range(start, end):
                if re.match(rf"\s*(?:\[source\.)?[\"']?{re.escape(part)}[\"']?\s*[=\].]", self._lines[number]):
                    return number + 1
        return start + 1
