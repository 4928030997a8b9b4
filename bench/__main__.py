"""``make bench``: measure the assistant and the usual recipe side by side on this machine.

The peer is LangChain's recursive splitter, a sentence-transformers model and a FAISS vector store, with the
assistant's own bundled model (mean pooling), in a virtual environment of its own (``bench/.venv``) that lends
the heavy packages from the project's. Every figure of a row comes from this run; nothing is asserted.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PEER_VENV = ROOT / "bench" / ".venv"
OUT = ROOT / "bench" / "out"
QUESTION = "公共サービスメッシュはいつまでに整備しますか"
COLD_RUNS = 5
PEER_PACKAGES = ["langchain-community>=0.4,<1", "langchain-text-splitters>=1.1,<2"]


def main() -> None:
    """Measure, print the table, and keep the figures in ``bench/out/latest.json``."""
    peer_python = _peer_environment()
    with tempfile.TemporaryDirectory() as work:
        ours = _measure(sys.executable, "bench.ours", Path(work) / "ours")
        peer = _measure(peer_python, "bench.peer", Path(work) / "peer")
        indexing = _child(sys.executable, "bench.indexing", str(Path(work) / "indexing"))
        bare = statistics.median(
            _wall([sys.executable, "-c", "import sentence_transformers"]) for _ in range(COLD_RUNS)
        )
    rows = [(name, unit, ours[name], peer[name]) for name, unit in _FIGURES]
    _print(rows, ours["cold"] / bare, bare)
    _print_indexing(indexing)
    OUT.mkdir(exist_ok=True)
    figures = {"ours": ours, "peer": peer, "import_sentence_transformers_s": bare, "indexing": indexing}
    (OUT / "latest.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


_FIGURES = (
    ("cold", "s"),
    ("warm_median", "ms"),
    ("warm_p95", "ms"),
    ("build", "s"),
    ("memory_ask", "MB"),
    ("memory_build", "MB"),
)
_NAMES = {
    "cold": "cold question, process start to answer (median of 5)",
    "warm_median": "warm question, median",
    "warm_p95": "warm question, 95th percentile",
    "build": "index build",
    "memory_ask": "memory, peak, answering",
    "memory_build": "memory, peak, building",
}


def _measure(python: str, module: str, folder: Path) -> dict[str, float]:
    built = _child(python, module, "build", str(folder))
    warm = _child(python, module, "warm", str(folder))
    cold = [_wall([python, "-m", module, "ask", str(folder), QUESTION]) for _ in range(COLD_RUNS)]
    times = sorted(warm["milliseconds"])
    return {
        "cold": statistics.median(cold),
        "warm_median": statistics.median(times),
        "warm_p95": times[int(len(times) * 0.95)],
        "build": built["seconds"],
        "memory_ask": warm["peak_mb"],
        "memory_build": built["peak_mb"],
        "questions": len(times),
    }


def _child(python: str, module: str, *arguments: str) -> dict[str, Any]:
    """Run one task in a process of its own; it prints one JSON object on its last line."""
    done = subprocess.run([python, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def _peer_environment() -> str:
    """The peer's Python; made once, with the project's packages behind its own."""
    python = PEER_VENV / "bin" / "python"
    if not (PEER_VENV / ".ready").exists():
        print("preparing the peer's environment …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(PEER_VENV)], check=True)
        site = next((PEER_VENV / "lib").glob("python*/site-packages"))
        lent = next(Path(path) for path in sys.path if path.endswith("site-packages"))
        (site / "project.pth").write_text(f"{lent}\n", "utf-8")
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEER_PACKAGES]
        subprocess.run(install, check=True)
        (PEER_VENV / ".ready").touch()
    return str(python)


def _print(rows: list[tuple[str, str, float, float]], against_import: float, bare: float) -> None:
    print(f"{'':55}{'assistant':>12}{'recipe':>12}{'ratio':>8}")
    for name, unit, mine, theirs in rows:
        print(f"{_NAMES[name]:55}{mine:>9.2f} {unit:<2}{theirs:>9.2f} {unit:<2}{mine / theirs:>8.2f}")
    print(f"cold question against `import sentence_transformers` alone ({bare:.2f} s): {against_import:.2f}")


def _print_indexing(figures: dict[str, float]) -> None:
    print(f"200 documents, {figures['megabytes']:.1f} MB of text:")
    print(f"  reading and cutting, all cores   {figures['cut_mb_a_second']:>7.2f} MB/s")
    print(f"  assistant index, new             {figures['build_200']:>7.2f} s, {figures['build_200_peak_mb']:.0f} MB")
    passages = f"{figures['change_1_of_200_passages']:.0f} passages embedded"
    print(f"  assistant index, 1 changed       {figures['change_1_of_200']:>7.2f} s, {passages}")
    print(f"  assistant index, nothing changed {figures['nothing_changed']:>7.2f} s")


if __name__ == "__main__":
    main()
