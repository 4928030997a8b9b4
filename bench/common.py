"""What both sides of the bench share."""

import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "documents"


def questions() -> list[str]:
    """The questions that are asked warm: those of the dev set."""
    lines = (ROOT / "eval" / "gold" / "dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def peak_mb() -> float:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(**figures: object) -> None:
    """Print the figures of a task as one JSON line."""
    print(json.dumps(figures | {"peak_mb": peak_mb()}))


def time_each(ask: Callable[[str], object]) -> list[float]:
    """Milliseconds of each question, after one to warm up."""
    asked = questions()
    ask(asked[0])
    times = []
    for question in asked:
        start = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - start) * 1000)
    return times
