"""The gist of a unit: one vector for all its words, compared with one for the question.

Weak by itself, it tells apart units that share single words with a question but not its subject. The vectors are
means of the bundled model's word vectors, weighted by background rarity, one for each unit, in FAISS.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact
from index.store.vectors import Vectors, write_vectors

UNIT_VECTORS = "units.faiss"
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


def write_pooled(generation: Path, units: Sequence[Sequence[str]], model: BundledModel) -> None:
    """Write one vector for each unit."""
    vectors = [pool(words, model) for words in units]
    write_vectors(generation / UNIT_VECTORS, np.concatenate([*vectors, np.zeros((0, model.dimensions), np.float32)]))


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
