"""The expected questions of an index with their words, in one SQLite file that is only read."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

EXPECTED = "expected.sqlite"
_SCHEMA = "CREATE TABLE expected (id INTEGER PRIMARY KEY, unit INT, question TEXT, by TEXT, words TEXT);"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    """A question that a unit (by its number in the index) is expected to answer, and who wrote it."""

    unit: int
    question: str
    by: str


def write_questions(generation: Path, rows: Iterable[tuple[ExpectedQuestion, Words]]) -> None:
    """Write the questions, numbered from 0 in this order."""
    with closing(sqlite3.connect(generation / EXPECTED, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
        connection.executemany(
            "INSERT INTO expected VALUES (?, ?, ?, ?, ?)",
            (
                (number, row.unit, row.question, row.by, json.dumps(words, ensure_ascii=False))
                for number, (row, words) in enumerate(rows)
            ),
        )
        connection.execute("COMMIT")


class ExpectedQuestions:
    """Reads what :func:`write_questions` wrote; safe to use from several threads."""

    def __init__(self, generation: Path) -> None:
        self._connection = sqlite3.connect(
            f"file:{(generation / EXPECTED).as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM expected").fetchone()[0])

    def __getitem__(self, number: int) -> ExpectedQuestion:
        query = "SELECT unit, question, by FROM expected WHERE id = ?"
        return ExpectedQuestion(*self._connection.execute(query, (number,)).fetchone())

    def rows(self) -> Iterator[tuple[int, Words]]:
        """Unit and words of each question, in order."""
        for unit, words in self._connection.execute("SELECT unit, words FROM expected ORDER BY id"):
            yield unit, tuple(json.loads(words))

    def known_words(self) -> Mapping[str, Words]:
        """The words of all questions, by question."""
        rows = self._connection.execute("SELECT question, words FROM expected")
        return {question: tuple(json.loads(words)) for question, words in rows}
