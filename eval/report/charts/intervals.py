"""Rates with their intervals, one a row: a dot, its interval, and where the baseline was."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.report.charts.svg import QUARTERS, Scale, across, chart, dot, line, shortened, text
from eval.report.data import Figure
from eval.report.markup import Markup

WIDTH = 400
LONGEST_LABEL = 32


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label, its figure (in [0, 1]), how that is written, and the baseline's value where there is one."""

    label: str
    figure: Figure
    written: str
    before: float | None = None


def intervals(title: str, rows: Sequence[Row], *, long_labels: bool = False) -> Markup:
    """The chart. Long labels stand above their row, short ones at its left."""
    step = 42 if long_labels else 24
    scale = Scale(0.0, 1.0, 10 if long_labels else 112, WIDTH - 52)
    bottom = 10 + step * len(rows)
    parts = across(scale, QUARTERS, 6, bottom)
    for number, row in enumerate(rows):
        parts += _row(row, 10 + step * number, scale, long_labels=long_labels)
    return chart(title, _spoken(rows), WIDTH, bottom + 20, parts)


def _row(row: Row, top: float, scale: Scale, *, long_labels: bool) -> list[Markup]:
    middle = top + (28 if long_labels else 12)
    label = shortened(row.label, LONGEST_LABEL)
    parts = [
        text(scale.start, top + 13, label, "halo")
        if long_labels
        else text(scale.start - 10, middle + 4, label, "", "end")
    ]
    figure = row.figure
    if figure.value is None:
        return [*parts, text(WIDTH, middle + 4, row.written, "", "end")]
    if figure.low is not None and figure.high is not None:
        parts.append(line(scale(figure.low), middle, scale(figure.high), middle, "interval"))
    if row.before is not None:
        parts.append(line(scale(row.before), middle - 9, scale(row.before), middle + 9, "before"))
    parts.append(dot(scale(figure.value), middle, 4, "point"))
    return [*parts, text(WIDTH, middle + 4, row.written, "value", "end")]


def _spoken(rows: Sequence[Row]) -> str:
    known = [f"{row.label} {row.written}" for row in rows if row.figure.value is not None]
    return "点は今回の値、横線は95%区間、縦線は基準です。" + "、".join(known)
