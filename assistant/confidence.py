"""How sure the assistant is that an answer's first citation is right, and when it refuses.

Two logistic models over a few plain features of the best candidates: one says whether the documents answer at all
(below a threshold it is a refusal), one whether the first citation is right (the ``confidence`` of the answer). Both
are fitted on dev questions by ``python -m eval.calibrate``, which writes ``assistant/data/confidence.json``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from assistant.asked import GENERIC, focus, missing, proper_names
from assistant.compose.speakers import says_the_same
from assistant.question import Question
from assistant.retrieve import Found, passage_text
from assistant.slots import REASON, slots_of
from assistant.understand import Understood
from index.normalise import find_years, fold
from index.search import Candidate, Index
from index.search.word_weights import is_verb

CALIBRATION = Path(__file__).parent / "data" / "confidence.json"
NOTHING_SHARED = 0.2  # at most, where question and passage share neither a noun nor three characters
FORESEEN = 0.5  # an expected question so near makes up for words that are not shared
LOOKED_AT = 10  # candidates whose expected questions are looked at
OTHER_DETAIL = 0.6  # what an expected question counts that asks for another detail
STANDS = 0.6  # at least, where all that is asked stands in the passage
APRIL = 4  # before it, a document belongs to the fiscal year of the year before
NEAR = 0.5  # a match below says that nothing near to the word is there


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best candidates, each about 0 to 1."""

    passage: float  # late interaction of the best passage
    same: float  # share of the question's nouns, numbers and names that the passage has themselves
    grams: float  # share of the question's character triples that it holds
    expected: float  # how near the nearest question is that is expected of it
    foreseen: float  # the same of the first candidates' questions that ask for the same sort of detail
    lead: float  # lead over the next candidate that says something else
    worst: float  # the most that one word of the question loses
    details: float  # share of the details asked for that the best passage does not state
    details_near: float  # the same of its best unit and the units beside it
    years: float  # share of the question's years that are neither in the passage nor its edition's own
    names: float  # 1 if a proper name of the question has nothing near to it in the passage
    focus: float  # share of the words for the very thing asked about that the best passage has nothing near to
    stands: bool = False  # whether all nouns asked stand in the best passage, and every detail beside them


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


@dataclass(frozen=True, slots=True)
class Confidence:
    """The estimated probability that the documents answer, and that the first citation is right.

    ``enough`` says whether that is enough for an answer.
    """

    answerable: float
    right: float
    enough: bool


NO_CONFIDENCE = Confidence(0.0, 0.0, enough=False)


def calibration(index: Index, side: Found) -> Calibration:
    """The calibration for what was found first: it matters whether questions are expected of its document."""
    both = _calibrations()
    return both.expecting if index.is_expected_of(side.candidates[0].passage.document) else both.not_expecting


@cache
def _calibrations() -> Calibrations:
    return Calibrations.model_validate_json(CALIBRATION.read_bytes())


def confidence_of(index: Index, understood: Understood, found: Sequence[Found]) -> Confidence:
    """How sure to be of an answer; of a comparison, that of its surer side.

    A comparison asks one thing of each side, so no side states all that is asked for.
    """
    sides = (estimate(features(index, understood, side), calibration(index, side)) for side in found if side.candidates)
    return max(sides, default=NO_CONFIDENCE, key=lambda one: one.answerable)


def features(index: Index, understood: Understood, side: Found) -> Features:
    """The features of one side of a question that has candidates."""
    question = understood.question
    best, *others = side.candidates
    next_score = next((c.score for c in others if not says_the_same(best, c)), 0.0)
    words = list(dict.fromkeys(side.terms.words))
    matches = dict(zip(words, best.matches, strict=True))
    asked = [matches[term] for term in focus(question.folded) if term in matches]
    named = [matches[term] for term in proper_names(question.folded) if term in matches]
    weights = index.late.weights(words)
    text = passage_text(index, best)
    lacking = missing(question.folded, text)
    lacking_near = missing(question.folded, _beside(best))
    years = _years_lacking(index, understood, best, text)
    return Features(
        passage=best.parts["passage"],
        same=_same(index, words, best.matches),
        grams=best.parts["grams"],
        expected=best.parts["expected"],
        foreseen=_foreseen(index, question, side),
        lead=min(1.0, max(0.0, best.score - next_score)),
        worst=max((float(w) * (1 - m) for w, m in zip(weights, best.matches, strict=True)), default=0.0),
        details=lacking,
        details_near=lacking_near,
        years=years,
        names=float(any(match < NEAR for match in named)),
        focus=sum(match < NEAR for match in asked) / len(asked) if asked else 0.0,
        stands=not (lacking or lacking_near or years) and _all_stand(matches),
    )


def _all_stand(matches: Mapping[str, float]) -> bool:
    """Whether the nouns among a question's words, and there is one, are matched by themselves."""
    nouns = [match for word, match in matches.items() if not is_verb(word) and word not in GENERIC]
    return bool(nouns) and all(match == 1 for match in nouns)


def _same(index: Index, words: Sequence[str], matches: Sequence[float]) -> float:
    """Weighted share of the question's words other than verbs that stand in the passage themselves."""
    nouns = [(word, match) for word, match in zip(words, matches, strict=True) if not is_verb(word)]
    weights = index.late.weights([word for word, _ in nouns])
    return sum(float(weight) for weight, (_, match) in zip(weights, nouns, strict=True) if match == 1)


def _foreseen(index: Index, question: Question, side: Found) -> float:
    """How near the nearest expected question is that asks for one of the same details; others count for less."""
    wanted = {slot.name for slot in slots_of(question.folded)} - {REASON}
    best = 0.0
    for number, near in (pair for candidate in side.candidates[:LOOKED_AT] for pair in candidate.expected):
        if near <= best:
            continue
        asked = {slot.name for slot in slots_of(fold(index.expected_question(number)))} if wanted else set()
        best = max(best, near if not wanted or wanted & asked else OTHER_DETAIL * near)
    return best


def _beside(candidate: Candidate) -> str:
    """The folded text of the best unit and the units beside it."""
    units = [unit for unit, _ in candidate.units]
    place = units.index(candidate.best_unit)
    return fold(" ".join(f"{unit.unit.context} {unit.unit.text}" for unit in units[max(0, place - 1) : place + 2]))


def _years_lacking(index: Index, understood: Understood, best: Candidate, text: str) -> float:
    """Share of the question's years that neither the passage nor the date of its edition has."""
    asked = [year.number for year in find_years(understood.searched)]
    if not asked:
        return 0.0
    date = index.editions[best.passage.document].date
    known = {year.number for year in find_years(text)}
    if date:
        year, month = int(date[:4]), int(date[5:7] or 12)
        known |= {year, year - 1} if month < APRIL else {year}
    return sum(year not in known for year in asked) / len(asked)


def estimate(found: Features, fitted: Calibration) -> Confidence:
    """How sure to be of an answer with these features."""
    answerable, right = fitted.answerable.estimate(found), fitted.right.estimate(found)
    if found.same == 0 and found.grams == 0 and found.expected < FORESEEN:
        answerable, right = min(answerable, NOTHING_SHARED), min(right, NOTHING_SHARED)
    if found.stands:  # nobody may have foreseen the question: it is answered all the same
        answerable = max(answerable, STANDS)
    return Confidence(answerable, right, answerable >= fitted.refuse_below)
