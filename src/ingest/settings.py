"""All settings, read once at the edge (command line or flow) and frozen.

Order of precedence: arguments, then ``INGEST_*`` environment variables (``INGEST_TRANSLATION__BEAM_SIZE=2``), then
``ingest.toml`` in the project root, then the defaults here. The project root is the nearest folder upwards of the
working directory that holds an ``ingest.toml``, else the working directory.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from upath import UPath

from ingest.errors import ConfigurationError
from ingest.languages import normalise

SETTINGS_FILE = "ingest.toml"


def _location(value: object) -> object:
    """Return text as a path, or, where it is a URL that fsspec knows, as a location in an object store."""
    if isinstance(value, str):
        # listings kept in memory would hide what other processes write
        return UPath(value, use_listings_cache=False) if "://" in value else Path(value)
    return value


Location = Annotated[Path | UPath, BeforeValidator(_location), PlainSerializer(str)]
"""A folder, or the URL of a prefix in an object store such as ``s3://bucket/prefix``."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExtractionSettings(_Section):
    """Budgets of one document; over them it is rejected by name and the others never wait."""

    seconds: float = Field(default=30.0, gt=0, description="Wall-clock time for one document.")
    memory_mb: int = Field(default=1500, ge=256, description="Memory of one worker process, in MiB.")
    max_bytes: int = Field(default=10_000_000, gt=0, description="Largest document that is parsed.")


class TranslationSettings(_Section):
    """How text is translated."""

    beam_size: int = Field(default=4, ge=1, le=16)
    glossary: Path | None = Field(default=None, description="CSV of terms; default glossary.csv if it exists.")
    memory: bool = Field(default=True, description="Reuse segments translated before.")


class WebSettings(_Section):
    """How the web is fetched: who we are, how gently, and how much. See docs/fetching.md."""

    contact: str | None = Field(default=None, description="URL or e-mail in the User-Agent; needed for fetching.")
    delay: float = Field(default=1.0, ge=0, description="Seconds from an answer to the next request to a host.")
    concurrency: int = Field(default=16, ge=1, le=256, description="Hosts asked at the same time.")
    timeout: float = Field(default=20.0, gt=0, description="Seconds without a byte.")
    total_timeout: float = Field(default=60.0, gt=0, description="Seconds for one whole answer.")
    attempts: int = Field(default=3, ge=1, le=10, description="Tries of one request on 429, 5xx and time-outs.")
    backoff: float = Field(default=2.0, ge=0, description="Seconds before the second try; doubles, with jitter.")
    patience: float = Field(default=60.0, ge=0, description="Longest wait inside a run; a longer one rests the host.")
    rest: float = Field(default=3600.0, ge=0, description="Seconds a host rests that kept failing; doubles to a day.")
    max_bytes: int = Field(default=20_000_000, gt=0, description="Largest answer, before and after decompression.")
    max_redirects: int = Field(default=8, ge=0)
    host_requests: int = Field(default=500, ge=1, description="Requests to one host in one run.")
    run_requests: int = Field(default=10_000, ge=1, description="Requests in one run.")
    run_bytes: int = Field(default=4_000_000_000, ge=1, description="Bytes received in one run.")
    revisit_min: float = Field(default=6 * 3600.0, ge=0, description="Seconds; a page is not looked at more often.")
    revisit_max: float = Field(default=30 * 86400.0, gt=0, description="Seconds; nor less often, while it is offered.")
    warc_bytes: int = Field(default=1_000_000_000, ge=1000, description="A WARC file larger than this is closed.")
    allow: tuple[str, ...] = Field(default=(), description="Intranet hosts or networks (CIDR) that may be fetched.")


class Settings(BaseSettings):
    """The one frozen set of settings of a run. Paths are relative to `root`."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="INGEST_",
        env_nested_delimiter="__",
    )

    root: Path = Field(default=Path(), description="The project root; documents are named relative to it.")
    raw: Location = Field(default=Path("raw"), description="A folder, or a URL such as s3://bucket/raw.")
    processed: Location = Field(default=Path("processed"), description="A folder, or a URL such as s3://bucket/out.")
    models: Path = Field(default=Path("models"), description="Folder with .argosmodel files of the project.")
    state: Path = Field(default=Path(".ingest"), description="Unpacked packages, translation memory; safe to delete.")
    target: str = Field(default="en", description="BCP-47 tag of the language to translate into.")
    workers: int = Field(default=2, ge=1, le=256)
    batch_size: int = Field(default=50, ge=1, description="Documents translated, or sent to a cluster, together.")
    ledger: str | None = Field(
        default=None,
        description="SQLAlchemy URL, sqlite or postgresql+psycopg; default SQLite in the processed folder.",
        repr=False,
    )
    silent_days: int = Field(
        default=14, ge=0, description="Warn when a source or language gives nothing new for longer; 0 never warns."
    )
    cluster: str | None = Field(
        default=None, description="Address of a Dask scheduler, tcp://HOST:8786; flows run their batches there."
    )
    signing_key: Path | None = Field(
        default=None, description="Secret minisign key without password; every run log is signed with it."
    )
    records_url: str = Field(default="", description="Where processed/ is served, for links in Prefect's artifacts.")
    extraction: ExtractionSettings = ExtractionSettings()
    translation: TranslationSettings = TranslationSettings()
    web: WebSettings = WebSettings()

    @field_validator("target")
    @classmethod
    def _one_spelling(cls, tag: str) -> str:
        spelled = normalise(tag)
        if spelled == "und":
            raise ValueError(f"{tag!r} is not a language tag (BCP-47), such as en, fr or pt-BR")
        return spelled

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no dotenv files
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no secrets folder
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, environment, ``ingest.toml``; no dotenv and no secrets folder."""
        file = init_settings().get("root", Path()) / SETTINGS_FILE
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)

    def path(self, relative: Path | UPath) -> Path:
        """Return a settings path under the project root; raise ConfigurationError where it is not on a disk."""
        if isinstance(relative, Path):
            return self.root / relative
        raise ConfigurationError(f"This needs a folder on a disk, not {relative}.")

    def location(self, relative: Path | UPath) -> Path | UPath:
        """Return a location under the project root; one in an object store stands by itself."""
        return self.root / relative if isinstance(relative, Path) else relative


def find_root(start: Path) -> Path:
    """Return the nearest folder from ``start`` upwards that holds ``ingest.toml``, else ``start``."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS_FILE).is_file()), start)


def load_settings(root: Path | None = None, *, processed: str | Path | None = None, **arguments: Any) -> Settings:
    """Read the settings of the project around ``root`` (default: the working directory).

    Arguments that are None count as not given. As text, ``processed`` is what a person gave: a URL, or a folder seen
    from the working directory. Raises ConfigurationError naming the setting and the fault.
    """
    if isinstance(processed, str) and "://" not in processed:
        processed = Path(processed).absolute()
    arguments["processed"] = processed
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        return Settings(root=find_root(root or Path.cwd()), **given)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(f"Settings are not valid ({SETTINGS_FILE}, INGEST_* or options): {faults}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{SETTINGS_FILE} is not valid TOML: {error}.") from error
