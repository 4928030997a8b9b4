"""The history of runs in SQLite: one row a run, so that a trend can be seen and two nights compared.

Several processes may write at once: SQLite locks the file, and a writer waits for the other.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from eval.record import Run
from eval.report.data import Figure, Past, ReportData
from index.errors import AssistantError

WAIT = 30.0  # seconds for another writer
_COLUMNS = "started, program, idx, model, sets, passed, why, figures"

Migration = Callable[[sqlite3.Connection], None]
_MIGRATIONS: list[Migration] = []


class HistoryUnusable(AssistantError):
    """The history file is none, is broken or comes from a newer version."""


def migration(version: int) -> Callable[[Migration], Migration]:
    """Register the step that leads to ``version``; steps are written in order, and never changed once released."""

    def register(step: Migration) -> Migration:
        if version != len(_MIGRATIONS) + 1:
            raise ValueError(f"migration {version} follows {len(_MIGRATIONS)}")
        _MIGRATIONS.append(step)
        return step

    return register


@migration(1)
def _runs(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, program TEXT NOT NULL, idx TEXT NOT NULL,"
        " model TEXT NOT NULL, passed INTEGER, why TEXT NOT NULL, figures TEXT NOT NULL)"
    )


@migration(2)
def _sets(connection: sqlite3.Connection) -> None:
    """Runs over other questions are no part of the same trend."""
    connection.execute("ALTER TABLE run ADD COLUMN sets TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE INDEX run_sets ON run (sets, started)")


def past(data: ReportData) -> Past:
    """What the history keeps of a report."""
    run, verdict = data.run, data.verdict
    return Past(
        started=run.started,
        program=run.program,
        index=run.index,
        model=run.embedding_model,
        sets=sets_of(run),
        passed=None if verdict is None else verdict.passed,
        why=() if verdict is None else tuple(check.text for check in verdict.fallen),
        figures=dict(data.figures),
    )


def sets_of(run: Run) -> str:
    """The sets of a run as the history names them."""
    return ",".join(sorted(run.sets))


class History:
    """The history in one file, which is made when first needed.

    Raises:
        HistoryUnusable: the file cannot be used (from any method).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._writing() as connection:
            _migrate(connection, path)

    def append(self, one: Past) -> None:
        """Add a run."""
        figures = json.dumps({name: asdict(figure) for name, figure in one.figures.items()}, allow_nan=False)
        passed = None if one.passed is None else int(one.passed)
        why = json.dumps(one.why, ensure_ascii=False)
        row = (one.started, one.program, one.index, one.model, one.sets, passed, why, figures)
        with self._writing() as connection:
            connection.execute(f"INSERT INTO run ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608

    def last(self, count: int, sets: str | None = None) -> list[Past]:
        """The last runs (over these sets), from old to new."""
        query = f"SELECT {_COLUMNS} FROM run WHERE ? IS NULL OR sets = ? ORDER BY started DESC, id DESC LIMIT ?"  # noqa: S608
        with self._open() as connection:
            rows = connection.execute(query, (sets, sets, count)).fetchall()
        return [_past(row) for row in reversed(rows)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self._path, timeout=WAIT, isolation_level=None)
            try:
                yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise HistoryUnusable(
                f"評価の履歴「{self._path}」を使えません（{error}）。別の場所へ移すと、次の評価から新しく作ります。"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; another writer waits."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_MIGRATIONS):
        raise HistoryUnusable(f"評価の履歴「{path}」は新しい版のものです。プログラムを更新してください。")
    for step in _MIGRATIONS[version:]:
        step(connection)
    connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")


def _past(row: tuple[str, str, str, str, str, int | None, str, str]) -> Past:
    started, program, index, model, sets, passed, why, figures = row
    return Past(
        started=started,
        program=program,
        index=index,
        model=model,
        sets=sets,
        passed=None if passed is None else bool(passed),
        why=tuple(json.loads(why)),
        figures={name: Figure(**figure) for name, figure in json.loads(figures).items()},
    )
