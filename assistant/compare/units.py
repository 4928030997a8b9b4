"""Units of two sections aligned: what says the same stands side by side, each unit once.

Where a slide was cut into pieces, one edition says in several units what the other says in one: runs of up to
``LONGEST_RUN`` neighbours are tried too, and win where together they are more alike than each alone.
What stands in another section of the other edition, word for word or nearly, is no news: it was moved.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.likeness import NEAR, NearTexts, triples
from index.normalise import fold, join_lines
from index.store.content import StoredUnit

LEAST = 0.15  # likeness from which two units of the same section speak of the same
LEAST_SHORT = 0.4  # the same for short ones, which a single common word makes alike
LONG = 8  # triples of a unit that is not short; only such are looked for in other sections: 課題認識 is everywhere
LONGEST_RUN = 4

Units = tuple[StoredUnit, ...]
Rows = list[tuple[Units, Units]]


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring units of one section: places ``first`` up to but without ``last``."""

    first: int
    last: int
    text: str


def align(old: Sequence[StoredUnit], new: Sequence[StoredUnit]) -> Rows:
    """Pairs in the order of the new units; what only the old ones have stands behind what stood before it."""
    pairs = _matched(old, new, set(range(len(old))), set(range(len(new))), LEAST)
    known = {place for one, _ in pairs for place in one}, {place for _, other in pairs for place in other}
    pairs += [(range(0), range(place, place + 1)) for place in range(len(new)) if place not in known[1]]
    rows = sorted(pairs, key=lambda pair: pair[1].start)
    for place in range(len(old)):
        if place not in known[0]:
            rows.insert(_behind(rows, place), (range(place, place + 1), range(0)))
    return [(_of(old, one), _of(new, other)) for one, other in rows]


def find_moved(sections: Sequence[Rows]) -> list[Rows]:
    """The rows of all sections, where units without a counterpart in their own found one in another section.

    Such a pair stands where the new edition has it.
    """
    lone_old = [one[0] for rows in sections for one, other in rows if not other]
    lone_new = [other[0] for rows in sections for one, other in rows if not one]
    moved = _matched(lone_old, lone_new, _long(lone_old), _long(lone_new), NEAR)
    pair_of = {lone_new[b.start].number: (_of(lone_old, a), _of(lone_new, b)) for a, b in moved}
    gone = {unit.number for pair in pair_of.values() for side in pair for unit in side} - pair_of.keys()
    found: list[Rows] = []
    for rows in sections:
        kept = [row for row in rows if all(row) or (row[0] or row[1])[0].number not in gone]
        found.append([row if row[0] else pair_of.get(row[1][0].number, row) for row in kept])
    return found


def _long(units: Sequence[StoredUnit]) -> set[int]:
    return {place for place, unit in enumerate(units) if len(triples(unit.unit.text)) >= LONG}


def _of(units: Sequence[StoredUnit], places: range) -> Units:
    return tuple(units[place] for place in places)


def same_text(one: str, other: str) -> bool:
    """Whether two texts are equal after folding, white space and the last 。 apart."""
    return _key(one) == _key(other)


def text_of(units: Sequence[StoredUnit]) -> str:
    """The readable text of neighbouring units."""
    return join_lines([unit.unit.text for unit in units])


def _key(text: str) -> str:
    return "".join(fold(text).split()).removesuffix("。")


def _matched(
    old: Sequence[StoredUnit], new: Sequence[StoredUnit], free_old: set[int], free_new: set[int], least: float
) -> list[tuple[range, range]]:
    """The places of free units that belong together: equal ones, then runs of the rest that are alike."""
    equal = list(_equal(old, new, free_old, free_new))
    rest_old, rest_new = free_old - {one for one, _ in equal}, free_new - {other for _, other in equal}
    pairs = [(range(one, one + 1), range(other, other + 1)) for one, other in equal]
    return pairs + _alike(old, new, rest_old, rest_new, least)


def _equal(
    old: Sequence[StoredUnit], new: Sequence[StoredUnit], free_old: set[int], free_new: set[int]
) -> Iterator[tuple[int, int]]:
    """Equal units: the first with the first, the second with the second."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place in sorted(free_new):
        waiting[_key(new[place].unit.text)].append(place)
    for place in sorted(free_old):
        if queue := waiting.get(_key(old[place].unit.text)):
            yield place, queue.popleft()


def _alike(
    old: Sequence[StoredUnit], new: Sequence[StoredUnit], free_old: set[int], free_new: set[int], least: float
) -> list[tuple[range, range]]:
    """Runs of free units that are alike, the most alike first; of equals those that stand nearest."""
    runs = list(_runs(new, free_new))
    near = NearTexts([run.text for run in runs])
    found = sorted(
        (-alike, abs(run.first - runs[number].first), run.first, run.last, runs[number].first, runs[number].last)
        for run in _runs(old, free_old)
        for number, alike in near.near(run.text, least)
        if alike >= LEAST_SHORT or min(len(triples(run.text)), len(triples(runs[number].text))) >= LONG
    )
    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for _, _, first, last, start, stop in found:
        one, other = range(first, last), range(start, stop)
        if taken[0].isdisjoint(one) and taken[1].isdisjoint(other):
            pairs.append((one, other))
            taken[0].update(one)
            taken[1].update(other)
    return pairs


def _runs(units: Sequence[StoredUnit], free: set[int]) -> Iterator[_Run]:
    """Free units, and free neighbours of one section together."""
    for first in sorted(free):
        for last in range(first + 1, first + LONGEST_RUN + 1):
            if last - 1 not in free or units[last - 1].number - units[first].number != last - 1 - first:
                break
            if units[last - 1].unit.section != units[first].unit.section:
                break
            yield _Run(first, last, text_of(units[first:last]))


def _behind(rows: Sequence[tuple[range, range]], place: int) -> int:
    """Where an old unit belongs: behind the row that holds the one before it."""
    before = max((one.stop for one, _ in rows if one and one.start < place), default=0)
    return next((row + 1 for row, (one, _) in enumerate(rows) if one and one.stop == before), 0)
