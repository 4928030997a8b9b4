"""One figure over the last runs."""

from collections.abc import Sequence
from math import ceil, floor

from eval.report.charts.svg import Scale, chart, dot, line, path, text, upward
from eval.report.data import Past
from eval.report.markup import Markup
from eval.report.names import Named, day

WIDTH, HEIGHT = 340, 170
LEFT, RIGHT, TOP, BOTTOM = 44, 296, 12, 136


def trend(named: Named, history: Sequence[Past]) -> Markup:
    """The figure's line with its interval as a band; a run that the gate stopped has a cross."""
    known = [(place, past) for place, past in enumerate(history) if _value(past, named.key) is not None]
    values = [bound for _, past in known for bound in _bounds(past, named.key)]
    bottom, top = _span(values)
    x, y = Scale(0, max(len(history) - 1, 1), LEFT, RIGHT), Scale(bottom, top, BOTTOM, TOP)
    parts = upward(y, (bottom, (bottom + top) / 2, top), LEFT, RIGHT)
    band = [(x(place), y(_bounds(past, named.key)[2])) for place, past in known]
    band += [(x(place), y(_bounds(past, named.key)[1])) for place, past in reversed(known)]
    line_points = [(x(place), y(_bounds(past, named.key)[0])) for place, past in known]
    if len(known) > 1:
        parts += [path(band, "area", closed=True), path(line_points, "line")]
    for (_, past), (across, up) in zip(known, line_points, strict=True):
        parts += _stopped(across, up) if past.passed is False else [dot(across, up, 3.5, "point")]
    parts += _days(history, x)
    spoken = "記録がありません。"
    if line_points:
        last = named.write(_value(known[-1][1], named.key))
        parts.append(text(RIGHT + 7, line_points[-1][1] + 4, last, "value"))
        spoken = f"{len(known)}回の記録で、最後は{last}です。帯は95%区間、×は関門で止まった回です。"
    return chart(f"{named.name}の推移", spoken, WIDTH, HEIGHT, parts)


def _value(past: Past, key: str) -> float | None:
    figure = past.figures.get(key)
    return figure.value if figure else None


def _bounds(past: Past, key: str) -> tuple[float, float, float]:
    """The value with its interval, which shrinks to the value where there is none."""
    figure = past.figures[key]
    value = figure.value or 0.0
    return value, value if figure.low is None else figure.low, value if figure.high is None else figure.high


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Tenths around all values, so that a change of some points can be seen; the axis says where it starts."""
    if not values:
        return 0.0, 1.0
    low, high = floor(min(values) * 10) / 10, min(ceil(max(values) * 10) / 10, 1.0)
    return (low, high) if high > low else (max(high - 0.1, 0.0), max(high, 0.1))


def _stopped(x: float, y: float) -> list[Markup]:
    return [
        line(x - 5, y - 5, x + 5, y + 5, "cross"),
        line(x - 5, y + 5, x + 5, y - 5, "cross"),
    ]


def _days(history: Sequence[Past], x: Scale) -> list[Markup]:
    if not history:
        return []
    first = text(LEFT, BOTTOM + 18, day(history[0]), "tick", "start")
    return [first, text(RIGHT, BOTTOM + 18, day(history[-1]), "tick", "end")] if len(history) > 1 else [first]
