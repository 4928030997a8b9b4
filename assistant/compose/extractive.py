"""The extractive composer: the answer is made of the units that answer, word for word."""

from collections.abc import Sequence

from assistant.asked import stated
from assistant.compose.cut_statements import text_of, whole_statements
from assistant.compose.draft import Draft, DraftStatement, Evidence
from assistant.compose.listed import whole_list
from assistant.compose.places import groups, with_neighbours
from assistant.compose.speakers import newest_first, speakers
from assistant.compose.templates import EDITION, NEW, OLD
from assistant.compose.verdict import verdict
from assistant.question import Question, Wants
from assistant.retrieve import Found, says_more
from index.document import Edition
from index.normalise import fold
from index.search import Candidate, Index
from index.store.content import StoredUnit

UNITS_PER_PASSAGE = 3
UNIT_SHARE = 0.72  # of the best unit's score that a neighbour needs to be said too
DETAIL_SHARE = 0.5  # the same for a unit that states the detail asked for
MOST_PASSAGES = 3
PASSAGES_OF_A_SIDE = 2


def compose(index: Index, question: Question, found: Sequence[Found]) -> Draft:
    """Compose an answer from what was found: a table of sides where several editions are named, else one text."""
    sides = [side for side in found if side.candidates]
    if len(sides) > 1:
        return _compose_sides(index, question, sides)
    draft = _Draft(index, question)
    for side in sides:
        draft.add_verdict(side.candidates[0])
        in_order = side.candidates if side.documents else newest_first(index, side.candidates)
        chosen = speakers(question, in_order, MOST_PASSAGES)
        named = _editions_differ(index, chosen)
        for place, candidate in enumerate(chosen):
            edition = index.editions[candidate.passage.document]
            if named and (place == 0 or edition != index.editions[chosen[place - 1].passage.document]):
                draft.add_frame(EDITION.format(name=edition.name))
            draft.add(candidate, first=place == 0)
    return draft.finished


def _compose_sides(index: Index, question: Question, sides: Sequence[Found]) -> Draft:
    """One column for each side, the older edition first."""
    draft = _Draft(index, question)
    heads = [index.editions[side.documents[0]] for side in sides]
    for column, (side, edition) in enumerate(zip(sides, heads, strict=True)):
        draft.column = column
        draft.add_frame(_head(edition, heads))
        speaking = edition
        for place, candidate in enumerate(speakers(question, side.candidates, PASSAGES_OF_A_SIDE)):
            source = index.editions[candidate.passage.document]
            if source != speaking:  # a talk on the plan speaks for it, under its own name
                draft.add_frame(EDITION.format(name=source.name))
                speaking = source
            draft.add(candidate, first=place == 0)
    return draft.finished


def _head(edition: Edition, heads: Sequence[Edition]) -> str:
    """旧, 新 or nothing, and the name of an edition."""
    if len(heads) != 2 or heads[0].date == heads[1].date:
        return EDITION.format(name=edition.name)
    return (OLD if edition == heads[0] else NEW).format(name=edition.name)


def _editions_differ(index: Index, chosen: Sequence[Candidate]) -> bool:
    """Whether several editions of one series speak."""
    editions = {candidate.passage.document for candidate in chosen}
    series = [index.editions[number].series for number in editions]
    return any(name and series.count(name) > 1 for name in series)


class _Draft:
    """A draft that grows candidate by candidate."""

    def __init__(self, index: Index, question: Question) -> None:
        self._index = index
        self._question = question
        self._statements: list[DraftStatement] = []
        self._evidence: list[Evidence] = []
        self.column: int | None = None

    @property
    def finished(self) -> Draft:
        return Draft(tuple(self._statements), tuple(self._evidence))

    def add_frame(self, text: str) -> None:
        self._statements.append(DraftStatement(text, "frame", column=self.column))

    def add_verdict(self, candidate: Candidate) -> None:
        score = max(score for _, score in candidate.units)
        if said := verdict(self._question, candidate.best_unit.unit.text, score):
            self.add_frame(said)

    def add(self, candidate: Candidate, *, first: bool) -> None:
        """What a candidate says; the first may say a whole list."""
        around = [unit for unit, _ in candidate.units]
        units = _units(self._index, self._question, candidate, first=first)
        for group in groups(whole_statements(units, around)):
            place = (len(self._evidence),)
            self._statements.extend(DraftStatement(text_of(said), "quote", place, self.column) for said in group)
            said_units = [unit for said in group for unit in said]
            self._evidence.append(Evidence(candidate, with_neighbours(candidate, said_units)))


def _units(index: Index, question: Question, candidate: Candidate, *, first: bool) -> list[StoredUnit]:
    """The units of a candidate that answer, in the order of the source."""
    if question.wants is Wants.LIST and first:
        whole = whole_list(index, candidate)
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
