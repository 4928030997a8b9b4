"""Counts: level bars for faults and probes, upright ones for how long answers took."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from eval.report.charts.svg import Scale, bar, chart, line, text
from eval.report.markup import Markup
from eval.report.names import milliseconds

WIDTH = 400
STEP = 30
COLUMNS = 12  # of the histogram


@dataclass(frozen=True, slots=True)
class Count:
    """A bar: ``full`` of ``whole`` (the rest is drawn too), and what stands at its end."""

    label: str
    full: int
    whole: int
    end: str
    bad: bool = False


def level(title: str, counts: Sequence[Count]) -> Markup:
    """Level bars, one a row."""
    most = max((count.whole for count in counts), default=1)
    scale = Scale(0, max(most, 1), 92, WIDTH - 62)
    parts: list[Markup] = []
    for number, count in enumerate(counts):
        top = 6 + STEP * number
        parts.append(text(84, top + 16, count.label, "", "end"))
        if count.whole > count.full:
            parts.append(bar(scale.start, top + 3, scale(count.whole) - scale.start, 18, "rest"))
        if count.full:
            parts.append(bar(scale.start, top + 3, scale(count.full) - scale.start, 18, "bad" if count.bad else "bar"))
        parts.append(text(scale(count.whole) + 6, top + 16, count.end, "value"))
    height = 10 + STEP * len(counts)
    parts.append(line(scale.start, 4, scale.start, height - 2, "base"))
    return chart(title, "、".join(f"{count.label} {count.end}" for count in counts), WIDTH, height, parts)


def histogram(title: str, times: Sequence[float]) -> Markup:
    """How many answers took how long; the last column holds all that took longer."""
    width = column_width(times)
    columns = [0] * COLUMNS
    for time in times:
        columns[min(int(time / width), COLUMNS - 1)] += 1
    x, y = Scale(0, COLUMNS, 34, WIDTH - 12), Scale(0, max(*columns, 1), 176, 22)
    parts = [line(x.start, 176, x.end, 176, "base")]
    for number, count in enumerate(columns):
        if count:
            parts.append(bar(x(number) + 1, y(count), x(number + 1) - x(number) - 2, 176 - y(count), "bar"))
            parts.append(text((x(number) + x(number + 1)) / 2, y(count) - 5, str(count), "tick", "middle"))
    parts += [text(x(number), 192, f"{width * number:g}", "tick", "middle") for number in range(0, COLUMNS, 2)]
    parts.append(text(x.end, 192, "以上", "tick", "end"))
    parts.append(text((x.start + x.end) / 2, 214, "応答時間（ミリ秒）", "axis", "middle"))
    return chart(title, f"一つの柱は{milliseconds(width)}の幅で、柱の上の数は問数です。", WIDTH, 222, parts)


def column_width(times: Sequence[float]) -> float:
    """A round width such that nearly all times find room."""
    usual = sorted(times)[int(len(times) * 0.98)] if times else 1.0
    wanted = max(usual / COLUMNS, 0.1)
    power = 10.0 ** floor(log10(wanted))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)
