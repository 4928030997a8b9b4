"""From the passages of a new generation to the files that the search reads, one leg after another.

Everything is worked out from ``content.sqlite`` alone, so it does not matter which of its documents were read
just now and which were taken over.
"""

from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embed.bundled import BundledModel
from index.embed.identity import BUNDLED
from index.embed.models import EmbeddingModel
from index.search.dense import write_dense
from index.search.grams import write_grams
from index.search.late import WordRows, write_late
from index.search.pooled import write_pooled
from index.store.content import CONTENT, Content
from index.store.lexical import write_lexical
from index.store.postings import Postings, Ragged

Progress = Callable[[str, int, int], None]
_WRITING = "書いています"
_STEPS = 5


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
    words, (names, lexical), grams = _gather(content)
    model = BundledModel()
    progress(_WRITING, 1, _STEPS)
    write_late(generation, words, model)
    progress(_WRITING, 2, _STEPS)
    write_pooled(generation, words, model)
    progress(_WRITING, 3, _STEPS)
    write_grams(generation, grams)
    progress(_WRITING, 4, _STEPS)
    write_lexical(generation / "lexical", names, lexical)
    progress(_WRITING, _STEPS, _STEPS)


def _gather(content: Content) -> tuple[WordRows, tuple[list[str], Postings], Postings]:
    """The words of units and paths, the terms of the lexical leg, and the grams of all passages as numbers."""
    words, lexical = Ragged(), Ragged()
    owners, buckets, starts = array("q"), array("i"), array("q", [0])
    path_rows, unit_rows = array("q"), array("q")
    for passage, found in enumerate(content.terms()):
        lexical.add(found.lexical)
        path_rows.append(words.add(found.path))
        for unit in found.units:
            unit_rows.append(words.add(unit))
            owners.append(passage)
        buckets.extend(found.grams)
        starts.append(len(buckets))
    names, rows = words.ranked()
    return (
        WordRows.of(names, rows.select(np.array(unit_rows)), rows.select(np.array(path_rows)), np.array(owners)),
        lexical.ranked(),
        Postings(np.array(starts), np.array(buckets)),
    )
