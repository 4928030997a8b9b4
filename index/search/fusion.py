"""One transparent score out of parts, most of which lie in [0, 1].

The weights are fitted on dev questions by ``python -m eval.fit``, which writes ``index/data/weights.json``; each
index keeps those it was built with (docs/finding.md says what was tried).
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

WEIGHTS = "weights.json"
SHIPPED = Path(__file__).parents[1] / "data" / WEIGHTS


class Weights(BaseModel, frozen=True):
    """What each part counts in the score of a candidate; a part of weight 0 is off."""

    passage: float  # late interaction of the passage
    unit: float  # late interaction of its best unit
    thesaurus: float  # what late interaction of the passage gains by the thesaurus
    expected: float  # the nearest expected question
    lexical: float  # BM25 as a share of the best passage's
    grams: float  # share of the question's character triples
    rerank: float  # what a cross-encoder says of the first candidates, where one is set
    dense: float  # the leg of another embedding model, scaled over the candidates

    def fuse(self, parts: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """The fused score of one candidate (floats), or of many (arrays of one length)."""
        return sum(getattr(self, name) * part for name, part in parts.items())


def write_fusion(generation: Path) -> None:
    """Keep the weights with an index."""
    shutil.copyfile(SHIPPED, generation / WEIGHTS)


def read_weights(path: Path = SHIPPED) -> Weights:
    """The weights that an index keeps, or those that ship."""
    return Weights.model_validate_json(path.read_bytes())
