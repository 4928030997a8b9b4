"""Tables in a terminal: Japanese characters take two columns, and old terminals cannot draw lines."""

import shutil
import sys
from collections.abc import Sequence

NARROWEST = 60  # columns; two columns of text cannot be read in fewer


def put_table(heads: Sequence[str], rows: Sequence[Sequence[str]], narrow: int = 0) -> None:
    """Print a table as wide as the terminal; its first ``narrow`` columns are as wide as two characters."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from assistant.commands.console import put

    table = Table(box=box.SQUARE if _shows("─") else box.ASCII, show_lines=True, expand=True, padding=(0, 1))
    for place, head in enumerate(heads):
        if place < narrow:
            table.add_column(Text(head), width=4, no_wrap=True)
        else:
            table.add_column(Text(head), ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    page = StringIO()
    width = max(NARROWEST, shutil.get_terminal_size().columns)
    Console(file=page, width=width, color_system=None, legacy_windows=False).print(table)
    for line in page.getvalue().splitlines():
        put(line.rstrip())


def _shows(character: str) -> bool:
    """Whether standard output can show a character."""
    try:
        character.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
