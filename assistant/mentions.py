"""Where a question names editions: by alias, by year in any spelling, by both, or by their order in a series.

A *mention* is an alias of the catalogue with what stands before or behind it: years (``令和3年12月の計画``,
``2021年と2023年の重点計画``, ``重点計画（2021年）``) or a word for its place in the series (``最新の計画``,
``前の計画``). An alias that several editions share (計画, 重点計画) needs one of these to mean one of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document import Edition
from index.normalise import SMALL_NUMBER, Year, find_years, fold, small_number

_DAY = rf"(?:(?:{SMALL_NUMBER}月)?(?:{SMALL_NUMBER}日)?|[./-][0-9]{{1,2}}(?:[./-][0-9]{{1,2}})?)"
_MADE = r"(?:出た|出した|出された|決まった|できた|作られた|まとめた|公表した|発表した|された|した)"
# What may stand between a year and the name of the document that it dates.
_BETWEEN = re.compile(
    rf"{_DAY}(?:付け?)?(?:末|頃|当時|時点)?(?:に|の)?(?:版|決定|閣議決定|公表|策定|発表)?(?:に?{_MADE})?の?"
    r"(?:政府の|国の|デジタル庁の|デジタル社会の実現に向けた|旧)?[「『]?$"
)
_BETWEEN_YEARS = re.compile(rf"{_DAY}(?:版|案|のもの)?[とや、・と](?:、)?$")
# Behind a name these say that it is the place to look, not the subject.
_REFERS = re.compile(
    r"[」』]?(?:では|で(?=[、,])|によると|において|における|に(?:書|記|載|あ)|の(?:中|なか|うち)|(?:と|や)(?=[0-9一-鿿]))"
)
SHORTEST_ALONE = 3  # characters of a name that means an edition without a year
_NEWEST = re.compile(
    r"(?:最新|最も新しい|(?:いちばん|一番)新しい|直近|今回|現在|現行|今)(?:版)?の(?:政府の|国の)?[「『]?$|(?:いちばん|一番|最も)新しい(?:政府の|国の)?[「『]?$"
)
_EARLIER = re.compile(
    r"(?:(?:ひとつ|一つ|1つ)?前|前回|以前|旧|従来|それまで|先)の(?:政府の|国の)?[「『]?$|[前旧][「『]?$"
)
# Behind a name and year that no document has: the question is about what stands in it, not about the plan itself.
_ASKS_INTO = re.compile(
    r"[」』]?(?:では|で|の|に(?!策定|決定)|と|や|、|から|って)(?!策定|決定|閣議|改定|改訂|公表|名前|正式)"
)
# What may stand between a year and a word like 資料 that is the place to look: 令和3年12月のデジタル臨調の抜粋資料では
_LOOSELY_BETWEEN = re.compile(rf"{_DAY}の[^、。?]{{1,20}}$")
_DATE_ALONE = re.compile(
    rf"{SMALL_NUMBER}月(?:{SMALL_NUMBER}日)?(?:の?(?:時点|段階)|頃|当時)?"
    r"(?=では|で[、,]|によると|において|における)"
)
_OPENS = re.compile(r"[」』]?[(（【\[]|[の、]")
_CLOSES = re.compile(rf"{_DAY}(?:版|付け?|決定|閣議決定)*(?:[)）】\]]|(?<=版))")
_WHOLE_DATE = re.compile(rf"(?:({SMALL_NUMBER})月({SMALL_NUMBER})日|[./-]([0-9]{{1,2}})[./-]([0-9]{{1,2}}))")
_GENERIC = (
    "閣議決定",
    "提言",
    "資料",
    "説明資料",
    "説明",
    "発表",
    "概要資料",
    "配布資料",
    "抜粋資料",
    "概要",
    "スライド",
    "文書",
    "文献",
    "報告書",
    "報告",
    "とりまとめ",
    "取りまとめ",
    "講演",
    "案",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names editions, ``folded[start:end]``.

    ``documents`` has a group of document numbers for each year named, or one; none if no document is of that year,
    and then ``others`` are those of that name. ``refers``: it only says where to look, else it may be the subject of
    the question too. ``earlier``: it means the edition before another one.
    """

    start: int
    end: int
    documents: tuple[tuple[int, ...], ...]
    refers: bool
    earlier: bool = False
    others: tuple[int, ...] = ()


def find_mentions(folded: str, editions: Sequence[Edition]) -> list[Mention]:
    """Where a folded question names editions, in order."""
    years = find_years(folded)
    aliases: dict[str, list[int]] = {}
    for number, edition in enumerate(editions):
        for alias in (*edition.aliases, edition.title):
            aliases.setdefault(fold(alias), []).append(number)
    for noun in _GENERIC:
        aliases.setdefault(noun, list(range(len(editions))))
    found: list[Mention] = []
    taken = [False] * len(folded)
    for alias in sorted((alias for alias in aliases if alias), key=len, reverse=True):
        for match in re.finditer(re.escape(alias), folded):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _mention(folded, match.span(), aliases[alias], years, editions, alias not in _GENERIC)
            if mention:
                found.append(mention)
                taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    for mention in (*_dates_alone(folded, years, editions), *_whole_dates(folded, years, editions)):
        if not any(taken[mention.start : mention.end]):
            found.append(mention)
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return sorted(found, key=lambda mention: mention.start)


