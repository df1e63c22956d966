"""Lets every name under ``.test`` (RFC 6761) resolve to loopback, in this process."""

from __future__ import annotations

import socket
from typing import Any

_original = socket.getaddrinfo


def _getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    return _original("127.0.0.1" if isinstance(name, str) and name.endswith(".test") else host, *args, **kwargs)


def install() -> None:
    socket.getaddrinfo = _getaddrinfo
