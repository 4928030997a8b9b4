"""The risk–coverage curve and the bands of confidence, from the records alone."""

from collections.abc import Sequence

from eval.measures.confidence import risk_coverage
from eval.record import Record
from eval.report.data import ConfidenceBin, Figure, ReportData, RiskPoint

BANDS = 10


def curve_of(data: ReportData) -> Sequence[RiskPoint]:
    """The curve that was given, else that of the records."""
    return data.curve or [
        RiskPoint(point.coverage, point.risk, point.threshold) for point in risk_coverage(data.run.records)
    ]


def bins_of(data: ReportData) -> Sequence[ConfidenceBin]:
    """The bands that were given, else those of the records."""
    return data.bins or confidence_bins(data.run.records)


def confidence_bins(records: Sequence[Record]) -> list[ConfidenceBin]:
    """Ten equally wide bands of confidence, easier to read than bins of equal mass; empty ones are left out."""
    bands: dict[int, list[Record]] = {}
    for record in records:
        bands.setdefault(min(int(record.confidence * BANDS), BANDS - 1), []).append(record)
    return [_band(number, bands[number]) for number in sorted(bands)]


def _band(number: int, records: Sequence[Record]) -> ConfidenceBin:
    count = len(records)
    return ConfidenceBin(
        low=number / BANDS,
        high=(number + 1) / BANDS,
        confidence=sum(record.confidence for record in records) / count,
        right=Figure(sum(record.right for record in records) / count, n=count),
    )
