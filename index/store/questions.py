"""The questions foreseen for the units of an index with their words: SQLite files that are only read.

The *expected* ones a unit answers; the *unanswered* ones it brings up, and no document answers them.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

EXPECTED, UNANSWERED = "expected", "unanswered"
_SCHEMA = "CREATE TABLE question (id INTEGER PRIMARY KEY, unit INT, question TEXT, by TEXT, words TEXT);"
Words = tuple[str, ...]


def _file(generation: Path, kind: str) -> Path:
    return generation / f"{kind}.sqlite"


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question foreseen for a unit (by its number in the index), and who wrote it."""

    unit: int
    question: str
    by: str


def write_questions(generation: Path, kind: str, rows: Iterable[tuple[StoredQuestion, Words]]) -> None:
    """Write the questions of a kind, numbered from 0 in this order."""
    with closing(sqlite3.connect(_file(generation, kind), isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
        connection.executemany(
            "INSERT INTO question VALUES (?, ?, ?, ?, ?)",
            (
                (number, row.unit, row.question, row.by, json.dumps(words, ensure_ascii=False))
                for number, (row, words) in enumerate(rows)
            ),
        )
        connection.execute("COMMIT")


class StoredQuestions:
    """Reads what :func:`write_questions` wrote; safe to use from several threads."""

    def __init__(self, generation: Path, kind: str = EXPECTED) -> None:
        self._connection = sqlite3.connect(
            f"file:{_file(generation, kind).as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM question").fetchone()[0])

    def __getitem__(self, number: int) -> StoredQuestion:
        query = "SELECT unit, question, by FROM question WHERE id = ?"
        return StoredQuestion(*self._connection.execute(query, (number,)).fetchone())

    def rows(self) -> Iterator[tuple[int, Words]]:
        """Unit and words of each question, in order."""
        for unit, words in self._connection.execute("SELECT unit, words FROM question ORDER BY id"):
            yield unit, tuple(json.loads(words))

    def known_words(self) -> Mapping[str, Words]:
        """The words of all questions, by question."""
        rows = self._connection.execute("SELECT question, words FROM question")
        return {question: tuple(json.loads(words)) for question, words in rows}
