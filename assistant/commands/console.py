"""What commands share: progress on standard error, text safe to print."""

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.build import Progress


def put(text: str = "") -> None:
    """Print a line to standard output; what the terminal cannot show is replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    text = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) != "Cc")  # no orders to the terminal
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def note(text: str) -> None:
    """Print a line to standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextmanager
def progress_bar() -> Iterator["Progress"]:
    """A progress bar with the time that is left on standard error; where that is no terminal, nothing."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def tell(what: str, done: int, total: int) -> None:
        if what not in tasks:
            if not tasks:  # work that is done at once shows nothing
                bar.start()
            tasks[what] = bar.add_task(what, total=total or None)
        bar.update(tasks[what], completed=done, total=total or None)

    try:
        yield tell
    finally:
        if tasks:
            bar.stop()
