"""From a question to ranked candidates: search within the scope, and weigh what kind of answer is wanted."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.asked import asks_detail, stated
from assistant.question import Question
from assistant.scope import Scope
from index.language import Terms, terms
from index.normalise import fold
from index.search import Candidate, Index

DETAIL = 0.1  # bonus for a candidate whose best unit states the details asked for
DETAIL_NEAR = 0.1  # the same for its passage
QUOTED = 0.5  # bonus for a candidate that has what the question puts in brackets, word for word
SAYS_NOTHING_MORE = 0.1  # what a best unit costs that only repeats the question: a bare heading
DESCRIBING = 0.02  # what a document that only describes the edition named stands behind it
SHORTEST_QUOTED = 4  # characters
_IN_BRACKETS = re.compile("「([^「」]+)」")
POOL = 100  # candidates that are weighed again
MOST = 20  # candidates that are kept


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one side of a question (one side unless it compares)."""

    terms: Terms
    candidates: tuple[Candidate, ...]


def retrieve(
    index: Index, question: Question, scope: Scope, documents: Collection[int] | None, context: str = ""
) -> list[Found]:
    """Search each side of the question; ``context`` is the earlier question that this one follows up on."""
    text = f"{context} {scope.rest}".strip() if scope.sides or context else question.folded
    found_terms = terms(text)
    if not found_terms.words:  # nothing but the name of an edition
        found_terms = terms(question.folded)
    sides: Sequence[Collection[int] | None] = scope.sides or (None,)
    found = []
    for side in sides:
        allowed = documents if side is None else side if documents is None else set(side) & set(documents)
        candidates = index.search(f"{context} {question.text}".strip(), found_terms, allowed, POOL)
        found.append(Found(found_terms, tuple(_by_detail(index, candidates, question, side))))
    return found


def _by_detail(
    index: Index, candidates: list[Candidate], question: Question, side: Collection[int] | None
) -> list[Candidate]:
    """Order candidates again: those that state the details asked for, and the edition named itself, first."""
    order = {number: place for place, number in enumerate(side or ())}
    detailed = asks_detail(question.folded)
    asked = set(terms(question.text).words)
    quoted = [text for text in _IN_BRACKETS.findall(question.folded) if len(text) >= SHORTEST_QUOTED]
    weighed = []
    for candidate in candidates:
        unit_text = candidate.best_unit.unit.text
        bonus = -DESCRIBING * order.get(candidate.passage.document, 0)
        if detailed or quoted:
            whole = passage_text(index, candidate)
            bonus += DETAIL * stated(question.folded, fold(unit_text)) + DETAIL_NEAR * stated(question.folded, whole)
            bonus += QUOTED * sum(part in whole for part in quoted) / max(1, len(quoted))
        if not set(terms(unit_text).words) - asked:
            bonus -= SAYS_NOTHING_MORE
        weighed.append(replace(candidate, score=candidate.score + bonus, parts={**candidate.parts, "detail": bonus}))
    return sorted(weighed, key=lambda c: (-c.score, c.passage.number))[:MOST]


def says_more(question: Question, text: str) -> bool:
    """Whether a unit has a word that the question does not have."""
    return bool(set(terms(text).words) - set(terms(question.text).words))


def passage_text(index: Index, candidate: Candidate) -> str:
    """The folded text of a candidate's passage with its section path and what stands beside its units."""
    path = index.section(candidate.passage.section).path
    units = (f"{unit.unit.context} {unit.unit.text}" for unit, _ in candidate.units)
    return fold(" ".join([*path, *units]))
