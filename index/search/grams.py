"""Three neighbouring characters as a leg of their own: forgives typing slips, OCR slips and cut compounds.

A gram is kept as a hash, so there is no list of grams to load; two grams that share a hash count as one.
"""

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store.postings import Postings

BUCKETS = 1 << 17
Floats = NDArray[np.float32]


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode()) % BUCKETS


def write_grams(generation: Path, passages: Sequence[Iterable[str]]) -> None:
    """Write which passages hold which grams."""
    rows = Postings.of(sorted({_bucket(gram) for gram in grams}) for grams in passages)
    rows.inverted(BUCKETS).save(generation, "grams")


class Grams:
    """Scores passages by the grams that they share with a question."""

    def __init__(self, generation: Path, passages: int) -> None:
        self._postings = Postings.load(generation, "grams")
        self._passages = passages

    def scores(self, grams: Iterable[str]) -> Floats:
        """For every passage the share of the question's grams that it holds, rarer grams weighing more."""
        buckets = np.unique(np.array([_bucket(gram) for gram in grams], np.int64))
        holders, lengths = self._postings.gather(buckets)
        rarity = np.log((self._passages + 1) / (lengths + 1))
        scores = np.bincount(holders, np.repeat(rarity, lengths), self._passages)
        return (scores / max(float(rarity.sum()), 1e-9)).astype(np.float32)
