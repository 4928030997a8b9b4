"""Questions that somebody foresaw as a leg: an expected one names the unit that answers it.

Unanswered ones are compared in the same way; they find nothing, but tell what the documents do not say.

A question and a foreseen one are compared both ways: how much of what is asked the foreseen question asks too, and
how much of the foreseen question is asked. The first alone would take the long ones for everybody's.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store.postings import Postings

FORWARD = 0.75  # share of how much of what is asked the foreseen question asks too
Floats = NDArray[np.float32]


def write_question_units(generation: Path, kind: str, units: NDArray[np.int64]) -> None:
    """Write the unit of each question of a kind, rising."""
    np.save(_file(generation, kind), units, allow_pickle=False)


def _file(generation: Path, kind: str) -> Path:
    return generation / f"{kind}.units.npy"


class Foreseen:
    """Scores the questions of a kind (:mod:`index.store.questions`) of one index."""

    def __init__(
        self, generation: Path, kind: str, passage_of_unit: NDArray[np.int32], passages: int, rarity: Floats
    ) -> None:
        self._rows = Postings.load(generation, kind)
        self.units = np.load(_file(generation, kind), allow_pickle=False)
        self._owners = passage_of_unit[self.units]
        self._passages = passages
        self._rarity = rarity
        self._totals = self._rows.reduce(np.add, rarity[np.newaxis])[0]  # of each question, whatever is asked

    def __len__(self) -> int:
        return len(self.units)

    @property
    def passages(self) -> NDArray[np.int32]:
        """The passage of each question."""
        return np.asarray(self._owners, np.int32)

    @property
    def terms(self) -> NDArray[np.int32]:
        """The numbers of the terms that the questions use, with repeats."""
        return self._rows.values

    def scores(self, table: Floats, weights: Floats) -> Floats:
        """The score of each question, from 0 to 1.

        ``table`` says how well each word of the question (rows) is matched by each term of the index (columns),
        ``weights`` are those of the words.
        """
        forward = weights @ self._rows.reduce(np.maximum, table)
        best = table.max(axis=0, initial=0) * self._rarity
        backward = self._rows.reduce(np.add, best[np.newaxis])[0]
        both_ways = FORWARD * forward + (1 - FORWARD) * backward / np.maximum(self._totals, 1e-9)
        return np.asarray(both_ways, np.float32)

    def best_of_passages(self, scores: Floats) -> Floats:
        """The score of each passage's nearest question; 0 where it has none."""
        best = np.zeros(self._passages, np.float32)
        np.maximum.at(best, self._owners, scores)
        return best

    def of_units(self, units: range) -> range:
        """The numbers of the questions of some units."""
        first, last = np.searchsorted(self.units, (units.start, units.stop))
        return range(int(first), int(last))
