"""The bundled model without torch: word vectors looked up in a memory-mapped file.

The folder is a sentence-transformers model (see its README.md); this reads the same file with numpy, so that a
question need not wait for torch. A text is given as terms; a term without a vector is skipped.
"""

import json
import struct
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.identity import FOLDER

IDF_FILE = "idf.npy"
PAD = "[PAD]"
_WEIGHTS = "emb_layer.weight"


class BundledModel:
    """Vectors of terms, 300 dimensions, unit length."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Term to row."""
        config = json.loads((self.folder / "whitespacetokenizer_config.json").read_text("utf-8"))
        return {word: row for row, word in enumerate(config["vocab"]) if word != PAD}

    @cached_property
    def idf(self) -> NDArray[np.float32]:
        """Background rarity of each row: ln((paragraphs + 1) / (paragraphs with the word + 1))."""
        return np.asarray(np.load(self.folder / IDF_FILE, allow_pickle=False), np.float32)

    @cached_property
    def _rows(self) -> NDArray[np.int8]:
        path = self.folder / "model.safetensors"
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            entry = json.loads(file.read(length))[_WEIGHTS]
        return np.memmap(path, np.int8, "r", offset=8 + length + entry["data_offsets"][0], shape=tuple(entry["shape"]))

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    def has(self, term: str) -> bool:
        """Whether a term has a vector."""
        return term in self.vocabulary

    def vectors(self, terms: list[str]) -> NDArray[np.float32]:
        """Unit vectors, one row for each of the terms (each must have one)."""
        rows = self._rows[[self.vocabulary[term] for term in terms]].astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def background_idf(self, term: str) -> float:
        """Background rarity of a term; a term that the texts never showed is as rare as can be."""
        row = self.vocabulary.get(term)
        return float(self.idf[row]) if row is not None else float(self.idf.max())
