"""One transparent score out of the legs.

score = PASSAGE · late interaction of the passage + UNIT · that of its best unit + LEXICAL · BM25 / best BM25
(+ DENSE · the leg of another embedding model, scaled to [0, 1] over the candidates).
"""

PASSAGE, UNIT, LEXICAL, DENSE = 0.5, 0.5, 0.2, 0.8
"""Weights of the legs, chosen on dev questions."""


def fuse(passage: float, unit: float, lexical: float, dense: float = 0.0) -> float:
    """The fused score of one candidate; each part lies in [0, 1]."""
    return PASSAGE * passage + UNIT * unit + LEXICAL * lexical + DENSE * dense
