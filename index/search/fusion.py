"""One transparent score out of the legs, each of which lies in [0, 1].

The weights were fitted to dev questions and to the questions of two documents that were written for another
purpose (docs/finding.md says which, and what was tried).
"""

from typing import Any

PASSAGE = 0.5  # late interaction of the passage
UNIT = 0.5  # late interaction of its best unit
LEXICAL = 0.1  # BM25 as a share of the best passage's
POOLED = 0.15  # gist: the cosine of the best unit's mean vector
GRAMS = 0.7  # share of the question's character triples
DENSE = 0.8  # the leg of another embedding model, scaled over the candidates
NEIGHBOUR = 0.05  # the better score of the passages before and behind: they share their subject


def fuse(passage: Any, unit: Any, pooled: Any, lexical: Any, grams: Any, dense: Any) -> Any:  # noqa: ANN401
    """The fused score of one candidate (floats), or of many (arrays of one length)."""
    late = PASSAGE * passage + UNIT * unit
    return late + POOLED * pooled + LEXICAL * lexical + GRAMS * grams + DENSE * dense
