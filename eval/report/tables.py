"""Tables, and the block of a chart with its table beside it."""

import re
from collections.abc import Sequence

from eval.report.markup import Markup, join, tag


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1, tight: bool = False
) -> Markup:
    """A table whose first ``words`` columns are words and whose other columns are numbers.

    ``tight`` cells do not break. Where it is wider than the screen, it alone scrolls, with the keyboard too.
    """
    heads = [tag("th", _breakable(name), scope="col", class_=_class(place, words)) for place, name in enumerate(head)]
    body = [tag("tr", join(_cell(cell, place, words) for place, cell in enumerate(row))) for row in rows]
    whole = tag("table", tag("caption", caption), tag("thead", tag("tr", join(heads))), tag("tbody", join(body)))
    return tag("div", whole, class_="wide tight" if tight else "wide", tabindex=0, role="region", aria_label=caption)


def _breakable(name: str) -> Markup:
    """A column's name, which may break after の and inflections only."""
    return join(part if part else tag("wbr") for part in re.sub("(の|せる|しい)", "\\1\n\n", name).split("\n"))


def _cell(cell: str, place: int, words: int) -> Markup:
    if place == 0:
        return tag("th", cell, scope="row")
    return tag("td", cell, class_=_class(place, words))


def _class(place: int, words: int) -> str | None:
    return None if place < words else "n"


def beside(chart: Markup, table_: Markup, key: str = "", *, broad: bool = False) -> Markup:
    """A chart with its table: side by side where there is room; a ``broad`` table gets more of it."""
    note = tag("figcaption", key) if key else ""
    return tag(
        "div",
        tag("figure", chart, note),
        tag("div", table_, class_="tables"),
        class_="beside broad" if broad else "beside",
    )


def legend(*entries: tuple[str, str, str]) -> Markup:
    """What the marks of a chart mean: class of the mark, the mark, its meaning."""
    return join(tag("span", tag("span", mark, class_=class_), f" {words}") for class_, mark, words in entries)


def section(name: str, title: str, *parts: str) -> Markup:
    """A section of the page with its heading."""
    return tag("section", tag("h2", title, id=name), *parts, aria_labelledby=name)


def paragraph(words: str) -> Markup:
    """A paragraph that explains."""
    return tag("p", words, class_="note")
