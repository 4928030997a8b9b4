"""The pieces that charts are made of. Colours come from the classes of the page's style sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from eval.report.markup import Markup, join, tag


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values onto a stretch of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where the value lies; what is beyond an end lies at it."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def chart(title: str, description: str, width: int, height: int, parts: Iterable[str]) -> Markup:
    """A whole chart, with its title and description for those who hear the page."""
    name = "c" + sha256(f"{title}\n{description}".encode()).hexdigest()[:10]
    return tag(
        "svg",
        tag("title", title, id=f"{name}t"),
        tag("desc", description, id=f"{name}d"),
        join(parts),
        class_="chart",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{name}t {name}d",
        preserveAspectRatio="xMidYMid meet",
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start") -> Markup:
    """Words at a place."""
    return tag("text", words, x=x, y=y, class_=class_ or None, text_anchor=anchor)


def dot(x: float, y: float, radius: float, class_: str) -> Markup:
    """A dot."""
    return tag("circle", cx=x, cy=y, r=radius, class_=class_)


def bar(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    """A bar; next to nothing is still seen."""
    return tag("rect", x=x, y=y, width=max(width, 1.0), height=max(height, 1.0), rx=2, class_=class_)


def path(points: Sequence[tuple[float, float]], class_: str, *, closed: bool = False) -> Markup:
    """A line through points, or the area within them."""
    steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return tag("path", d=f"M{steps}{'Z' if closed else ''}", class_=class_)


def percent(value: float) -> str:
    """A share as a label on an axis."""
    return f"{value * 100:.3g}%"


def across(scale: Scale, ticks: Sequence[float], top: float, bottom: float) -> list[Markup]:
    """Upright grid lines with their percentages below."""
    lines = [line(scale(tick), top, scale(tick), bottom, "grid") for tick in ticks]
    return lines + [text(scale(tick), bottom + 14, percent(tick), "tick", "middle") for tick in ticks]


def upward(scale: Scale, ticks: Sequence[float], left: float, right: float) -> list[Markup]:
    """Level grid lines with their percentages at the left."""
    lines = [line(left, scale(tick), right, scale(tick), "grid") for tick in ticks]
    return lines + [text(left - 6, scale(tick) + 4, percent(tick), "tick", "end") for tick in ticks]


def shortened(words: str, length: int) -> str:
    """The words in at most ``length`` characters."""
    return words if len(words) <= length else words[: length - 1] + "…"
