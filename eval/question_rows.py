"""A user's own question file as rows of named cells: JSONL, CSV or Excel."""

import csv
import io
import json
import warnings
from collections.abc import Iterator, Sequence
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

ENDINGS = (".jsonl", ".csv", ".tsv", ".xlsx")
MOST_ROWS = 10_000
_HEAD_ROWS = 10  # rows among which the heads of the columns are looked for
_FIELDS = {
    "id": ("id", "番号"),
    "question": ("question", "質問", "質問文"),
    "kind": ("kind", "種類", "種別"),
    "answer": ("answer", "正解", "正答"),
    "must_contain": ("must_contain", "必須", "必須語"),
    "evidence": ("evidence", "根拠"),
    "documents": ("documents", "document", "資料", "資料名"),
    "section": ("section", "節", "節名"),
    "conversation": ("conversation", "会話", "前の質問"),
}
_BY_HEAD = {fold(head): field for field, heads in _FIELDS.items() for head in heads}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a question file, numbered from 1 as the file's own program counts.

    ``cells`` are (field, mark, value): the mark is what stands behind the column's name (``根拠2`` has ``2``), the
    value a text, or what JSON has.
    """

    number: int
    cells: tuple[tuple[str, str, object], ...]


def read_rows(path: Path) -> list[Row]:
    """The rows of a question file; columns of other names are left out.

    Raises:
        InputError: the file cannot be read, is of another format, has no question column or too many rows.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"質問ファイル「{path}」の形式は読めません。{'・'.join(ENDINGS)} のどれかにしてください。")
    try:
        check_file(path)
        check_kind(path, ending)
        rows = _json_rows(path) if ending == ".jsonl" else _table_rows(path, ending)
    except DocumentUnreadable as error:
        raise InputError(f"質問ファイル「{path}」を読めません（{error.why}）。{error.do}。") from error
    if len(rows) > MOST_ROWS:
        raise InputError(f"質問ファイル「{path}」は{MOST_ROWS:,}問までです。分けてください。")
    return rows


def field_of(head: str) -> tuple[str, str]:
    """The field that a column's name stands for, and the number behind it; an empty field for other columns."""
    name = fold(head).replace(" ", "")
    bare = name.rstrip("0123456789")
    return _BY_HEAD.get(bare, ""), name[len(bare) :]


def _json_rows(path: Path) -> list[Row]:
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
                f'質問ファイル「{path}」の{number}行目は {{"question": "…"}} の形ではありません。直してください。'
            )
        cells = ((*field_of(key), value) for key, value in values.items() if value is not None)
        rows.append(Row(number, tuple(cell for cell in cells if cell[0])))
    return rows


def _table_rows(path: Path, ending: str) -> list[Row]:
    for table in _sheets(path) if ending == ".xlsx" else [_records(path, ending)]:
        for place, texts in enumerate(table[:_HEAD_ROWS]):
            heads = [field_of(text) for text in texts]
            if any(field == "question" for field, _ in heads):
                _check_heads(path, heads)
                below = enumerate(table[place + 1 :], start=place + 2)
                return [_row(number, heads, cells) for number, cells in below if any(map(str.strip, cells))]
    raise InputError(f"質問ファイル「{path}」に「質問」の列がありません。1行目に列の名前を書いてください。")


def _row(number: int, heads: Sequence[tuple[str, str]], texts: Sequence[str]) -> Row:
    pairs = zip(heads, texts, strict=False)
    return Row(number, tuple((field, mark, text) for (field, mark), text in pairs if field and text.strip()))


def _check_heads(path: Path, heads: Sequence[tuple[str, str]]) -> None:
    named = [head for head in heads if head[0]]
    twice = next((head for head in named if named.count(head) > 1), None)
    if twice:
        name = f"{_FIELDS[twice[0]][1]}{twice[1]}"
        raise InputError(f"質問ファイル「{path}」に「{name}」の列が2つあります。{name}2 のように番号を付けてください。")


def _records(path: Path, ending: str) -> list[list[str]]:
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
            f"質問ファイル「{path}」の{len(records) + 1}行目を読めません。引用符の閉じ忘れなどを直してください。"
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
