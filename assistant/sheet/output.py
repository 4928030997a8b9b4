"""The table with answers as a workbook: written whole each time, and read again so that work goes on."""

import io
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.sheet.answered import HEADS, is_done
from assistant.sheet.questions import QuestionTable
from index.errors import InputError
from index.rows import read_tables

Cells = tuple[str, ...]
ENDING = ".xlsx"
_NOUN = "回答の表"
_SHEET = "回答"
_WIDTHS = {"答": 44, "状態": 20, "確からしさ": 8, "注": 30, "索引": 10, "確認欄": 12}
_PLACE_WIDTH, _OWN_WIDTH, _NARROW = 40, 26, 8
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_SHARE = re.compile(r"[01]\.[0-9]{2}")


def check_output(path: Path, questions: Path) -> None:
    """Check where answers are to go.

    Raises:
        InputError: another ending than .xlsx, a folder that is not there, or the file of the questions itself.
    """
    if path.suffix.lower() != ENDING:
        raise InputError(f"「{path}」には書けません。回答のファイル名の終わりを {ENDING} にしてください。")
    if not path.absolute().parent.is_dir():
        raise InputError(f"フォルダ「{path.parent}」がありません。作ってからもう一度実行してください。")
    if path.resolve() == questions.resolve():
        raise InputError("質問と回答が同じファイルです。回答には別のファイル名を指定してください。")


def read_done(path: Path, table: QuestionTable) -> list[Cells | None]:
    """For each row of the table the cells that an earlier run wrote behind it, with what people added to them.

    Rows are known again by their own cells, equal ones in their order.

    Raises:
        InputError: the file is there and is no table of answers to such questions: nothing is written over it.
    """
    if not path.exists():
        return [None] * len(table.rows)
    heads, *rows = read_tables(path, _NOUN)[0] or [[]]
    own = len(table.heads)
    if tuple(heads) != (*map(_kept, table.heads), *HEADS):
        raise InputError(
            f"「{path}」は、この質問の表への回答ではありません（列が違います）。別のファイル名にするか、移してください。"
        )
    found: defaultdict[Cells, list[Cells]] = defaultdict(list)
    for row in rows:
        cells = (*row, *[""] * (len(heads) - len(row)))
        found[cells[:own]].append(cells[own:])
    done: list[Cells | None] = []
    for asked in table.rows:
        earlier = found[tuple(map(_kept, asked.cells))]
        behind = earlier.pop(0) if earlier else None
        done.append(behind if behind and is_done(behind) else None)
    return done


def write_answers(path: Path, table: QuestionTable, answers: Sequence[Cells | None], made: date) -> None:
    """Write the table with what is answered so far; rows that are not have empty cells.

    Raises:
        InputError: the file cannot be written.
    """
    from assistant.export.files import write_whole

    content = answers_bytes(table, answers, made)
    write_whole(path, lambda fresh: fresh.write_bytes(content))


def answers_bytes(table: QuestionTable, answers: Sequence[Cells | None], made: date) -> bytes:
    """The same workbook as bytes, for a download."""
    from openpyxl import Workbook

    from assistant.export.dates import japanese_day
    from assistant.export.excel_cells import A3, Column, fill_sheet

    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET
    columns = [Column(head, _own_width(table, place)) for place, head in enumerate(table.heads)]
    columns += [Column(head, _WIDTHS.get(head, _PLACE_WIDTH)) for head in HEADS]
    nothing: Cells = ("",) * len(HEADS)
    rows = [
        [*map(_value, asked.cells), *map(_value, cells or nothing)]
        for asked, cells in zip(table.rows, answers, strict=True)
    ]
    fill_sheet(sheet, columns, rows, f"計画アシスタントによる回答（{japanese_day(made)}）", paper=A3)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _own_width(table: QuestionTable, place: int) -> int:
    longest = max(len(row.cells[place]) for row in table.rows)
    return _OWN_WIDTH if longest > _NARROW else _NARROW + 2


def _value(text: str) -> str | int | float:
    """A text, or the number that reads as the very same text."""
    if _SHARE.fullmatch(text):
        return float(text)
    return int(text) if _NUMBER.fullmatch(text) else text


def _kept(text: str) -> str:
    """A text as it comes back out of a workbook."""
    from assistant.export.excel_cells import cell_text

    return cell_text(text)
