"""Killing the builder at any moment leaves a whole index, the old one or the new."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from index.build import build_index
from index.language import terms
from index.search import Index

KILLS = 20
QUESTION = "電子申請はいつ始めますか"


def test_killed_at_twenty_random_moments_the_index_still_answers(
    environment: dict[str, str], small_documents: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    build_index(small_documents, folder)
    command = [sys.executable, "-m", "assistant", "index", "--rebuild"]
    started = time.monotonic()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    whole = time.monotonic() - started
    dice = random.Random(20261121)
    killed = 0
    for _ in range(KILLS):
        builder = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.15, 0.7) * whole)  # before it only starts Python; a busy machine varies
        builder.send_signal(signal.SIGKILL)
        killed += builder.wait() == -signal.SIGKILL
        index = Index(folder)  # checks every file
        found = index.search(QUESTION, terms(QUESTION))
        assert "電子申請" in found[0].best_unit.unit.text
        index.close()
    assert killed >= KILLS // 2
