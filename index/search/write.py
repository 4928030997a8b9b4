"""From the passages of a new generation to the files that the search reads, one leg after another.

Everything is worked out from ``content.sqlite`` alone, so it does not matter which of its documents were read
just now and which were taken over.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.embed.identity import BUNDLED
from index.embed.models import EmbeddingModel
from index.language import terms
from index.search.dense import write_dense
from index.search.foreseen import write_question_units
from index.search.fusion import write_fusion
from index.search.grams import write_grams
from index.search.word_rows import WordRows, write_word_rows
from index.store.content import CONTENT, Content
from index.store.lexical import write_lexical
from index.store.postings import Postings, Ragged
from index.store.questions import EXPECTED, UNANSWERED, StoredQuestions

Progress = Callable[[str, int, int], None]
_WRITING = "書いています"
_STEPS = 4


def write_legs(generation: Path, embedding_model: str, earlier: Path | None, progress: Progress) -> int:
    """Write all legs for the ``content.sqlite`` of a generation; how many passages another model embedded.

    ``earlier`` is a whole generation of the same embedding model, whose vectors serve again.
    """
    content = Content(generation / CONTENT)
    before = Content(earlier / CONTENT) if earlier else None
    try:
        _write_bundled(generation, content, progress)
        if embedding_model == BUNDLED:
            return 0
        return write_dense(
            generation,
            content,
            EmbeddingModel(embedding_model),
            (earlier, before) if earlier and before else None,
            lambda done, total: progress("埋め込みを計算しています", done, total),
        )
    finally:
        content.close()
        if before:
            before.close()


def _write_bundled(generation: Path, content: Content, progress: Progress) -> None:
    progress(_WRITING, 0, _STEPS)
    with (
        closing(StoredQuestions(generation, EXPECTED)) as expected,
        closing(StoredQuestions(generation, UNANSWERED)) as unanswered,
    ):
        gathered = _gather(content, {EXPECTED: expected, UNANSWERED: unanswered})
    model = BundledModel()
    progress(_WRITING, 1, _STEPS)
    write_word_rows(generation, gathered.words, model)
    progress(_WRITING, 2, _STEPS)
    write_grams(generation, gathered.grams)
    write_fusion(generation)
    for kind, units in gathered.question_units.items():
        write_question_units(generation, kind, units)
    progress(_WRITING, 3, _STEPS)
    write_lexical(generation / "lexical", *gathered.lexical)
    progress(_WRITING, _STEPS, _STEPS)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The words of all rows, the terms of the lexical leg, and grams by their buckets."""

    words: WordRows
    lexical: tuple[list[str], Postings]
    grams: Postings
    question_units: dict[str, NDArray[np.int64]]


def _gather(content: Content, questions: Mapping[str, StoredQuestions]) -> _Gathered:
    words, lexical = Ragged(), Ragged()
    buckets, starts = array("i"), array("q", [0])
    owners, path_rows, unit_rows = array("q"), array("q"), array("q")
    for passage, found in enumerate(content.terms()):
        lexical.add(found.lexical)
        path_rows.append(words.add(found.path))
        for unit in found.units:
            unit_rows.append(words.add(unit))
            owners.append(passage)
        buckets.extend(found.grams)
        starts.append(len(buckets))
    title_rows = [words.add(terms(edition.title).words) for edition in content.editions]
    question_rows: dict[str, list[int]] = {}
    question_units: dict[str, NDArray[np.int64]] = {}
    for kind, asked in questions.items():
        found_rows = [(unit, words.add(row)) for unit, row in asked.rows()]
        question_rows[kind] = [row for _, row in found_rows]
        question_units[kind] = np.array([unit for unit, _ in found_rows], np.int64)
    names, rows = words.ranked()

    def select(numbers: Iterable[int]) -> Postings:
        return rows.select(np.fromiter(numbers, np.int64))

    return _Gathered(
        WordRows(
            names,
            units=select(unit_rows),
            paths=select(path_rows),
            titles=select(title_rows),
            expected=select(question_rows[EXPECTED]),
            unanswered=select(question_rows[UNANSWERED]),
            owners=np.array(owners, np.int64),
        ).distinct(),
        lexical.ranked(),
        Postings(np.array(starts, np.int64), np.array(buckets, np.int32)),
        question_units,
    )
