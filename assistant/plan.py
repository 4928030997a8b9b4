"""The plan assistant: question → scope → retrieve → compose → ground → ``Answer``."""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Explained, Statement
from assistant.compose import extractive
from assistant.compose.templates import (
    CHAT_CONVERSATION,
    CHAT_CUT,
    CHAT_DROPPED,
    CHAT_FAILED,
    CHAT_UNSUPPORTED,
    NOT_FOUND,
    NOT_FOUND_NEAR,
    REMOTE_MODEL,
    STALE,
)
from assistant.confidence import calibration, confidence_of
from assistant.follow_up import MOST_TURNS, context_of, may_lean
from assistant.ground import cite, ground
from assistant.question import Question, read_question
from assistant.retrieve import Found, retrieve
from assistant.scope import find_scope
from assistant.settings import Settings, load_settings, silence_telemetry
from index.build import Progress, build_index, is_stale
from index.catalog import find_documents
from index.errors import AssistantError, IndexMissing, IndexUnusable
from index.search import Index
from index.store.generations import current_generation

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.compose.chat_model import ChatComposer

EXTRACTIVE = "extractive"
MOST_CITATIONS = 5
MOST_RELATED = 5
STALE_CHECK = 30.0  # seconds between looks at whether the documents changed
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Composed:
    """Grounded statements with their citations, who composed them, and what the user should be told."""

    statements: list[Statement]
    citations: list[Citation]
    composer: str = EXTRACTIVE
    notices: tuple[str, ...] = ()


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
        started = time.perf_counter()
        asked = read_question(question)
        index = index or self.index
        chat = self._chat_composer()
        deadline = chat.deadline() if chat else 0.0
        opened = time.perf_counter()
        searched = self._searched(index, asked, conversation, deadline)
        found = self._find(index, searched, documents, () if searched is not asked else conversation)
        retrieved = time.perf_counter()
        confidence = confidence_of(index, searched, found)
        sure = confidence >= calibration(index).refuse_below
        composed = self._compose(index, asked, found, most, conversation, deadline) if sure else [_Composed([], [])]
        for part in composed:
            refused = not part.citations
            statements = [_refusal(found)] if refused else part.statements
            done = time.perf_counter()
            yield Answer(
                question=asked.text,
                status="not_found" if refused else "answered",
                answer=_text(statements),
                statements=statements,
                citations=part.citations,
                related=_related(index, found, part.citations, MOST_RELATED),
                confidence=round(1 - confidence if refused else confidence, 2),
                composer=part.composer,
                notices=[*part.notices, STALE] if self._stale else list(part.notices),
                index=index.fingerprint,
                timings_ms={
                    "retrieve": round((retrieved - opened) * 1000, 1),
                    "compose": round((done - retrieved) * 1000, 1),
                    "total": round((done - started) * 1000, 1),
                },
                explain=_explain(index, found) if explain else None,
            )
        self._log(asked, refused, done - started)

    def _log(self, asked: Question, refused: bool, seconds: float) -> None:
        text = asked.text if self.settings.log_questions == "on" else "(question not logged)"
        log.info("%s in %.0f ms: %s", "refused" if refused else "answered", seconds * 1000, text)

    def find(self, question: str, *, documents: Collection[str] = (), most: int = MOST_CITATIONS) -> list[Citation]:
        """The places that speak to a question, the best first, without an answer.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        found = self._find(self.index, read_question(question), documents, ())
        return _related(self.index, found, [], most)

    def candidates(
        self, question: str, *, documents: Collection[str] = (), conversation: Sequence[str] = ()
    ) -> list[Found]:
        """The passages that were found for each side of a question, the best first.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        return self._find(self.index, read_question(question), documents, conversation)

    def _find(
        self, index: Index, asked: Question, documents: Collection[str], conversation: Sequence[str]
    ) -> list[Found]:
        allowed = index.document_numbers(documents) if documents else None
        scope = find_scope(asked.folded, index.editions)
        context = context_of(asked, conversation)
        if context and not scope.sides:  # a follow-up stays with the edition that was named before
            earlier = find_scope(context, index.editions)
            scope, context = replace(scope, sides=earlier.sides), earlier.rest
        return retrieve(index, asked, scope, allowed, context)

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

    def _searched(self, index: Index, asked: Question, conversation: Sequence[str], deadline: float) -> Question:
        """The question that is searched for: a follow-up as the chat model rewrote it, else as it was asked.

        A rewriting that loses the edition which the conversation named is not used.
        """
        chat = self._chat_composer()
        if chat is None or not may_lean(asked, conversation):
            return asked
        rewritten = chat.standalone(asked, conversation[-MOST_TURNS:], deadline)
        if rewritten is None:
            return asked
        named = find_scope(f"{context_of(asked, conversation)} {asked.folded}", index.editions).sides
        return asked if named and not find_scope(rewritten.folded, index.editions).sides else rewritten

    def _compose(
        self,
        index: Index,
        asked: Question,
        found: list[Found],
        most: int,
        conversation: Sequence[str],
        deadline: float,
    ) -> Iterator[_Composed]:
        """The chat model's answer as it grows, where one is set and its sentences hold, else the extractive one."""
        notices: tuple[str, ...] = ()
        for composed in self._compose_by_model(index, asked, found, most, conversation, deadline):
            if composed.citations:
                yield composed
            notices = () if composed.citations else composed.notices
        if self._chat_composer() is not None and not notices:
            return
        draft = extractive.compose(index, asked, found)
        yield _Composed(*_at_most(*ground(index, draft), most), notices=notices)

    def _compose_by_model(
        self,
        index: Index,
        asked: Question,
        found: list[Found],
        most: int,
        conversation: Sequence[str],
        deadline: float,
    ) -> Iterator[_Composed]:
        chat = self._chat_composer()
        if chat is None:
            return
        earlier = conversation[-MOST_TURNS:]
        shown = [REMOTE_MODEL.format(model=chat.name), *([CHAT_CONVERSATION] if earlier else [])]
        for written in chat.write(index, asked, found, conversation=earlier, most=most, deadline=deadline):
            notices = [*shown]
            if written.failed:
                notices.append(CHAT_CUT if written.citations else CHAT_FAILED)
            elif not written.citations:
                notices.append(CHAT_UNSUPPORTED)
            if written.citations and written.dropped:
                notices.append(CHAT_DROPPED.format(count=written.dropped))
            yield _Composed(written.statements, written.citations, chat.name, tuple(notices))


