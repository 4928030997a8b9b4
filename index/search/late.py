"""Late interaction: each word of the question against its best match in a passage, rarer words weighing more.

A word matches itself with 1, a similar word by the cosine of their vectors, shaped by a ramp: below ``LOW``
nothing, from ``HIGH`` on ``MOST``. Numbers, years, Latin words and names have no vector and match only
themselves, so a question about 2019年度 never finds 2021年度 here. Two spellings that merely share a row of the
word vectors were turned apart when the model was built, which keeps them under ``MOST``.

The ramp and the weights were chosen on dev questions (docs/finding.md says what was tried).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact
from index.search.thesaurus import Substitute
from index.search.word_rows import TERMS, WORD_IDS, WORD_VECTORS
from index.search.word_weights import RARITY, term_weight
from index.store.content import StoredPassage
from index.store.postings import Postings
from index.store.vectors import Vectors

LOW, HIGH, MOST = 0.2, 0.55, 0.85
PATH_IN_UNIT = 0.7  # what a match in the section's path counts for one of its units

Floats = NDArray[np.float32]
_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Similar:
    """The terms of the index that match one question term: ids by rising similarity."""

    ids: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True, slots=True)
class Compound:
    """A phrase of the thesaurus whose terms (``ids``) together match some of the question's terms (``rows``).

    ``holders`` are the passages that have all of them.
    """

    rows: tuple[int, ...]
    ids: NDArray[np.int64]
    strength: float
    holders: frozenset[int]


@dataclass(frozen=True, slots=True)
class Matching:
    """What the terms of a question match in the index; ``compounds`` only where all their terms stand together."""

    similar: tuple[Similar, ...]
    compounds: tuple[Compound, ...] = ()


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
        self._titles = Postings.load(generation, "titles")
        self.rarity = np.load(generation / RARITY, allow_pickle=False)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._paths)

    def number(self, term: str) -> int | None:
        """The number of a term of the index; None if nothing in it uses the term."""
        return self._number.get(term)

    @cached_property
    def in_documents(self) -> NDArray[np.bool_]:
        """For each term of the index whether a passage or its section path has it."""
        return np.diff(self._in_passages.starts) > 0

    def weights(self, terms: Sequence[str]) -> Floats:
        """How much each question term counts, by its rarity here and in the background texts; sum 1."""
        weights = np.array([self._weight(term) for term in terms], np.float32)
        return weights / weights.sum() if len(weights) else weights

    def _weight(self, term: str) -> float:
        number = self._number.get(term)
        return float(self.rarity[number]) if number is not None else term_weight(term, 0, self.passages, self._model)

    def substituted(self, similar: Sequence[Similar], substitutes: Sequence[Substitute]) -> Matching:
        """What the distinct terms of a question match where the thesaurus puts ``substitutes`` for some of them."""
        similar = list(similar)
        compounds = []
        for one in substitutes:
            ids = [self._number[term] for term in one.terms if term in self._number]
            if len(ids) < len(one.terms):
                continue
            if len(ids) == 1:
                for row in one.rows:
                    similar[row] = _with(similar[row], ids[0], one.strength)
            else:
                holders = frozenset(self._holding_all(ids).tolist())
                if holders:
                    compounds.append(Compound(one.rows, np.array(ids, np.int64), one.strength, holders))
        return Matching(tuple(similar), tuple(compounds))

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

    def match_passages(self, matching: Matching) -> Floats:
        """Best match of each question term in each passage or its section path (terms x passages)."""
        matches = np.zeros((len(matching.similar), self.passages), np.float32)
        for row, found in zip(matches, matching.similar, strict=True):
            holders, lengths = self._in_passages.gather(found.ids)
            row[holders] = np.repeat(found.values, lengths)  # rising: of equal places the best is written last
        for compound in matching.compounds:
            having = list(compound.holders)
            for place in compound.rows:
                matches[place, having] = np.maximum(matches[place, having], compound.strength)
        return matches

    def _holding_all(self, ids: Sequence[int]) -> NDArray[np.int32]:
        """The passages that hold all of these terms."""
        rows = (self._in_passages[number] for number in ids)
        return reduce(partial(np.intersect1d, assume_unique=True), rows)

    def holds(self, passage: int, terms: Sequence[str]) -> bool:
        """Whether a passage or its section path has all of these terms."""
        numbers = [self._number.get(term) for term in terms]
        return all(number is not None and passage in self._in_passages[number] for number in numbers)

    def match_titles(self, table: Floats) -> Floats:
        """Best match of each question term in the title of each document (terms x documents)."""
        return self._titles.reduce(np.maximum, table)

    def table(self, matching: Matching) -> Floats:
        """The matches of single terms as a table, question terms x terms of the index."""
        table = np.zeros((len(matching.similar), len(self._number)), np.float32)
        for line, found in zip(table, matching.similar, strict=True):
            line[found.ids] = found.values
        return table

    def match_units(
        self, table: Floats, matching: Matching, passages: Sequence[StoredPassage], in_titles: Floats
    ) -> Floats:
        """Best match of each question term in each unit of some passages, one after another (terms x units).

        A match in the title of the document counts for its units too, one in their section's path somewhat less.
        """
        numbers = np.array([passage.number for passage in passages], np.int64)
        sizes = [passage.last - passage.first for passage in passages]
        units = np.concatenate([np.arange(passage.first, passage.last) for passage in passages])
        matches = self._units.select(units).reduce(np.maximum, table)
        paths = PATH_IN_UNIT * self._paths.select(numbers).reduce(np.maximum, table)
        titles = in_titles[:, [passage.document for passage in passages]]
        matches = np.maximum(matches, np.repeat(np.maximum(paths, titles), sizes, axis=1))
        for compound in matching.compounds:
            self._match_compound(compound, np.repeat(numbers, sizes), units, matches)
        return np.asarray(matches, np.float32)

    def _match_compound(
        self, compound: Compound, passages: NDArray[np.int64], units: NDArray[np.int64], matches: Floats
    ) -> None:
        """Note in ``matches`` the units (of these passages) that have all terms of a phrase."""
        wanted, rows = set(compound.ids.tolist()), list(compound.rows)
        for place in np.flatnonzero(np.isin(passages, list(compound.holders))):
            if wanted <= set(self._units[int(units[place])].tolist()):
                matches[rows, place] = np.maximum(matches[rows, place], compound.strength)


def _with(similar: Similar, number: int, strength: float) -> Similar:
    """The same matches with one more, where it is better than what was there."""
    known = similar.ids == number
    if known.any() and similar.values[known].max() >= strength:
        return similar
    ids = np.append(similar.ids[~known], number)
    values = np.append(similar.values[~known], np.float32(strength))
    order = np.argsort(values, kind="stable")
    return Similar(ids[order], values[order])
