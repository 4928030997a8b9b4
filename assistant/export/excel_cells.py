"""A sheet of a workbook that people read and print: text stays text, heads stay in sight, a page wide on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.export.wording import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767  # characters that Excel takes in a cell, counted as UTF-16 does
_CUT = "…（セルの上限のため以下略）"
A3, A4 = 8, 9  # as Excel numbers sizes of paper
_FACE = "游ゴシック"
_FONT = Font(name=_FACE, size=9)
_HEAD_FONT = Font(name=_FACE, size=9, bold=True)
_LINE = 15.0  # points that a line takes in this font
_TALLEST = 409.0  # points: Excel shows no row higher
_ROOM = 1.1  # half-width characters of this font in a unit of a column's width
_HEAD_FILL = PatternFill("solid", fgColor="F2F2F2")
_TOP = Alignment(wrap_text=True, vertical="top")
_MIDDLE = Alignment(wrap_text=True, vertical="center")
_THIN = Side(style="thin", color="808080")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, and its width in letters."""

    head: str
    width: float


def fill_sheet(
    sheet: "Worksheet",
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    footer: str,
    paper: int = A4,
) -> None:
    """Put a table on an empty sheet, its heads in the first row, ready to read and to print."""
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    heads = [column.head for column in columns]
    for number, values in enumerate([heads, *rows], start=1):
        _fill_row(sheet, number, values)
        sheet.row_dimensions[number].height = min(_TALLEST, row_height(columns, values))
    _set_up_print(sheet, footer, paper)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def row_height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """The points that a row takes when its texts wrap; programs other than Excel do not work it out on opening."""
    lines = (_lines(str(value), column.width * _ROOM) for column, value in zip(columns, values, strict=True))
    return _LINE * max(1, *lines)


def is_cut_on_paper(columns: Sequence[Column], values: Sequence[Value]) -> bool:
    """Whether a row holds more than Excel can show of it."""
    return row_height(columns, values) > _TALLEST


def _fill_row(sheet: "Worksheet", number: int, values: Sequence[Value]) -> None:
    """A row of texts and numbers; the first is that of the heads."""
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(number, place)
        if isinstance(value, str):
            cell.value, cell.data_type = cell_text(value), "s"  # as text, whatever it begins with
            cell.quotePrefix = value[:1] in _ORDERS  # and it stays so when somebody edits the cell
        else:
            cell.value = value
            if isinstance(value, float):
                cell.number_format = "0.00"
        cell.font, cell.alignment, cell.border = _FONT, _TOP, _LINES
        if number == 1:
            cell.font, cell.alignment, cell.fill = _HEAD_FONT, _MIDDLE, _HEAD_FILL


def _lines(text: str, room: float) -> int:
    return sum(max(1, ceil(_letters(line) / room)) for line in text.split("\n"))


def _letters(line: str) -> float:
    """About how many half-width characters a line is wide: three bytes of UTF-8 are two of them."""
    return (len(line.encode("utf-8", "replace")) + len(line)) / 2


def cell_text(text: str) -> str:
    """A text as a cell can hold it, cut with a mark where it is too long."""
    clean = plain(text)
    if _units(clean) <= LONGEST_CELL:
        return clean
    room = LONGEST_CELL - len(_CUT)
    kept = clean.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + _CUT


_ORDERS = ("=", "+", "-", "@", "\t")


def _units(text: str) -> int:
    return len(text) if len(text) * 2 <= LONGEST_CELL else len(text.encode("utf-16-le")) // 2


def _set_up_print(sheet: "Worksheet", footer: str, paper: int) -> None:
    """Landscape, a page wide and as many high as it takes, the heads on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = margins.header = margins.footer = 0.4  # inches
    margins.top = margins.bottom = 0.6
    sheet.oddFooter.left.text = footer.replace("&", "&&")  # an ampersand alone begins an order
    sheet.oddFooter.right.text = "&P / &N"
