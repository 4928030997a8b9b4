"""Dates of a text: years of any era, months, days, parts of a year, and whether something begins or ends there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.normalise import Year, find_years, year_of_same_era

_TAIL = re.compile(
    r"(?:(?P<dotted>[./-](?P<m1>[0-9]{1,2})(?:[./-](?P<d1>[0-9]{1,2}))?(?![0-9]))"
    r"|の?(?P<m2>[0-9]{1,2})月(?:(?P<d2>[0-9]{1,2})日)?)?"
    r"(?:の|中の)?(?P<part>[春夏秋冬](?!季)|年?度?末|月末|[上下]半?期|[前後]半|年?央|半ば|当初|初頭|年?初め|上旬|中旬|下旬)?"
)
_MONTH = re.compile(
    r"(?<![0-9])(?P<m2>[0-9]{1,2})月(?:(?P<d2>[0-9]{1,2})日(?!間))?(?P<part>末|上旬|中旬|下旬)?"
    r"|(?<![0-9./])(?P<m1>[0-9]{1,2})/(?P<d1>[0-9]{1,2})(?![0-9/])"
)
_UNTIL = re.compile(r"(?:中|頃|を?目途)?(?:まで|迄|以前|より前)")
_SINCE = re.compile(r"(?:以降|以後|から|より(?!前))")
_PARTS = (
    ("末", "末"),
    ("上", "上"),
    ("前", "上"),
    ("下", "下"),
    ("後", "下"),
    ("央", "央"),
    ("半ば", "央"),
    ("初", "初"),
)


@dataclass(frozen=True, slots=True)
class Date:
    """One date. ``years`` are all spellings given for it, each with whether it is a fiscal year."""

    years: frozenset[tuple[int, bool]]
    month: int | None
    day: int | None
    part: str
    direction: str  # "until", "since" or empty
    start: int
    end: int

    def stands_for(self, other: "Date") -> bool:
        """Whether this date, of a quote, says all that the other one says."""
        return (
            other.years <= self.years
            and other.month in (None, self.month)
            and other.day in (None, self.day)
            and other.part in ("", self.part)
        )


def find_dates(text: str) -> list[Date]:
    """All dates of a folded text whose numbers are in Arabic figures."""
    dated = list(_dated(text))
    taken = [(date.start, date.end) for date in dated]
    for match in _MONTH.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            dated.append(_date(text, frozenset(), match, match.start()))
    return dated


def _dated(text: str) -> Iterator[Date]:
    years = find_years(text)
    while years:
        first = years.pop(0)
        group, end = [first], first.end
        while years and years[0].start == end + 1 and text[end] == "(":  # 2025年度(令和7年度)
            group.append(years.pop(0))
            end = group[-1].end
            if text[end : end + 1] == ")":
                end += 1
        names = frozenset((year.number, year.fiscal) for year in group)
        tail = _TAIL.match(text, end)
        if tail:  # it may be empty, so there is always one
            yield _date(text, names, tail, first.start)
        yield from _more_years(text, group[-1], end)


def _more_years(text: str, year: Year, end: int) -> Iterator[Date]:
    """The 4年度 of R3、4年度, which leans on the era before it."""
    more = year_of_same_era(text, year, end)
    tail = more and _TAIL.match(text, more.end)
    if more and tail:
        yield _date(text, frozenset({(more.number, more.fiscal)}), tail, more.start)
        if text[year.end - 1 : year.end] not in ("年", "度"):  # the unit is said once for both
            yield _date(text, frozenset({(year.number, more.fiscal)}), tail, more.start)


def _date(text: str, years: frozenset[tuple[int, bool]], tail: re.Match[str], start: int) -> Date:
    month, day = tail["m1"] or tail["m2"], tail["d1"] or tail["d2"]
    return Date(
        years,
        int(month) if month else None,
        int(day) if day else None,
        _part(tail["part"] or ""),
        _direction(text, tail.end()),
        start,
        tail.end(),
    )


def _part(written: str) -> str:
    return next((part for mark, part in _PARTS if mark in written), written)


def _direction(text: str, end: int) -> str:
    return "until" if _UNTIL.match(text, end) else "since" if _SINCE.match(text, end) else ""


def date_stands(date: Date, known: list[Date]) -> bool:
    """Whether a date of a sentence stands among those of its quotes, and does not turn a begin into an end."""
    found = [other for other in known if other.stands_for(date)]
    if not found:
        return False
    turned = {"until": "since", "since": "until"}.get(date.direction)
    return turned is None or any(other.direction != turned for other in found)
