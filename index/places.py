"""From a unit's lines to the place that a citation shows: file lines, page, paragraphs or cells."""

import re
from collections.abc import Sequence

from index.document import Place, Where

_CELLS = re.compile(r"([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?")


def where(first: int, last: int, places: Sequence[Place]) -> Where:
    """The place of lines ``first`` to ``last``; ``places`` are theirs, none for a file that has lines of its own."""
    if not places:
        return Where(lines=(first, last))
    begin, end = places[0], places[-1]
    same_sheet = [place for place in places if place.sheet == begin.sheet]
    boxes = tuple((float(place.page or 0), *place.box) for place in places if place.box)
    return Where(
        page=begin.page,
        sheet=begin.sheet,
        cells=_around([place.cells for place in same_sheet if place.cells]),
        paragraphs=(begin.paragraphs[0], end.paragraphs[1]) if begin.paragraphs and end.paragraphs else None,
        boxes=boxes or None,
    )


def _around(cells: list[str]) -> str | None:
    """The range that holds all ranges: A5:F5 and A6:G6 lie in A5:G6."""
    found = [match.groups() for text in cells if (match := _CELLS.fullmatch(text))]
    if not found:
        return None
    columns = [column for left, _, right, _ in found for column in (left, right or left)]
    rows = [int(row) for _, top, _, bottom in found for row in (top, bottom or top)]
    by_width = sorted(columns, key=lambda column: (len(column), column))
    return f"{by_width[0]}{min(rows)}:{by_width[-1]}{max(rows)}"


def place_name(place: Where) -> str:
    """A place as people write it: L12-14, p.3, シート「表1」A5:F7, 段落12-14; empty for a whole file."""
    if place.lines:
        return f"L{_span(place.lines)}"
    if place.page:
        return f"p.{place.page}"
    if place.sheet:
        return f"シート「{place.sheet}」{place.cells or ''}"
    return f"段落{_span(place.paragraphs)}" if place.paragraphs else ""


def _span(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return f"{first}-{last}" if last > first else f"{first}"
