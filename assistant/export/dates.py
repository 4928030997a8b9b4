"""Dates as official papers write them: by era, 令和3年12月24日.

Papers of the government date by era (令和3年12月24日閣議決定), so this is what can be pasted into one unchanged.
Where a year or month lies in two eras (2019年, 1989年1月) and no day decides, the western year is kept.
"""

import re
from calendar import monthrange
from datetime import date

# The first day of each era, the newest first. Before 1873 the calendar was another: the western date is kept.
_FIRST_DAYS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1873, 1, 1)),
)
_MEIJI_BEGAN = 1868
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def japanese_date(written: str) -> str:
    """A date of the catalogue (YYYY, YYYY-MM or YYYY-MM-DD) by era; any other text as it is."""
    match = _DATE.fullmatch(written)
    if match is None:
        return written
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:  # 2023-02-30
        return written
    rest = (f"{month}月" if month else "") + (f"{day}日" if day else "")
    return f"{_year(first, last)}年{rest}"


def japanese_day(day: date) -> str:
    """A day by era: 令和8年11月21日."""
    return japanese_date(day.isoformat())


def _year(first: date, last: date) -> str:
    """The year of a span of days, by the era that holds all of it."""
    era, later = _era(first), _era(last)
    if era is None or era != later:
        return str(first.year)
    name, began = era
    number = first.year - (_MEIJI_BEGAN if name == "明治" else began.year) + 1
    return f"{name}{'元' if number == 1 else number}"


def _era(day: date) -> tuple[str, date] | None:
    return next(((name, began) for name, began in _FIRST_DAYS if day >= began), None)
