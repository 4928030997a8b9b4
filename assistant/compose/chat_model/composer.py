"""The composer over a chat model: sentence by sentence, each shown after its check, all within one deadline."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Citation, Statement
from assistant.compose.chat_model.calling import pieces, text_of
from assistant.compose.chat_model.checking import Checked
from assistant.compose.chat_model.loading import has_fields
from assistant.compose.chat_model.prompt import answer_messages, best_evidence
from assistant.compose.chat_model.reading import SCHEMA, Sentence, read_fields, read_marks
from assistant.compose.chat_model.rewriting import rewrite
from assistant.compose.draft import Evidence
from assistant.question import Question
from assistant.retrieve import Found
from index.errors import ChatModelError, ChatModelSlow
from index.search import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

REWRITING_SHARE = 1 / 3  # of the time that a rewriting may take: the answer needs the rest
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as it is written. ``failed``: the model gave up, or was given up, before its end."""

    statements: list[Statement]
    citations: list[Citation]
    dropped: int = 0
    failed: bool = False


class ChatComposer:
    """A chat model that phrases answers. Safe to use from several threads."""

    def __init__(self, model: "BaseChatModel", name: str, timeout: float) -> None:
        self.name = name
        self.timeout = timeout
        self._model = model
        self._fields = has_fields(model)

    def deadline(self) -> float:
        """When an answer that is begun now has to be done."""
        return time.monotonic() + self.timeout

    def standalone(self, question: Question, conversation: Sequence[str], deadline: float) -> Question | None:
        """A follow-up question as one that stands for itself; None if the model has none that can be used."""
        try:
            until = deadline - self.timeout * (1 - REWRITING_SHARE)
            return rewrite(self._model, question, conversation, until)
        except ChatModelError as error:
            log.warning("%s", error)
            return None

    def write(
        self,
        index: Index,
        question: Question,
        found: Sequence[Found],
        *,
        conversation: Sequence[str],
        most: int,
        deadline: float,
    ) -> Iterator[Written]:
        """The answer after each sentence that passed its check, and at last the whole with what is to be told."""
        evidence = best_evidence(found)
        checked = Checked(index, evidence, most)
        failed = False
        try:
            for sentence in self._sentences(index, question, conversation, evidence, deadline):
                if checked.add(sentence):
                    yield Written([*checked.statements], checked.citations)
                if checked.full:
                    break
        except ChatModelError as error:
            log.warning("%s", error)
            failed = True
        yield Written(checked.statements, checked.citations, checked.dropped, failed)

    def _sentences(
        self,
        index: Index,
        question: Question,
        conversation: Sequence[str],
        evidence: Sequence[Evidence],
        deadline: float,
    ) -> Iterator[Sentence]:
        """What the model says: in fields if it can; if that fails at once, with marks, now and from then on."""
        model = self._model
        if self._fields:
            messages = answer_messages(index, question, conversation, evidence, fields=True)
            begun = False
            try:
                structured = model.with_structured_output(SCHEMA)
                for sentence in read_fields(pieces(lambda: structured.stream(messages), deadline)):
                    begun = True
                    yield sentence
                return
            except ChatModelSlow:
                raise
            except (ChatModelError, NotImplementedError) as error:
                if begun:
                    raise
                log.info("no fields: %s", type(error.__cause__ or error).__name__)
        marked = answer_messages(index, question, conversation, evidence, fields=False)
        yield from read_marks(pieces(lambda: (text_of(chunk) for chunk in model.stream(marked)), deadline))
        self._fields = False
