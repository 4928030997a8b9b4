"""How sure the assistant is that an answer's first citation is right, and when it refuses.

Two logistic models over a few plain features of the best candidates: one says whether the documents answer at all
(below a threshold it is a refusal), one whether the first citation is right (the ``confidence`` of the answer). Both
are fitted on dev questions by ``python -m eval.calibrate``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.confidence.calibration import CALIBRATION, Calibration, Calibrations, Weights, calibrations
from assistant.confidence.features import Features, features
from assistant.retrieve import Found
from assistant.understand import Understood
from index.search import Index

__all__ = [
    "CALIBRATION",
    "NO_CONFIDENCE",
    "Calibration",
    "Calibrations",
    "Confidence",
    "Features",
    "Weights",
    "confidence_of",
    "features",
]

NOTHING_SHARED = 0.2  # at most, where question and passage share neither a noun nor three characters
FORESEEN = 0.5  # an expected question so near makes up for words that are not shared
STANDS = 0.6  # at least, where all that is asked stands in the passage


@dataclass(frozen=True, slots=True)
class Confidence:
    """The estimated probability that the documents answer, and that the first citation is right.

    ``enough`` says whether that is enough for an answer.
    """

    answerable: float
    right: float
    enough: bool


NO_CONFIDENCE = Confidence(0.0, 0.0, enough=False)


def calibration_for(index: Index, side: Found) -> Calibration:
    """The calibration for what was found first: it matters whether questions are expected of its document."""
    both = calibrations()
    return both.expecting if index.is_expected_of(side.candidates[0].passage.document) else both.not_expecting


def confidence_of(index: Index, understood: Understood, found: Sequence[Found]) -> Confidence:
    """How sure to be of an answer; of a comparison, that of its surer side."""
    sides = (
        estimate(features(index, understood, side, found), calibration_for(index, side))
        for side in found
        if side.candidates
    )
    return max(sides, default=NO_CONFIDENCE, key=lambda one: one.answerable)


def estimate(found: Features, fitted: Calibration) -> Confidence:
    """How sure to be of an answer with these features."""
    answerable, right = fitted.answerable.estimate(found), fitted.right.estimate(found)
    if found.strange or (found.same == 0 and found.grams == 0 and found.expected < FORESEEN):
        answerable, right = min(answerable, NOTHING_SHARED), min(right, NOTHING_SHARED)
    if found.stands:  # nobody may have foreseen the question: it is answered all the same
        answerable = max(answerable, STANDS)
    return Confidence(answerable, right, answerable >= fitted.refuse_below)
