"""Years in every spelling: 令和5年度 = R5年度 = 2023年度 = 二〇二三年度 = 令和五年度; 平成32年 = 令和2年; 元年.

The first years of the eras are those of the laws and orders that set them: 明治 1868, 大正 1912, 昭和 1926,
平成 1989, 令和 2019. A fiscal year (年度) is kept apart from the calendar year of the same number.
"""

import re
from dataclasses import dataclass

from index.normalise.numerals import SMALL_NUMBER, small_number, western_figures

FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_LAST_YEARS = {"明治": 1912, "大正": 1926, "昭和": 1989, "平成": 2019}
ERA_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_NUMBER = f"{SMALL_NUMBER}|元"
YEAR = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和) ?(?P<era_year>{_NUMBER}) ?(?P<era_unit>年度|年)?"
    r"|(?<![0-9a-z])(?P<letter>[mtshr])\.? ?(?P<letter_year>[0-9]{1,2})(?![0-9]) ?(?P<letter_unit>年度|年)?(?![a-z])"
    r"|(?<![0-9])(?P<western>(?:19|20)[0-9]{2}|[一二]〇?[〇一二三四五六七八九]{2,3}) ?(?P<western_unit>年度|年)"
    r"|(?<![0-9])(?P<dated>(?:19|20)[0-9]{2})(?=[./-][01]?[0-9](?![0-9]))"
)
_MORE = re.compile(r"(?:から|と|及び|、|・|,|~|-)(?P<number>[0-9]{1,2})(?P<unit>年度|年)")
_OWN_NUMBER = re.compile(rf"(?P<number>{_NUMBER})(?:年度?)?$")


@dataclass(frozen=True, slots=True)
class Year:
    """A year as found in a text in search form, ``text[start:end]``."""

    number: int
    fiscal: bool
    start: int
    end: int


def find_years(text: str) -> list[Year]:
    """All years of a text in search form (NFKC, lower case), in order."""
    found = []
    for match in YEAR.finditer(text):
        number = _number(match)
        if number is not None and 1868 <= number <= 2199:
            unit = match["era_unit"] or match["letter_unit"] or match["western_unit"]
            found.append(Year(number, unit == "年度", *match.span()))
    return found


def year_of_same_era(text: str, year: Year, end: int) -> Year | None:
    """The 4年度 of R3、4年度: a year at ``end``, right behind another, that is of its era; or None."""
    own = _OWN_NUMBER.search(text[year.start : year.end])
    more = _MORE.match(text, end)
    if not own or not more:
        return None
    number = year.number - small_number(own["number"]) + int(more["number"])
    return Year(number, more["unit"] == "年度", more.start("number"), more.end())


def era_names(number: int) -> list[str]:
    """The years of the eras that fall into a calendar year, without 年: 2024 is 令和6, 2019 平成31 and 令和元."""
    return [
        era + ("元" if number == first else str(number - first + 1))
        for era, first in FIRST_YEARS.items()
        if first <= number <= _LAST_YEARS.get(era, number)
    ]


def year_terms(text: str) -> list[str]:
    """Exact terms for the years of a text: ``年2025`` always, ``年度2025`` too for a fiscal year."""
    terms = []
    for year in find_years(text):
        terms.append(f"年{year.number}")
        if year.fiscal:
            terms.append(f"年度{year.number}")
    return terms


def _number(match: re.Match[str]) -> int | None:
    if match["era"]:
        return FIRST_YEARS[match["era"]] + small_number(match["era_year"]) - 1
    if match["letter"]:
        unit, year = match["letter_unit"], int(match["letter_year"])
        if unit is None and match["letter"] != "r":  # H2, S3, T1 alone are no years
            return None
        return FIRST_YEARS[ERA_LETTERS[match["letter"]]] + year - 1
    western = western_figures(match["western"] or match["dated"])
    return int(western) if len(western) == 4 and western.isdigit() else None
