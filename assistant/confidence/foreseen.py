"""How near a question comes to those that somebody foresaw: what the documents answer, and what they leave open."""

from collections.abc import Callable, Iterable

from assistant.asks import asks_for
from assistant.retrieve import Found
from assistant.slots import REASON, slots_of
from index.normalise import fold
from index.search import Index
from index.search.candidate import NEAREST

OTHER_KIND = 0.6  # what a foreseen question counts that asks for something else
NO_KIND = 0.8  # the same of keywords, which ask for nothing in particular
NEIGHBOURS = NEAREST  # questions of each kind that :func:`leaning` looks at: one candidate may have them all
IN_GENERAL = 0.6  # what an unanswered question for a kind of thing counts for one that asks in general


def nearest_expected(index: Index, folded: str, side: Found) -> float:
    """How near the nearest question is that the places found are expected to answer, from 0 to 1."""
    pairs = (pair for candidate in side.candidates for pair in candidate.expected)
    return _nearest(folded, pairs, index.expected_question, in_general=1.0)


def nearest_unanswered(index: Index, folded: str, side: Found) -> float:
    """How near the nearest question is that the places found bring up and no document answers, from 0 to 1."""
    pairs = (pair for candidate in side.candidates for pair in candidate.unanswered)
    return _nearest(folded, pairs, index.unanswered_question, in_general=IN_GENERAL)


def leaning(side: Found) -> float:
    """How much nearer the nearest questions that are answered are than as many that are not, whatever they ask for.

    From -1 to 1; 0 where nobody foresaw questions of one of the two kinds.
    """
    expected = sorted((near for candidate in side.candidates for _, near in candidate.expected), reverse=True)
    unanswered = sorted((near for candidate in side.candidates for _, near in candidate.unanswered), reverse=True)
    count = min(NEIGHBOURS, len(expected), len(unanswered))
    return (sum(expected[:count]) - sum(unanswered[:count])) / count if count else 0.0


def _nearest(
    folded: str, pairs: Iterable[tuple[int, float]], question: Callable[[int], str], *, in_general: float
) -> float:
    best = 0.0
    for number, near in pairs:
        if near > best:
            best = max(best, near * _share(folded, fold(question(number)), in_general))
    return best


def _share(folded: str, foreseen: str, in_general: float) -> float:
    """How much a foreseen question counts for one that may ask for something else on the same thing."""
    wanted, asked = asks_for(folded), asks_for(foreseen)
    if not wanted:
        return in_general if asked else 1.0
    if not asked:
        return NO_KIND
    return 1.0 if wanted & asked and _same_details(folded, foreseen) else OTHER_KIND


def _same_details(folded: str, foreseen: str) -> bool:
    """Whether two questions share a sort of detail, where the first asks for any (何人 and 何件 do not)."""
    wanted = {slot.name for slot in slots_of(folded)} - {REASON}
    return not wanted or bool(wanted & {slot.name for slot in slots_of(foreseen)})
