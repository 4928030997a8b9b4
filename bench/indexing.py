"""Indexing at scale: ``python -m bench.indexing FOLDER`` makes 200 documents there and measures what they cost.

The documents are the five real ones in 40 variants each, in which common words and numbers are exchanged, so that
hardly two passages are alike. Every measure runs in a process of its own, as a user would start it.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.common import DOCUMENTS, ROOT, report

COPIES = 40
_WORDS = (
    *("デジタル", "推進", "行政", "計画", "整備", "利用", "情報", "検討", "実現", "活用", "社会", "サービス"),
    *("国民", "手続", "地方", "公共", "対応", "基盤", "連携", "データ", "教育", "医療", "防災", "農業", "産業"),
)
_EXCHANGED = re.compile("|".join([*_WORDS, "[0-9]+"]))


def make_corpus(folder: Path) -> int:
    """Write the documents; their size in bytes."""
    folder.mkdir(parents=True)
    texts = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    for number in range(COPIES * len(texts)):
        text = _vary(texts[number % len(texts)], random.Random(number))
        (folder / f"plan-{number:03}.txt").write_text(f"第{number}次計画\n\n{text}", "utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def _vary(text: str, dice: random.Random) -> str:
    def exchange(found: re.Match[str]) -> str:
        if found[0].isdigit():
            return found[0] if len(found[0]) == 4 or dice.random() < 0.7 else str(dice.randrange(1, 100))
        return found[0] if dice.random() < 0.5 else dice.choice(_WORDS)

    return _EXCHANGED.sub(exchange, text)


def cut(documents: Path) -> float:
    """Seconds to read and cut the documents with all cores, without finding terms."""
    from index.document import Edition
    from index.reading import MOST_WORKERS, read_document
    from index.workers import Task, processors, run_tasks

    paths = sorted(documents.iterdir())
    start = time.perf_counter()
    tasks = [Task(read_document, (path, Edition(path.stem, path.stem)), 60) for path in paths]
    for _ in run_tasks(tasks, min(processors(), MOST_WORKERS)):
        pass
    return time.perf_counter() - start


def index(documents: Path, folder: Path) -> dict[str, float]:
    """Run ``assistant index``: its seconds, the passages that it embedded, and its peak memory in MB."""
    environment = {**os.environ, "ASSISTANT_DOCUMENTS": str(documents), "ASSISTANT_INDEX": str(folder)}
    command = [sys.executable, "-m", "assistant", "index", "--json"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "passages": json.loads(done.stdout)["passages_embedded"], "peak_mb": memory}


def main() -> None:
    """Make the corpus below a folder, measure, and print one JSON line."""
    work = Path(sys.argv[1])
    documents, folder = work / "documents", work / "index"
    megabytes = make_corpus(documents) / 1e6
    nothing_yet = cut(documents)
    first = index(documents, folder)
    changed = documents / "plan-100.txt"
    changed.write_text(changed.read_text("utf-8").replace("推進", "促進", 1), "utf-8")
    one = index(documents, folder)
    nothing = min((index(documents, folder) for _ in range(5)), key=lambda run: run["seconds"])
    report(
        megabytes=megabytes,
        cut_mb_a_second=megabytes / nothing_yet,
        build_200=first["seconds"],
        build_200_peak_mb=first["peak_mb"],
        change_1_of_200=one["seconds"],
        change_1_of_200_passages=one["passages"],
        nothing_changed=nothing["seconds"],
    )


if __name__ == "__main__":
    main()
