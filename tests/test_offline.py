"""Nothing leaves the machine: the command without any network, the flow with nothing but loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOOPBACK_UP = (
    "import fcntl, socket, struct\n"
    "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "fcntl.ioctl(s, 0x8914, struct.pack('16sH14s', b'lo', 0x1 | 0x40, b''))\n"  # SIOCSIFFLAGS: IFF_UP | IFF_RUNNING
)


def without_network(*command: str, folder: Path, loopback: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own, in which there is nobody else."""
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody make network namespaces")
    up = f'"{sys.executable}" -c "$LOOPBACK_UP" && ' if loopback else ""
    # HOME is empty: nothing that the user downloaded before can help. CI is unset, since Prefect tracks nobody there.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CI"))}
    environment |= {"HOME": str(folder), "LOOPBACK_UP": LOOPBACK_UP, "INGEST_STATE": str(folder / "state")}
    return subprocess.run(
        [unshare, "-rn", "sh", "-c", f'{up}exec "$@"', "sh", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_the_command_needs_no_network(tmp_path: Path) -> None:
    code = "from ingest.cli import main; main()"
    answer = without_network(sys.executable, "-c", code, "run", "--processed", str(tmp_path / "out"), folder=tmp_path)
    assert answer.returncode == 1, answer.stderr  # the samples hold what needs attention
    assert "8  new records" in answer.stdout


@pytest.mark.slow
def test_the_flow_needs_nothing_but_loopback_and_says_nothing_strange(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['PREFECT_HOME'] = os.environ['HOME']\n"
        "from flows.embedded import embedded_server\n"
        "from flows.ingest import ingest\n"
        f"with embedded_server(): print(ingest(processed={str(tmp_path / 'out')!r}, return_state=True).message)"
    )
    answer = without_network(sys.executable, "-c", code, folder=tmp_path, loopback=True)
    assert answer.returncode == 0, answer.stderr
    assert "9 documents: 8 new, 1 rejected" in answer.stdout
    assert "Error" not in answer.stderr
    assert "Traceback" not in answer.stderr
