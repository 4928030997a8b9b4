"""How far a figure can be trusted: an interval around every one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20240401
LEVEL = 0.95

Matrix = NDArray[np.float64]
# From how often each record was drawn (one row a resample) to the statistic of each row.
Statistic = Callable[[Matrix], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval, and how many questions stand behind it."""

    value: float
    low: float
    high: float
    n: int


def wilson(successes: int, n: int, level: float = LEVEL) -> Figure:
    """A rate with its score interval.

    Definition: with p = successes / n and z the normal quantile of (1 + level) / 2,
    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no rate")
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate = successes / n
    centre = rate + z * z / (2 * n)
    half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At 0 and at n the bound is the rate itself, but for rounding.
    return Figure(rate, max(0.0, min(rate, (centre - half) / scale)), min(1.0, max(rate, (centre + half) / scale)), n)


def bootstrap(statistic: Statistic, clusters: Sequence[str], level: float = LEVEL) -> Figure:
    """Any statistic of a list of records with its percentile interval, whole clusters drawn at a time.

    Definition: as many clusters as there are are drawn with replacement, 2,000 times, the statistic of each resample
    is taken, and the interval lies between the (1 ∓ level) / 2 quantiles. The seed is fixed: equal records give equal
    intervals. One cluster alone says nothing of the spread: its interval is a point.
    Source: B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1979 (percentile
    interval: Efron 1981); whole clusters: A. C. Davison and D. V. Hinkley, Bootstrap methods and their application,
    1997, section 3.8.
    """
    if not clusters:
        raise ValueError("no records to draw from")
    value = float(statistic(np.ones((1, len(clusters))))[0])
    drawn = statistic(_weights(clusters))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Figure(value, float(low), float(high), len(clusters))


def bootstrap_mean(values: Sequence[float], clusters: Sequence[str], level: float = LEVEL) -> Figure:
    """The mean of values, one a record, with its clustered percentile interval (see :func:`bootstrap`)."""
    return bootstrap(mean_of(values), clusters, level)


def mean_of(values: Sequence[float]) -> Statistic:
    """The mean as a statistic: sum of the drawn values by their number, which differs where clusters differ."""
    column = np.asarray(values, dtype=np.float64)

    def mean(weights: Matrix) -> NDArray[np.float64]:
        return np.asarray(weights @ column / weights.sum(axis=1))

    return mean


def quantile_of(values: Sequence[float], share: float) -> Statistic:
    """A quantile as a statistic: the smallest value that at least this share of the drawn ones do not exceed.

    Source: R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50, 1996,
    definition 1 (the inverse of the empirical distribution).
    """
    column = np.asarray(values, dtype=np.float64)
    order = np.argsort(column, kind="stable")

    def quantile(weights: Matrix) -> NDArray[np.float64]:
        reached = np.cumsum(weights[:, order], axis=1)
        wanted = share * reached[:, -1:] - 1e-9
        return np.asarray(column[order][np.argmax(reached >= wanted, axis=1)])

    return quantile


def _weights(clusters: Sequence[str]) -> Matrix:
    """How often each record is drawn in each resample: as often as its cluster."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(clusters))}
    return _draws(len(numbers))[:, [numbers[name] for name in clusters]].astype(np.float64)


@lru_cache(maxsize=64)
def _draws(clusters: int) -> NDArray[np.uint16]:
    """How often each of so many clusters is drawn in each resample."""
    generator = np.random.default_rng(SEED)
    drawn = generator.multinomial(clusters, np.full(clusters, 1 / clusters), size=RESAMPLES)
    return drawn.astype(np.uint16)
