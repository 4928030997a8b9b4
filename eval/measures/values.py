"""What each record counts for in each figure: a number, or ``None`` where the figure does not apply to it."""

from collections.abc import Sequence

from eval.measures.retrieval import Retrieval, retrieval
from eval.record import Record

TOP = 3
# The figures that are rates: each record counts 0 or 1.
RATES = (
    "first",
    "top3",
    "section",
    "edition",
    "citations_valid",
    "numbers_agree",
    "refused",
    "false_refusals",
    "right",
)
# Means of values between 0 and 1.
MEANS = ("mrr", "ndcg", "recall", "facts", "precision", "citation_recall", "citation_precision", "sides", "brier")


def cluster_of(record: Record) -> str:
    """The cluster of a record; one without (no evidence, so no section) is a cluster of its own."""
    return record.cluster or f"{record.set}/{record.id}"


def values(records: Sequence[Record]) -> dict[str, list[float | None]]:
    """The values of every rate and mean, by name, each list in the order of the records (see ``summary``)."""
    rows = [_values(record, places) for record, places in zip(records, retrieval(records), strict=True)]
    return {name: [_number(row.get(name)) for row in rows] for name in (*RATES, *MEANS)}


def _values(record: Record, places: Retrieval) -> dict[str, float | bool | None]:
    always: dict[str, float | bool | None] = {
        "right": record.right,
        "brier": (record.confidence - record.right) ** 2,
        "citations_valid": record.citations_valid,
        "numbers_agree": record.numbers_agree,
        "citation_recall": record.citation_recall,
        "citation_precision": record.citation_precision,
    }
    if not record.answerable:
        return always | {"refused": record.refused}
    placed = {} if record.kind == "cross" else _placed(record, places)
    return (
        always
        | placed
        | {
            "false_refusals": record.refused,
            "ndcg": places.ndcg,
            "recall": places.recall,
            "edition": record.edition,
            "facts": record.facts,
            "precision": record.precision,
            "sides": record.sides,
        }
    )


def _placed(record: Record, places: Retrieval) -> dict[str, float | bool | None]:
    """What needs one first place, which kind ``cross`` has not."""
    top = record.rank is not None and record.rank < TOP
    return {
        "first": record.rank == 0 and bool(record.citations),
        "top3": top,
        "mrr": places.mrr,
        "section": record.section if top else None,
    }


def _number(value: float | bool | None) -> float | None:
    return None if value is None else float(value)
