"""The feedback in the state file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.feedback.opinion import Opinion, Rating, Reason
from assistant.state import Retention, StateFile, now
from assistant.state.kept_answer import KeptAnswer, keep
from assistant.state.retention import stamp
from index.errors import UnknownRecord

if TYPE_CHECKING:
    from assistant.answer import Answer

_COLUMNS = "id, given, user, rating, reason, comment, question, conversation, answer, idx, composer"


@dataclass(frozen=True, slots=True)
class Feedback(KeptAnswer):
    """One opinion with the answer it is about. ``given`` is a time in UTC; ``user`` is empty without a login."""

    number: int
    given: str
    user: str
    opinion: Opinion
    conversation: tuple[str, ...]
    index: str
    composer: str


class FeedbackStore:
    """Keeps and finds feedback. Safe in several threads and processes.

    Raises:
        StateError: the file cannot be used (from any method).
    """

    def __init__(self, file: StateFile, days: int = 0) -> None:
        """Feedback is deleted after so many ``days``; with 0 it is kept."""
        self._file = file
        self._retention = Retention(file, "DELETE FROM feedback WHERE given < ?", days)

    def add(self, opinion: Opinion, answer: "Answer", *, conversation: Sequence[str] = (), user: str = "") -> int:
        """Keep an opinion; its number.

        ``conversation`` are the questions before, the oldest first; ``user`` is empty without a login.
        """
        self._retention.apply()
        earlier = json.dumps(list(conversation), ensure_ascii=False)
        row = (now(), user, opinion.rating, opinion.reason, opinion.comment, answer.question, earlier, keep(answer))
        with self._file.writing() as connection:
            added = connection.execute(
                "INSERT INTO feedback (given, user, rating, reason, comment, question, conversation, answer, idx,"
                " composer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, answer.index, answer.composer),
            )
        return int(added.lastrowid or 0)

    def revise(self, number: int, opinion: Opinion) -> None:
        """Put another opinion in place of the one first given: 👎 first, the reason and a comment after it.

        Raises:
            UnknownRecord: there is none of this number.
        """
        _expect(_possible(number), number)
        with self._file.writing() as connection:
            changed = connection.execute(
                "UPDATE feedback SET rating = ?, reason = ?, comment = ? WHERE id = ?",
                (opinion.rating, opinion.reason, opinion.comment, number),
            )
            _expect(changed.rowcount, number)

    def list(self, *, bad_only: bool = False, since: datetime | None = None) -> Sequence[Feedback]:
        """The feedback, the oldest first."""
        self._retention.apply()
        with self._file.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM feedback WHERE given >= ? AND rating IN (?, 'bad') ORDER BY given, id",  # noqa: S608
                (stamp(since) if since else "", "bad" if bad_only else "good"),
            ).fetchall()
        return [_feedback(row) for row in rows]

    def get(self, number: int) -> Feedback:
        """The feedback of this number.

        Raises:
            UnknownRecord: there is none.
        """
        _expect(_possible(number), number)
        with self._file.reading() as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM feedback WHERE id = ?", (number,)).fetchone()  # noqa: S608
        _expect(row is not None, number)
        return _feedback(row)

    def delete(self, number: int) -> None:
        """Delete one; nothing of it is left in the file.

        Raises:
            UnknownRecord: there is none of this number.
        """
        _expect(_possible(number), number)
        with self._file.writing() as connection:
            _expect(connection.execute("DELETE FROM feedback WHERE id = ?", (number,)).rowcount, number)
        self._file.erase_traces()

    def delete_all(self) -> int:
        """Delete all; how many there were."""
        with self._file.writing() as connection:
            deleted = connection.execute("DELETE FROM feedback").rowcount
        self._file.erase_traces()
        return deleted


def _possible(number: int) -> bool:
    """Whether SQLite can look for such a number at all."""
    return 0 < number < 1 << 63


def _expect(found: int, number: int) -> None:
    if not found:
        raise UnknownRecord(f"番号 {number} の評価はありません。assistant feedback で番号を確認してください。")


def _feedback(row: tuple[int, str, str, Rating, Reason, str, str, str, str, str, str]) -> Feedback:
    number, given, user, rating, reason, comment, question, conversation, answer, index, composer = row
    opinion = Opinion.model_construct(rating=rating, reason=reason, comment=comment)  # it was checked when it came in
    return Feedback(question, answer, number, given, user, opinion, tuple(json.loads(conversation)), index, composer)
