"""An opened index: questions find passages and units."""

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.document import Edition, Section
from index.embed.bundled import BundledModel
from index.embed.identity import BUNDLED, model_identity
from index.embed.models import EmbeddingModel
from index.errors import IndexBroken, ModelChanged, UnknownDocument
from index.language import Terms
from index.search.dense import Dense
from index.search.fusion import Weights
from index.search.grams import Grams
from index.search.late import LateInteraction
from index.search.pooled import Pooled
from index.store.content import CONTENT, Content, StoredPassage, StoredUnit
from index.store.generations import broken, hold_for_reading
from index.store.lexical import Lexical
from index.store.manifest import Manifest, read_manifest

POOL = 100  # passages whose units are looked at
Floats = NDArray[np.float32]

__all__ = ["Candidate", "Index"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found. ``units`` run in the order of the source, with their scores.

    ``parts`` are the parts of the score by name; ``matches`` says how well each question term is matched
    in the passage or its path, in the order of the question's words.
    """

    passage: StoredPassage
    score: float
    parts: dict[str, float]
    units: tuple[tuple[StoredUnit, float], ...]
    matches: tuple[float, ...]

    @property
    def best_unit(self) -> StoredUnit:
        """The unit that answers best."""
        return max(self.units, key=lambda pair: pair[1])[0]


class Index:
    """A whole generation of an index, open for questions. Safe to use from several threads."""

    def __init__(self, folder: Path, embedding_model: str = BUNDLED) -> None:
        """Open the current generation.

        Raises:
            IndexMissing: there is none.
            IndexBroken: a file is missing or changed.
            ModelChanged: it was built with another embedding model.
        """
        self.weights = Weights()
        self._held, self.generation = hold_for_reading(folder)
        try:
            self.manifest: Manifest = read_manifest(self.generation)
            if self.manifest.model != model_identity(embedding_model):
                raise ModelChanged(
                    f"索引は別の埋め込みモデル（{self.manifest.model}）で作られています。"
                    "assistant index --rebuild で作り直してください。"
                )
            self._open(embedding_model)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError | ValueError | KeyError | RuntimeError):
                raise IndexBroken(broken("開けません")) from error
            raise

    def _open(self, embedding_model: str) -> None:
        self.content = Content(self.generation / CONTENT)
        self._passages = self.content.passages()
        model = BundledModel()
        self.late = LateInteraction(self.generation, model)
        self._lexical = Lexical(self.generation / "lexical")
        self._grams = Grams(self.generation, len(self._passages))
        sizes = [passage.last - passage.first for passage in self._passages]
        passage_of_unit = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._pooled = Pooled(self.generation, passage_of_unit, len(sizes), model)
        self._owner = np.array([passage.document for passage in self._passages], np.int32)
        self._dense = None
        if embedding_model != BUNDLED:
            self._dense = Dense(self.generation, EmbeddingModel(embedding_model), len(self._passages))

    def __del__(self) -> None:
        """Let the generation go with the last user of the index."""
        self.close()

    def close(self) -> None:
        """Let the generation go; the index cannot be used after."""
        if hasattr(self, "content"):
            self.content.close()
        if getattr(self, "_held", -1) >= 0:
            with suppress(OSError):
                os.close(self._held)
            self._held = -1

    @property
    def fingerprint(self) -> str:
        """Names what the index holds."""
        return self.manifest.fingerprint

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the documents, in the order of their numbers."""
        return self.content.editions

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Slug to document number."""
        return {edition.slug: number for number, edition in enumerate(self.editions)}

    def document_numbers(self, slugs: Collection[str]) -> list[int]:
        """The numbers of documents.

        Raises:
            UnknownDocument: one is not in the index.
        """
        for slug in slugs:
            if slug not in self.numbers:
                raise UnknownDocument(
                    f"資料「{slug}」は索引にありません。assistant documents で一覧を確認してください。"
                )
        return sorted(self.numbers[slug] for slug in slugs)

    def section(self, number: int) -> Section:
        """A section by its number."""
        return self.content.section(number)

    def search(
        self, question: str, terms: Terms, documents: Collection[int] | None = None, most: int = 20
    ) -> list[Candidate]:
        """The best passages for a question, the best first.

        ``terms`` are the question's; ``documents`` limits the search to these document numbers.
        """
        words = list(dict.fromkeys(terms.words))
        allowed = np.ones(len(self._passages), bool)
        if documents is not None:
            allowed = np.isin(self._owner, list(documents))
        if not words or not allowed.any():
            return []
        weights = self.late.weights(words)
        similar = self.late.similar(words)
        matches = self.late.match_passages(similar)
        passage_scores = weights @ matches
        lexical = self._lexical.scores(terms.lexical)
        lexical = lexical / max(float(lexical[allowed].max()), 1e-9)
        grams = self._grams.scores(terms.grams)
        pooled = self._pooled.scores(words)
        dense = self._dense_scores(question, allowed)
        rough = self.weights.fuse(passage_scores, passage_scores, pooled, lexical, grams, dense)
        neighbours = self._neighbours(rough)
        rough = np.where(allowed, rough + self.weights.neighbour * neighbours, -1.0)
        table = self.late.dense(similar)
        pool = np.argsort(-rough, kind="stable")[:POOL]
        candidates = [
            self._candidate(
                int(number),
                table,
                weights,
                matches[:, number],
                {
                    "passage": float(passage_scores[number]),
                    "pooled": float(pooled[number]),
                    "lexical": float(lexical[number]),
                    "grams": float(grams[number]),
                    "dense": float(dense[number]),
                },
                float(neighbours[number]),
            )
            for number in pool
            if rough[number] > 0
        ]
        return sorted(candidates, key=lambda found: (-found.score, found.passage.number))[:most]

    def _neighbours(self, scores: Floats) -> Floats:
        """For each passage the better score of the passages before and behind it in its document."""
        same = self._owner[1:] == self._owner[:-1]
        best = np.zeros_like(scores)
        best[1:] = np.where(same, scores[:-1], 0)
        best[:-1] = np.maximum(best[:-1], np.where(same, scores[1:], 0))
        return best

    def _dense_scores(self, question: str, allowed: NDArray[np.bool_]) -> Floats:
        """The other model's leg, scaled to [0, 1] over the allowed passages; zeros without one."""
        if self._dense is None:
            return np.zeros(len(self._passages), np.float32)
        scores = self._dense.scores(question)
        low, high = float(scores[allowed].min()), float(scores[allowed].max())
        return np.asarray(np.clip((scores - low) / max(high - low, 1e-9), 0, 1), np.float32)

    def _candidate(
        self,
        number: int,
        table: Floats,
        weights: Floats,
        matched: Floats,
        parts: dict[str, float],
        neighbour: float,
    ) -> Candidate:
        """Look into a passage: score its units, and fuse."""
        passage = self._passages[number]
        units = self.content.units_of_passage(passage)
        unit_scores = weights @ self.late.match_units(table, range(passage.first, passage.last), number)
        parts["unit"] = float(unit_scores.max())
        return Candidate(
            passage=passage,
            score=self.weights.fuse(**parts) + self.weights.neighbour * neighbour,
            parts=parts | {"neighbour": neighbour},
            units=tuple((unit, float(score)) for unit, score in zip(units, unit_scores, strict=True)),
            matches=tuple(float(match) for match in matched),
        )
