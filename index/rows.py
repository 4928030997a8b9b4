"""Files that people keep lists in, as rows of named cells: JSONL, CSV or Excel."""

import csv
import io
import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DocumentUnreadable, InputError
from index.load.cell_text import cell_text
from index.load.delimited import sniff_delimiter
from index.load.kinds import check_kind
from index.load.limits import check_file
from index.load.package import check_package
from index.load.text import read_characters
from index.normalise import fold

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx")
ENDINGS = (".jsonl", *TABLE_ENDINGS)
MOST_ROWS = 10_000
_HEAD_ROWS = 10  # rows among which the heads of the columns are looked for


class Columns:
    """The columns of a sort of file, and what users are told of it.

    ``fields`` gives the names of each field's column; ``needed`` is the field without which a table is none.
    ``noun`` is what the file is called, ``counter`` how its rows are counted.
    """

    def __init__(self, noun: str, counter: str, fields: Mapping[str, Sequence[str]], needed: str) -> None:
        self.noun, self.counter, self.needed = noun, counter, needed
        self.names = {field: heads[-1] if len(heads) == 1 else heads[1] for field, heads in fields.items()}
        self._by_head = {fold(head): field for field, heads in fields.items() for head in heads}

    def field_of(self, head: str) -> tuple[str, str]:
        """The field that a column's name stands for, and the number behind it; an empty field for other columns."""
        name = fold(head).replace(" ", "")
        bare = name.rstrip("0123456789")
        return self._by_head.get(bare, ""), name[len(bare) :]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file, numbered from 1 as the file's own program counts.

    ``cells`` are (field, mark, value): the mark is what stands behind the column's name (``根拠2`` has ``2``), the
    value a text, or what JSON has.
    """

    number: int
    cells: tuple[tuple[str, str, object], ...]


def read_rows(path: Path, columns: Columns) -> list[Row]:
    """The rows of a file; columns of other names are left out.

    Raises:
        InputError: the file cannot be read, is of another format, lacks the needed column or has too many rows.
    """
    with _readable(path, columns.noun, ENDINGS) as ending:
        rows = _json_rows(path, columns) if ending == ".jsonl" else _table_rows(path, ending, columns)
    if len(rows) > MOST_ROWS:
        raise InputError(f"{columns.noun}「{path}」は{MOST_ROWS:,}{columns.counter}までです。分けてください。")
    return rows


def read_tables(path: Path, noun: str) -> list[list[list[str]]]:
    """The tables of a file as rows of texts, whatever their columns: that of a CSV, or each visible sheet's.

    Raises:
        InputError: the file cannot be read, is of another format or has too many rows; ``noun`` says what it is called.
    """
    with _readable(path, noun, TABLE_ENDINGS) as ending:
        tables = list(_sheets(path)) if ending == ".xlsx" else [_records(path, ending, noun)]
    if any(len(table) > MOST_ROWS + _HEAD_ROWS for table in tables):
        raise InputError(f"{noun}「{path}」は{MOST_ROWS:,}行までです。分けてください。")
    return tables


@contextmanager
def _readable(path: Path, noun: str, endings: Sequence[str]) -> Iterator[str]:
    """The ending of a file that can be read; what its reader finds wrong with it is said of ``noun``."""
    ending = path.suffix.lower()
    if ending not in endings:
        raise InputError(f"{noun}「{path}」の形式は読めません。{'・'.join(endings)} のどれかにしてください。")
    try:
        check_file(path)
        check_kind(path, ending)
        yield ending
    except DocumentUnreadable as error:
        raise InputError(f"{noun}「{path}」を読めません（{error.why}）。{error.do}。") from error


def _json_rows(path: Path, columns: Columns) -> list[Row]:
    rows = []
    for number, line in enumerate(read_characters(path)[0].split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise InputError(
                f'{columns.noun}「{path}」の{number}行目は {{"{columns.needed}": "…"}} の形ではありません。'
                "直してください。"
            )
        cells = ((*columns.field_of(key), value) for key, value in values.items() if value is not None)
        rows.append(Row(number, tuple(cell for cell in cells if cell[0])))
    return rows


def _table_rows(path: Path, ending: str, columns: Columns) -> list[Row]:
    for table in _sheets(path) if ending == ".xlsx" else [_records(path, ending, columns.noun)]:
        for place, texts in enumerate(table[:_HEAD_ROWS]):
            heads = [columns.field_of(text) for text in texts]
            if any(field == columns.needed for field, _ in heads):
                _check_heads(path, heads, columns)
                below = enumerate(table[place + 1 :], start=place + 2)
                return [_row(number, heads, cells) for number, cells in below if any(map(str.strip, cells))]
    needed = columns.names[columns.needed]
    raise InputError(f"{columns.noun}「{path}」に「{needed}」の列がありません。1行目に列の名前を書いてください。")


def _row(number: int, heads: Sequence[tuple[str, str]], texts: Sequence[str]) -> Row:
    pairs = zip(heads, texts, strict=False)
    return Row(number, tuple((field, mark, text) for (field, mark), text in pairs if field and text.strip()))


def _check_heads(path: Path, heads: Sequence[tuple[str, str]], columns: Columns) -> None:
    named = [head for head in heads if head[0]]
    twice = next((head for head in named if named.count(head) > 1), None)
    if twice:
        name = f"{columns.names[twice[0]]}{twice[1]}"
        raise InputError(
            f"{columns.noun}「{path}」に「{name}」の列が2つあります。{name}2 のように番号を付けてください。"
        )


def _records(path: Path, ending: str, noun: str) -> list[list[str]]:
    text = read_characters(path)[0]
    delimiter = "\t" if ending == ".tsv" else sniff_delimiter(text)
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) > MOST_ROWS + _HEAD_ROWS:
                break
    except csv.Error as error:
        raise InputError(
            f"{noun}「{path}」の{len(records) + 1}行目を読めません。引用符の閉じ忘れなどを直してください。"
        ) from error
    return records


def _sheets(path: Path) -> Iterator[list[list[str]]]:
    """The visible sheets of a workbook; of formulas the values that were last saved."""
    from openpyxl import load_workbook

    check_package(path, ".xlsx")
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings, validations and styles that are not read
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            tables = [_cells(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
            book.close()
        except Exception as error:  # whatever the library makes of a damaged file
            raise DocumentUnreadable("ファイルが壊れています", "Excelで開き、保存し直してください") from error
    yield from tables


def _cells(sheet: "ReadOnlyWorksheet") -> list[list[str]]:
    sheet.reset_dimensions()  # what the file says of its size is not believed
    rows: list[list[str]] = []
    for cells in sheet.iter_rows(max_row=MOST_ROWS + _HEAD_ROWS + 1):
        rows.append([cell_text(cell.value, cell.number_format) if cell.value is not None else "" for cell in cells])
    return rows
