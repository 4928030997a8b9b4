"""The extractive composer: the answer is made of the units that answer, word for word."""

from collections.abc import Sequence

from assistant.answer import LONGEST_QUOTE
from assistant.asked import stated
from assistant.compose.draft import Draft, DraftStatement, Evidence
from assistant.compose.templates import SIDE
from assistant.question import Question, Wants
from assistant.retrieve import Found, says_more
from index.language import terms
from index.normalise import fold
from index.search import Candidate, Index
from index.store.content import StoredUnit

MOST_LINES = 15
LIST_CHARACTERS = 700
MOST_LIST_UNITS = 14
UNITS_PER_PASSAGE = 3
UNIT_SHARE = 0.72  # of the best unit's score that a neighbour needs to be said too
DETAIL_SHARE = 0.5  # the same for a unit that states the detail asked for
SECOND_SHARE = 0.85  # of the first candidate's score that another one needs to be said too
MOST_PASSAGES = 3
SAME = 0.85  # share of common words from which two places say the same


def compose(index: Index, question: Question, found: Sequence[Found]) -> Draft:
    """Compose an answer from what was found, one side after another."""
    evidence: list[Evidence] = []
    statements: list[DraftStatement] = []
    sides = [side for side in found if side.candidates]
    for side in sides:
        if len(sides) > 1:
            edition = index.editions[side.candidates[0].passage.document]
            statements.append(DraftStatement(SIDE.format(title=edition.title, date=edition.date), "frame"))
        most = 1 if len(sides) > 1 else MOST_PASSAGES
        for candidate in _speakers(question, side.candidates, most):
            units = _units(index, question, candidate, first=not evidence)
            for group in _groups(units):
                statements.extend(DraftStatement(unit.unit.text, "quote", (len(evidence),)) for unit in group)
                evidence.append(Evidence(candidate, _with_neighbours(candidate, group)))
    return Draft(tuple(statements), tuple(evidence))


def _speakers(question: Question, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
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


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two passages have nearly the same words (a plan and a talk on it repeat each other)."""
    first, second = _words(one), _words(other)
    return len(first & second) >= SAME * max(len(first), len(second), 1)


def _words(candidate: Candidate) -> frozenset[str]:
    return frozenset(word for unit, _ in candidate.units for word in terms(unit.unit.text).lexical)


def _units(index: Index, question: Question, candidate: Candidate, *, first: bool) -> list[StoredUnit]:
    """The units of a candidate that answer, in the order of the source."""
    if question.wants is Wants.LIST and first:
        whole = _whole_list(index, candidate)
        if whole:
            return whole
    telling = [pair for pair in candidate.units if says_more(question, pair[0].unit.text)] or candidate.units
    best = max(score for _, score in telling)
    near = [(unit, score) for unit, score in telling if score >= UNIT_SHARE * best]
    detailed = [
        (unit, score)
        for unit, score in telling
        if score > DETAIL_SHARE * best and stated(question.folded, fold(unit.unit.text))
    ]
    kept = sorted(detailed or near, key=lambda pair: -pair[1])[:UNITS_PER_PASSAGE]
    return [unit for unit, _ in sorted(kept, key=lambda pair: pair[0].number)]


def _whole_list(index: Index, candidate: Candidate) -> list[StoredUnit]:
    """All units of the section that the candidate lies in, if they are few enough to be an answer."""
    units = index.content.units_of_section(candidate.passage.section)
    short = sum(len(unit.unit.text) for unit in units) <= LIST_CHARACTERS
    return units if len(units) <= MOST_LIST_UNITS and short else []


def _groups(units: Sequence[StoredUnit]) -> list[list[StoredUnit]]:
    """Cut units into runs that fit into one quote each."""
    groups: list[list[StoredUnit]] = []
    for unit in units:
        if groups and _fits([*groups[-1], unit]):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _with_neighbours(candidate: Candidate, units: Sequence[StoredUnit]) -> tuple[StoredUnit, ...]:
    """All from the first to the last unit, and their neighbours in the passage as far as a quote goes."""
    around = [unit for unit, _ in candidate.units]
    numbers = [unit.number for unit in around]
    if units[0].number not in numbers or units[-1].number not in numbers:
        return tuple(units)
    low, high = numbers.index(units[0].number), numbers.index(units[-1].number)
    grown = True
    while grown:
        grown = False
        for wider_low, wider_high in ((low, high + 1), (low - 1, high)):
            if wider_low >= 0 and wider_high < len(around) and _fits(around[wider_low : wider_high + 1]):
                low, high, grown = wider_low, wider_high, True
                break
    return tuple(around[low : high + 1])


def related_evidence(candidate: Candidate) -> Evidence:
    """A candidate as a place worth reading: its best unit with the neighbours that fit a quote."""
    return Evidence(candidate, _with_neighbours(candidate, [candidate.best_unit]))


def _fits(units: Sequence[StoredUnit]) -> bool:
    first, last = units[0].unit, units[-1].unit
    return last.end - first.start <= LONGEST_QUOTE and last.last_line - first.first_line < MOST_LINES