def _refusal(found: list[Found]) -> Statement:
    near = any(side.candidates for side in found)
    return Statement(text=NOT_FOUND + (NOT_FOUND_NEAR if near else ""), kind="frame")


def _at_most(
    statements: list[Statement], citations: list[Citation], most: int
) -> tuple[list[Statement], list[Citation]]:
    """Keep the first ``most`` citations, the statements that they support, and frames with such behind them."""
    kept: list[Statement] = []
    for statement in statements:
        cited = [number for number in statement.citations if number <= most]
        if statement.kind == "frame" or cited:
            kept.append(statement.model_copy(update={"citations": cited}))
    while kept and kept[-1].kind == "frame":
        kept.pop()
    return kept, citations[:most]


def _text(statements: list[Statement]) -> str:
    """The statements as one text, each with its marks."""
    lines = [statement.text + "".join(f" [{number}]" for number in statement.citations) for statement in statements]
    return "\n".join(lines)


def _related(index: Index, found: list[Found], citations: list[Citation], most: int) -> list[Citation]:
    """The next best places, in turn from each side, that the citations do not show already."""
    shown = [*citations]
    related: list[Citation] = []
    for candidate in sorted((c for side in found for c in side.candidates), key=lambda c: -c.score):
        place = cite(index, extractive.related_evidence(candidate), len(citations) + len(related) + 1)
        if not any(_overlap(place, other) for other in shown):
            related.append(place)
            shown.append(place)
        if len(related) == most:
            break
    return related


def _overlap(place: Citation, other: Citation) -> bool:
    """Whether a place begins within another of the same document, or says the same."""
    if place.document != other.document:
        return False
    if place.lines and other.lines:
        return other.lines[0] <= place.lines[0] <= other.lines[1]
    return place.quote in other.quote or other.quote in place.quote


def _explain(index: Index, found: list[Found]) -> list[Explained]:
    explained = []
    for side in found:
        words = list(dict.fromkeys(side.terms.words))
        for candidate in side.candidates:
            unit = candidate.best_unit.unit
            explained.append(
                Explained(
                    document=index.editions[candidate.passage.document].slug,
                    section=list(index.section(candidate.passage.section).path),
                    lines=index.content.where(candidate.passage.document, unit.first_line, unit.last_line).lines,
                    passage=(candidate.units[0][0].unit.first_line, candidate.units[-1][0].unit.last_line),
                    score=round(candidate.score, 3),
                    parts={name: round(value, 3) for name, value in candidate.parts.items()},
                    matches={w: round(m, 2) for w, m in zip(words, candidate.matches, strict=True)},
                    substitutes=index.substitutes(side.terms, candidate),
                    expected=candidate.expected.question if candidate.expected else None,
                    text=unit.text,
                )
            )
    return explained
