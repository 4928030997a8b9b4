"""A candidate: a passage that was found, looked into unit by unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search.foreseen import Foreseen
from index.search.fusion import Weights
from index.search.late import LateInteraction, Matching
from index.store.content import Content, StoredPassage, StoredUnit

EXPECTED_UNIT = 1.0  # what the nearest expected question of a unit counts beside the words of the units
NEAREST = 10  # foreseen questions of each kind that a candidate remembers
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found. ``units`` run in the order of the source, with their scores.

    ``parts`` are the parts of the score by name; ``matches`` says how well each question term is matched
    in the passage or its path, in the order of the question's words. ``expected`` are the numbers of the nearest
    questions expected of it, with how near they are, the nearest first; ``unanswered`` the same for those that it
    brings up and no document answers.
    """

    passage: StoredPassage
    score: float
    parts: dict[str, float]
    units: tuple[tuple[StoredUnit, float], ...]
    matches: tuple[float, ...]
    expected: tuple[tuple[int, float], ...] = ()
    unanswered: tuple[tuple[int, float], ...] = ()

    @property
    def best_unit(self) -> StoredUnit:
        """The unit that answers best."""
        return max(self.units, key=lambda pair: pair[1])[0]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a question before its candidates are looked into.

    ``table`` is its distinct words by terms of the index, ``in_titles`` by documents, ``matches`` by passages;
    ``weights`` are those of the words, ``parts`` those of the score by passage, ``near_questions`` says how near each
    expected question is, ``near_unanswered`` each unanswered one (all 0 if these do not count).
    """

    table: Floats
    in_titles: Floats
    matching: Matching
    weights: Floats
    matches: Floats
    parts: dict[str, Floats]
    near_questions: Floats
    near_unanswered: Floats


class Look:
    """Looks into the passages of one index."""

    def __init__(self, content: Content, late: LateInteraction, expected: Foreseen, unanswered: Foreseen) -> None:
        self._content = content
        self._late = late
        self._expected = expected
        self._unanswered = unanswered

    def into(self, seen: Seen, passages: Sequence[StoredPassage], fusion: Weights) -> list[Candidate]:
        """The passages as candidates, in the order given."""
        return list(self._candidates(seen, passages, fusion)) if passages else []

    def _candidates(self, seen: Seen, passages: Sequence[StoredPassage], fusion: Weights) -> Iterator[Candidate]:
        matches = self._late.match_units(seen.table, seen.matching, passages, seen.in_titles)
        ends = np.cumsum([passage.last - passage.first for passage in passages])
        for passage, scores in zip(passages, np.split(seen.weights @ matches, ends[:-1]), strict=True):
            parts = {name: float(part[passage.number]) for name, part in seen.parts.items()}
            parts["unit"] = float(scores.max())
            nearest = self._nearest_questions(seen, passage, scores)
            brought_up = self._unanswered.of_units(range(passage.first, passage.last))
            yield Candidate(
                passage=passage,
                score=float(fusion.fuse(parts)),
                parts=parts,
                units=tuple(zip(self._content.units_of_passage(passage), scores.tolist(), strict=True)),
                matches=tuple(seen.matches[:, passage.number].tolist()),
                expected=nearest,
                unanswered=_nearest(seen.near_unanswered, brought_up),
            )

    def _nearest_questions(self, seen: Seen, passage: StoredPassage, scores: Floats) -> tuple[tuple[int, float], ...]:
        """The nearest expected questions of a passage; the ``scores`` of its units rise with theirs."""
        asked = self._expected.of_units(range(passage.first, passage.last))
        near = seen.near_questions[asked.start : asked.stop]
        if not near.any():
            return ()
        np.maximum.at(scores, self._expected.units[asked.start : asked.stop] - passage.first, EXPECTED_UNIT * near)
        return _nearest(seen.near_questions, asked)


def _nearest(near: Floats, among: range) -> tuple[tuple[int, float], ...]:
    """The nearest of some questions by number, with how near they are, the nearest first; none that is not near."""
    order = np.argsort(-near[among.start : among.stop], kind="stable")[:NEAREST]
    numbers = (among.start + int(place) for place in order)
    return tuple((number, float(near[number])) for number in numbers if near[number] > 0)
