"""An opened index: questions find passages and units."""

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
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
from index.search.candidate import Candidate, Look, Seen
from index.search.dense import Dense
from index.search.foreseen import Foreseen
from index.search.fusion import WEIGHTS, read_weights
from index.search.grams import Grams
from index.search.late import LateInteraction, Matching
from index.search.rerank import FIRST, Reranker
from index.search.thesaurus import Thesaurus
from index.store.content import CONTENT, Content
from index.store.generations import broken, hold_for_reading
from index.store.lexical import Lexical
from index.store.manifest import Manifest, read_manifest
from index.store.questions import EXPECTED, UNANSWERED, StoredQuestions

POOL = 100  # passages whose units are looked at
Floats = NDArray[np.float32]

__all__ = ["Candidate", "Index"]


class Index:
    """A whole generation of an index, open for questions. Safe to use from several threads."""

    def __init__(
        self, folder: Path, embedding_model: str = BUNDLED, *, expected: bool = True, reranker: str = ""
    ) -> None:
        """Open the current generation.

        ``expected`` says whether its foreseen questions count, ``reranker`` names a cross-encoder for a second look.

        Raises:
            IndexMissing: there is none.
            IndexBroken: a file is missing or changed.
            ModelChanged: it was built with another embedding model.
        """
        self.expecting = expected
        self._reranker = Reranker(reranker) if reranker else None
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
        self.weights = read_weights(self.generation / WEIGHTS)
        self.content = Content(self.generation / CONTENT)
        self._passages = self.content.passages()
        model = BundledModel()
        self.late = LateInteraction(self.generation, model)
        self._lexical = Lexical(self.generation / "lexical")
        self._grams = Grams(self.generation, len(self._passages))
        sizes = [passage.last - passage.first for passage in self._passages]
        passage_of_unit = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._thesaurus = Thesaurus(self.generation)
        self._questions = StoredQuestions(self.generation, EXPECTED)
        self._expected = Foreseen(self.generation, EXPECTED, passage_of_unit, len(sizes), self.late.rarity)
        self._unanswered_questions = StoredQuestions(self.generation, UNANSWERED)
        self._unanswered = Foreseen(self.generation, UNANSWERED, passage_of_unit, len(sizes), self.late.rarity)
        self._owner = np.array([passage.document for passage in self._passages], np.int32)
        self._look = Look(self.content, self.late, self._expected, self._unanswered)
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
        for questions in ("_questions", "_unanswered_questions"):
            if hasattr(self, questions):
                getattr(self, questions).close()
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

    def is_expected_of(self, document: int) -> bool:
        """Whether questions are expected of a document, and count."""
        return self.expecting and document in self._expected_documents

    @cached_property
    def _expected_documents(self) -> frozenset[int]:
        return frozenset(self._owner[self._expected.passages].tolist())

    def knows(self, words: Sequence[str]) -> list[bool]:
        """Whether a document uses each of a question's words, or a question expected of one, or what stands for it."""
        distinct = list(dict.fromkeys(words))
        known = {word: self._is_used(word) for word in distinct}
        for substitute in self._thesaurus.substitutes(words):
            if all(self._is_used(term) for term in substitute.terms):
                known.update((distinct[row], True) for row in substitute.rows)
        return [known[word] for word in words]

    def _is_used(self, term: str) -> bool:
        number = self.late.number(term)
        if number is None:
            return False
        return bool(self.late.in_documents[number] or (self.expecting and self._in_expected[number]))

    @cached_property
    def _in_expected(self) -> NDArray[np.bool_]:
        used = np.zeros_like(self.late.in_documents)
        used[self._expected.terms] = True
        return used

    def expected_question(self, number: int) -> str:
        """An expected question by its number."""
        return self._questions[number].question

    def unanswered_question(self, number: int) -> str:
        """A question that no document answers, by its number."""
        return self._unanswered_questions[number].question

    def expected_of(self, document: int) -> range:
        """The numbers of the questions that are expected of a document."""
        return self._expected.of_units(self.content.rows_of(document, "units"))

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
        substitutes = self._thesaurus.substitutes(terms.words)
        similar = self.late.similar(words)
        matching = self.late.substituted(similar, substitutes)
        table = self.late.table(matching)
        in_titles = self.late.match_titles(table)
        matches = self._matches(matching, in_titles)
        parts = self._parts(question, terms, weights @ matches, allowed)
        parts["thesaurus"] = np.zeros_like(parts["passage"])
        if substitutes:
            itself = Matching(tuple(similar))
            without = weights @ self._matches(itself, self.late.match_titles(self.late.table(itself)))
            parts |= {"passage": without, "thesaurus": parts["passage"] - without}
        near_questions = self._near(self._expected, table, weights)
        near_unanswered = self._near(self._unanswered, table, weights)
        parts["expected"] = self._expected.best_of_passages(near_questions)
        rough = self.weights.fuse(parts | {"unit": parts["passage"] + parts["thesaurus"]})
        rough = np.where(allowed, rough, -1.0)
        seen = Seen(table, in_titles, matching, weights, matches, parts, near_questions, near_unanswered)
        pool = [int(number) for number in np.argsort(-rough, kind="stable")[:POOL] if rough[number] > 0]
        candidates = self._look.into(seen, [self._passages[number] for number in pool], self.weights)
        ordered = sorted(candidates, key=_by_score)
        return sorted(self._reranked(question, ordered), key=_by_score)[:most]

    def _reranked(self, question: str, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates with what the cross-encoder says of the first ones."""
        if self._reranker is None:
            return candidates
        first = candidates[:FIRST]
        texts = [self.content.passage_text(candidate.passage.number) for candidate in first]
        return [
            replace(
                candidate,
                score=candidate.score + self.weights.rerank * float(said),
                parts=candidate.parts | {"rerank": float(said)},
            )
            for candidate, said in zip(first, self._reranker.scores(question, texts), strict=True)
        ] + candidates[FIRST:]

    def substitutes(self, terms: Terms, candidate: Candidate) -> list[str]:
        """What stands in a candidate in place of the question's words by the thesaurus: はんこ→押印."""
        words = list(dict.fromkeys(terms.words))
        found = (
            one
            for one in self._thesaurus.substitutes(terms.words)
            if self.late.holds(candidate.passage.number, one.terms)
        )
        return [f"{'・'.join(words[row] for row in one.rows)}→{'・'.join(one.terms)}" for one in found]

    def _matches(self, matching: Matching, in_titles: Floats) -> Floats:
        """How well each word of a question is matched in each passage, in its path, or in its document's title."""
        return np.asarray(np.maximum(self.late.match_passages(matching), in_titles[:, self._owner]))

    def _parts(self, question: str, terms: Terms, passage: Floats, allowed: NDArray[np.bool_]) -> dict[str, Floats]:
        """The parts of the score that need no look into a passage, for all of them."""
        lexical = self._lexical.scores(terms.lexical)
        return {
            "passage": passage,
            "lexical": lexical / max(float(lexical[allowed].max()), 1e-9),
            "grams": self._grams.scores(terms.grams),
            "dense": self._dense_scores(question, allowed),
        }

    def _dense_scores(self, question: str, allowed: NDArray[np.bool_]) -> Floats:
        """The other model's leg, scaled to [0, 1] over the allowed passages; zeros without one."""
        if self._dense is None:
            return np.zeros(len(self._passages), np.float32)
        scores = self._dense.scores(question)
        low, high = float(scores[allowed].min()), float(scores[allowed].max())
        return np.asarray(np.clip((scores - low) / max(high - low, 1e-9), 0, 1), np.float32)

    def _near(self, foreseen: Foreseen, table: Floats, weights: Floats) -> Floats:
        """How near each foreseen question is; not at all if these do not count."""
        if not self.expecting:
            return np.zeros(len(foreseen), np.float32)
        return foreseen.scores(table, weights)


def _by_score(found: Candidate) -> tuple[float, int]:
    return -found.score, found.passage.number
