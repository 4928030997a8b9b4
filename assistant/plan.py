"""The plan assistant: question → scope → retrieve → compose → ground → ``Answer``."""

import logging
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Explained, Statement
from assistant.compose import extractive
from assistant.compose.draft import Draft
from assistant.compose.places import related_evidence
from assistant.compose.readings import readings
from assistant.compose.refusal import refusal
from assistant.compose.templates import (
    CHAT_DROPPED,
    CHAT_FAILED,
    CHAT_UNSUPPORTED,
    REMOTE_MODEL,
    STALE,
)
from assistant.confidence import NO_CONFIDENCE, calibration, confidence_of
from assistant.ground import cite, ground
from assistant.question import Question, read_question
from assistant.retrieve import Found, first_candidate, retrieve
from assistant.settings import Settings, load_settings, silence_telemetry
from assistant.understand import Understood, understand
from index.build import Progress, build_index, is_stale
from index.catalog import find_documents
from index.errors import AssistantError, ChatModelError, IndexMissing, IndexUnusable
from index.search import Index
from index.store.generations import current_generation

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

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
        started = time.perf_counter()
        asked = read_question(question)
        index = index or self.index
        opened = time.perf_counter()
        understood = self._understand(index, asked, documents, conversation)
        found = retrieve(index, understood)
        retrieved = time.perf_counter()
        confidence = NO_CONFIDENCE if understood.scope.absent else confidence_of(index, understood, found)
        composed = (
            self._compose(index, asked, found, most)
            if confidence.answerable >= calibration(index).refuse_below
            else _Composed([], [])
        )
        refused = not composed.citations
        statements = (
            [Statement(text=refusal(index, understood, found), kind="frame")]
            if refused
            else _with_readings(composed.statements)
        )
        notices = [*composed.notices, STALE] if self._stale else list(composed.notices)
        done = time.perf_counter()
        self._log(asked, refused, done - started)
        return Answer(
            question=asked.text,
            status="not_found" if refused else "answered",
            answer=_text(statements),
            statements=statements,
            citations=composed.citations,
            related=_related(index, found, composed.citations, MOST_RELATED),
            confidence=round(1 - confidence.answerable if refused else confidence.right, 2),
            composer=composed.composer,
            notices=notices,
            index=index.fingerprint,
            timings_ms={
                "retrieve": round((retrieved - opened) * 1000, 1),
                "compose": round((done - retrieved) * 1000, 1),
                "total": round((done - started) * 1000, 1),
            },
            explain=_explain(index, found) if explain else None,
        )

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
    ) -> tuple[Understood, list[Found]]:
        """How a question is understood, and the passages that were found for each side of it, the best first.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        index = self.index
        understood = self._understand(index, read_question(question), documents, conversation)
        return understood, retrieve(index, understood)

    def _find(
        self, index: Index, asked: Question, documents: Collection[str], conversation: Sequence[str]
    ) -> list[Found]:
        return retrieve(index, self._understand(index, asked, documents, conversation))

    def _understand(
        self, index: Index, asked: Question, documents: Collection[str], conversation: Sequence[str]
    ) -> Understood:
        allowed = index.document_numbers(documents) if documents else None
        return understand(index, asked, allowed, conversation, first_candidate)

    def _compose(self, index: Index, asked: Question, found: list[Found], most: int) -> _Composed:
        """The chat model's answer where one is set and its sentences hold, else the extractive one."""
        notices: tuple[str, ...] = ()
        if self._chat_model is not None or self.settings.chat_model:
            composed = self._compose_by_model(index, asked, found, most)
            if composed.citations:
                return composed
            notices = composed.notices
        draft = extractive.compose(index, asked, found)
        return _Composed(*_at_most(*ground(index, draft), most), notices=notices)

    def _compose_by_model(self, index: Index, asked: Question, found: list[Found], most: int) -> _Composed:
        from assistant.compose import chat_model

        if self._chat_model is None:
            self._chat_model = chat_model.load_chat_model(self.settings)
        name = self.settings.chat_model or type(self._chat_model).__name__
        shown = REMOTE_MODEL.format(model=name)
        try:
            draft: Draft = chat_model.compose(index, asked, found, self._chat_model, self.settings.chat_timeout)
        except ChatModelError as error:
            log.warning("%s", error)
            return _Composed([], [], notices=(shown, CHAT_FAILED))
        statements, citations = ground(index, draft)
        if not citations:
            return _Composed([], [], notices=(shown, CHAT_UNSUPPORTED))
        dropped = len(draft.statements) - len(statements)
        notices = (shown, CHAT_DROPPED.format(count=dropped)) if dropped else (shown,)
        return _Composed(*_at_most(statements, citations, most), composer=name, notices=notices)


def _with_readings(statements: list[Statement]) -> list[Statement]:
    """The statements, and behind them the other reading of the years that they name."""
    frame = readings(statement.text for statement in statements if statement.kind != "frame")
    return [*statements, Statement(text=frame, kind="frame")] if frame else statements


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
        place = cite(index, related_evidence(candidate), len(citations) + len(related) + 1)
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
                    expected=index.expected_question(candidate.expected[0][0]) if candidate.expected else None,
                    text=unit.text,
                )
            )
    return explained
