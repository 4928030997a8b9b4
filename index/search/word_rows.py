"""The words of an index as numbers, each row's words distinct: what late interaction looks up."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact
from index.search.word_weights import write_weights
from index.store.postings import Postings
from index.store.questions import EXPECTED, UNANSWERED
from index.store.vectors import write_vectors

TERMS, WORD_VECTORS, WORD_IDS = "terms.json", "words.faiss", "words.ids.npy"


@dataclass(frozen=True, slots=True)
class WordRows:
    """The words of an index as numbers of ``names``, each row's distinct and rising.

    There is a row for each unit, for the section path of each passage, for each document's title and for each
    expected and each unanswered question. ``owners`` gives the passage of each unit.
    """

    names: list[str]
    units: Postings
    paths: Postings
    titles: Postings
    expected: Postings
    unanswered: Postings
    owners: NDArray[np.int64]

    def distinct(self) -> "WordRows":
        """The same without repeats."""
        rows = (self.units, self.paths, self.titles, self.expected, self.unanswered)
        units, paths, titles, expected, unanswered = map(_distinct, rows)
        return WordRows(self.names, units, paths, titles, expected, unanswered, self.owners)

    def bodies(self) -> Postings:
        """The words of each passage: of its units and its path."""
        in_units = np.repeat(self.owners, np.diff(self.units.starts))
        in_paths = np.repeat(np.arange(len(self.paths)), np.diff(self.paths.starts))
        values = np.concatenate([self.units.values, self.paths.values]).astype(np.int64)
        return Postings.of_sets(np.concatenate([in_units, in_paths]), values, len(self.paths))


def _distinct(rows: Postings) -> Postings:
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    return Postings.of_sets(owners, rows.values.astype(np.int64), len(rows))


def write_word_rows(generation: Path, words: WordRows, model: BundledModel) -> None:
    """Write the terms, their vectors and all rows of an index."""
    with_vector = [n for n, name in enumerate(words.names) if not is_exact(name) and model.has(name)]
    (generation / TERMS).write_text(json.dumps(words.names, ensure_ascii=False), "utf-8")
    np.save(generation / WORD_IDS, np.array(with_vector, np.int64), allow_pickle=False)
    vectors = model.vectors([words.names[n] for n in with_vector])
    write_vectors(generation / WORD_VECTORS, [vectors], model.dimensions)
    words.units.save(generation, "units")
    words.paths.save(generation, "paths")
    words.titles.save(generation, "titles")
    words.expected.save(generation, EXPECTED)
    words.unanswered.save(generation, UNANSWERED)
    in_passages = words.bodies().inverted(len(words.names))
    in_passages.save(generation, "in_passages")
    write_weights(generation, words.names, np.diff(in_passages.starts), len(words.paths), model)
