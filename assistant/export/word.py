"""Answers as a sheet of 想定問答 in Word: a heading and a table for each question."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from docx.document import Document

from assistant.answer import Answer, Citation, Statement
from assistant.export.dates import japanese_day
from assistant.export.paste import named_edition, place_in_words
from assistant.export.word_page import QUOTE, SMALL, blank_page
from assistant.export.word_table import LabelledTable, keep_whole, keep_with_next, put
from assistant.export.wording import GUIDE, TITLE, composed_by, label_of_places, plain, quoted_lines, status_of

_LONGEST_HEADING = 60  # characters of a question in its heading
_CHECKED = "□ 原文と照合した　　□ 直した　　□ 使わない"
_BY_WHOM = "確認者　　　　　　　　　　　　　確認日　　　　年　　月　　日"


def write_word(answers: Sequence[Answer], file: IO[bytes], made: date) -> None:
    """Write the sheet to an open file."""
    indexes = "・".join(dict.fromkeys(plain(answer.index) for answer in answers))
    document = blank_page(made, indexes)
    document.add_paragraph(TITLE, style="Title")
    document.add_paragraph(f"{japanese_day(made)}作成　{len(answers)}問　索引 {indexes}", style=SMALL)
    document.add_paragraph(GUIDE, style=SMALL)
    for number, answer in enumerate(answers, start=1):
        _put_question(document, number, answer)
    document.save(file)


def _put_question(document: Document, number: int, answer: Answer) -> None:
    question = " ".join(plain(answer.question).split())
    cut = len(question) > _LONGEST_HEADING
    document.add_heading(f"問{number}　{question[: _LONGEST_HEADING - 1]}…" if cut else f"問{number}　{question}", 1)
    columns = _columns(answer)
    table = LabelledTable(document, max(1, len(columns)))
    asked = table.add("問")
    put(asked, [question], bold=True)
    keep_with_next(asked)
    _put_answer(table, answer, columns)
    for place in answer.citations or answer.related:
        _put_place(table, f"{label_of_places(answer)}[{place.number}]", place)
    about = table.add("作成")
    put(about, [f"{status_of(answer)}・確からしさ {answer.confidence:.2f}・{composed_by(answer)}"], SMALL)
    put(about, [f"※{notice}" for notice in answer.notices], SMALL)
    keep_with_next(about)
    checked = table.add("確認欄")
    put(checked, [_CHECKED, _BY_WHOM])
    keep_whole(checked)


def _columns(answer: Answer) -> list[list[Statement]]:
    """The statements of each edition that is compared, the older one first; none where nothing is."""
    numbers = sorted({said.column for said in answer.statements if said.column is not None})
    if len(numbers) < 2:
        return []
    return [[said for said in answer.statements if said.column == number] for number in numbers]


def _put_answer(table: LabelledTable, answer: Answer, columns: Sequence[Sequence[Statement]]) -> None:
    """The answer; editions that it compares side by side, what belongs to none of them below."""
    loose = [said.marked for said in answer.statements if not columns or said.column is None]
    if not columns:
        put(table.add("答"), loose or [answer.answer])
        return
    for cell, (head, *_) in zip(table.add_beside("答", shaded=True), columns, strict=True):
        put(cell, [head.marked.rstrip(":：")], bold=True)
        keep_with_next(cell)
    for cell, (_, *said) in zip(table.add_beside(""), columns, strict=True):
        put(cell, [one.marked for one in said])
    if loose:
        put(table.add(""), loose)


def _put_place(table: LabelledTable, label: str, place: Citation) -> None:
    """A place with all that finds it again: document, edition, section, lines or page, and its very words."""
    cell = table.add(label)
    put(cell, [named_edition(place)], bold=True)
    put(cell, [f"節　{' ＞ '.join(place.section)}"] if place.section else [], SMALL)
    put(cell, [f"場所　{where}"] if (where := place_in_words(place)) else [], SMALL)
    put(cell, quoted_lines(place.quote), QUOTE)
    keep_whole(cell)  # a quote has at most some 400 characters
