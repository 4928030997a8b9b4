"""The plan assistant: question → scope → retrieve → compose → ground → ``Answer``."""

import logging
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.answer import Answer, Citation, Explained, Statement
from assistant.compose import extractive
from assistant.compose.draft import Draft
from assistant.compose.templates import NOT_FOUND, NOT_FOUND_NEAR
from assistant.confidence import REFUSE, estimate, features
from assistant.follow_up import context_of
from assistant.ground import cite, ground
from assistant.question import Question, read_question
from assistant.retrieve import Found, retrieve
from assistant.scope import find_scope
from assistant.settings import Settings, load_settings, silence_telemetry
from index.build import Progress, build_index
from index.errors import IndexMissing
from index.search import Candidate, Index

MOST_CITATIONS = 5
MOST_RELATED = 5
log = logging.getLogger(__name__)


class PlanAssistant:
    """Answers questions about the documents, with citations. Safe to use from several threads."""

    def __init__(self, settings: Settings | None = None, progress: Progress | None = None) -> None:
        """Nothing is loaded until the first question; ``progress`` hears of an index build."""
        silence_telemetry()
        self.settings = settings or load_settings()
        self._progress = progress
        self._index: Index | None = None
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The open index; the first use builds it if there is none.

        Raises:
            IndexBroken, ModelChanged, DocumentsMissing: see :mod:`index.errors`.
        """
        with self._lock:
            if self._index is None:
                self._index = self._open()
            return self._index

    def _open(self) -> Index:
        folder, model = Path(self.settings.index), self.settings.embedding_model
        try:
            return Index(folder, model)
        except IndexMissing:
            build_index(Path(self.settings.documents), folder, model, progress=self._progress)
            return Index(folder, model)

    def reload(self) -> None:
        """Open the newest generation of the index for the next question."""
        with self._lock:
            old, self._index = self._index, None
        if old is not None:
            old.close()

    def ask(
        self,
        question: str,
        *,
        documents: Collection[str] = (),
        conversation: Sequence[str] = (),
        most: int = MOST_CITATIONS,
        explain: bool = False,
    ) -> Answer:
        """Answer one question.

        Args:
            question: at most 2,000 characters.
            documents: slugs of the documents that may answer; empty for all.
            conversation: the earlier questions of this conversation, the oldest first.
            most: at most so many citations.
            explain: say how every candidate was scored.

        Raises:
            EmptyQuestion, QuestionTooLong, UnknownDocument: the input cannot be used.
        """
        started = time.perf_counter()
        asked = read_question(question)
        index = self.index
        allowed = index.document_numbers(documents) if documents else None
        scope = find_scope(asked.folded, index.editions)
        ready = time.perf_counter()
        found = retrieve(index, asked, scope, allowed, context_of(asked, conversation))
        retrieved = time.perf_counter()
        confidence = _confidence(index, found)
        answered = bool(found[0].candidates) and confidence >= REFUSE
        draft, composer, notices = self._compose(index, asked, found) if answered else (Draft((), ()), "extractive", [])
        statements, citations = ground(index, draft)
        statements, citations = _at_most(statements, citations, most)
        if not citations:
            statements = [_refusal(found)]
            confidence = 1 - confidence if not answered else 1 - REFUSE
        composed = time.perf_counter()
        return Answer(
            question=asked.text,
            status="answered" if citations else "not_found",
            answer=_text(statements),
            statements=statements,
            citations=citations,
            related=_related(index, found, citations),
            confidence=round(confidence, 2),
            composer=composer,
            notices=notices,
            index=index.fingerprint,
            timings_ms={
                "retrieve": round((retrieved - ready) * 1000, 1),
                "compose": round((composed - retrieved) * 1000, 1),
                "total": round((composed - started) * 1000, 1),
            },
            explain=_explain(index, found) if explain else None,
        )

    def _compose(self, index: Index, asked: Question, found: list[Found]) -> tuple[Draft, str, list[str]]:
        """The draft, the composer's name and what the user should be told about it."""
        return extractive.compose(index, asked, found), "extractive", []


def _confidence(index: Index, found: list[Found]) -> float:
    """The least of the sides' confidence: a comparison is as good as its weaker half."""
    return min((_side_confidence(index, side) for side in found), default=0.0)


def _side_confidence(index: Index, side: Found) -> float:
    if not side.candidates:
        return 0.0
    best = side.candidates[0]
    others = (c.score for c in side.candidates[1:] if not extractive.says_the_same(best, c))
    words = list(dict.fromkeys(side.terms.words))
    weights = [float(weight) for weight in index.late.weights(words)]
    return estimate(features(best, next(others, 0.0), words, weights))


def _refusal(found: list[Found]) -> Statement:
    near = any(side.candidates for side in found)
    return Statement(text=NOT_FOUND + (NOT_FOUND_NEAR if near else ""), kind="frame")


def _at_most(
    statements: list[Statement], citations: list[Citation], most: int
) -> tuple[list[Statement], list[Citation]]:
    """Keep the first ``most`` citations and the statements that need no other."""
    citations = citations[:most]
    return [s for s in statements if all(number <= most for number in s.citations)], citations


def _text(statements: list[Statement]) -> str:
    """The statements as one text, each with its marks."""
    lines = [
        statement.text + "".join(f" [{number}]" for number in statement.citations) for statement in statements
    ]
    return "\n".join(lines)


def _related(index: Index, found: list[Found], citations: list[Citation]) -> list[Citation]:
    """The next best places that the citations do not show already."""
    cited = {(c.document, line) for c in citations if c.lines for line in range(c.lines[0], c.lines[1] + 1)}
    candidates: list[Candidate] = sorted((c for side in found for c in side.candidates), key=lambda c: -c.score)
    related: list[Citation] = []
    for candidate in candidates:
        place = cite(index, extractive.related_evidence(candidate), len(citations) + len(related) + 1)
        if place.lines and (place.document, place.lines[0]) not in cited:
            related.append(place)
        if len(related) == MOST_RELATED:
            break
    return related


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
                    lines=(unit.first_line, unit.last_line),
                    score=round(candidate.score, 3),
                    parts={name: round(value, 3) for name, value in candidate.parts.items()},
                    matches={w: round(m, 2) for w, m in zip(words, candidate.matches, strict=True)},
                    text=unit.text,
                )
            )
    return explained


