"""Keeping what was answered to users who are logged in: the server keeps its own answers, not what a page sends."""

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from assistant.auth import User
from assistant.conversations import ConversationStore
from assistant.state import now
from assistant.ui.reply import Reply
from index.errors import AssistantError, InputError, UnknownRecord

if TYPE_CHECKING:
    from assistant.answer import Answer

log = logging.getLogger(__name__)


class Place(BaseModel, frozen=True):
    """Where in the conversations a question belongs: in which one (None: a new one), and after how many turns.

    ``after`` is None at the end; else the later turns give way, because an earlier question was asked anew.
    """

    number: int | None = None
    after: int | None = None


def kept(
    store: ConversationStore,
    user: User,
    place: Mapping[str, int | None],
    question: str,
    documents: list[str],
    replies: Iterator[Reply],
) -> Generator[Reply]:
    """The replies, the number of the conversation before them; the last one is kept, also where it was stopped.

    What cannot be kept is answered all the same, and why it was not kept is said at the end.
    """
    try:
        keeping = _Keeping(store, user.name, place, question, documents)
    except AssistantError as error:
        yield from replies
        yield Reply(error=str(error))
        return
    with closing(keeping):
        yield Reply(conversation=keeping.number)
        for reply in replies:
            yield reply
            # Only now: when somebody stops, Gradio waits for the next reply, shows it to nobody, and closes.
            keeping.answer = reply.answer or keeping.answer
        try:
            keeping.keep(stopped=False)
        except UnknownRecord:
            pass  # deleted while the answer was on its way
        except AssistantError as error:
            yield Reply(error=str(error))


class _Keeping:
    """A turn on its way into a conversation."""

    def __init__(
        self, store: ConversationStore, user: str, place: Mapping[str, int | None], question: str, documents: list[str]
    ) -> None:
        try:
            wanted = Place.model_validate(dict(place))
        except ValidationError as error:
            raise InputError("会話を読み取れません。画面を読み込み直して、もう一度質問してください。") from error
        self._store = store
        self._user = user
        self._after = wanted.after
        self._documents = documents
        self._asked = now()
        self._done = False
        self.answer: Answer | None = None
        self.number = store.begin(user, wanted.number, question)

    def keep(self, *, stopped: bool) -> None:
        """Append the answer as far as it came; without one, leave nothing behind."""
        self._done = True
        if self.answer is None:
            self._store.leave(self._user, self.number)
            return
        self._store.append(
            self._user,
            self.number,
            self.answer,
            documents=self._documents,
            stopped=stopped,
            after=self._after,
            asked=self._asked,
        )

    def close(self) -> None:
        """Whoever asked has stopped it or gone away: nobody is there to be told of an error."""
        if self._done:
            return
        try:
            self.keep(stopped=True)
        except AssistantError as error:
            log.warning("a stopped answer was not kept: %s", error)
