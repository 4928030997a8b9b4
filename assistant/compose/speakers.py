"""Which of the candidates speak in an answer, and in which order."""

from collections.abc import Sequence

from assistant.asked import stated
from assistant.question import Question
from index.language import terms
from index.normalise import fold
from index.search import Candidate, Index

SECOND_SHARE = 0.84  # of the first candidate's score that another one needs to be said too
EDITION_SHARE = 0.95  # of the first candidate's score that another edition's needs to speak almost equally
EDITIONS_AMONG = 5  # candidates among which another edition is looked for
SAME = 0.85  # share of common words from which two places say the same


def speakers(question: Question, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """The candidates that answer: the first, and others nearly as good that say something else.

    Where a detail is asked for and the first states it, the others have to state one too.
    """
    chosen = [candidates[0]]
    detailed = stated(question.folded, fold(candidates[0].best_unit.unit.text)) > 0
    for candidate in candidates[1:]:
        if len(chosen) == most or candidate.score < SECOND_SHARE * candidates[0].score:
            break
        if detailed and not stated(question.folded, fold(candidate.best_unit.unit.text)):
            continue
        if not any(says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    return chosen


def newest_first(index: Index, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the newest edition's first where another edition of its series speaks almost equally.

    The best of the edition that led before stands second.
    """
    first = candidates[0]
    leading = index.editions[first.passage.document]
    near = [c for c in candidates[1:EDITIONS_AMONG] if c.score >= EDITION_SHARE * first.score]
    newer = [c for c in near if _is_newer(index, c, first)] if leading.series else []
    if not newer:
        return list(candidates)
    newest = max(newer, key=lambda c: (index.editions[c.passage.document].date, c.score))
    return [newest, *(c for c in candidates if c is not newest)]


def _is_newer(index: Index, one: Candidate, other: Candidate) -> bool:
    """Whether one stands in a newer edition of the other's series."""
    first, second = index.editions[one.passage.document], index.editions[other.passage.document]
    return first.series == second.series and first.date > second.date


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two passages have nearly the same words (a plan and a talk on it repeat each other)."""
    first, second = _words(one), _words(other)
    return len(first & second) >= SAME * max(len(first), len(second), 1)


def _words(candidate: Candidate) -> frozenset[str]:
    return frozenset(word for unit, _ in candidate.units for word in terms(unit.unit.text).lexical)
