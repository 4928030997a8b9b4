"""An answer as it is kept: its JSON, readable in parts even where its form has changed since."""

import json
from typing import TYPE_CHECKING

from index.errors import StateError

if TYPE_CHECKING:
    from assistant.answer import Answer


def keep(answer: "Answer") -> str:
    """The JSON to keep: without the scores, which nobody looks at later."""
    return answer.model_dump_json(exclude={"explain"})


def read(kept: str) -> "Answer":
    """The answer again.

    Raises:
        StateError: it has the form of another version.
    """
    from pydantic import ValidationError

    from assistant.answer import Answer

    try:
        return Answer.model_validate_json(kept)
    except ValidationError as error:
        raise StateError(
            "保存した回答は別の版の形式のため読めません。プログラムを更新するか、削除してください。"
        ) from error


def text_of(kept: str) -> str:
    """The text of the answer, whatever version wrote it."""
    fields = json.loads(kept)
    text = fields.get("answer") if isinstance(fields, dict) else None
    return text if isinstance(text, str) else ""
