"""Answers to take away: as Word and Excel files, and as text to paste into a paper.

::

    files.py      which file is written how
    word.py       the sheet of 想定問答 in Word       word_page.py, word_fonts.py, word_table.py  its parts
    excel.py      the same in Excel                   excel_cells.py  cells that stay text, print set-up
    paste.py      a citation, an answer as text       dates.py, headings.py  its parts
    wording.py    what both files say in the assistant's own words

What needs python-docx or openpyxl is loaded when it is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.export.files import (
        excel_bytes,
        export_answers,
        export_excel,
        export_word,
        ready_for_export,
        word_bytes,
    )
    from assistant.export.paste import answer_with_sources, paste_form

__all__ = [
    "answer_with_sources",
    "excel_bytes",
    "export_answers",
    "export_excel",
    "export_word",
    "paste_form",
    "ready_for_export",
    "word_bytes",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import the names above when they are first used: a command that exports nothing pays nothing."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    pasted = name in ("answer_with_sources", "paste_form")
    return getattr(import_module(f"{__name__}.{'paste' if pasted else 'files'}"), name)
