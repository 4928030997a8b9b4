"""What the rows of a table look like."""

import re
from collections.abc import Sequence

_LONGEST = 40  # characters of a header's cell
_VALUE = re.compile(r"[-+△▲¥\\]?[0-9０-９][0-9０-９,.，．/:：-]*[%％]?|[○×✓●◎△－ー-]")  # a number, date or tick
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")  # heads a column as often as it fills one


def is_heading_row(cells: Sequence[str]) -> bool:
    """Whether a row looks like a table's header: two or more short words, no values, each said once."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(filled) > 1
        and bool(cells[0].strip() or len(filled) >= len(cells) - 1)
        and len(set(filled)) * 2 > len(filled)
        and all(len(cell) <= _LONGEST and "。" not in cell for cell in filled)
        and not any(_VALUE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in filled)
        and not all(_YEAR.fullmatch(cell) for cell in filled)
    )


def has_value(cells: Sequence[str]) -> bool:
    """Whether a row has a number, a date or a tick in one of its cells."""
    return any(_VALUE.fullmatch(cell.strip()) for cell in cells)
