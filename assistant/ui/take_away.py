"""Answers of the page as Word and Excel files (想定問答), for the browser to save."""

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.ui.application import Application
from index.errors import AssistantError, InputError

if TYPE_CHECKING:
    from gradio import Server

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet(answers: list[dict[str, Any]], ending: str) -> dict[str, str]:
    """A file with these answers (as ``ask --json`` gives them): its name and its ``data:`` address.

    Raises:
        InputError: there is no answer, one is in no form that can be read, or the ending is not known.
    """
    from assistant.export import excel_bytes, word_bytes

    if ending not in TYPES:
        raise InputError("書き出せる形は Word（docx）と Excel（xlsx）です。")
    try:
        read = [Answer.model_validate(answer) for answer in answers]
    except ValidationError as error:
        raise InputError("この会話は読み取れない形で保存されています。もう一度質問してください。") from error
    content = word_bytes(read) if ending == "docx" else excel_bytes(read)
    return {"name": f"想定問答.{ending}", "href": f"data:{TYPES[ending]};base64,{b64encode(content).decode()}"}


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``sheet``."""

    def make(answers: list[dict[str, Any]], ending: str) -> dict[str, Any]:
        try:
            return dict(sheet(answers, ending))
        except AssistantError as error:
            return {"error": str(error)}

    server.api(make, name="sheet", queue=False, api_visibility="private")
