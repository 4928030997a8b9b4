"""Excel workbooks: each sheet a section, each row a line that knows its cells."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from index.document import Mark, Place, Role, SourceText
from index.load.cell_text import cell_text
from index.load.draft import Draft, at_level, sensible_title
from index.load.limits import Budget
from index.load.tables import has_value, is_heading_row

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_LAST_ROW = 1_048_576  # the last row of a sheet; a file that names a later one is made to cost time
_MOST_HEADERS = 3  # rows of one header


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with text: its number from 1, and its cells from column A to the last filled one."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[int]:
        """The columns with text, from 0."""
        return [column for column, text in enumerate(self.cells) if text]

    @property
    def range(self) -> str:
        """The cells from the first to the last filled one, as A5:F5."""
        columns = self.filled
        first, last = (f"{get_column_letter(column + 1)}{self.number}" for column in (columns[0], columns[-1]))
        return f"{first}:{last}"


def load_excel(path: Path) -> SourceText:
    """Read a workbook; of formulas the values that were last saved. Sheets that are hidden for good are left out.

    Raises:
        Exception: whatever the library makes of a broken file.
    """
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings, validations and styles that are not read
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            draft, budget = Draft(), Budget()
            for sheet in book.worksheets:  # sheets of charts have no rows
                if sheet.sheet_state != "veryHidden" and hasattr(sheet, "iter_rows") and not budget.spent:
                    _add_sheet(draft, sheet.title, list(_rows(sheet, budget)))
            draft.full = draft.full or budget.spent
            return draft.finish(sensible_title(book.properties.title))
        finally:
            book.close()


def _add_sheet(draft: Draft, name: str, rows: Sequence[_Row]) -> None:
    if rows:
        draft.add(name, at_level(1), Place(sheet=name))
    for block in _blocks(rows):
        _add_block(draft, block, name)


def _rows(sheet: "ReadOnlyWorksheet", budget: Budget) -> Iterator[_Row]:
    """The rows of a sheet that have text, as far as the budget goes; what the file says of its size is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > _LAST_ROW:
            return
        texts = [
            "" if cell.value is None else cell_text(cell.value, cell.number_format).strip().replace("\t", " ")
            for cell in cells
        ]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            fits = budget.take(sum(map(len, texts)) + len(texts), len(texts))
            yield _Row(number, tuple(texts))
            if not fits:
                return


def _blocks(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Runs of rows without an empty one between them."""
    block: list[_Row] = []
    for row in rows:
        if block and row.number > block[-1].number + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _add_block(draft: Draft, block: list[_Row], sheet: str) -> None:
    """Add a table with the titles above and the notes below it; rows of one cell alone are all text."""
    wide = [place for place, row in enumerate(block) if len(row.filled) > 1]
    top, bottom = (wide[0], wide[-1] + 1) if wide else (len(block), len(block))
    while bottom < len(block) and not _is_note(block[bottom]):
        bottom += 1  # a row with one cell filled, at the table's end
    headers = _headers(block[top:bottom])
    draft.tables += top < bottom
    for place, row in enumerate(block):
        where = Place(sheet=sheet, cells=row.range)
        if top <= place < bottom:
            draft.add_row(row.cells, Role.HEADER if place - top < headers else Role.ROW, where)
        else:
            draft.add(next(text for text in row.cells if text), Mark(), where)


def _is_note(row: _Row) -> bool:
    return row.cells[row.filled[0]].startswith(("※", "注", "（注", "(注", "*", "＊", "備考", "出典", "資料"))


def _headers(table: Sequence[_Row]) -> int:
    """How many rows the header of a table has."""
    if len(table) < 2 or not is_heading_row(_own_cells(table[0])):
        return 0
    count = 1
    while count < min(_MOST_HEADERS, len(table) - 1) and _goes_on(table[count - 1], table[count], table[count + 1]):
        count += 1
    return count


def _own_cells(row: _Row) -> tuple[str, ...]:
    return row.cells[row.filled[0] :]


def _goes_on(above: _Row, row: _Row, below: _Row) -> bool:
    """Whether a header goes on in ``row``: it fills gaps that merged cells above left, and has no values itself."""
    upper, own = set(above.filled), set(row.filled)
    gaps = set(range(min(upper), max(*upper, *own) + 1)) - upper
    if not gaps & own or has_value(row.cells) or any(len(row.cells[column]) > 40 for column in own):
        return False
    return bool(upper - own) or has_value(below.cells)
