"""The dates by which a question names editions: before the name, behind it, or in its place."""

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.mentions.mention import Mention
from index.document import Edition
from index.normalise import SMALL_NUMBER, Year, small_number

_SEASONS = {"春": (3, 4, 5), "夏": (6, 7, 8), "秋": (9, 10, 11), "冬": (12, 1, 2)}
_IN_YEAR = (
    rf"(?:(?:{SMALL_NUMBER}月)?(?:{SMALL_NUMBER}日)?|[./-][0-9]{{1,2}}(?:[./-][0-9]{{1,2}})?"
    rf"|の?(?:{'|'.join(_SEASONS)}))"
)
_MADE = r"(?:出た|出した|出された|決まった|できた|作られた|まとめた|公表した|発表した|された|した)"
# What may stand between a year and the name of the document that it dates.
_BETWEEN = re.compile(
    rf"{_IN_YEAR}(?:付け?)?(?:末|頃|当時|時点)?(?:に|の)?(?:版|決定|閣議決定|公表|策定|発表)?(?:に?{_MADE})?の?"
    r"(?:政府の?|国の?|デジタル庁の|デジタル社会の実現に向けた|旧)?[「『]?$"
)
_BETWEEN_YEARS = re.compile(rf"{_IN_YEAR}(?:版|案|のもの)?[とや、・と](?:、)?$")
# What may stand between a year and a word like 資料 that is the place to look: 令和3年12月のデジタル臨調の抜粋資料では
_LOOSELY_BETWEEN = re.compile(rf"{_IN_YEAR}の[^、。?]{{1,20}}$")
_MONTHS = re.compile(rf"(?P<month>{SMALL_NUMBER})月|[./-](?P<figure>[0-9]{{1,2}})|の?(?P<season>{'|'.join(_SEASONS)})")
_MONTH = rf"{SMALL_NUMBER}月(?:{SMALL_NUMBER}日)?"
_TIME_ALONE = re.compile(
    rf"{_MONTH}(?:の?(?:時点|段階)|頃|当時|の(?:取組|取り組み|施策)一覧)?(?=では|で[、,]|によると|において|における)"
)
_OPENS = re.compile(r"[」』]?[(（【\[]|[の、]")
_CLOSES = re.compile(rf"{_IN_YEAR}(?:版|付け?|決定|閣議決定)*(?:[)）】\]]|(?<=版))")
_WHOLE_DATE = re.compile(rf"(?:({SMALL_NUMBER})月({SMALL_NUMBER})日|[./-]([0-9]{{1,2}})[./-]([0-9]{{1,2}}))")


def years_before(folded: str, start: int, years: Sequence[Year]) -> list[Year]:
    """The chain of years that ends right before ``start``, in order."""
    chain: list[Year] = []
    edge, between = start, _BETWEEN
    for year in reversed(years):
        if year.end > edge:
            continue
        if not between.fullmatch(folded[year.end : edge]):
            break
        chain.insert(0, year)
        edge, between = year.start, _BETWEEN_YEARS
    return chain


def year_loosely_before(folded: str, start: int, years: Sequence[Year]) -> list[Year]:
    """The last year before ``start`` with no more than a few words between, as a list."""
    return [year for year in years if _LOOSELY_BETWEEN.fullmatch(folded[year.end : start])][-1:]


def year_behind(folded: str, end: int, years: Sequence[Year]) -> tuple[Year, int] | None:
    """The year that stands in brackets behind a name, or as its edition (重点計画の2021年版), and where that ends."""
    for year in years:
        if _OPENS.fullmatch(folded[end : year.start]) and (closed := _CLOSES.match(folded, year.end)):
            return year, closed.end()
    return None


def of_year(folded: str, year: Year, numbers: Sequence[int], editions: Sequence[Edition]) -> tuple[int, ...]:
    """Those of the documents that are dated in a year of the question, and in the month or season behind it, if any."""
    found = _MONTHS.match(folded, year.end)
    months: Collection[int] = ()
    if found:
        months = _SEASONS.get(found["season"] or "", ()) or (small_number(found["month"] or found["figure"]),)
    return tuple(number for number in numbers if _is_of(editions[number], year, months))


def times_alone(folded: str, years: Sequence[Year], editions: Sequence[Edition]) -> Iterator[Mention]:
    """Months that stand for the edition of that very month: 2020年11月の時点では."""
    for year in years:
        rest = _TIME_ALONE.match(folded, year.end)
        if rest and (group := of_year(folded, year, range(len(editions)), editions)):
            yield Mention(year.start, rest.end(), (group,), refers=True)


def whole_dates(folded: str, years: Sequence[Year], editions: Sequence[Edition]) -> Iterator[Mention]:
    """Days of a month on which an edition is dated, and only one: 12月24日閣議決定の計画, 2020/9/11の説明資料."""
    for match in _WHOLE_DATE.finditer(folded):
        month, day = (small_number(text) for text in match.groups() if text)
        group = tuple(n for n, edition in enumerate(editions) if edition.date[5:] == f"{month:02}-{day:02}")
        year = next((y for y in years if y.end == match.start()), None)
        fits = not year or all(_is_of(editions[n], year, (month,)) for n in group)
        if len(group) == 1 and fits:
            yield Mention(year.start if year else match.start(), match.end(), (group,), refers=True)


def _is_of(edition: Edition, year: Year, months: Collection[int]) -> bool:
    parts = [int(part) for part in edition.date.split("-") if part]
    if not parts:
        return False
    number = parts[0]
    if year.fiscal and len(parts) > 1 and parts[1] < 4:
        number -= 1
    return number == year.number and (not months or len(parts) < 2 or parts[1] in months)
