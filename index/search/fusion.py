"""One transparent score out of the legs, each of which lies in [0, 1].

The weights were fitted to dev questions and to the questions of two documents that were written for another
purpose (docs/finding.md says which, and what was tried).
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Weights:
    """What each leg counts in the score of a candidate; a leg of weight 0 is off."""

    passage: float = 0.5  # late interaction of the passage
    unit: float = 0.5  # late interaction of its best unit
    lexical: float = 0.1  # BM25 as a share of the best passage's
    pooled: float = 0.15  # gist: the cosine of the best unit's mean vector
    grams: float = 0.7  # share of the question's character triples
    dense: float = 0.8  # the leg of another embedding model, scaled over the candidates
    neighbour: float = 0.05  # the better score of the passages before and behind: they share their subject

    def fuse(self, passage: Any, unit: Any, pooled: Any, lexical: Any, grams: Any, dense: Any) -> Any:  # noqa: ANN401
        """The fused score of one candidate (floats), or of many (arrays of one length), its neighbours apart."""
        late = self.passage * passage + self.unit * unit
        return late + self.pooled * pooled + self.lexical * lexical + self.grams * grams + self.dense * dense
