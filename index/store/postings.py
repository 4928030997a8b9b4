"""Ragged lists of numbers in two flat arrays: row ``i`` is ``values[starts[i]:starts[i + 1]]``."""

from array import array
from collections.abc import Iterable
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

    def select(self, rows: NDArray[np.int64]) -> "Postings":
        """Some of the rows, in the order asked for."""
        values, lengths = self.gather(rows)
        starts = np.zeros(len(rows) + 1, np.int64)
        starts[1:] = np.cumsum(lengths)
        return Postings(starts, values)

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Postings":
        """Pack lists of numbers."""
        lists = [np.fromiter(row, np.int32) for row in rows]
        starts = np.zeros(len(lists) + 1, np.int64)
        starts[1:] = np.cumsum([len(row) for row in lists])
        return cls(starts, np.concatenate(lists) if lists else np.zeros(0, np.int32))

    @classmethod
    def of_sets(cls, rows: NDArray[np.int64], values: NDArray[np.int64], count: int) -> "Postings":
        """The distinct values of each of ``count`` rows, rising; ``values[i]`` belongs to row ``rows[i]``."""
        width = int(values.max(initial=0)) + 1
        row, value = np.divmod(np.unique(rows * width + values), width)
        starts = np.zeros(count + 1, np.int64)
        starts[1:] = np.cumsum(np.bincount(row, minlength=count))
        return cls(starts, value.astype(np.int32))

    def reduce(self, operation: np.ufunc, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row of numbers the columns of ``table`` that they name, reduced to one; 0 for an empty row."""
        reduced = np.zeros((len(table), len(self)), np.float32)
        filled = np.diff(self.starts) > 0
        if filled.any():
            reduced[:, filled] = operation.reduceat(table[:, self.values], self.starts[:-1][filled], axis=1)
        return reduced

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


class Ragged:
    """Gathers lists of strings row by row, each string as a number in the order of its first coming."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._values = array("i")
        self._starts = array("q", [0])

    def add(self, names: Iterable[str]) -> int:
        """Add a row; its number."""
        self._values.extend(self._numbers.setdefault(name, len(self._numbers)) for name in names)
        self._starts.append(len(self._values))
        return len(self._starts) - 2

    def ranked(self) -> tuple[list[str], Postings]:
        """The distinct strings, sorted, and the rows as numbers of these: neither depends on who came first."""
        names = sorted(self._numbers)
        rank = np.zeros(len(names), np.int32)
        rank[[self._numbers[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        return names, Postings(np.array(self._starts, np.int64), rank[np.array(self._values, np.int32)])


def rank_rows(rows: Iterable[Iterable[str]]) -> tuple[list[str], Postings]:
    """Number the distinct strings of all rows in sorted order; return them and the rows as numbers."""
    gathered = Ragged()
    for row in rows:
        gathered.add(row)
    return gathered.ranked()
