"""Expected questions: what people would ask that a unit answers, in files that people can edit.

Columns, by Japanese or English name:

| 資料 | document | slug of the document |
| --- | --- | --- |
| 箇所 | text | the unit's own text: this is what ties the questions to it |
| 節 | section | the heading above it, to tell apart units of equal text; may be empty |
| 質問, 質問2 … | questions | in CSV and Excel one to a column (several in one cell: a line each), in JSONL a list |
| 記載のない質問 … | unanswered | the same for questions that the unit brings up and no document answers |
| 作成 | by | who wrote them: a person, a voice, a model |
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from index.errors import InputError
from index.rows import Columns, Row, read_rows
from index.swap import swapped_in

LONGEST = 300  # characters of a question
MOST = 50  # questions in one row
_COLUMNS = Columns(
    "想定質問ファイル",
    "行",
    {
        "document": ("document", "資料", "資料名"),
        "section": ("section", "節", "節名"),
        "text": ("text", "箇所", "本文"),
        "questions": ("questions", "質問", "想定質問", "question"),
        "unanswered": ("unanswered", "記載のない質問", "答えのない質問"),
        "by": ("by", "作成", "作成者"),
    },
    needed="questions",
)


class ExpectedEntry(BaseModel, frozen=True):
    """Questions that are expected of one unit of a document: which it answers, and which no document answers."""

    document: str = Field(min_length=1)
    section: str = ""
    text: str = Field(min_length=1)
    questions: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    by: str = ""


def read_expected(path: Path) -> list[ExpectedEntry]:
    """The entries of a file.

    Raises:
        InputError: the file cannot be read, or a row lacks document, text or questions.
    """
    entries = []
    for row in read_rows(path, _COLUMNS):
        try:
            entries.append(_entry(row))
        except ValidationError as error:
            raise InputError(
                f"想定質問ファイル「{path}」の{row.number}行目に、資料・箇所・質問がそろっていません。直してください。"
            ) from error
    return entries


def _entry(row: Row) -> ExpectedEntry:
    values: dict[str, str] = {}
    asked: dict[str, list[str]] = {"questions": [], "unanswered": []}
    for field, _, value in row.cells:
        if field in asked:
            asked[field].extend(_questions(value))
        else:
            values[field] = _unguarded(str(value).strip())
    kept = {
        field: [q for q in dict.fromkeys(questions) if len(q) <= LONGEST][:MOST] for field, questions in asked.items()
    }
    return ExpectedEntry.model_validate({**values, **kept})


def _questions(value: object) -> Iterator[str]:
    texts = value if isinstance(value, list) else str(value).splitlines()
    yield from (_unguarded(text) for text in (str(item).strip() for item in texts) if text)


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def write_expected(path: Path, entries: Iterable[ExpectedEntry]) -> None:
    """Write entries as JSONL, beside and swapped in."""
    lines = (json.dumps(entry.model_dump(exclude_defaults=True), ensure_ascii=False) for entry in entries)
    with swapped_in(path) as fresh:
        fresh.write_text("".join(f"{line}\n" for line in lines), "utf-8")
