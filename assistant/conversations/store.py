"""The conversations in the state file. Whatever is asked for, only a user's own are looked at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from assistant.state import Retention, StateFile, now
from assistant.state.kept_answer import KeptAnswer, keep
from assistant.visible import visible
from index.errors import InputError, UnknownRecord

if TYPE_CHECKING:
    from assistant.answer import Answer

LONGEST_TITLE = 60  # characters
_SHOWN = 40  # characters of the first question that make a title


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of one user; ``turns`` says how many questions it has. Times are in UTC."""

    number: int
    title: str
    started: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn(KeptAnswer):
    """A question and its answer.

    ``documents`` are those it was limited to; ``stopped`` says that the answer was stopped on its way.
    """

    asked: str
    documents: tuple[str, ...] = ()
    stopped: bool = False


class ConversationStore:
    """Keeps and finds conversations. Safe in several threads and processes.

    Raises:
        UnknownRecord: the user has no conversation of this number (from any method that takes one).
        StateError: the file cannot be used (from any method).
    """

    def __init__(self, file: StateFile, days: int = 0) -> None:
        """A conversation is deleted so many ``days`` after its last question; with 0 it is kept."""
        self._file = file
        self._retention = Retention(file, "DELETE FROM conversation WHERE changed < ?", days)

    def begin(self, user: str, number: int | None, question: str) -> int:
        """The conversation that is going to hold a question: the user's own of this number, or with None a new one.

        A new one is named by the question. It is not listed before something is appended to it.
        """
        _check_user(user)
        self._retention.apply()
        with self._file.writing() as connection:
            if number is None:
                return _start(connection, user, _short(question), now())
            _own(connection, user, number)
        return number

    def append(
        self,
        user: str,
        number: int | None,
        answer: "Answer",
        *,
        documents: Sequence[str] = (),
        stopped: bool = False,
        after: int | None = None,
        asked: str = "",
    ) -> int:
        """Keep a question with its answer; the number of the conversation, which is begun where ``number`` is None.

        Only the first ``after`` turns before it are left, where this is given: an earlier question was asked anew.
        Turns stand in the order in which they were ``asked`` (a time as :func:`assistant.state.now` gives it; now if
        empty): a stopped answer may be kept after the next one has been asked.
        """
        number = self.begin(user, number, answer.question)
        time = now()
        with self._file.writing() as connection:
            _own(connection, user, number)
            dropped = 0 if after is None else _drop_turns(connection, number, after)
            connection.execute(
                "INSERT INTO turn (conversation, asked, question, answer, documents, stopped)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (number, asked or time, answer.question, keep(answer), json.dumps(list(documents)), stopped),
            )
            connection.execute("UPDATE conversation SET changed = ? WHERE id = ?", (time, number))
        if dropped:
            self._file.erase_traces()
        return number

    def leave(self, user: str, number: int) -> None:
        """Forget a conversation that was begun, if nothing was appended to it."""
        with self._file.writing() as connection:
            connection.execute(
                "DELETE FROM conversation WHERE id = ? AND user = ?"
                " AND NOT EXISTS (SELECT 1 FROM turn WHERE conversation = conversation.id)",
                (number, user),
            )

    def list(self, user: str) -> Sequence[Conversation]:
        """The conversations of a user, the last used first."""
        _check_user(user)
        self._retention.apply()
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT id, title, started, changed, (SELECT count(*) FROM turn WHERE conversation = conversation.id)"
                " FROM conversation WHERE user = ? AND EXISTS (SELECT 1 FROM turn WHERE conversation = conversation.id)"
                " ORDER BY changed DESC, id DESC",
                (user,),
            ).fetchall()
        return [Conversation(*row) for row in rows]

    def turns(self, user: str, number: int) -> Sequence[Turn]:
        """The questions and answers of a conversation, the oldest first."""
        with self._file.reading() as connection:
            _own(connection, user, number)
            rows = connection.execute(
                "SELECT question, answer, asked, documents, stopped FROM turn WHERE conversation = ?"
                " ORDER BY asked, id",
                (number,),
            ).fetchall()
        return [
            Turn(question, answer, asked, tuple(json.loads(documents)), bool(stopped))
            for question, answer, asked, documents, stopped in rows
        ]

    def rename(self, user: str, number: int, title: str) -> None:
        """Give a conversation another name, cut to 60 characters.

        Raises:
            InputError: nothing is left of the name without what cannot be seen.
        """
        clean = " ".join(visible(title).split())[:LONGEST_TITLE]
        if not clean:
            raise InputError("会話の名前が空です。名前を入れてください。")
        with self._file.writing() as connection:
            _own(connection, user, number)
            connection.execute("UPDATE conversation SET title = ? WHERE id = ?", (clean, number))

    def delete(self, user: str, number: int) -> None:
        """Delete a conversation; nothing of it is left in the file."""
        with self._file.writing() as connection:
            _own(connection, user, number)
            connection.execute("DELETE FROM conversation WHERE id = ?", (number,))
        self._file.erase_traces()

    def delete_all(self, user: str) -> int:
        """Delete all conversations of a user; how many there were."""
        _check_user(user)
        with self._file.writing() as connection:
            deleted = connection.execute("DELETE FROM conversation WHERE user = ?", (user,)).rowcount
        self._file.erase_traces()
        return deleted


def _check_user(user: str) -> None:
    """Conversations without an owner would be everyone's."""
    if not user:
        raise ValueError("conversations are kept for users who are logged in")


def _start(connection: Connection, user: str, title: str, time: str) -> int:
    added = connection.execute(
        "INSERT INTO conversation (user, title, started, changed) VALUES (?, ?, ?, ?)", (user, title, time, time)
    )
    return int(added.lastrowid or 0)


def _drop_turns(connection: Connection, number: int, after: int) -> int:
    """Delete what comes after so many turns; how many there were."""
    return connection.execute(
        "DELETE FROM turn WHERE conversation = ? AND id NOT IN"
        " (SELECT id FROM turn WHERE conversation = ? ORDER BY asked, id LIMIT ?)",
        (number, number, max(0, after)),
    ).rowcount


def _own(connection: Connection, user: str, number: int) -> None:
    _check_user(user)
    wanted = (number if abs(number) < 1 << 63 else 0, user)  # SQLite can look for no larger one
    if not connection.execute("SELECT 1 FROM conversation WHERE id = ? AND user = ?", wanted).fetchone():
        raise UnknownRecord("その会話は見つかりません。会話の一覧を開き直してください。")


def _short(question: str) -> str:
    line = " ".join(visible(question).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
