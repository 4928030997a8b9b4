"""An answer as it is kept: its JSON, readable in parts even where its form has changed since."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import StateError

if TYPE_CHECKING:
    from assistant.answer import Answer


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was asked, and the answer that was given then."""

    question: str
    answer_json: str

    @property
    def answer(self) -> "Answer":
        """The answer with its citations.

        Raises:
            StateError: another version kept it in a form that cannot be read.
        """
        return _read(self.answer_json)

    @property
    def answer_text(self) -> str:
        """The text of the answer, whatever version kept it."""
        return _text_of(self.answer_json)


def keep(answer: "Answer") -> str:
    """The JSON to keep: without the scores, which nobody looks at later."""
    return answer.model_dump_json(exclude={"explain"})


def _read(kept: str) -> "Answer":
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


def _text_of(kept: str) -> str:
    """The text of the answer, whatever version wrote it."""
    fields = json.loads(kept)
    text = fields.get("answer") if isinstance(fields, dict) else None
    return text if isinstance(text, str) else ""
