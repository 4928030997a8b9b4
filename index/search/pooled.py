"""The gist of a unit: one vector for all its words, compared with one for the question.

Weak by itself, it tells apart units that share single words with a question but not its subject. The vectors are
means of the bundled model's word vectors, weighted by background rarity, one for each unit, in FAISS.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact
from index.search.late import WordRows
from index.store.vectors import Vectors, write_vectors

UNIT_VECTORS = "units.faiss"
UNITS_AT_ONCE = 2048
NEAR = 400  # units fetched for a question; the others count as near as the last of these
Floats = NDArray[np.float32]


def pool(words: Sequence[str], model: BundledModel) -> Floats:
    """The unit vector of a text's words (1 x 300); zeros where no word has a vector."""
    known = [word for word in dict.fromkeys(words) if not is_exact(word) and model.has(word)]
    if not known:
        return np.zeros((1, model.dimensions), np.float32)
    weights = np.array([model.background_idf(word) for word in known], np.float32)
    mean = weights @ model.vectors(known)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)[None]


def write_pooled(generation: Path, words: WordRows, model: BundledModel) -> None:
    """Write one vector for each unit."""
    write_vectors(generation / UNIT_VECTORS, _pool_units(words, model), model.dimensions)


def _pool_units(words: WordRows, model: BundledModel) -> Iterator[Floats]:
    """What :func:`pool` gives for each unit, many units at a time: every word is looked up once."""
    known = np.array([not is_exact(name) and model.has(name) for name in words.names], bool)
    names = [name for name, has in zip(words.names, known, strict=True) if has]
    table = np.zeros((len(known), model.dimensions), np.float32)
    weights = np.array([model.background_idf(name) for name in names], np.float32)
    table[known] = model.vectors(names) * weights[:, None]
    for first in range(0, len(words.units), UNITS_AT_ONCE):
        starts = words.units.starts[first : first + UNITS_AT_ONCE + 1]
        sums = np.zeros((len(starts) - 1, model.dimensions), np.float32)
        filled = np.diff(starts) > 0
        if filled.any():
            rows = table[words.units.values[starts[0] : starts[-1]]]
            sums[filled] = np.add.reduceat(rows, (starts[:-1] - starts[0])[filled], axis=0)
        yield sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-9))


class Pooled:
    """Scores passages by their unit that is nearest in gist."""

    def __init__(
        self, generation: Path, passage_of_unit: NDArray[np.int32], passages: int, model: BundledModel
    ) -> None:
        self._vectors = Vectors(generation / UNIT_VECTORS)
        self._owners = passage_of_unit
        self._passages = passages
        self._model = model

    def scores(self, words: Sequence[str]) -> Floats:
        """The cosine of every passage's nearest unit, from 0 to 1."""
        ids, cosines = self._vectors.nearest(pool(words, self._model), NEAR)[0]
        best = np.full(self._passages, cosines.min(initial=1.0) if len(cosines) else 0.0, np.float32)
        np.maximum.at(best, self._owners[ids], cosines)
        return np.clip(best, 0, 1)
