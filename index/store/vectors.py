"""Vectors in FAISS. Nobody else knows FAISS."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def write_vectors(path: Path, parts: Iterable[Floats], dimensions: int) -> None:
    """Write unit vectors, part after part (n x d), as a flat inner-product index: exact, nothing to train."""
    index = faiss.IndexFlatIP(dimensions)
    for vectors in parts:
        if len(vectors):
            index.add(np.ascontiguousarray(vectors, np.float32))
    faiss.write_index(index, str(path))


class Vectors:
    """A read-only FAISS index of unit vectors."""

    def __init__(self, path: Path) -> None:
        # One thread a search: these are small, several people ask at once, and threads that wait for each
        # other on a busy machine cost ten times the search.
        faiss.omp_set_num_threads(1)
        self._index = faiss.read_index(str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def rows(self) -> Floats:
        """All vectors, in order."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), np.float32).reshape(len(self), self.dimensions)

    def above(self, queries: Floats, least: float) -> Sequence[tuple[NDArray[np.int64], Floats]]:
        """For each query all vectors whose cosine is above ``least``: (ids, cosines)."""
        if not len(self) or not len(queries):
            return [(np.zeros(0, np.int64), np.zeros(0, np.float32)) for _ in queries]
        limits, cosines, ids = self._index.range_search(np.ascontiguousarray(queries, np.float32), least)
        return [(ids[limits[i] : limits[i + 1]], cosines[limits[i] : limits[i + 1]]) for i in range(len(queries))]

    def nearest(self, queries: Floats, most: int) -> Sequence[tuple[NDArray[np.int64], Floats]]:
        """For each query the ``most`` nearest vectors: (ids, cosines), the nearest first."""
        most = min(most, len(self))
        if not most or not len(queries):
            return [(np.zeros(0, np.int64), np.zeros(0, np.float32)) for _ in queries]
        cosines, ids = self._index.search(np.ascontiguousarray(queries, np.float32), most)
        return list(zip(ids, cosines, strict=True))
