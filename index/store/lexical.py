"""BM25 over fugashi words and pairs of words, by bm25s."""

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store.postings import Postings

K1, B = 1.2, 0.75
NOTHING = "\u3000"  # stands in a passage without a term: bm25s cannot index none at all


def write_lexical(folder: Path, names: Sequence[str], passages: Postings) -> None:
    """Index the terms of each passage, numbers of the sorted ``names``, into ``folder``."""
    import bm25s

    _quiet()
    numbers = {name: number for number, name in enumerate([*names, NOTHING])}
    each = list(numbers.values())  # one object a number, however often it stands in the passages
    rows = [[each[number] for number in passages[row]] or [len(names)] for row in range(len(passages))]
    index = bm25s.BM25(method="lucene", k1=K1, b=B)
    index.index((rows, numbers), show_progress=False)
    index.save(folder, allow_pickle=False, show_progress=False)


class Lexical:
    """A read-only BM25 index."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        _quiet()
        self._index = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The BM25 score of every passage for these terms."""
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return np.zeros(int(self._index.scores["num_docs"]), np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)


def _quiet() -> None:
    logging.getLogger("bm25s").setLevel(logging.WARNING)
