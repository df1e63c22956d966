"""Servers of our own on loopback: PostgreSQL from a package of the system. What is not installed is skipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_DEBIAN = Path("/usr/lib/postgresql")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _postgres_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl; Debian keeps them off the path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(_DEBIAN.glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of an empty PostgreSQL: user, host and name, without a scheme."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        if user:
            shutil.chown(name, user)

        def call(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", f"{name}/data", *arguments]
            subprocess.run(command, user=user, cwd=name, check=True, stdout=subprocess.DEVNULL)

        call("initdb", "-U", "ingest", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-w", "-l", f"{name}/log", "-o", f"-p {port} -h 127.0.0.1 -k {name}", "start")
        try:
            yield f"ingest@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "fast", "stop")
