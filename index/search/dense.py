"""The vector leg of an embedding model that a setting named: FAISS over one or many vectors a passage."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.models import EmbeddingModel
from index.store.vectors import Vectors, write_vectors

DENSE_VECTORS, DENSE_OWNERS = "dense.faiss", "dense.owners.npy"
TOKENS_NEAR = 400  # token vectors fetched for each token of a question
Floats = NDArray[np.float32]


def write_dense(
    generation: Path, texts: Sequence[str], model: EmbeddingModel, progress: Callable[[int], None] | None
) -> None:
    """Embed the passages and write their vectors."""
    encoded = model.encode_passages(texts, progress)
    write_vectors(generation / DENSE_VECTORS, encoded.vectors)
    np.save(generation / DENSE_OWNERS, encoded.owners, allow_pickle=False)


class Dense:
    """Cosine of question and passage; for many vectors a passage the mean of each token's best match."""

    def __init__(self, generation: Path, model: EmbeddingModel, passages: int) -> None:
        self._vectors = Vectors(generation / DENSE_VECTORS)
        self._owners = np.load(generation / DENSE_OWNERS, mmap_mode="r", allow_pickle=False)
        self._model = model
        self._passages = passages

    def scores(self, question: str) -> Floats:
        """The score of every passage, at most 1.

        A passage none of whose vectors is near a token gets that token's least fetched cosine (the
        imputation of XTR, arXiv 2304.01982).
        """
        tokens = self._model.encode_question(question)
        single = len(self._vectors) == self._passages
        total = np.zeros(self._passages, np.float32)
        for ids, cosines in self._vectors.nearest(tokens, self._passages if single else TOKENS_NEAR):
            best = np.full(self._passages, cosines.min(initial=1.0), np.float32)
            np.maximum.at(best, self._owners[ids], cosines)
            total += best
        return np.asarray(total / max(1, len(tokens)), np.float32)
