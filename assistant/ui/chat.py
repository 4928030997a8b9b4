"""Asking: a question becomes growing replies, each with the lines that its citations stand on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.conversations import open_conversations
from assistant.ui.application import Application
from assistant.ui.keeping import kept
from assistant.ui.reply import Reply, reply_of
from assistant.ui.who import user_of
from index.errors import AssistantError

if TYPE_CHECKING:
    from gradio import Server

AT_ONCE = 8  # questions that are answered side by side


def replies(application: Application, question: str, documents: list[str], conversation: list[str]) -> Iterator[Reply]:
    """The answer as it grows; an expected error is a reply too."""
    assistant = application.assistant
    try:
        index = assistant.index  # one generation for the answer and for what is shown of it
        for answer in assistant.stream(question, documents=documents, conversation=conversation, index=index):
            yield reply_of(index, answer)
    except AssistantError as error:
        yield Reply(error=str(error))


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``ask``."""
    from gradio import Request

    store = open_conversations(application.assistant.settings)

    def ask(
        question: str, documents: list[str], conversation: list[str], place: dict[str, int | None], request: Request
    ) -> Iterator[dict[str, Any]]:
        answering = replies(application, question, documents, conversation)
        user = user_of(application, request)
        if user is not None:
            answering = kept(store, user, place, question, documents, answering)
        for reply in answering:
            yield reply.model_dump(mode="json")

    server.api(ask, name="ask", concurrency_limit=AT_ONCE, api_visibility="private")
