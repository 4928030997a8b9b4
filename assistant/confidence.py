"""How sure the assistant is that an answer's first citation is right, and when it refuses.

A logistic model over a few plain features of the best candidates. Its weights, and the confidence below which
the answer is a refusal, are fitted on dev questions by ``python -m eval.calibrate``, which writes
``assistant/data/confidence.json``.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from assistant.asked import focus, missing
from assistant.compose.extractive import says_the_same
from assistant.question import Question
from assistant.retrieve import Found, passage_text
from index.search import Index
from index.search.word_weights import is_verb

CALIBRATION = Path(__file__).parent / "data" / "confidence.json"
NOTHING_SHARED = 0.2  # at most, where question and passage share neither a noun nor three characters
FORESEEN = 0.5  # an expected question so near makes up for words that are not shared
NEAR = 0.5  # a match below says that nothing near to the word is there


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best candidates, each about 0 to 1."""

    passage: float  # late interaction of the best passage
    same: float  # share of the question's nouns, numbers and names that the passage has themselves
    grams: float  # share of the question's character triples that it holds
    expected: float  # how near the nearest question is that is expected of it
    lead: float  # lead over the next candidate that says something else
    figures: float  # share of the figures asked for that the best passage does not state
    figures_near: float  # the same of the best three passages together
    years: float  # share of the question's years that the best passage lacks
    focus: float  # share of the words for the very thing asked about that the best passage has nothing near to


class Calibration(BaseModel, frozen=True):
    """The fitted model: a weight for each feature by name, and the least confidence of an answer."""

    intercept: float
    weights: dict[str, float]
    refuse_below: float
    fitted_on: str


class Calibrations(BaseModel, frozen=True):
    """One calibration for each way of searching: expected questions count, or do not."""

    expecting: Calibration
    not_expecting: Calibration


def calibration(index: Index) -> Calibration:
    """The calibration for how an index is searched."""
    both = _calibrations()
    return both.expecting if index.expecting else both.not_expecting


@cache
def _calibrations() -> Calibrations:
    return Calibrations.model_validate_json(CALIBRATION.read_bytes())


def confidence_of(index: Index, question: Question, found: Sequence[Found]) -> float:
    """The estimated probability that the answer is right; of a comparison, that of its surer side.

    A comparison asks one thing of each side, so no side states all that is asked for.
    """
    return max(
        (estimate(features(index, question, side), calibration(index)) if side.candidates else 0.0 for side in found),
        default=0.0,
    )


def features(index: Index, question: Question, side: Found) -> Features:
    """The features of one side of a question that has candidates."""
    best, *others = side.candidates
    next_score = next((c.score for c in others if not says_the_same(best, c)), 0.0)
    words = list(dict.fromkeys(side.terms.words))
    matches = dict(zip(words, best.matches, strict=True))
    years = [match for word, match in matches.items() if word[0] == "年" and word[-1].isdigit()]
    asked = [matches[term] for term in focus(question.folded) if term in matches]
    return Features(
        passage=best.parts["passage"],
        same=_same(index, words, best.matches),
        grams=best.parts["grams"],
        expected=best.parts["expected"],
        lead=min(1.0, max(0.0, best.score - next_score)),
        figures=missing(question.folded, passage_text(index, best)),
        figures_near=min(missing(question.folded, passage_text(index, c)) for c in side.candidates[:3]),
        years=sum(match < 1 for match in years) / len(years) if years else 0.0,
        focus=sum(match < NEAR for match in asked) / len(asked) if asked else 0.0,
    )


def _same(index: Index, words: Sequence[str], matches: Sequence[float]) -> float:
    """Weighted share of the question's words other than verbs that stand in the passage themselves."""
    nouns = [(word, match) for word, match in zip(words, matches, strict=True) if not is_verb(word)]
    weights = index.late.weights([word for word, _ in nouns])
    return sum(float(weight) for weight, (_, match) in zip(weights, nouns, strict=True) if match == 1)


def estimate(found: Features, fitted: Calibration) -> float:
    """The estimated probability that the first citation is right."""
    total = fitted.intercept + sum(fitted.weights[name] * value for name, value in asdict(found).items())
    estimated = 1 / (1 + math.exp(-total))
    nothing_shared = found.same == 0 and found.grams == 0 and found.expected < FORESEEN
    return min(estimated, NOTHING_SHARED) if nothing_shared else estimated
