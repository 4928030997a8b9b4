"""The work on a table of questions: row by row, saved as it goes, so that nothing done is lost."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.plan import PlanAssistant
from assistant.sheet.answered import answer_cells, counted, error_cells, index_of, is_error
from assistant.sheet.output import Cells, answers_bytes, check_output, read_done, write_answers
from assistant.sheet.questions import Asked, QuestionTable, named_documents, read_questions
from index.build import Progress
from index.errors import InputError
from index.search import Index

SAVE_EVERY = 20.0  # seconds of work between savings
SAVE_SHARE = 10  # and no more than a tenth of the time goes into them


@dataclass(frozen=True, slots=True)
class Work:
    """A table to be answered: its rows, and what of them is done."""

    table: QuestionTable
    answers: list[Cells | None]
    made: date

    @property
    def wanting(self) -> list[int]:
        """The rows that have no answer yet."""
        return [place for place, cells in enumerate(self.answers) if cells is None]

    @property
    def errors(self) -> int:
        """How many rows could not be asked."""
        return sum(cells is not None and is_error(cells) for cells in self.answers)

    @property
    def counted(self) -> str:
        """How many rows came to what, in words."""
        return counted(self.answers)

    def from_other_index(self, fingerprint: str) -> int:
        """How many rows another index has answered than the one with this fingerprint."""
        return sum(cells is not None and index_of(cells) != fingerprint for cells in self.answers)

    def content(self) -> bytes:
        """The table with what is answered so far, as a workbook."""
        return answers_bytes(self.table, self.answers, self.made)


@dataclass(frozen=True, slots=True)
class SavedWork(Work):
    """Work whose answers go into a file."""

    output: Path

    def save(self) -> None:
        """Write the table with what is answered so far."""
        write_answers(self.output, self.table, self.answers, self.made)


def take_up(questions: Path, output: Path) -> SavedWork:
    """The work that is to do, less what an earlier run did.

    Raises:
        InputError: the questions cannot be read, or answers cannot be written to ``output``.
    """
    check_output(output, questions)
    table = read_questions(questions)
    return SavedWork(table, read_done(output, table), date.today(), output)


def answer_rows(
    assistant: PlanAssistant, work: SavedWork, progress: Progress, saved: Callable[[int, int], None]
) -> None:
    """Answer all rows that have no answer yet; what is done is saved, whatever ends the work.

    A row that cannot be asked says why. ``saved`` hears how many rows of how many are written.

    Raises:
        IndexUnusable, DocumentsError: nothing can be asked; InputError: the file cannot be written.
    """
    rows, wanting = len(work.answers), work.wanting
    index = assistant.index
    pace = _Pace()
    try:
        for done, place in enumerate(wanting, start=rows - len(wanting) + 1):
            work.answers[place] = row_cells(assistant, index, work.table.rows[place])
            progress("質問に答えています", done, rows)
            if pace.is_due():
                pace.time(work.save)
                saved(done, rows)
    finally:
        if wanting:
            work.save()


def row_cells(assistant: PlanAssistant, index: Index, asked: Asked) -> Cells:
    """Ask what a row asks; where it cannot be asked, its cells say why."""
    try:
        documents: Sequence[str] = named_documents(asked.documents, index.editions)
        return answer_cells(assistant.ask(asked.question, documents=documents, index=index))
    except InputError as error:
        return error_cells(str(error))


class _Pace:
    """When to save: after a while of work, the longer the more a saving takes."""

    def __init__(self) -> None:
        self._next = time.monotonic() + SAVE_EVERY

    def is_due(self) -> bool:
        return time.monotonic() >= self._next

    def time(self, save: Callable[[], None]) -> None:
        started = time.monotonic()
        save()
        ended = time.monotonic()
        self._next = ended + max(SAVE_EVERY, SAVE_SHARE * (ended - started))
