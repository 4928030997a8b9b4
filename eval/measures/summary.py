"""All figures of a list of records."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from eval.measures.confidence import ece_of, risk_coverage_area_of
from eval.measures.intervals import Figure, Statistic, bootstrap, bootstrap_mean, quantile_of, wilson
from eval.measures.values import RATES, cluster_of, values
from eval.record import Record

FIGURES = (
    "first",
    "top3",
    "mrr",
    "ndcg",
    "recall",
    "section",
    "edition",
    "facts",
    "precision",
    "citation_recall",
    "citation_precision",
    "citations_valid",
    "numbers_agree",
    "sides",
    "refused",
    "false_refusals",
    "right",
    "ece",
    "brier",
    "risk_coverage_area",
    "latency_median",
    "latency_p95",
)
Key = Callable[[Record], Iterable[str]]


def summarise(records: Sequence[Record]) -> dict[str, Figure]:
    """Every figure that applies to the records, in the order of ``FIGURES``; one that applies to none is left out.

    Over the answerable: ``first`` (the first citation holds evidence), ``top3`` (one of the first three places does;
    citations, then related), ``mrr`` (all three without kind ``cross``, which has no single first place), ``ndcg``,
    ``recall``, ``section`` (of those in ``top3``), ``edition``, ``facts``, ``precision``, ``sides``,
    ``false_refusals``. Over the unanswerable: ``refused``. Over all: ``citation_recall``, ``citation_precision``,
    ``citations_valid``, ``numbers_agree`` (where they apply), ``right``, ``ece``, ``brier``, ``risk_coverage_area``,
    ``latency_median`` and ``latency_p95`` (milliseconds). Rates have Wilson's interval, all others that of the
    bootstrap by cluster; definitions and sources stand in the modules of this package and in :class:`Record`.
    """
    clusters = [cluster_of(record) for record in records]
    found = {name: _figure(name, column, clusters) for name, column in values(records).items()}
    found |= {name: bootstrap(statistic, clusters) for name, statistic in _statistics(records).items()}
    return {name: figure for name in FIGURES if (figure := found.get(name)) is not None}


def _figure(name: str, column: Sequence[float | None], clusters: Sequence[str]) -> Figure | None:
    counted = [(value, cluster) for value, cluster in zip(column, clusters, strict=True) if value is not None]
    if not counted:
        return None
    numbers = [value for value, _ in counted]
    if name in RATES:
        return wilson(round(sum(numbers)), len(numbers))
    return bootstrap_mean(numbers, [cluster for _, cluster in counted])


def _statistics(records: Sequence[Record]) -> dict[str, Statistic]:
    """The figures that are no mean of what each record counts for."""
    if not records:
        return {}
    times = [record.milliseconds for record in records]
    return {
        "ece": ece_of(records),
        "risk_coverage_area": risk_coverage_area_of(records),
        "latency_median": quantile_of(times, 0.5),
        "latency_p95": quantile_of(times, 0.95),
    }


def kind(record: Record) -> list[str]:
    """Key of :func:`by`: the kind of question."""
    return [record.kind]


def documents(record: Record) -> list[str]:
    """Key of :func:`by`: each document that answers the question."""
    return record.documents


def question_set(record: Record) -> list[str]:
    """Key of :func:`by`: the set that the question belongs to."""
    return [record.set]


def by(records: Iterable[Record], key: Key) -> dict[str, list[Record]]:
    """The records in groups, by name; a record with several names stands in each of their groups."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for name in key(record):
            groups[name].append(record)
    return dict(sorted(groups.items()))


def summarise_by(records: Iterable[Record], key: Key) -> dict[str, dict[str, Figure]]:
    """The figures of each group (see :func:`by` and :func:`summarise`)."""
    return {name: summarise(group) for name, group in by(records, key).items()}
