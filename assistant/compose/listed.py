"""Which units of a list question's place are the list."""

import re
from collections.abc import Sequence

from index.document import UnitKind
from index.search import Candidate, Index
from index.store.content import StoredUnit

LIST_CHARACTERS = 700
MOST_LIST_UNITS = 14
_MARKS = {
    "circled": re.compile(r"[①-⑳]"),
    "bracketed": re.compile(r"[(（][0-9]{1,2}[)）]"),
    "numbered": re.compile(r"(?:第)?[0-9０-９]{1,2}(?:[.．、:：]|条)"),
}


def whole_list(index: Index, candidate: Candidate) -> list[StoredUnit]:
    """The list that the candidate lies in: all units of its section if these are few, else the items around."""
    units = index.content.units_of_section(candidate.passage.section)
    if _is_short(units):
        return units
    items = _items_around(units, candidate.best_unit)
    return items if len(items) > 1 and _is_short(items) else []


def _items_around(units: Sequence[StoredUnit], best: StoredUnit) -> list[StoredUnit]:
    """The run of items that the best unit belongs to, or that it announces."""
    place = units.index(best)
    kind = _mark(best) or (_mark(units[place + 1]) if place + 1 < len(units) else "")
    if not kind:
        return []
    first = place
    while first > 0 and _mark(units[first - 1]) == kind:
        first -= 1
    last = place + 1
    while last < len(units) and _mark(units[last]) == kind:
        last += 1
    return list(units[first:last])


def _mark(unit: StoredUnit) -> str:
    """How an item of a list begins (①, (1), 第1条, bullet, row); empty for a sentence."""
    for name, pattern in _MARKS.items():
        if pattern.match(unit.unit.text):
            return name
    return "" if unit.unit.kind is UnitKind.SENTENCE else unit.unit.kind.value


def _is_short(units: Sequence[StoredUnit]) -> bool:
    return len(units) <= MOST_LIST_UNITS and sum(len(unit.unit.text) for unit in units) <= LIST_CHARACTERS
