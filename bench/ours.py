"""The assistant's side of the bench: ``python -m bench.ours build|warm|ask FOLDER [QUESTION]``."""

import sys
import time
from pathlib import Path

from bench.common import DOCUMENTS


def main() -> None:
    """Run one task."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "ask":
        import os

        os.environ |= {"ASSISTANT_DOCUMENTS": str(DOCUMENTS), "ASSISTANT_INDEX": str(folder)}
        sys.argv = ["assistant", "ask", sys.argv[3]]
        from assistant.cli import main as assistant

        assistant()
    from bench.common import report, time_each

    if task == "build":
        start = time.perf_counter()
        from index.build import build_index

        build_index(DOCUMENTS, folder)
        report(seconds=time.perf_counter() - start)
    else:
        from assistant import PlanAssistant
        from assistant.settings import Settings

        plan = PlanAssistant(Settings(documents=DOCUMENTS, index=folder))
        report(milliseconds=time_each(plan.ask))


if __name__ == "__main__":
    main()
