"""Asking: a question becomes growing replies, each with the lines that its citations stand on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.answer import Answer, Citation
from assistant.ui.application import Application
from assistant.ui.counterparts import counterparts
from assistant.ui.evidence import cited_lines
from index.errors import AssistantError

if TYPE_CHECKING:
    from gradio import Server

    from index.search import Index

AT_ONCE = 8  # questions that are answered side by side


class Reply(BaseModel, frozen=True):
    """What the page is told of a question: the answer so far, or why there is none.

    ``lines`` has the first and last line on the evidence panel of each citation and related place, by its number.
    ``places`` has the names of these places. ``counterparts`` has for each citation of a comparison the number of the
    one in the other edition that stands beside it.
    """

    answer: Answer | None = None
    lines: dict[int, tuple[int, int]] = {}
    places: dict[int, str] = {}
    counterparts: dict[int, int] = {}
    error: str = ""


def replies(application: Application, question: str, documents: list[str], conversation: list[str]) -> Iterator[Reply]:
    """The answer as it grows; an expected error is a reply too."""
    assistant = application.assistant
    try:
        index = assistant.index  # one generation for the answer and for what is shown of it
        for answer in assistant.stream(question, documents=documents, conversation=conversation, index=index):
            yield _reply(index, answer)
    except AssistantError as error:
        yield Reply(error=str(error))


def _reply(index: "Index", answer: Answer) -> Reply:
    places: list[Citation] = [*answer.citations, *answer.related]
    return Reply(
        answer=answer,
        lines={place.number: cited_lines(index, place) for place in places},
        places={place.number: place.place for place in places},
        counterparts=counterparts(answer),
    )


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``ask``."""

    def ask(question: str, documents: list[str], conversation: list[str]) -> Iterator[dict[str, Any]]:
        for reply in replies(application, question, documents, conversation):
            yield reply.model_dump(mode="json")

    server.api(ask, name="ask", concurrency_limit=AT_ONCE, api_visibility="private")
