"""From a question to ranked candidates: search within the scope, and weigh what kind of answer is wanted."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.asked import asks_detail, stated
from assistant.follow_up import Place, nearness
from assistant.question import Question
from assistant.understand import Understood
from index.language import Terms, terms
from index.normalise import fold
from index.search import Candidate, Index

DETAIL = 0.1  # bonus for a candidate whose best unit states the details asked for
DETAIL_NEAR = 0.1  # the same for its passage
QUOTED = 0.5  # bonus for a candidate that has what the question puts in brackets, word for word
SAYS_NOTHING_MORE = 0.1  # what a best unit costs that only repeats the question: a bare heading
DESCRIBING = 0.3  # what a document that only describes the edition named stands behind it
SAME_WORDS = 0.85  # share of a describing unit's words from which a passage of the edition itself says the same
OWN = 0.5  # how much what a follow-up's own words find counts beside what they find with the earlier question's
NEAR = 0.3  # bonus of a follow-up for what stands in the section where the turn before was answered
SHORTEST_QUOTED = 4  # characters
_IN_BRACKETS = re.compile("「([^「」]+)」")
POOL = 100  # candidates that are weighed again
MOST = 20  # candidates that are kept


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one side of a question (one side unless it compares).

    ``documents`` are the numbers of the documents that it names, the edition itself first; empty for all.
    """

    terms: Terms
    candidates: tuple[Candidate, ...]
    documents: tuple[int, ...] = ()


def retrieve(index: Index, understood: Understood) -> list[Found]:
    """Search each side of a question."""
    question, scope, context = understood.question, understood.scope, understood.context
    text = f"{context} {scope.rest}".strip() if scope.sides or context else question.folded
    found_terms = terms(text)
    if not found_terms.words:  # nothing but the name of an edition
        found_terms = terms(question.folded)
    sides: Sequence[Collection[int] | None] = scope.sides or (None,)
    found = []
    for side in sides:
        allowed = understood.allowed(side)
        candidates = index.search(f"{context} {question.text}".strip(), found_terms, allowed, POOL)
        if context:
            itself = index.search(question.text, terms(scope.rest), allowed, POOL)
            own = {candidate.passage.number: candidate.score for candidate in itself}
            candidates = [_as_follow_up(index, candidate, own, understood.before) for candidate in candidates]
        found.append(Found(found_terms, tuple(_by_detail(index, candidates, question, side)), tuple(side or ())))
    return found


def first_candidate(index: Index, understood: Understood) -> Candidate | None:
    """The best candidate of a question, if there is any."""
    return next((side.candidates[0] for side in retrieve(index, understood) if side.candidates), None)


def _as_follow_up(index: Index, candidate: Candidate, own: Mapping[int, float], before: Place | None) -> Candidate:
    """A candidate of a follow-up: what its own words find counts again, and what stands near the turn before."""
    bonus = OWN * own.get(candidate.passage.number, 0.0)
    if before is not None:
        bonus += NEAR * nearness(index, candidate, before)
    return replace(candidate, score=candidate.score + bonus, parts={**candidate.parts, "before": bonus})


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
    in_order = sorted(weighed, key=lambda c: (-c.score, c.passage.number))[:MOST]
    return _itself_first(index, in_order, side or ())


def _itself_first(index: Index, candidates: list[Candidate], side: Collection[int]) -> list[Candidate]:
    """The candidates; where a document that describes the edition named leads with its words, that edition leads."""
    if not candidates or len(side) < 2:  # none, or no document that describes another
        return candidates
    first = candidates[0]
    itself = set(index.editions[first.passage.document].describes)
    words = set(terms(first.best_unit.unit.text).lexical)
    for candidate in candidates[1:]:
        document = candidate.passage.document
        if document not in side or index.editions[document].slug not in itself:
            continue
        if len(words & set(terms(passage_text(index, candidate)).lexical)) >= SAME_WORDS * len(words):
            return [candidate, *(other for other in candidates if other is not candidate)]
    return candidates


def says_more(question: Question, text: str) -> bool:
    """Whether a unit has a word that the question does not have."""
    return bool(set(terms(text).words) - set(terms(question.text).words))


def passage_text(index: Index, candidate: Candidate) -> str:
    """The folded text of a candidate's passage with its section path and what stands beside its units."""
    path = index.section(candidate.passage.section).path
    units = (f"{unit.unit.context} {unit.unit.text}" for unit, _ in candidate.units)
    return fold(" ".join([*path, *units]))
