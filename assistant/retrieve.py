"""From a question to ranked candidates: search within the scope, and weigh what kind of answer is wanted."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.question import Question, Wants
from assistant.scope import Scope
from index.language import Terms, terms
from index.normalise import find_years, fold
from index.search import Candidate, Index

KIND_BONUS = 0.15  # for a candidate whose best unit holds the kind of thing asked for
MOST = 20

_KIND: dict[Wants, re.Pattern[str]] = {
    Wants.NUMBER: re.compile(r"[0-9]"),
    Wants.REASON: re.compile(r"ため|から|により|ので|観点|よって|必要"),
    Wants.DATE: re.compile(r"[0-9]+月|年央|年内|年末|年度末|秋|春|今後[0-9]+年|目途|[0-9]+日"),
}


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
        candidates = index.search(question.text, found_terms, allowed, MOST)
        found.append(Found(found_terms, tuple(_by_kind(candidates, question, side))))
    return found


def _by_kind(
    candidates: list[Candidate], question: Question, side: Collection[int] | None
) -> list[Candidate]:
    """Order candidates again with a bonus for those that hold the kind of answer wanted."""
    order = {number: place for place, number in enumerate(side or ())}

    def bonus(candidate: Candidate) -> float:
        bonus = KIND_BONUS if holds_kind(candidate.best_unit.unit.text, question.wants) else 0.0
        # The edition itself before what describes it.
        return bonus - 0.02 * order.get(candidate.passage.document, 0)

    weighed = [
        replace(c, score=c.score + bonus(c), parts={**c.parts, "kind": bonus(c)}) for c in candidates
    ]
    return sorted(weighed, key=lambda c: (-c.score, c.passage.number))


def holds_kind(text: str, wants: Wants) -> bool:
    """Whether a text holds the kind of thing that is asked for (a date, a number, a reason)."""
    pattern = _KIND.get(wants)
    if pattern is None:
        return False
    folded = fold(text)
    return bool(pattern.search(folded)) or (wants is Wants.DATE and bool(find_years(folded)))
