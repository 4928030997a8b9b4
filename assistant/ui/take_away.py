"""Answers of the page to take away: as Word and Excel files (想定問答), and as text to paste into papers."""

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Answer, Citation
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.data_address import data_address
from index.errors import InputError

if TYPE_CHECKING:
    from gradio import Server

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNREADABLE = "この会話は読み取れない形で保存されています。もう一度質問してください。"


def sheet(answers: list[dict[str, Any]], ending: str, name: str = "") -> dict[str, str]:
    """A file with these answers (as ``ask --json`` gives them): its name and its ``data:`` address.

    ``name`` is that of the conversation; the file is named after it.

    Raises:
        InputError: there is no answer, one is in no form that can be read, or the ending is not known.
    """
    from assistant.export import excel_bytes, word_bytes
    from assistant.export.file_names import file_name
    from assistant.export.wording import TITLE

    if ending not in TYPES:
        raise InputError("保存できる形は Word（docx）と Excel（xlsx）です。")
    read = [_read(answer) for answer in answers]
    made = date.today()
    content = word_bytes(read, made) if ending == "docx" else excel_bytes(read, made)
    return {
        "name": file_name(TITLE, name, made, ending),
        "href": data_address(TYPES[ending], content),
    }


def pasted_answer(answer: dict[str, Any]) -> str:
    """An answer with its sources under it, as staff paste it into papers.

    Raises:
        InputError: it is in no form that can be read.
    """
    from assistant.export import answer_with_sources

    return answer_with_sources(_read(answer))


def pasted_citation(citation: dict[str, Any]) -> str:
    """One citation in the form of papers: 『資料名』（令和3年12月24日・閣議決定）第3-2 1.②、p.12.

    Raises:
        InputError: it is in no form that can be read.
    """
    from assistant.export import paste_form

    try:
        return paste_form(Citation.model_validate(citation))
    except ValidationError as error:
        raise InputError(_UNREADABLE) from error


def _read(answer: dict[str, Any]) -> Answer:
    try:
        return Answer.model_validate(answer)
    except ValidationError as error:
        raise InputError(_UNREADABLE) from error


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``sheet``, ``pasted_answer`` and ``pasted_citation``."""

    def make(answers: list[dict[str, Any]], ending: str, name: str) -> dict[str, Any]:
        return dict(sheet(answers, ending, name))

    def answer_text(answer: dict[str, Any]) -> dict[str, Any]:
        return {"text": pasted_answer(answer)}

    def citation_text(citation: dict[str, Any]) -> dict[str, Any]:
        return {"text": pasted_citation(citation)}

    add_calls(server, {"sheet": make, "pasted_answer": answer_text, "pasted_citation": citation_text})
