"""What readers say of answers on the page, kept on this machine (:mod:`assistant.feedback`).

Whoever gave an opinion is handed a ticket for it, with which it can be revised or taken back; nobody else has it. It
lives as long as this process does, and the page keeps it only until it is closed.
"""

import hmac
from contextlib import suppress
from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.who import user_of
from index.errors import InputError, UnknownRecord

if TYPE_CHECKING:
    from gradio import Server

    from assistant.feedback import FeedbackStore

THANKS = "評価を保存しました"
REVISED = "評価を直しました"
TAKEN_BACK = "評価を取り消しました"
_GONE = "この評価はもう直せません。画面を読み込み直して、もう一度送ってください。"


class Tickets:
    """Numbers of opinions that only this process can have handed out."""

    def __init__(self) -> None:
        self._key = token_bytes(32)

    def ticket(self, number: int, user: str) -> str:
        """The ticket for an opinion, for the user who gave it (an empty name without a login)."""
        return f"{number}.{self._sign(number, user)}"

    def number(self, ticket: str, user: str) -> int:
        """The opinion that a ticket is for.

        Raises:
            InputError: it was not handed out here, or to another user.
        """
        text, _, signature = ticket.partition(".")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        if not hmac.compare_digest(self._sign(number, user).encode(), signature.encode()):
            raise InputError(_GONE)
        return number

    def _sign(self, number: int, user: str) -> str:
        return hmac.new(self._key, f"{number} {user}".encode(), sha256).hexdigest()


def keep(
    application: Application,
    tickets: Tickets,
    opinion: dict[str, Any],
    answer: dict[str, Any],
    conversation: list[str],
    ticket: str = "",
    user: str = "",
) -> dict[str, str]:
    """Keep an opinion of an answer, with the questions before it; with a ticket, in place of the one first given.

    Raises:
        InputError: the opinion, the answer or the ticket cannot be read.
        StateError: the file of the feedback cannot be used.
    """
    from assistant.feedback import Opinion

    try:
        said, of = Opinion.model_validate(opinion), Answer.model_validate(answer)
    except ValidationError as error:
        raise InputError("評価を読み取れません。画面を読み込み直して、もう一度送ってください。") from error
    store = _store(application)
    if not ticket:
        number = store.add(said, of, conversation=[str(question) for question in conversation], user=user)
        return {"said": THANKS, "ticket": tickets.ticket(number, user)}
    try:
        store.revise(tickets.number(ticket, user), said)
    except UnknownRecord as error:
        raise InputError(_GONE) from error  # the keeper of the machine deleted it
    return {"said": REVISED, "ticket": ticket}


def take_back(application: Application, tickets: Tickets, ticket: str, user: str = "") -> dict[str, str]:
    """Delete the opinion that a ticket is for; nothing of it is left.

    Raises:
        InputError: the ticket was not handed out here.
        StateError: the file of the feedback cannot be used.
    """
    number = tickets.number(ticket, user)
    with suppress(UnknownRecord):  # it is gone already, which is what was wanted
        _store(application).delete(number)
    return {"said": TAKEN_BACK, "ticket": ""}


def form(application: Application) -> dict[str, Any]:
    """What the form says: the reasons to choose from, and what is stored for how long."""
    from assistant.feedback import REASONS, WHAT_IS_STORED, kept_for

    days = application.assistant.settings.feedback_days
    return {"reasons": REASONS, "stored": f"{WHAT_IS_STORED}{kept_for(days)}"}


def _store(application: Application) -> "FeedbackStore":
    from assistant.feedback import open_feedback

    return open_feedback(application.assistant.settings)


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``opinion_form``, ``opinion`` and ``take_back``."""
    from gradio import Request

    tickets = Tickets()

    def name_of(request: Request) -> str:
        user = user_of(application, request)
        return user.name if user else ""

    def opinion(
        said: dict[str, Any], answer: dict[str, Any], conversation: list[str], ticket: str, request: Request
    ) -> dict[str, Any]:
        return dict(keep(application, tickets, said, answer, conversation, ticket, name_of(request)))

    def taken_back(ticket: str, request: Request) -> dict[str, Any]:
        return dict(take_back(application, tickets, ticket, name_of(request)))

    def opinion_form() -> dict[str, Any]:
        return form(application)

    add_calls(server, {"opinion_form": opinion_form, "opinion": opinion, "take_back": taken_back})
