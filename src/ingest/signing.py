"""Signatures over run logs, in the format of minisign, so that anybody can check them with minisign itself.

Ed25519 over BLAKE2b-512 ("ED"). Off by default; `Settings.signing_key` names a secret key without password
(``minisign -G -W``, or ``ingest key FILE``). Format: https://jedisct1.github.io/minisign/#signature-format
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ingest.errors import ConfigurationError

_SECRET = "untrusted comment: polyglot-ingest secret key"  # noqa: S105 - a comment, no secret
_UNENCRYPTED = b"Ed" + b"\0\0" + b"B2"
_SALT_AND_LIMITS = bytes(32 + 8 + 8)
_KEY_START = len(_UNENCRYPTED) + len(_SALT_AND_LIMITS)
_SECRET_LENGTH = _KEY_START + 8 + 32 + 32 + 32
_PUBLIC_LENGTH = 2 + 8 + 32
_SIGNATURE_LENGTH = 2 + 8 + 64


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that signs; ``key_id`` is the eight bytes by which its signatures name it."""

    key_id: bytes
    key: Ed25519PrivateKey

    def sign(self, data: bytes, comment: str) -> bytes:
        """Return the signature file for ``data``. ``comment`` is signed too; it holds no line break."""
        signature = self.key.sign(blake2b(data).digest())
        trusted = self.key.sign(signature + comment.encode())
        lines = (
            "untrusted comment: signature of a polyglot-ingest run log",
            _encode(b"ED" + self.key_id + signature),
            f"trusted comment: {comment}",
            _encode(trusted),
        )
        return "\n".join((*lines, "")).encode()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures."""

    key_id: bytes
    key: Ed25519PublicKey

    def fault(self, data: bytes, signature_file: bytes) -> str | None:
        """Return what is wrong with a signature over ``data``, None when it holds."""
        try:
            _, line, trusted, check = signature_file.decode().splitlines()[:4]
            signed = base64.b64decode(line, validate=True)
            comment = trusted.removeprefix("trusted comment: ").encode()
            if len(signed) != _SIGNATURE_LENGTH or signed[:2] != b"ED":
                return "Its signature is not one of minisign's."
            if signed[2:10] != self.key_id:
                return "Was signed with another key."
            self.key.verify(signed[10:], blake2b(data).digest())
            self.key.verify(base64.b64decode(check, validate=True), signed[10:] + comment)
        except (ValueError, binascii.Error):
            return "Its signature is not one of minisign's."
        except InvalidSignature:
            return "Its signature does not hold: it was changed after it was signed."
        return None


def make_keys(secret: Path, public: Path) -> None:
    """Write a new pair of keys, the secret one readable by its owner alone; folders are made.

    Raises ConfigurationError, and leaves nothing behind, if a file is there already or cannot be written.
    """
    private = Ed25519PrivateKey.generate()
    key_id, seed, point = secrets.token_bytes(8), private.private_bytes_raw(), private.public_key().public_bytes_raw()
    check = blake2b(b"Ed" + key_id + seed + point, digest_size=32).digest()
    body = _UNENCRYPTED + _SALT_AND_LIMITS + key_id + seed + point + check
    name = key_id[::-1].hex().upper()
    try:
        secret.parent.mkdir(parents=True, exist_ok=True)
        with public.open("x", encoding="utf-8") as file:
            file.write(f"untrusted comment: minisign public key {name}\n{_encode(b'Ed' + key_id + point)}\n")
        try:
            descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            public.unlink()
            raise
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{_SECRET}\n{_encode(body)}\n")
    except FileExistsError as error:
        raise ConfigurationError(f"{error.filename} is there already; choose another name.") from error
    except OSError as error:
        raise ConfigurationError(f"The key cannot be written to {secret} ({error.strerror}).") from error


def load_secret_key(file: Path) -> SecretKey:
    """Read a secret key without password; raise ConfigurationError when it is none."""
    body = _body(file)
    if len(body) != _SECRET_LENGTH or body[:2] != b"Ed" or body[2:4] != b"\0\0":
        raise ConfigurationError(f"{file} is not a minisign secret key without password; make one: minisign -G -W.")
    return SecretKey(
        body[_KEY_START : _KEY_START + 8], Ed25519PrivateKey.from_private_bytes(body[_KEY_START + 8 : _KEY_START + 40])
    )


def load_public_key(file: Path) -> PublicKey:
    """Read a public key; raise ConfigurationError when it is none."""
    body = _body(file)
    if len(body) != _PUBLIC_LENGTH or body[:2] != b"Ed":
        raise ConfigurationError(f"{file} is not a minisign public key.")
    return PublicKey(body[2:10], Ed25519PublicKey.from_public_bytes(body[10:]))


def _body(file: Path) -> bytes:
    try:
        return base64.b64decode(file.read_text(encoding="utf-8").splitlines()[1], validate=True)
    except (OSError, IndexError, ValueError) as error:
        raise ConfigurationError(f"The key {file} cannot be read ({error}).") from error


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()
