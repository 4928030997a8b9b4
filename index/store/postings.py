"""Ragged lists of numbers in two flat arrays: row ``i`` is ``values[starts[i]:starts[i + 1]]``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Postings:
    """Lists of numbers, one for each row."""

    starts: NDArray[np.int64]
    values: NDArray[np.int32]

    def __getitem__(self, row: int) -> NDArray[np.int32]:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def gather(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The values of several rows one after another, and the length of each row."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
        return self.values[places], lengths

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Postings":
        """Pack lists of numbers."""
        lists = [np.fromiter(row, np.int32) for row in rows]
        starts = np.zeros(len(lists) + 1, np.int64)
        starts[1:] = np.cumsum([len(row) for row in lists])
        return cls(starts, np.concatenate(lists) if lists else np.zeros(0, np.int32))

    def inverted(self, rows: int) -> "Postings":
        """For each of ``rows`` values the rows that hold it, in order."""
        owners = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.values, kind="stable")
        starts = np.zeros(rows + 1, np.int64)
        starts[1:] = np.cumsum(np.bincount(self.values, minlength=rows))
        return Postings(starts, owners[order])

    def save(self, folder: Path, name: str) -> None:
        """Write the two arrays as ``NAME.starts.npy`` and ``NAME.values.npy``."""
        np.save(folder / f"{name}.starts.npy", self.starts, allow_pickle=False)
        np.save(folder / f"{name}.values.npy", self.values, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Postings":
        """Read what :meth:`save` wrote, memory-mapped."""
        return cls(
            np.load(folder / f"{name}.starts.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray),
            np.load(folder / f"{name}.values.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray),
        )  # a plain view: indexing a memmap object costs several times more


def rank_rows(rows: Sequence[Iterable[str]]) -> tuple[list[str], Postings]:
    """Number the distinct strings of all rows in sorted order; return them and the rows as numbers."""
    sets = [sorted(set(row)) for row in rows]
    names = sorted({name for row in sets for name in row})
    number = {name: place for place, name in enumerate(names)}
    return names, Postings.of([number[name] for name in row] for row in sets)
