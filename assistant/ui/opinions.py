"""What readers say of answers on the page, kept on this machine (:mod:`assistant.feedback`)."""

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.ui.application import Application
from assistant.ui.who import user_of
from index.errors import AssistantError, InputError

if TYPE_CHECKING:
    from gradio import Server

THANKS = "評価を保存しました"


def keep(
    application: Application, opinion: dict[str, Any], answer: dict[str, Any], conversation: list[str], user: str = ""
) -> None:
    """Keep an opinion of an answer, with the questions before it and the name of whoever is logged in.

    Raises:
        InputError: the opinion or the answer cannot be read.
        StateError: the file of the feedback cannot be used.
    """
    from assistant.feedback import Opinion, open_feedback

    try:
        said, of = Opinion.model_validate(opinion), Answer.model_validate(answer)
    except ValidationError as error:
        raise InputError("評価を読み取れません。画面を読み込み直して、もう一度送ってください。") from error
    open_feedback(application.assistant.settings).add(said, of, conversation=conversation, user=user)


def form(application: Application) -> dict[str, Any]:
    """What the form says: the reasons to choose from, and what is stored for how long."""
    from assistant.feedback import REASONS, WHAT_IS_STORED, kept_for

    days = application.assistant.settings.feedback_days
    return {"reasons": REASONS, "stored": f"{WHAT_IS_STORED}{kept_for(days)}"}


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``opinion_form`` and ``opinion``."""
    from gradio import Request

    def opinion(
        said: dict[str, Any], answer: dict[str, Any], conversation: list[str], request: Request
    ) -> dict[str, Any]:
        user = user_of(application, request)
        try:
            keep(application, said, answer, conversation, user.name if user else "")
        except AssistantError as error:
            return {"error": str(error)}
        return {"said": THANKS}

    def opinion_form() -> dict[str, Any]:
        return form(application)

    server.api(opinion_form, name="opinion_form", queue=False, api_visibility="private")
    server.api(opinion, name="opinion", queue=False, api_visibility="private")
