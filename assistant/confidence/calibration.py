"""The fitted models, as ``python -m eval.calibrate`` writes them to ``assistant/data/confidence.json``."""

import math
from dataclasses import asdict
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from assistant.confidence.features import Features

CALIBRATION = Path(__file__).parents[1] / "data" / "confidence.json"


class Weights(BaseModel, frozen=True):
    """A fitted logistic model: a weight for each feature by name."""

    intercept: float
    weights: dict[str, float]

    def estimate(self, found: Features) -> float:
        """The estimated probability."""
        values = asdict(found)
        total = self.intercept + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-total))


class Calibration(BaseModel, frozen=True):
    """How sure to be that the documents answer, and that the first citation is right; the least for an answer."""

    answerable: Weights
    right: Weights
    refuse_below: float
    fitted_on: str


class Calibrations(BaseModel, frozen=True):
    """One calibration for documents of which questions are expected, one for others or where these do not count."""

    expecting: Calibration
    not_expecting: Calibration


@cache
def calibrations() -> Calibrations:
    """The calibrations that ship."""
    return Calibrations.model_validate_json(CALIBRATION.read_bytes())
