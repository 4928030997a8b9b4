"""From units that are said to the places that are cited."""

from collections.abc import Sequence

from assistant.answer import LONGEST_QUOTE
from assistant.compose.draft import Evidence
from index.search import Candidate
from index.store.content import StoredUnit

MOST_LINES = 15


def groups(statements: Sequence[tuple[StoredUnit, ...]]) -> list[list[tuple[StoredUnit, ...]]]:
    """Cut statements (each of one or more units) into runs that fit into one quote each."""
    groups: list[list[tuple[StoredUnit, ...]]] = []
    for said in statements:
        if groups and _fits([groups[-1][0][0], said[-1]]):
            groups[-1].append(said)
        else:
            groups.append([said])
    return groups


def with_neighbours(candidate: Candidate, units: Sequence[StoredUnit]) -> tuple[StoredUnit, ...]:
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
    return Evidence(candidate, with_neighbours(candidate, [candidate.best_unit]))


def _fits(units: Sequence[StoredUnit]) -> bool:
    first, last = units[0].unit, units[-1].unit
    return last.end - first.start <= LONGEST_QUOTE and last.last_line - first.first_line < MOST_LINES
