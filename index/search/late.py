"""Late interaction: each word of the question against its best match in a passage, rarer words weighing more.

A word matches itself with 1, a similar word by the cosine of their vectors, shaped by a ramp: below ``LOW``
nothing, from ``HIGH`` on ``MOST``. Numbers, years, Latin words and names have no vector and match only
themselves, so a question about 2019年度 never finds 2021年度 here. Two spellings that merely share a row of the
word vectors were turned apart when the model was built, which keeps them under ``MOST``.

The ramp and the weights were chosen on dev questions (docs/finding.md says what was tried).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact
from index.store.postings import Postings
from index.store.vectors import Vectors, write_vectors

LOW, HIGH, MOST = 0.2, 0.55, 0.85
BACKGROUND = 0.4  # share of the background texts in a word's rarity; the rest is rarity among the passages
SHARPNESS = 1.2  # exponent of the weights
VERB = 0.75  # what a verb or adjective counts beside a noun: everyday verbs say little of the subject
PATH_IN_UNIT = 0.7  # what a match in the section's path counts for one of its units

TERMS, WORD_VECTORS, WORD_IDS = "terms.json", "words.faiss", "words.ids.npy"
Floats = NDArray[np.float32]
_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Similar:
    """The terms of the index that match one question term: ids by rising similarity."""

    ids: NDArray[np.int64]
    values: Floats


class LateInteraction:
    """Scores passages and units of one index."""

    def __init__(self, generation: Path, model: BundledModel) -> None:
        names = json.loads((generation / TERMS).read_text("utf-8"))
        self._number = {name: place for place, name in enumerate(names)}
        self._model = model
        self._vectors = Vectors(generation / WORD_VECTORS)
        self._vector_terms = np.load(generation / WORD_IDS, allow_pickle=False)
        self._in_passages = Postings.load(generation, "in_passages")
        self._units = Postings.load(generation, "units")
        self._paths = Postings.load(generation, "paths")

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._paths)

    def weights(self, terms: Sequence[str]) -> Floats:
        """How much each question term counts, by its rarity here and in the background texts; sum 1."""
        weights = np.array(
            [self._rarity(term) ** SHARPNESS * (VERB if is_verb(term) else 1) for term in terms], np.float32
        )
        return weights / weights.sum() if len(weights) else weights

    def _rarity(self, term: str) -> float:
        number = self._number.get(term)
        frequency = len(self._in_passages[number]) if number is not None else 0
        here = math.log((self.passages + 1) / (frequency + 1)) / math.log(self.passages + 2)
        background = 1.0 if is_exact(term) else self._model.background_idf(term) / float(self._model.idf.max())
        return BACKGROUND * background + (1 - BACKGROUND) * here

    def similar(self, terms: Sequence[str]) -> list[Similar]:
        """For each question term what it matches in the index."""
        with_vector = [term for term in terms if not is_exact(term) and self._model.has(term)]
        near = dict(zip(with_vector, self._vectors.above(self._model.vectors(with_vector), LOW), strict=True))
        return [self._matches(term, *near.get(term, _NOTHING)) for term in terms]

    def _matches(self, term: str, near: NDArray[np.int64], cosines: Floats) -> Similar:
        ids = self._vector_terms[near]
        values = np.clip((cosines - LOW) / (HIGH - LOW), 0, 1).astype(np.float32) * np.float32(MOST)
        itself = self._number.get(term)
        if itself is not None:
            other = ids != itself
            ids, values = np.append(ids[other], itself), np.append(values[other], np.float32(1))
        order = np.argsort(values, kind="stable")
        return Similar(ids[order], values[order])

    def match_passages(self, similar: Sequence[Similar]) -> Floats:
        """Best match of each question term in each passage or its section path (terms x passages)."""
        matches = np.zeros((len(similar), self.passages), np.float32)
        for row, found in zip(matches, similar, strict=True):
            holders, lengths = self._in_passages.gather(found.ids)
            row[holders] = np.repeat(found.values, lengths)  # rising: of equal places the best is written last
        return matches

    def dense(self, similar: Sequence[Similar]) -> Floats:
        """The matches as a table, question terms x terms of the index."""
        table = np.zeros((len(similar), len(self._number)), np.float32)
        for line, found in zip(table, similar, strict=True):
            line[found.ids] = found.values
        return table

    def match_units(self, dense: Floats, units: range, passage: int) -> Floats:
        """Best match of each question term in each of a passage's units (terms x units).

        A match in the section's path counts for its units too, but less.
        """
        path = dense[:, self._paths[passage]].max(axis=1, initial=0)
        first, last = self._units.starts[units.start], self._units.starts[units.stop]
        matches = np.zeros((len(dense), len(units)), np.float32)
        lengths = np.diff(self._units.starts[units.start : units.stop + 1])
        filled = lengths > 0
        if filled.any():
            starts = (self._units.starts[units.start : units.stop] - first)[filled]
            matches[:, filled] = np.maximum.reduceat(dense[:, self._units.values[first:last]], starts, axis=1)
        return np.asarray(np.maximum(matches, PATH_IN_UNIT * path[:, None]), np.float32)


def is_verb(term: str) -> bool:
    """Whether a lemma is a verb or adjective, by its last character."""
    return len(term) > 1 and term[-1] in "うくぐすつぬぶむるい" and not is_exact(term)


@dataclass(frozen=True, slots=True)
class WordRows:
    """The words of an index as numbers of ``names``, each row's distinct and rising: of each unit, of each path.

    ``owners`` gives the passage of each unit.
    """

    names: list[str]
    units: Postings
    paths: Postings
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, names: list[str], units: Postings, paths: Postings, owners: NDArray[np.int64]) -> "WordRows":
        """From rows that repeat words."""
        return cls(names, _distinct(units), _distinct(paths), owners)

    def bodies(self) -> Postings:
        """The words of each passage: of its units and its path."""
        in_units = np.repeat(self.owners, np.diff(self.units.starts))
        in_paths = np.repeat(np.arange(len(self.paths)), np.diff(self.paths.starts))
        values = np.concatenate([self.units.values, self.paths.values]).astype(np.int64)
        return Postings.of_sets(np.concatenate([in_units, in_paths]), values, len(self.paths))


def _distinct(rows: Postings) -> Postings:
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    return Postings.of_sets(owners, rows.values.astype(np.int64), len(rows))


def write_late(generation: Path, words: WordRows, model: BundledModel) -> None:
    """Write terms, their vectors and postings for the passages of an index."""
    with_vector = [n for n, name in enumerate(words.names) if not is_exact(name) and model.has(name)]
    (generation / TERMS).write_text(json.dumps(words.names, ensure_ascii=False), "utf-8")
    np.save(generation / WORD_IDS, np.array(with_vector, np.int64), allow_pickle=False)
    vectors = model.vectors([words.names[n] for n in with_vector])
    write_vectors(generation / WORD_VECTORS, [vectors], model.dimensions)
    words.units.save(generation, "units")
    words.paths.save(generation, "paths")
    words.bodies().inverted(len(words.names)).save(generation, "in_passages")
