"""The page in a process of its own, as somebody who starts it gets it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds within which the page answers


@contextmanager
def served(index: Path, **settings: str) -> Iterator[str]:
    """The address of a page over an index, by default of the project's documents.

    Raises:
        TimeoutError: the page ended, or did not answer within :data:`PATIENCE`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        env=environment(index, ASSISTANT_PORT=str(port), **settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def environment(index: Path, **settings: str) -> dict[str, str]:
    """The environment of a process with these settings and no others of the assistant's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    own = {"ASSISTANT_DOCUMENTS": str(ROOT / "documents"), "ASSISTANT_INDEX": str(index)}
    return others | own | settings


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer from {address}")
