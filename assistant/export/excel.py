"""Answers as a sheet of 想定問答 in Excel: a row for each question, and on a second sheet one for each place."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import IO

from openpyxl import Workbook

from assistant.answer import Answer, Citation
from assistant.export.dates import japanese_date, japanese_day
from assistant.export.excel_cells import Column, Value, fill_sheet, is_cut_on_paper
from assistant.export.paste import paste_form, place_in_words
from assistant.export.wording import AUTHOR, GUIDE, TITLE, composed_by, label_of_places, quoted_lines, status_of

PLACES = "根拠"
ABOUT = "作成情報"
_QUESTIONS = (
    Column("番号", 5),
    Column("問", 20),
    Column("答", 36),
    Column("根拠（資料名・版・節・場所）", 30),
    Column("原文", 60),
    Column("状態・作成", 14),
    Column("確認欄", 10),
)
_QUOTES = 4  # the column that takes the most room
_MORE = f"（行に収まらない分は「{PLACES}」のシートにあります）"
_EACH_PLACE = (
    Column("番号", 5),
    Column("問", 20),
    Column("種類", 8),
    Column("資料名", 22),
    Column("日付", 14),
    Column("種別", 9),
    Column("節", 28),
    Column("頁・行など", 12),
    Column("原文", 56),
    Column("貼り付け用", 30),
    Column("確認欄", 10),
)


def write_excel(answers: Sequence[Answer], file: IO[bytes], made: date) -> None:
    """Write the table to an open file."""
    indexes = "・".join(dict.fromkeys(answer.index for answer in answers))
    footer = f"{TITLE}（{AUTHOR}、{japanese_day(made)}、索引 {indexes}）"
    book = Workbook()
    book.properties.title, book.properties.creator = TITLE, AUTHOR
    book.properties.created = book.properties.modified = datetime(made.year, made.month, made.day, tzinfo=UTC).replace(
        tzinfo=None
    )
    sheet = book.active
    sheet.title = TITLE
    fill_sheet(sheet, _QUESTIONS, [_question(number, answer) for number, answer in enumerate(answers, 1)], footer)
    rows = [row for number, answer in enumerate(answers, 1) for row in _places(number, answer)]
    fill_sheet(book.create_sheet(PLACES), _EACH_PLACE, rows, footer)
    about: list[list[Value]] = [
        ["作成日", japanese_day(made)],
        ["索引", indexes],
        ["作成", "・".join(dict.fromkeys(map(composed_by, answers)))],
        ["使い方", GUIDE],
    ]
    fill_sheet(book.create_sheet(ABOUT), (Column("項目", 14), Column("内容", 90)), about, footer)
    book.save(file)


def _question(number: int, answer: Answer) -> list[Value]:
    places = answer.citations or answer.related
    label = label_of_places(answer)
    about = [status_of(answer), f"確からしさ {answer.confidence:.2f}", composed_by(answer)]
    row: list[Value] = [
        number,
        answer.question,
        _said(answer),
        "\n\n".join(f"{label}[{place.number}] {paste_form(place)}" for place in places),
        "\n\n".join(f"[{place.number}] {_quoted(place)}" for place in places),
        "\n".join([*about, *(f"※{notice}" for notice in answer.notices)]),
        "",
    ]
    if is_cut_on_paper(_QUESTIONS, row):
        row[_QUOTES] = f"{_MORE}\n{row[_QUOTES]}"
    return row


def _quoted(place: Citation) -> str:
    return "\n".join(quoted_lines(place.quote))


def _said(answer: Answer) -> str:
    """The answer; where it compares editions, with a blank line between them."""
    said = ""
    column: int | None = None
    for statement in answer.statements:
        apart = "\n\n" if statement.column != column else "\n"
        said += (apart if said else "") + statement.marked
        column = statement.column
    return said or answer.answer


def _places(number: int, answer: Answer) -> list[list[Value]]:
    label = label_of_places(answer)
    return [
        [
            number,
            answer.question,
            f"{label}[{place.number}]",
            place.title,
            japanese_date(place.date),
            place.status,
            " ＞ ".join(place.section),
            place_in_words(place),
            _quoted(place),
            paste_form(place),
            "",
        ]
        for place in answer.citations or answer.related
    ]
