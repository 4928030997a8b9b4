"""How far the confidence can be believed: risk–coverage curve and reliability diagram."""

from collections.abc import Sequence
from math import sqrt

from eval.report.charts.svg import QUARTERS, Scale, across, chart, dot, line, path, text, upward
from eval.report.data import ConfidenceBin, RiskPoint
from eval.report.markup import Markup

WIDTH, HEIGHT = 400, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 380, 14, 218
RISKS = (0.04, 0.08, 0.2, 0.4, 0.8, 1.0)  # how high the axis of risk may reach


def risk_curve(points: Sequence[RiskPoint]) -> Markup:
    """The share of wrong answers, had only the surest ones been given."""
    highest = max((point.risk for point in points), default=0.0)
    top = next((limit for limit in RISKS if highest <= limit), 1.0)
    x, y = Scale(0, 1, LEFT, RIGHT), Scale(0, top, BOTTOM, TOP)
    places = [(x(point.coverage), y(point.risk)) for point in points]
    parts = across(x, QUARTERS, TOP, BOTTOM) + upward(y, [top * quarter for quarter in QUARTERS], LEFT, RIGHT)
    if places:
        parts.append(path([(places[0][0], BOTTOM), *places, (places[-1][0], BOTTOM)], "area", closed=True))
        parts += [path(places, "line"), dot(*places[-1], 4.5, "point")]
    parts += _axes("答える質問の割合（確からしい順）", "誤りの割合")
    spoken = f"すべてに答えると誤りは{points[-1].risk * 100:.1f}%です。" if points else "記録がありません。"
    return chart("危険度と被覆率", spoken, WIDTH, HEIGHT, parts)


def reliability(bins: Sequence[ConfidenceBin]) -> Markup:
    """The share that was right in each band of confidence; on the dashed line the two agree."""
    x, y = Scale(0, 1, LEFT, RIGHT), Scale(0, 1, BOTTOM, TOP)
    parts = across(x, QUARTERS, TOP, BOTTOM) + upward(y, QUARTERS, LEFT, RIGHT)
    parts.append(line(LEFT, BOTTOM, RIGHT, TOP, "ideal"))
    parts.append(path([(x(one.confidence), y(one.right.value or 0)) for one in bins], "line") if bins else Markup())
    most = max((one.right.n for one in bins), default=1)
    for one in bins:
        middle = x(one.confidence)
        if one.right.low is not None and one.right.high is not None:
            parts.append(line(middle, y(one.right.low), middle, y(one.right.high), "interval"))
        parts.append(dot(middle, y(one.right.value or 0), 3 + 6 * sqrt(one.right.n / max(most, 1)), "point"))
    parts += _axes("確からしさ", "正しかった割合")
    spoken = "破線に近いほど確からしさの値を信じられます。点の大きさは問数です。"
    return chart("信頼度図", spoken, WIDTH, HEIGHT, parts)


def _axes(across_name: str, upward_name: str) -> list[Markup]:
    return [
        text((LEFT + RIGHT) / 2, BOTTOM + 38, across_name, "axis", "middle"),
        text(LEFT + 6, TOP + 12, upward_name, "axis halo"),
    ]
