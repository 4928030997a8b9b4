"""How sure the assistant is that an answer's first citation is right, and when it refuses.

A logistic model over a few plain features of the best candidate, fitted on dev questions by
``python -m eval.calibrate`` (its figures are printed there). Below ``REFUSE`` the answer is a refusal.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from index.language import is_exact
from index.search import Candidate


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best candidate, each about 0 to 1."""

    passage: float  # late interaction of the passage
    unit: float  # late interaction of its best unit
    exact_missing: float  # share of the question's numbers, years and Latin words that the passage lacks
    rare_missing: float  # weight of the question's words that nothing in the passage is near to
    lead: float  # lead over the next candidate that says something else


# Fitted: intercept first, then one weight for each feature.
WEIGHTS: tuple[float, ...] = (-2.0, 3.0, 3.0, -1.0, -1.0, 1.0)
REFUSE = 0.3


def features(
    best: Candidate, next_score: float, words: Sequence[str], weights: Sequence[float]
) -> Features:
    """The features of the best candidate for a question with these words and their weights."""
    exact = [match for word, match in zip(words, best.matches, strict=True) if is_exact(word)]
    return Features(
        passage=best.parts["passage"],
        unit=best.parts["unit"],
        exact_missing=sum(match < 1 for match in exact) / len(exact) if exact else 0.0,
        rare_missing=sum(w for w, match in zip(weights, best.matches, strict=True) if match < 0.3),
        lead=min(1.0, max(0.0, best.score - next_score)),
    )


def estimate(found: Features) -> float:
    """The estimated probability that the first citation is right."""
    total = WEIGHTS[0] + sum(w * value for w, value in zip(WEIGHTS[1:], astuple(found), strict=True))
    return 1 / (1 + math.exp(-total))
