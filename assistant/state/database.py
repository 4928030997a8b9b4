"""The SQLite file: opened anew for each piece of work, so that threads and processes share nothing but the file.

A newer program leads an older file on to its own version before anything else happens to it; a file of a newer
version is refused, because writing to it could spoil what this program does not know.
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.state.migrations import MIGRATIONS
from index.errors import StateBusy, StateError

FILE = "state.sqlite3"
WAIT = 30.0  # seconds for another writer: erasing traces of 200 MB takes five


class StateFile:
    """The file in the state folder, which is made when first used. Safe in several threads.

    Raises:
        StateBusy: another writer did not come to an end (from any method).
        StateError: the file cannot be used (from any method).
    """

    def __init__(self, folder: Path, *, wait: float = WAIT, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
        """``wait`` is how many seconds another writer may take."""
        self.path = folder / FILE
        self._wait = wait
        self._migrations = migrations

    @property
    def exists(self) -> bool:
        """Whether the file was ever used."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state throughout the block."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept all or not at all."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def erase_traces(self) -> None:
        """Leave nothing in the file and beside it of what was deleted before.

        ``secure_delete`` alone is not enough: where SQLite moved rows between pages, old copies stay in the gaps.

        Raises:
            StateBusy: somebody kept on reading; what was deleted is deleted, but traces are left.
        """
        try:
            with self._connected() as connection:
                _checkpoint(connection)  # the zeros reach the pages that VACUUM then cuts off
                connection.execute("VACUUM")
                _checkpoint(connection)
        except StateBusy as error:
            raise StateBusy(
                f"削除しましたが、ほかのプログラムが「{self.path}」を開いているため、跡を消しきれていません。"
                "それを閉じて、もう一度実行してください。"
            ) from error

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute(begin)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection to a file of this program's version."""
        try:
            self._make_file()
            with closing(sqlite3.connect(self.path, timeout=self._wait, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA foreign_keys = ON")
                self._lead_on(connection)
                yield connection
        except sqlite3.Error as error:
            said = self._said(error)
            if said is None:
                raise  # a mistake in this program
            raise said from error
        except OSError as error:
            raise StateError(_DENIED.format(path=self.path)) from error

    def _make_file(self) -> None:
        """An empty file that only its owner reads; SQLite gives what it writes beside it the same mode."""
        if self.path.exists():
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _lead_on(self, connection: sqlite3.Connection) -> None:
        """Bring the file to this program's version, in one transaction: all steps or none."""
        newest = len(self._migrations)
        if self._version(connection) == newest:
            return
        self._log_ahead(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            before = self._version(connection)  # again: another process may just have done it
            for step in self._migrations[before:]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {newest}")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def _version(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(self._migrations):
            raise StateError(f"「{self.path}」は新しい版のプログラムが保存したものです。プログラムを更新してください。")
        return version

    def _log_ahead(self, connection: sqlite3.Connection) -> None:
        """Switch to a write-ahead log, which the file remembers: readers and a writer do not wait for each other."""
        until = time.monotonic() + self._wait
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:  # SQLite does not wait here by itself
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _said(self, error: sqlite3.Error) -> StateError | None:
        """The error as a line for users, if it is one that they can do something about."""
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits say more exactly
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StateBusy(f"「{self.path}」をほかの処理が使っています。少し待ってから、もう一度実行してください。")
        if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return StateError(
                f"「{self.path}」が壊れているか、別の形式です。別の場所へ移すと、次に保存するときに新しく作ります。"
            )
        return StateError(_DENIED.format(path=self.path)) if primary in _NO_ACCESS else None


def _checkpoint(connection: sqlite3.Connection) -> None:
    """Move the write-ahead log into the file and cut it to nothing."""
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StateBusy("checkpoint")


_NO_ACCESS = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)
_DENIED = "「{path}」を読み書きできません。フォルダ（ASSISTANT_STATE）の権限と空き容量を確認してください。"
