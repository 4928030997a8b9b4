"""Two runs side by side, over the questions that both asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

from eval.measures.intervals import Figure, bootstrap_mean
from eval.measures.values import cluster_of, values
from eval.record import Record

Measure = Callable[[Record], float | bool | None]
LESS_IS_BETTER = ("false_refusals", "brier")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one figure: ``difference`` is after − before, with the interval of the pairs.

    ``lost`` and ``won`` are the ids of the questions that did worse and better (for false refusals and Brier's score
    less is better); ``p`` is McNemar's for a rate.
    """

    before: float
    after: float
    difference: Figure
    lost: tuple[str, ...]
    won: tuple[str, ...]
    p: float


def mcnemar(lost: int, won: int) -> float:
    """Two-sided exact p of so many pairs lost and won, if either were as likely as the other.

    Definition: min(1, 2·P(X ≤ min(lost, won))) with X binomial over lost + won pairs, probability ½; pairs that did
    not change say nothing. For values that are no rate it is the sign test.
    Source: Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages,
    Psychometrika 12, 1947; exact binomial form: F. Mosteller, Biometrics 8, 1952.
    """
    changed = lost + won
    tail: int = sum(comb(changed, k) for k in range(min(lost, won) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


def compare(before: Sequence[Record], after: Sequence[Record], measure: Measure) -> Comparison | None:
    """Compare two runs by what ``measure`` says of each record; ``None`` where they share no such question.

    Definition: over the questions of both runs (by id) for which the measure applies in both, the mean of the
    paired differences with the percentile interval of a bootstrap that draws whole clusters of pairs.
    Source: B. Efron and R. J. Tibshirani, An introduction to the bootstrap, 1993; pairs by question: P. Koehn,
    Statistical significance tests for machine translation evaluation, EMNLP 2004.
    """
    return _compare(before, after, [measure(one) for one in before], [measure(one) for one in after])


def compare_all(before: Sequence[Record], after: Sequence[Record]) -> dict[str, Comparison]:
    """Compare two runs by every rate and mean of the summary (see :func:`compare`); those not shared are left out."""
    was, now = values(before), values(after)
    compared = {name: _compare(before, after, was[name], now[name], name not in LESS_IS_BETTER) for name in was}
    return {name: one for name, one in compared.items() if one is not None}


def _compare(
    before: Sequence[Record],
    after: Sequence[Record],
    was: Sequence[float | bool | None],
    now: Sequence[float | bool | None],
    more_is_better: bool = True,
) -> Comparison | None:
    old = {record.id: float(value) for record, value in zip(before, was, strict=True) if value is not None}
    new = {record.id: float(value) for record, value in zip(after, now, strict=True) if value is not None}
    shared = [record for record in after if record.id in old and record.id in new]
    if not shared:
        return None
    changes = [new[record.id] - old[record.id] for record in shared]
    fell = tuple(record.id for record, change in zip(shared, changes, strict=True) if change < 0)
    rose = tuple(record.id for record, change in zip(shared, changes, strict=True) if change > 0)
    lost, won = (fell, rose) if more_is_better else (rose, fell)
    return Comparison(
        before=sum(old[record.id] for record in shared) / len(shared),
        after=sum(new[record.id] for record in shared) / len(shared),
        difference=bootstrap_mean(changes, [cluster_of(record) for record in shared]),
        lost=lost,
        won=won,
        p=mcnemar(len(lost), len(won)),
    )
