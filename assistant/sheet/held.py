"""Tables of questions that people gave to the page, and their answers: in memory only, and not for long.

A table is answered a few rows at a time, whenever its page asks for more: a page that is closed costs nothing. Of all
tables together at most ``AT_ONCE`` rows are answered side by side, so that whoever asks a single question waits for
none of them.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from secrets import token_urlsafe

from assistant.export.file_names import file_name
from assistant.plan import PlanAssistant
from assistant.sheet.questions import QuestionTable, read_questions_from
from assistant.sheet.work import Work, row_cells
from index.errors import Busy, InputError

AT_ONCE = 2
MOST_BYTES = 5_000_000
MOST_ROWS = 2_000
MOST_CHARACTERS = 2_000_000  # of all cells of a table: they are held until it is forgotten
MOST_HELD = 20
KEPT = 3600.0  # seconds that a table is held after its last use
KEPT_AT_LEAST = 600.0  # while others want its place
KEPT_EMPTY = 60.0  # a place to which no table came
STEP = 0.5  # seconds of answering after which the page hears of it


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table is: rows in all, those that are done, of these those that could not be asked; all in words."""

    rows: int
    done: int
    errors: int
    counted: str


class HeldTable:
    """A place for one table and its answers. Safe in several threads."""

    def __init__(self, used: float) -> None:
        self.used = used  # when it was last asked for
        self._given: tuple[str, Work] | None = None
        self._answering = threading.Lock()
        self._taking = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether no table came yet."""
        return self._given is None

    @contextmanager
    def taking(self) -> Iterator[None]:
        """While a table comes in and is read; no other comes in here meanwhile.

        Raises:
            Busy: one does already.
        """
        if not self._taking.acquire(blocking=False):
            raise Busy("前に選んだ表を読み取っています。終わってから、もう一度お試しください。")
        try:
            yield
        finally:
            self._taking.release()

    def put(self, content: bytes, name: str) -> QuestionTable:
        """Read a table, in place of any other that was here.

        Raises:
            InputError: it cannot be read, or is too big for the page.
        """
        table = read_questions_from(content, name)
        if len(table.rows) > MOST_ROWS:
            raise InputError(
                f"画面で答えられる表は{MOST_ROWS:,}行までです（{len(table.rows):,}行あります）。"
                "分けるか、assistant sheet コマンドを使ってください。"
            )
        if sum(len(text) for row in table.rows for text in row.cells) > MOST_CHARACTERS:
            raise InputError(f"表の文字が多すぎます（{MOST_CHARACTERS:,}字まで）。質問に要らない列を除いてください。")
        self._given = name, Work(table, [None] * len(table.rows), date.today())
        return table

    def answer_some(self, assistant: PlanAssistant, turns: threading.Semaphore) -> Progress:
        """Answer the next rows for a moment; while another thread is at it, only say how far it is.

        Raises:
            InputError: there is no table here.
            IndexUnusable, DocumentsError: nothing can be asked.
        """
        _, work = self._table()
        if self._answering.acquire(timeout=STEP):
            try:
                _answer(assistant, work, turns)
            finally:
                self._answering.release()
        return _progress(work)

    def file(self) -> tuple[str, bytes]:
        """What to call the table with what is answered so far, and the table.

        Raises:
            InputError: there is no table here.
        """
        name, work = self._table()
        return file_name("回答", PurePath(name).stem, work.made, "xlsx"), work.content()

    def _table(self) -> tuple[str, Work]:
        if self._given is None:
            raise InputError("質問の表がまだありません。もう一度選んでください。")
        return self._given


class HeldTables:
    """The places of all pages, each known to its own page alone by a word that cannot be guessed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.turns = threading.Semaphore(AT_ONCE)
        self._tables: dict[str, HeldTable] = {}
        self._lock = threading.Lock()
        self._clock = clock

    def open(self) -> str:
        """The word for a new place.

        Raises:
            InputError: all places are taken by tables in use.
        """
        with self._lock:
            self._forget()
            if len(self._tables) >= MOST_HELD:
                raise InputError("ほかの人の表を処理しています。しばらくしてから、もう一度お試しください。")
            word = token_urlsafe(24)
            self._tables[word] = HeldTable(self._clock())
            return word

    def get(self, word: str) -> HeldTable:
        """The place of this word.

        Raises:
            InputError: there is none, or it was not used for too long.
        """
        with self._lock:
            table = self._tables.get(word)
            if table is None or self._clock() - table.used > KEPT:
                raise InputError("この表はもうありません（使わないまま1時間たつと消えます）。もう一度選んでください。")
            table.used = self._clock()
            return table

    def forget(self, word: str) -> None:
        """Free a place, with all that is in it."""
        with self._lock:
            self._tables.pop(word, None)

    def forget_old(self) -> None:
        """Free the places that were not used for too long."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        """Free the places that were not used for long; where all are taken, also those not used for a while."""
        now = self._clock()
        for least in (KEPT, KEPT_AT_LEAST):
            kept = {w: t for w, t in self._tables.items() if now - t.used <= (KEPT_EMPTY if t.is_empty else least)}
            if len(kept) < MOST_HELD:
                break
        self._tables = kept


def _answer(assistant: PlanAssistant, work: Work, turns: threading.Semaphore) -> None:
    index, until = assistant.index, time.monotonic() + STEP
    for place in work.wanting:
        if not turns.acquire(timeout=max(0.0, until - time.monotonic())):
            return
        try:
            work.answers[place] = row_cells(assistant, index, work.table.rows[place])
        finally:
            turns.release()
        if time.monotonic() >= until:
            return


def _progress(work: Work) -> Progress:
    rows = len(work.answers)
    return Progress(rows, rows - len(work.wanting), work.errors, work.counted)
