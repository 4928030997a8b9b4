"""Two documents compared section by section, in whole or for one topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from assistant.answer import Citation
from assistant.compare.editions import find_edition
from assistant.compare.marks import mark_changes
from assistant.compare.result import (
    ComparedEdition,
    Comparison,
    SectionChange,
    SectionPair,
    SectionPath,
    UnitChange,
    UnitPair,
)
from assistant.compare.sections import Pairing, Part, pair_sections, read_parts
from assistant.compare.topic import scores_of_sections
from assistant.compare.units import Rows, Units, align, find_moved, same_text, text_of
from assistant.ground import cite_units
from index.errors import InputError
from index.search import Index
from index.store.content import StoredUnit

MOST_SECTIONS = 5  # with a topic
NEARLY_BEST = 0.6  # share of the best section's score that another one needs to be shown


@dataclass(frozen=True, slots=True)
class _Row:
    """Sections side by side, by their places; the first of a side is named, the others stand within it."""

    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()


def compare(index: Index, one: str, other: str, topic: str | None = None) -> Comparison:
    """Compare two documents, named as users name them; the older one stands left, whichever came first.

    With a ``topic`` only the sections that speak to it, the nearest first; none if neither document does.

    Raises:
        UnknownDocument, AmbiguousDocument, EmptyQuestion, QuestionTooLong: a name or the topic cannot be used.
        InputError: both names mean the same document.
    """
    numbers = _in_order(index, find_edition(one, index.editions), find_edition(other, index.editions))
    old, new = (read_parts(index, number) for number in numbers)
    pairing = pair_sections(old, new)
    rows = _rows(old, new, pairing)
    aligned = find_moved([align(_units(old, row.old), _units(new, row.new)) for row in rows])
    shown: Sequence[int] = range(len(rows))
    if topic is not None:
        shown = _nearest(rows, old, new, scores_of_sections(index, topic, numbers))
    counter = count(1)
    editions = [_edition(index, number) for number in numbers]
    return Comparison(
        topic=topic,
        old=editions[0],
        new=editions[1],
        sections=[_section_pair(index, rows[n], old, new, pairing, aligned[n], counter) for n in shown],
        index=index.fingerprint,
    )


def _in_order(index: Index, one: int, other: int) -> tuple[int, int]:
    """The older document first; where a date is not known, as they were named."""
    if one == other:
        raise InputError(f"どちらも同じ資料「{index.editions[one].slug}」です。異なる2つの資料を指定してください。")
    dates = index.editions[one].date, index.editions[other].date
    return (other, one) if all(dates) and dates[1] < dates[0] else (one, other)


def _edition(index: Index, number: int) -> ComparedEdition:
    edition = index.editions[number]
    return ComparedEdition(
        document=edition.slug, title=edition.title, date=edition.date, issuer=edition.issuer, status=edition.status
    )


def _rows(old: Sequence[Part], new: Sequence[Part], pairing: Pairing) -> list[_Row]:
    """Each section once, in the order of the new document; what only the old one has behind what stood before it."""
    partners = {other: one for one, other in pairing.pairs.items()}
    inner: dict[tuple[int, int], list[int]] = {}
    for (side, place), around in pairing.within.items():
        inner.setdefault((side, around), []).append(place)
    rows = []
    for place in range(len(new)):
        if (1, place) in pairing.within:
            continue
        one = partners.get(place)
        before = () if one is None else (one, *inner.get((0, one), ()))
        rows.append(_Row(before, (place, *inner.get((1, place), ()))))
    row_of = {place: row for row in rows for place in row.old}
    last: _Row | None = None
    for place in range(len(old)):
        if place not in row_of:
            row_of[place] = _Row((place,))
            rows.insert(rows.index(last) + 1 if last else 0, row_of[place])
        last = row_of[place]
    return [row for row in rows if any(old[p].speaks for p in row.old) or any(new[p].speaks for p in row.new)]


def _units(parts: Sequence[Part], places: tuple[int, ...]) -> list[StoredUnit]:
    return [unit for place in places for unit in parts[place].units]


def _nearest(rows: Sequence[_Row], old: Sequence[Part], new: Sequence[Part], scores: dict[int, float]) -> list[int]:
    """The few rows that speak to a topic, the nearest first; of what one edition says twice the better one."""
    least = NEARLY_BEST * max(scores.values(), default=0.0)
    scored = []
    for place, row in enumerate(rows):
        best = max(scores.get(part.number, 0.0) for part in _parts(row, old, new))
        if best > 0 and best >= least:
            scored.append((-best, place))
    said: set[tuple[str, ...]] = set()
    shown = []
    for _, place in sorted(scored):
        text = tuple(part.heading + part.own_text for part in _parts(rows[place], old, new))
        if text not in said:
            said.add(text)
            shown.append(place)
    return shown[:MOST_SECTIONS]


def _parts(row: _Row, old: Sequence[Part], new: Sequence[Part]) -> list[Part]:
    return [old[place] for place in row.old] + [new[place] for place in row.new]


def _section_pair(
    index: Index,
    row: _Row,
    old: Sequence[Part],
    new: Sequence[Part],
    pairing: Pairing,
    aligned: Rows,
    counter: Iterator[int],
) -> SectionPair:
    units = [_unit_pair(index, *pair, counter) for pair in aligned]
    near = None
    if not row.new:
        near = pairing.near.get((0, row.old[0]))
    elif not row.old:
        near = pairing.near.get((1, row.new[0]))
    return SectionPair(
        status=_status(row, old, new, units),
        old=_path(old, row.old),
        new=_path(new, row.new),
        near=None if near is None else _path(old if row.new else new, (near,)),
        units=units,
    )


def _status(row: _Row, old: Sequence[Part], new: Sequence[Part], units: Sequence[UnitPair]) -> SectionChange:
    if not row.old:
        return SectionChange.NEW
    if not row.new:
        return SectionChange.GONE
    same = all(unit.status is UnitChange.SAME for unit in units)
    renamed = old[row.old[0]].heading != new[row.new[0]].heading  # numbers apart: these move with every insertion
    return SectionChange.SAME if same and not renamed else SectionChange.CHANGED


def _path(parts: Sequence[Part], places: tuple[int, ...]) -> SectionPath | None:
    return SectionPath(path=list(parts[places[0]].section.path)) if places else None


def _unit_pair(index: Index, old: Units, new: Units, counter: Iterator[int]) -> UnitPair:
    before, after = text_of(old), text_of(new)
    status = UnitChange.SAME
    if not old or not new:
        status = UnitChange.ADDED if new else UnitChange.REMOVED
    elif not same_text(before, after):
        status = UnitChange.CHANGED
        before, after = mark_changes(before, after)
    return UnitPair(
        status=status,
        old=_cited(index, old, counter),
        new=_cited(index, new, counter),
        old_text=before,
        new_text=after,
    )


def _cited(index: Index, units: Units, counter: Iterator[int]) -> Citation | None:
    return cite_units(index, units, next(counter)) if units else None
