"""Whether ``confidence`` can be believed: against :attr:`eval.record.Record.right`, refusals included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.intervals import Matrix, Statistic
from eval.record import Record

BINS = 10
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """A bin of the reliability table: mean confidence, share that was right, questions (a tie may be split)."""

    confidence: float
    right: float
    questions: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the risk–coverage curve: of the answers with at least this confidence, how many and how wrong."""

    threshold: float
    coverage: float
    risk: float


def brier(records: Sequence[Record]) -> float:
    """Mean squared distance of confidence from outcome, 0 the best.

    Definition: (1/n)·Σ (confidence − right)².
    Source: G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950
    (for two outcomes, half of his sum over both).
    """
    return float(np.mean([(record.confidence - record.right) ** 2 for record in records]))


def ece(records: Sequence[Record]) -> float:
    """Expected calibration error over 10 bins of equal mass, 0 the best.

    Definition: the records in order of confidence are cut into 10 bins of n/10 records each;
    Σ (bin's share of the records)·|bin's share that was right − bin's mean confidence|. A record on a border, and
    records of equal confidence, are shared out between bins in proportion, so that their order does not matter.
    Source: M. P. Naeini, G. F. Cooper and M. Hauskrecht, Obtaining well calibrated probabilities using Bayesian
    binning, AAAI 2015.
    """
    return float(ece_of(records)(_once(records))[0])


def ece_of(records: Sequence[Record]) -> Statistic:
    """:func:`ece` as a statistic, to draw resamples of."""
    groups = _Groups.of(records)

    def error(weights: Matrix) -> Vector:
        mass, right = groups.drawn(weights)
        gap = right - mass * groups.confidence
        gaps = np.zeros(len(weights))
        for share in _shares(mass):
            gaps += np.abs((gap * share).sum(axis=1))
        return np.asarray(gaps / mass.sum(axis=1))

    return error


def reliability(records: Sequence[Record]) -> list[Bin]:
    """The reliability table: the bins of :func:`ece`, of low confidence first; none without records.

    Source: M. H. DeGroot and S. E. Fienberg, The comparison and evaluation of forecasters, The Statistician 32, 1983.
    """
    if not records:
        return []
    groups = _Groups.of(records)
    mass, right = groups.drawn(_once(records))
    bins = []
    for share in _shares(mass):
        questions = float((mass * share).sum())
        confidence = float((mass * groups.confidence * share).sum()) / questions
        bins.append(Bin(confidence, float((right * share).sum()) / questions, questions))
    return bins


def risk_coverage(records: Sequence[Record]) -> list[Point]:
    """The risk–coverage curve, one point for each confidence that occurs, the highest first.

    Definition: for a threshold, coverage is the share of records with at least that confidence, risk the share of
    these that was not right.
    Source: Y. Geifman and R. El-Yaniv, Selective classification for deep neural networks, NeurIPS 2017.
    """
    if not records:
        return []
    groups = _Groups.of(records)
    mass, right = (row[0, ::-1] for row in groups.drawn(_once(records)))
    covered, wrong = np.cumsum(mass), np.cumsum(mass - right)
    return [
        Point(float(threshold), float(some / len(records)), float(bad / some))
        for threshold, some, bad in zip(groups.confidence[::-1], covered, wrong, strict=True)
    ]


def risk_coverage_area(records: Sequence[Record]) -> float:
    """Area under the risk–coverage curve, 0 the best; the error rate itself if confidence says nothing.

    Definition: (1/n)·Σ risk of the k most confident records, k = 1 … n; of records of equal confidence, the mean over
    all their orders.
    Source: Y. Geifman and R. El-Yaniv, NeurIPS 2017 (curve); Y. Geifman, G. Uziel and R. El-Yaniv, Bias-reduced
    uncertainty estimation for deep neural classifiers, ICLR 2019 (area).
    """
    return float(risk_coverage_area_of(records)(_once(records))[0])


def risk_coverage_area_of(records: Sequence[Record]) -> Statistic:
    """:func:`risk_coverage_area` as a statistic, to draw resamples of."""
    groups = _Groups.of(records)

    def area(weights: Matrix) -> Vector:
        mass, right = (rows[:, ::-1] for rows in groups.drawn(weights))
        wrong = mass - right
        rate = np.divide(wrong, mass, out=np.zeros_like(mass), where=mass > 0)
        covered = np.cumsum(mass, axis=1)
        before = covered - mass
        # In a tie of w records after T of which E were wrong, the k-th risk is (E + rate·k) / (T + k), k = 1 … w:
        # summed, rate·w + (E − rate·T)·(H(T + w) − H(T)) with the harmonic numbers H.
        excess = np.cumsum(wrong, axis=1) - wrong - rate * before
        harmonic = _harmonic(int(covered[:, -1].max()))
        risks = wrong + excess * (harmonic[covered.astype(int)] - harmonic[before.astype(int)])
        return np.asarray(risks.sum(axis=1) / covered[:, -1])

    return area


@dataclass(frozen=True, slots=True)
class _Groups:
    """Records of equal confidence together, of low confidence first."""

    confidence: Vector  # of each group
    order: NDArray[np.int64]  # the records by group
    starts: NDArray[np.int64]  # the first of each group in that order
    outcomes: Vector  # of the records in that order

    @classmethod
    def of(cls, records: Sequence[Record]) -> "_Groups":
        confidence = np.array([record.confidence for record in records], dtype=np.float64)
        order = np.argsort(confidence, kind="stable")
        found, starts = np.unique(confidence[order], return_index=True)
        outcomes = np.array([record.right for record in records], dtype=np.float64)[order]
        return cls(found, order, starts, outcomes)

    def drawn(self, weights: Matrix) -> tuple[Matrix, Matrix]:
        """How many records of each group were drawn in each resample, and how many of these were right."""
        ordered = weights[:, self.order]
        mass = np.add.reduceat(ordered, self.starts, axis=1)
        return mass, np.add.reduceat(ordered * self.outcomes, self.starts, axis=1)


def _shares(mass: Matrix) -> Iterator[Matrix]:
    """For each bin, the share of each group that falls into it."""
    reached = np.cumsum(mass, axis=1)
    before = reached - mass
    total = reached[:, -1:]
    for number in range(BINS):
        low, high = total * number / BINS, total * (number + 1) / BINS
        inside = np.clip(np.minimum(reached, high) - np.maximum(before, low), 0, None)
        yield np.divide(inside, mass, out=np.zeros_like(mass), where=mass > 0)


def _harmonic(n: int) -> Vector:
    """The harmonic numbers from 0 to n."""
    return np.concatenate([[0.0], np.cumsum(1 / np.arange(1, n + 1))])


def _once(records: Sequence[Record]) -> Matrix:
    return np.ones((1, len(records)))
