"""Passages: neighbouring units of one section, small enough to be quoted whole."""

from collections.abc import Sequence

from index.document import Passage, Unit

LONGEST = 240  # characters of readable text
MOST_LINES = 15  # a citation shows at most so many lines


def make_passages(units: Sequence[Unit]) -> list[Passage]:
    """Group units (in the order of the source) into passages, never across a section."""
    passages: list[Passage] = []
    first = 0
    length = 0
    for place, unit in enumerate(units):
        if place > first and (
            unit.section != units[first].section
            or length + len(unit.text) > LONGEST
            or unit.last_line - units[first].first_line >= MOST_LINES
        ):
            passages.append(Passage(units[first].section, first, place))
            first, length = place, 0
        length += len(unit.text)
    if units:
        passages.append(Passage(units[first].section, first, len(units)))
    return passages
