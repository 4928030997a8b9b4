"""Expected questions as a table that people edit in a spreadsheet, and take back (``index.enrich.expected``)."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.enrich.expected import ExpectedEntry, write_expected
from index.errors import InputError
from index.swap import swapped_in

_HEADS = ("資料", "節", "箇所", "作成")
_ORDERS = ("=", "+", "-", "@")  # a spreadsheet takes a cell that begins so for a formula
_GUARD = "'"
_WIDTHS = (28, 28, 60, 20)
_QUESTION_WIDTH = 36


def write_table(path: Path, entries: Sequence[ExpectedEntry]) -> None:
    """Write entries as CSV, Excel or JSONL, by the ending of ``path``.

    Raises:
        InputError: the ending is another one.
    """
    ending = path.suffix.lower()
    if ending == ".jsonl":
        write_expected(path, entries)
    elif ending == ".csv":
        _write_csv(path, entries)
    elif ending == ".xlsx":
        _write_excel(path, entries)
    else:
        raise InputError(f"「{path}」には書けません。ファイル名の終わりを .csv・.xlsx・.jsonl のどれかにしてください。")


def _rows(entries: Sequence[ExpectedEntry]) -> Iterator[list[str]]:
    most = max((len(entry.questions) for entry in entries), default=1)
    most_unanswered = max((len(entry.unanswered) for entry in entries), default=0)
    yield [*_HEADS, *_numbered("質問", most), *_numbered("記載のない質問", most_unanswered)]
    for entry in entries:
        gap = [""] * (most - len(entry.questions)) if entry.unanswered else []
        yield [entry.document, entry.section, entry.text, entry.by, *entry.questions, *gap, *entry.unanswered]


def _numbered(head: str, most: int) -> list[str]:
    return [f"{head}{place}" if place > 1 else head for place in range(1, most + 1)]


def _write_csv(path: Path, entries: Sequence[ExpectedEntry]) -> None:
    with swapped_in(path) as fresh, fresh.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[_guarded(cell) for cell in row] for row in _rows(entries)])


def _guarded(cell: str) -> str:
    return _GUARD + cell if cell.startswith(_ORDERS) else cell


def _write_excel(path: Path, entries: Sequence[ExpectedEntry]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "想定質問"
    for row, cells in enumerate(_rows(entries), start=1):
        for column, text in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type = text, "s"  # as text, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
                width = _WIDTHS[column - 1] if column <= len(_WIDTHS) else _QUESTION_WIDTH
                sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    with swapped_in(path) as fresh:
        book.save(fresh)
