"""The vector leg of an embedding model that a setting named: FAISS over one or many vectors a passage."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.models import EmbeddingModel, Encoded
from index.store.content import Content
from index.store.vectors import Vectors, write_vectors

DENSE_VECTORS, DENSE_OWNERS = "dense.faiss", "dense.owners.npy"
TOKENS_NEAR = 400  # token vectors fetched for each token of a question
Floats = NDArray[np.float32]


def write_dense(
    generation: Path,
    content: Content,
    model: EmbeddingModel,
    earlier: tuple[Path, Content] | None,
    progress: Callable[[int, int], None],
) -> int:
    """Write the vectors of the passages; how many passages were embedded.

    Those whose texts an ``earlier`` generation of the same model has (folder and content) keep its vectors.
    """
    keys = content.keys()
    kept = _kept(keys, *earlier) if earlier else None
    fresh = np.setdiff1d(np.arange(len(keys)), kept.owners if kept else [])
    texts = [content.passage_text(int(number)) for number in fresh]
    encoded = model.encode_passages(texts, lambda done: progress(done, len(texts)))
    owners, vectors = fresh[encoded.owners], encoded.vectors
    if kept:
        owners = np.concatenate([kept.owners, owners])
        vectors = np.concatenate([kept.vectors, vectors]) if len(texts) else kept.vectors
    order = np.argsort(owners, kind="stable")
    write_vectors(generation / DENSE_VECTORS, [vectors[order]], vectors.shape[1])
    np.save(generation / DENSE_OWNERS, owners[order], allow_pickle=False)
    return len(texts)


def _kept(keys: Sequence[bytes], folder: Path, earlier: Content) -> Encoded | None:
    """The vectors of an earlier generation that serve again, owned by places in ``keys``; None if none does."""
    number = {key: place for place, key in enumerate(earlier.keys())}
    again = [(place, number[key]) for place, key in enumerate(keys) if key in number]
    if not again:
        return None
    limits = np.searchsorted(np.load(folder / DENSE_OWNERS, allow_pickle=False), np.arange(max(number.values()) + 2))
    rows = [np.arange(limits[old], limits[old + 1]) for _, old in again]
    owners = np.repeat([place for place, _ in again], [len(row) for row in rows])
    return Encoded(Vectors(folder / DENSE_VECTORS).rows()[np.concatenate(rows)], owners)


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
