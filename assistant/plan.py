"""The plan assistant: question → understand → retrieve → compose → ground → ``Answer``."""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Statement
from assistant.compose import Composed, Turn, compose, rewrite
from assistant.compose.readings import with_readings
from assistant.compose.refusal import refusal, wrong_premise
from assistant.compose.templates import STALE
from assistant.confidence import NO_CONFIDENCE, confidence_of
from assistant.explain import explain_found
from assistant.follow_up import MOST_TURNS
from assistant.question import Question, read_question
from assistant.related import related_places
from assistant.retrieve import Found, first_candidate, retrieve
from assistant.settings import Settings, load_settings, silence_telemetry
from assistant.small_talk import is_small_talk
from assistant.understand import Understood, understand
from assistant.watch import Watch
from index.build import Progress, build_index, is_stale
from index.catalog import find_documents
from index.errors import AssistantError, IndexMissing, IndexUnusable
from index.search import Index
from index.store.generations import current_generation

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.compose.chat_model import ChatComposer

MOST_CITATIONS = 5
MOST_RELATED = 5
STALE_CHECK = 30.0  # seconds between looks at whether the documents changed
log = logging.getLogger(__name__)


class PlanAssistant:
    """Answers questions about the documents, with citations. Safe to use from several threads."""

    def __init__(
        self,
        settings: Settings | None = None,
        progress: Progress | None = None,
        chat_model: "BaseChatModel | None" = None,
    ) -> None:
        """Nothing is loaded until the first question.

        ``progress`` hears of an index build; ``chat_model`` composes instead of the one that a setting names.
        """
        silence_telemetry()
        self.settings = settings or load_settings()
        self._progress = progress
        self._chat_model = chat_model
        self._chat: ChatComposer | None = None
        self._index: Index | None = None
        self._stale = False
        self._look_again = 0.0
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The open index; the first use builds it if there is none, and a newer generation is taken up.

        Raises:
            IndexBroken, ModelChanged, DocumentsMissing: see :mod:`index.errors`.
        """
        with self._lock:
            if self._index is None:
                self._index = self._open()
            elif self._has_newer(self._index):
                self._take_up_newer()
            if time.monotonic() >= self._look_again:
                self._stale = is_stale(self.settings.documents, self.settings.index, self.settings.enrichment)
                self._look_again = time.monotonic() + STALE_CHECK
            return self._index

    def _take_up_newer(self) -> None:
        """Open the newer generation; the old one closes with its last user, or goes on if that fails."""
        try:
            self._index = self._open()
        except AssistantError as error:
            log.warning("%s", error)
        else:
            self._look_again = 0.0

    def _has_newer(self, index: Index) -> bool:
        try:
            return current_generation(self.settings.index).name != index.generation.name
        except IndexUnusable:
            return False  # what is open still answers

    def _open(self) -> Index:
        find_documents(self.settings.documents)  # a wrong folder is said, not answered from an old index
        settings = self.settings
        open_index = partial(
            Index,
            settings.index,
            settings.embedding_model,
            expected=settings.expected_questions == "on",
            reranker=settings.reranker,
        )
        try:
            return open_index()
        except IndexMissing:
            build_index(
                settings.documents,
                settings.index,
                settings.embedding_model,
                enrichment=settings.enrichment,
                progress=self._progress,
            )
            return open_index()

    def ask(
        self,
        question: str,
        *,
        documents: Collection[str] = (),
        conversation: Sequence[str] = (),
        most: int = MOST_CITATIONS,
        explain: bool = False,
        index: Index | None = None,
    ) -> Answer:
        """Answer one question.

        Args:
            question: at most 2,000 characters.
            documents: slugs of the documents that may answer; empty for all.
            conversation: the earlier questions of this conversation, the oldest first.
            most: at most so many citations.
            explain: say how every candidate was scored.
            index: the generation to answer from, where the caller looks into it afterwards; else the newest.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        *_, answer = self.stream(
            question, documents=documents, conversation=conversation, most=most, explain=explain, index=index
        )
        return answer

    def stream(
        self,
        question: str,
        *,
        documents: Collection[str] = (),
        conversation: Sequence[str] = (),
        most: int = MOST_CITATIONS,
        explain: bool = False,
        index: Index | None = None,
    ) -> Iterator[Answer]:
        """Answer one question while it is written: arguments and errors (at the first step) as of :meth:`ask`.

        With a chat model an answer comes after each sentence that its quotes support, with all such so far; numbers
        of citations stay. The last answer, of the extractive composer the only one, is what :meth:`ask` returns.
        """
        watch = Watch()
        asked = read_question(question)
        index = index or self.index
        chat = self._chat_composer()
        turn = Turn(asked, tuple(conversation[-MOST_TURNS:]), most, chat.deadline() if chat else 0.0)
        watch.opened()
        understood = self._understand(index, asked, documents, conversation, chat, turn)
        found = [] if is_small_talk(asked.folded) else retrieve(index, understood)
        watch.retrieved()
        premise = wrong_premise(index, understood, found)
        confidence = NO_CONFIDENCE if understood.scope.absent or premise else confidence_of(index, understood, found)
        for part in compose(index, turn, found, chat) if confidence.enough else [Composed([], [])]:
            refused = not part.citations
            statements = with_readings(part.statements)
            if refused:
                statements = [Statement(text=refusal(index, understood, found, premise), kind="frame")]
            watch.composed()
            yield Answer(
                question=asked.text,
                status="not_found" if refused else "answered",
                answer="\n".join(statement.marked for statement in statements),
                statements=statements,
                citations=part.citations,
                related=related_places(index, found, part.citations, MOST_RELATED),
                confidence=round(1 - confidence.answerable if refused else confidence.right, 2),
                composer=part.composer,
                notices=[*part.notices, STALE] if self._stale else list(part.notices),
                index=index.fingerprint,
                timings_ms=watch.times,
                explain=explain_found(index, found) if explain else None,
            )
        self._log(asked, refused, watch.times["total"])

    def _log(self, asked: Question, refused: bool, milliseconds: float) -> None:
        text = asked.text if self.settings.log_questions == "on" else "(question not logged)"
        log.info("%s in %.0f ms: %s", "refused" if refused else "answered", milliseconds, text)

    def find(self, question: str, *, documents: Collection[str] = (), most: int = MOST_CITATIONS) -> list[Citation]:
        """The places that speak to a question, the best first, without an answer.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        index = self.index
        understood = self._understand(index, read_question(question), documents, ())
        return related_places(index, retrieve(index, understood), [], most)

    def candidates(
        self, question: str, *, documents: Collection[str] = (), conversation: Sequence[str] = ()
    ) -> tuple[Understood, list[Found]]:
        """How a question is understood, and the passages that were found for each side of it, the best first.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        index = self.index
        understood = self._understand(index, read_question(question), documents, conversation)
        return understood, retrieve(index, understood)

    def _understand(
        self,
        index: Index,
        asked: Question,
        documents: Collection[str],
        conversation: Sequence[str],
        chat: "ChatComposer | None" = None,
        turn: Turn | None = None,
    ) -> Understood:
        """A question in its conversation; a follow-up as the chat model rewrote it, where there is one."""
        allowed = index.document_numbers(documents) if documents else None
        if chat is not None and turn is not None:
            rewritten = rewrite(index, turn, chat)
            if rewritten is not None:
                return understand(index, rewritten, allowed, (), first_candidate)
        return understand(index, asked, allowed, conversation, first_candidate)

    def _chat_composer(self) -> "ChatComposer | None":
        """The composer over the chat model that was given or that a setting names; loaded when first asked for."""
        if self._chat_model is None and not self.settings.chat_model:
            return None
        with self._lock:
            if self._chat is None:
                from assistant.compose.chat_model import ChatComposer, load_chat_model

                model = self._chat_model or load_chat_model(self.settings)
                name = self.settings.chat_model or type(model).__name__
                self._chat = ChatComposer(model, name, self.settings.chat_timeout)
            return self._chat
