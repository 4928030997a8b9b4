"""The table of questions: what each row asks, of which documents, and all its cells as they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from assistant.compare.editions import find_edition
from assistant.visible import visible
from index.document import Edition
from index.errors import InputError
from index.normalise import fold
from index.rows import MOST_ROWS, TABLE_ENDINGS, Columns, read_tables

NOUN = "質問の表"
QUESTION = "質問"
_LONGEST_NAME = 100  # characters of a file's name, of which the last ones say more
_HEAD_ROWS = 10  # rows among which the heads of the columns are looked for
_COLUMNS = Columns(
    NOUN,
    "行",
    {
        "question": ("question", QUESTION, "問", "問い", "設問", "質問文", "質問内容", "ご質問"),
        "documents": ("document", "資料", "資料名"),
    },
    "question",
)
_BETWEEN = re.compile(r"[;；|｜]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A row: all its cells, and of these the question and the documents that it is limited to (empty for all)."""

    cells: tuple[str, ...]
    question: str
    documents: str


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The heads of the columns and the rows; ``named`` is false where no column says that it has the questions."""

    heads: tuple[str, ...]
    rows: tuple[Asked, ...]
    named: bool


def read_questions(path: Path) -> QuestionTable:
    """Read a table of questions (.xlsx, .csv, .tsv).

    The questions are those of the column named 質問, 問 or question; where there is none, every row has one in its
    first column. Rows above the heads and rows without anything are left out.

    Raises:
        InputError: the file cannot be read, holds no row or more than 10,000.
    """
    tables = [table for table in map(_tidy, read_tables(path, NOUN)) if table]
    table, head = _with_heads(tables)
    if head is None:
        heads = [QUESTION, *(f"列{place}" for place in range(2, len(table[0]) + 1))] if table else []
        asked, documents, below = 0, None, table
    else:
        heads = [text.strip() or f"列{place}" for place, text in enumerate(table[head], start=1)]
        fields = [_COLUMNS.field_of(text)[0] for text in heads]
        asked = fields.index("question")
        documents = fields.index("documents") if "documents" in fields else None
        below = table[head + 1 :]
    rows = tuple(
        Asked(tuple(cells), cells[asked], cells[documents].strip() if documents is not None else "")
        for cells in below
        if any(map(str.strip, cells))
    )
    if not rows:
        raise InputError(f"{NOUN}「{path}」に質問がありません。「{QUESTION}」の列に1行に1問ずつ書いてください。")
    if len(rows) > MOST_ROWS:
        raise InputError(f"{NOUN}「{path}」は{MOST_ROWS:,}行までです。分けてください。")
    return QuestionTable(tuple(heads), rows, head is not None)


def read_questions_from(content: bytes, name: str) -> QuestionTable:
    """Read a table of questions that came as bytes; nothing of it stays on the disk.

    Raises:
        InputError: as of :func:`read_questions`; it says the ``name`` of the file.
    """
    shown = " ".join(visible(name).split())[-_LONGEST_NAME:]
    ending = PurePath(shown).suffix.lower()
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table{ending if ending in TABLE_ENDINGS else '.none'}")
        path.write_bytes(content)
        try:
            return read_questions(path)
        except InputError as error:
            raise InputError(str(error).replace(str(path), shown)) from error  # where it lay for a moment is no news


def named_documents(text: str, editions: Sequence[Edition]) -> list[str]:
    """The slugs of the documents that a cell names, one or several (a line each, or parted by ；).

    Raises:
        UnknownDocument, AmbiguousDocument: a name means none of them, or several.
    """
    known = {fold(name) for edition in editions for name in (edition.slug, edition.title, *edition.aliases)}
    names: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        whole = fold(line) in known  # a title may hold what else parts names
        names += [line] if whole else filter(None, map(str.strip, _BETWEEN.split(line)))
    return [editions[find_edition(name, editions)].slug for name in names]


def _tidy(table: list[list[str]]) -> list[list[str]]:
    """The rows all as wide as the last column that holds anything; none of an empty table."""
    width = max((place for row in table for place, text in enumerate(row, start=1) if text.strip()), default=0)
    return [[text for text, _ in zip_longest(row[:width], range(width), fillvalue="")] for row in table if width]


def _with_heads(tables: Sequence[list[list[str]]]) -> tuple[list[list[str]], int | None]:
    """The first table with a column of questions and the row of its heads; else the first table."""
    for table in tables:
        for number, texts in enumerate(table[:_HEAD_ROWS]):
            if any(_COLUMNS.field_of(text)[0] == "question" for text in texts):
                return table, number
    return (tables[0] if tables else []), None
