"""Which evidence of the one edition stands beside which of the other, where an answer compares editions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer
from index.likeness import likeness


@dataclass(frozen=True, slots=True)
class _Place:
    """A citation of a comparison: its column, its headings and what the answer says of it."""

    column: int
    section: Sequence[str]
    said: list[str] = field(default_factory=list)


def counterparts(answer: Answer) -> dict[int, int]:
    """For each citation of a comparison the number of the one in the other edition that is most like it.

    Alike are what the answer says of both and the headings that they stand under; of equals the stronger one wins.
    Empty where nothing is compared.
    """
    places = _places(answer)
    return {
        number: max(others, key=lambda other: (_alike(place, places[other]), -other))
        for number, place in places.items()
        if (others := [other for other in places if places[other].column != place.column])
    }


def _places(answer: Answer) -> dict[int, _Place]:
    sections = {place.number: place.section for place in answer.citations}
    places: dict[int, _Place] = {}
    for statement in answer.statements:
        for number in statement.citations:
            if statement.column is not None and number in sections:
                place = places.setdefault(number, _Place(statement.column, sections[number]))
                place.said.append(statement.text)
    return places


def _alike(one: _Place, other: _Place) -> float:
    return _nearest(one.said, other.said) + _nearest(one.section, other.section)


def _nearest(texts: Sequence[str], others: Sequence[str]) -> float:
    return max((likeness(text, other) for text in texts for other in others), default=0.0)
