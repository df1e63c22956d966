"""A CTranslate2 model and its pieces to an `.argosmodel`: a zip with one folder, as Argos Translate installs it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from training.config import PackageConfig

_DATE = (2026, 1, 1, 0, 0, 0)  # fixed, so that the same weights make the same file


def pack(model: Path, pieces: Path, readme: str, target: Path, config: PackageConfig) -> Path:
    """Write `translate-de_en-VERSION.argosmodel` into the folder `target`; gives its path."""
    name = f"translate-de_en-{config.version.replace('.', '_')}"
    metadata = {
        "package_version": config.version,
        "argos_version": config.argos_version,
        "from_code": "de",
        "from_name": "German",
        "to_code": "en",
        "to_name": "English",
    }
    files = {f"model/{file.name}": file.read_bytes() for file in sorted(model.iterdir())}
    files["sentencepiece.model"] = pieces.read_bytes()
    files["metadata.json"] = json.dumps(metadata, indent=1).encode()
    files["README.md"] = readme.encode()
    target.mkdir(parents=True, exist_ok=True)
    package = target / f"{name}.argosmodel"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for inner, content in files.items():
            entry = zipfile.ZipInfo(f"{name}/{inner}", _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return package