def _dates_alone(folded: str, years: list[Year], editions: Sequence[Edition]) -> Iterator[Mention]:
    """Dates that stand for the edition of that very month: 2020年11月の時点では."""
    for year in years:
        rest = _DATE_ALONE.match(folded, year.end)
        if rest and (group := _of_year(folded, year, range(len(editions)), editions)):
            yield Mention(year.start, rest.end(), (group,), refers=True)


def _mention(
    folded: str,
    span: tuple[int, int],
    numbers: list[int],
    years: list[Year],
    editions: Sequence[Edition],
    names_edition: bool,
) -> Mention | None:
    """The mention that a name makes at a place, if it means one edition."""
    in_series = names_edition and len({editions[number].series for number in numbers} | {""}) == 2
    start, end = span
    dated = _years_before(folded, start, years)
    if not dated and not names_edition and _REFERS.match(folded, end):
        dated = [year for year in years if _LOOSELY_BETWEEN.fullmatch(folded[year.end : start])][-1:]
    if groups := tuple(group for year in dated if (group := _of_year(folded, year, numbers, editions))):
        return Mention(dated[0].start, end, groups, refers=True)
    if behind := _year_behind(folded, end, years):
        group = _of_year(folded, behind[0], numbers, editions)
        return Mention(start, behind[1], (group,), refers=True) if group else None
    if dated and in_series and _ASKS_INTO.match(folded, end):
        return Mention(dated[0].start, end, (), refers=True, others=tuple(numbers))
    by_place = _by_place_in_series(folded, span, numbers, editions) if in_series else None
    refers = bool(_REFERS.match(folded, end))
    if by_place is None and len(numbers) == 1 and (end - start >= SHORTEST_ALONE or refers):
        return Mention(start, end, ((numbers[0],),), refers=refers)
    return by_place


def _by_place_in_series(
    folded: str, span: tuple[int, int], numbers: list[int], editions: Sequence[Edition]
) -> Mention | None:
    """最新の計画, 前の計画: the newest of the editions of that name, or the one before it."""
    start, end = span
    in_order = sorted(numbers, key=lambda number: editions[number].date)
    if newest := _NEWEST.search(folded[:start]):
        return Mention(newest.start(), end, ((in_order[-1],),), refers=True)
    if (earlier := _EARLIER.search(folded[:start])) and len(in_order) > 1:
        return Mention(earlier.start(), end, ((in_order[-2],),), refers=True, earlier=True)
    return None


def _of_year(folded: str, year: Year, numbers: Sequence[int], editions: Sequence[Edition]) -> tuple[int, ...]:
    month = re.match(rf"({SMALL_NUMBER})月|[./-]([0-9]{{1,2}})", folded[year.end :])
    wanted = small_number(month[1] or month[2]) if month else None
    return tuple(n for n in numbers if _is_of(editions[n], year, wanted))


def _whole_dates(folded: str, years: list[Year], editions: Sequence[Edition]) -> Iterator[Mention]:
    """Days of a month on which an edition is dated, and only one: 12月24日閣議決定の計画, 2020/9/11の説明資料."""
    for match in _WHOLE_DATE.finditer(folded):
        month, day = (small_number(text) for text in match.groups() if text)
        group = tuple(n for n, edition in enumerate(editions) if edition.date[5:] == f"{month:02}-{day:02}")
        year = next((y for y in years if y.end == match.start()), None)
        fits = not year or all(_is_of(editions[n], year, month) for n in group)
        if len(group) == 1 and fits:
            yield Mention(year.start if year else match.start(), match.end(), (group,), refers=True)


def _years_before(folded: str, start: int, years: list[Year]) -> list[Year]:
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


def _year_behind(folded: str, end: int, years: list[Year]) -> tuple[Year, int] | None:
    """The year that stands in brackets behind a name, or as its edition (重点計画の2021年版), and where that ends."""
    for year in years:
        if _OPENS.fullmatch(folded[end : year.start]) and (closed := _CLOSES.match(folded, year.end)):
            return year, closed.end()
    return None


def _is_of(edition: Edition, year: Year, month: int | None) -> bool:
    parts = [int(part) for part in edition.date.split("-") if part]
    if not parts:
        return False
    number = parts[0]
    if year.fiscal and len(parts) > 1 and parts[1] < 4:
        number -= 1
    return number == year.number and (month is None or len(parts) < 2 or parts[1] == month)
