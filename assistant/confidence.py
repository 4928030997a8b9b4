"""How sure the assistant is that an answer's first citation is right, and when it refuses.

A logistic model over a few plain features of the best candidate, fitted on dev questions by
``python -m eval.calibrate`` (its figures are printed there). Below ``REFUSE`` the answer is a refusal.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.compose.extractive import says_the_same
from assistant.quantity import figures_missing
from assistant.question import Question
from assistant.retrieve import Found
from index.normalise import fold
from index.search import Candidate, Index


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best candidates, each about 0 to 1."""

    passage: float  # late interaction of the best passage
    lead: float  # lead over the next candidate that says something else
    figures: float  # share of the figures asked for that the best passage does not state
    figures_near: float  # the same of the best three passages together
    years: float  # share of the question's years that the best passage lacks


# Fitted: intercept first, then one weight for each feature.
WEIGHTS: tuple[float, ...] = (-0.9, 2.2, 1.3, -1.1, -1.4, -0.5)
REFUSE = 0.3


def confidence_of(index: Index, question: Question, found: Sequence[Found]) -> float:
    """The estimated probability that the answer is right: of a comparison, that of its weaker side."""
    return min((estimate(features(index, question, side)) if side.candidates else 0.0 for side in found), default=0.0)


def features(index: Index, question: Question, side: Found) -> Features:
    """The features of one side of a question that has candidates."""
    best, *others = side.candidates
    next_score = next((c.score for c in others if not says_the_same(best, c)), 0.0)
    words = list(dict.fromkeys(side.terms.words))
    years = [m for word, m in zip(words, best.matches, strict=True) if word[0] == "年" and word[-1].isdigit()]
    return Features(
        passage=best.parts["passage"],
        lead=min(1.0, max(0.0, best.score - next_score)),
        figures=figures_missing(question.folded, _text(index, best)),
        figures_near=min(figures_missing(question.folded, _text(index, c)) for c in side.candidates[:3]),
        years=sum(match < 1 for match in years) / len(years) if years else 0.0,
    )


def _text(index: Index, candidate: Candidate) -> str:
    path = index.section(candidate.passage.section).path
    units = (f"{unit.unit.context} {unit.unit.text}" for unit, _ in candidate.units)
    return fold(" ".join([*path, *units]))


def estimate(found: Features) -> float:
    """The estimated probability that the first citation is right."""
    total = WEIGHTS[0] + sum(w * value for w, value in zip(WEIGHTS[1:], astuple(found), strict=True))
    return 1 / (1 + math.exp(-total))
