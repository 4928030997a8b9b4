"""Ties expected questions to the units of a document as it is now: by equal text, else by the most alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.enrich.expected import ExpectedEntry
from index.likeness import NearTexts
from index.normalise import fold

LEAST = 0.5  # likeness (Jaccard of character triples) of a text that may be the old one


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that questions can be tied to: its number in the index, text, and the heading above it."""

    unit: int
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """An entry and the unit it speaks of; ``exact`` where the text is the same."""

    entry: ExpectedEntry
    unit: int
    exact: bool


def anchor(entries: Sequence[ExpectedEntry], places: Sequence[Place]) -> tuple[list[Anchored], list[ExpectedEntry]]:
    """Tie the entries of one document to its units; those that fit none are lost.

    Of several units of equal text, that under the entry's heading is taken; entries that do not tell them apart
    are tied to them in turn.
    """
    same = _by_text(places)
    turns: dict[tuple[str, str, str], int] = defaultdict(int)
    found: list[Anchored] = []
    left: list[ExpectedEntry] = []
    for entry in entries:
        text = _key(entry.text)
        if text not in same:
            left.append(entry)
            continue
        under = [place for place in same[text] if place.heading == entry.section] or same[text]
        turn = (text, entry.section, entry.by)
        found.append(Anchored(entry, under[turns[turn] % len(under)].unit, exact=True))
        turns[turn] += 1
    moved = list(_moved(left, places))
    return [*found, *moved], _without(left, moved)


def _by_text(places: Iterable[Place]) -> dict[str, list[Place]]:
    same: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        same[_key(place.text)].append(place)
    return same


def _key(text: str) -> str:
    return "".join(fold(text).split())


def _moved(entries: Sequence[ExpectedEntry], places: Sequence[Place]) -> Iterator[Anchored]:
    """Entries whose unit changed, tied to the unit most like it, that under the same heading before others."""
    if not entries:
        return
    near = NearTexts([place.text for place in places])
    for entry in entries:
        alike = [
            (likeness, places[number].heading == entry.section, -number)
            for number, likeness in near.near(entry.text, LEAST)
        ]
        if alike:
            yield Anchored(entry, places[-max(alike)[2]].unit, exact=False)


def _without(entries: Sequence[ExpectedEntry], moved: Sequence[Anchored]) -> list[ExpectedEntry]:
    kept = {id(found.entry) for found in moved}
    return [entry for entry in entries if id(entry) not in kept]
