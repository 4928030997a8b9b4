"""Three neighbouring characters as a leg of their own: forgives typing slips, OCR slips and cut compounds.

A gram is kept as a hash, so there is no list of grams to load; two grams that share a hash count as one.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.passage_terms import GRAM_BUCKETS, gram_bucket
from index.store.postings import Postings

Floats = NDArray[np.float32]


def write_grams(generation: Path, passages: Postings) -> None:
    """Write which passages hold which grams; ``passages`` are the buckets of each passage."""
    passages.inverted(GRAM_BUCKETS).save(generation, "grams")


class Grams:
    """Scores passages by the grams that they share with a question."""

    def __init__(self, generation: Path, passages: int) -> None:
        self._postings = Postings.load(generation, "grams")
        self._passages = passages

    def scores(self, grams: Iterable[str]) -> Floats:
        """For every passage the share of the question's grams that it holds, rarer grams weighing more."""
        buckets = np.unique(np.array([gram_bucket(gram) for gram in grams], np.int64))
        holders, lengths = self._postings.gather(buckets)
        rarity = np.log((self._passages + 1) / (lengths + 1))
        scores = np.bincount(holders, np.repeat(rarity, lengths), self._passages)
        return (scores / max(float(rarity.sum()), 1e-9)).astype(np.float32)
