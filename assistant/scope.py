"""Which editions a question names: by alias, by year in any spelling, by both, or by their order in a series.

A *mention* is an alias of the catalogue with what stands before it: years (``令和3年12月の計画``, ``2021年と2023年の
重点計画``) or a word for its place in the series (``最新の計画``, ``前の計画``). An alias that several editions share
(計画, 重点計画) needs one of these to mean one of them. An edition that describes another speaks for it too, after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Edition
from index.normalise import Year, find_years, fold

# What may stand between a year and the name of the document that it dates.
_BETWEEN = re.compile(
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:付け?)?(?:に|の)?(?:版|時点|頃|当時|末|決定|閣議決定|公表|策定)?(?:された|に出た|に出された)?の?"
    r"(?:政府の|国の|デジタル庁の|デジタル社会の実現に向けた)?[「『]?$"
)
_BETWEEN_YEARS = re.compile(r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:版|案|のもの)?[とや、・と](?:、)?$")
# Behind a name these say that it is the place to look, not the subject.
_REFERS = re.compile(
    r"[」』]?(?:では|で(?=[、,])|によると|において|における|に(?:書|記|載|あ)|の(?:中|なか|うち)|(?:と|や)(?=[0-9一-鿿]))"
)
_NEWEST = re.compile(r"(?:最新|最も新しい|(?:いちばん|一番)新しい|直近|今回|現在|現行|今)の(?:政府の|国の)?[「『]?$")
_EARLIER = re.compile(r"(?:(?:ひとつ|一つ|1つ)?前|前回|以前|旧|従来|それまで|先)の(?:政府の|国の)?[「『]?$|旧[「『]?$")
_COMPARES = re.compile(
    r"比べ|比較|違い|違う|違って|異な|変わ|変更|変化|から(?:どう|何が)|対して|増え|減っ|新旧|前倒し|後ろ倒し"
)
# Behind a name and year that no document has: the question is about what stands in it, not about the plan itself.
_ASKS_INTO = re.compile(
    r"[」』]?(?:では|で|の|に(?!策定|決定)|と|や|、|から|って)(?!策定|決定|閣議|改定|改訂|公表|名前|正式)"
)
# What may stand between a year and a word like 資料 that is the place to look: 令和3年12月のデジタル臨調の抜粋資料では
_LOOSELY_BETWEEN = re.compile(r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?の[^、。?]{1,20}$")
_GENERIC = (
    "資料",
    "説明資料",
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
class Scope:
    """The sides that a question names, each a group of document numbers, the edition itself first.

    ``rest`` is the folded question without the mentions: what is searched for.
    """

    sides: tuple[tuple[int, ...], ...]
    rest: str
    absent: tuple["Absent", ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """An edition that a question names (``name``, in search form) and that is not among the documents.

    ``others`` are the numbers of the documents that the name without its year would mean.
    """

    name: str
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    documents: tuple[tuple[int, ...], ...]  # one group for each year named, or one; empty: none of them is here
    refers: bool  # it only says where to look; else it may be the subject of the question too
    earlier: bool = False  # it means the edition before another one
    others: tuple[int, ...] = ()  # documents of that name, where none is of that year


def find_scope(folded: str, editions: Sequence[Edition]) -> Scope:
    """Find the editions that a folded question names.

    The sides of a question that compares stand in the order of their dates.
    """
    mentions = _mentions(folded, find_years(folded), editions)
    groups = list(dict.fromkeys(group for mention in mentions for group in mention.documents))
    earlier = [mention for mention in mentions if mention.earlier]
    if len(groups) == 1 and earlier and _COMPARES.search(folded):  # 前の計画と比べて: with the one that came after
        groups.append(_next(groups[0], editions))
    if len(groups) > 1:
        groups.sort(key=lambda group: editions[group[0]].date)
    rest = list(folded)
    for mention in mentions:
        if mention.refers:
            rest[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    absent = tuple(Absent(folded[m.start : m.end], m.others) for m in mentions if not m.documents)
    sides = dict.fromkeys(_with_describing(group, editions) for group in groups)
    return Scope(tuple(sides), "".join(rest), absent)


def compares(folded: str) -> bool:
    """Whether a folded question has a word of comparing (比べて, どう変わった)."""
    return bool(_COMPARES.search(folded))


def _next(group: tuple[int, ...], editions: Sequence[Edition]) -> tuple[int, ...]:
    """The edition of the same series that came after; the same where there is none."""
    edition = editions[group[0]]
    later = [n for n, other in enumerate(editions) if other.series == edition.series and other.date > edition.date]
    return (min(later, key=lambda n: editions[n].date),) if edition.series and later else group


def _mentions(folded: str, years: list[Year], editions: Sequence[Edition]) -> list[_Mention]:
    aliases: dict[str, list[int]] = {}
    for number, edition in enumerate(editions):
        for alias in (*edition.aliases, edition.title):
            aliases.setdefault(fold(alias), []).append(number)
    for noun in _GENERIC:
        aliases.setdefault(noun, list(range(len(editions))))
    found: list[_Mention] = []
    taken = [False] * len(folded)
    for alias in sorted((alias for alias in aliases if alias), key=len, reverse=True):
        for match in re.finditer(re.escape(alias), folded):
            if any(taken[match.start() : match.end()]):
                continue
            mention = _mention(folded, match.span(), aliases[alias], years, editions, alias not in _GENERIC)
            if mention:
                found.append(mention)
                taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return sorted(found, key=lambda mention: mention.start)


def _mention(
    folded: str,
    span: tuple[int, int],
    numbers: list[int],
    years: list[Year],
    editions: Sequence[Edition],
    names_edition: bool,
) -> _Mention | None:
    start, end = span
    dated = _years_before(folded, start, years)
    if not dated and not names_edition and _REFERS.match(folded, end):
        dated = [year for year in years if _LOOSELY_BETWEEN.fullmatch(folded[year.end : start])][-1:]
    if dated:
        groups = [group for year in dated if (group := _of_year(folded, year, numbers, editions))]
        if groups:
            return _Mention(dated[0].start, end, tuple(groups), refers=True)
        if names_edition and _in_series(numbers, editions) and _ASKS_INTO.match(folded, end):
            return _Mention(dated[0].start, end, (), refers=True, others=tuple(numbers))
    if names_edition and _in_series(numbers, editions):
        in_order = sorted(numbers, key=lambda number: editions[number].date)
        if newest := _NEWEST.search(folded[:start]):
            return _Mention(newest.start(), end, ((in_order[-1],),), refers=True)
        if (earlier := _EARLIER.search(folded[:start])) and len(in_order) > 1:
            return _Mention(earlier.start(), end, ((in_order[-2],),), refers=True, earlier=True)
    if len(numbers) == 1 and end - start >= 3:
        return _Mention(start, end, ((numbers[0],),), refers=bool(_REFERS.match(folded, end)))
    return None


def _in_series(numbers: Sequence[int], editions: Sequence[Edition]) -> bool:
    """Whether these are editions of one series."""
    return len({editions[number].series for number in numbers} | {""}) == 2


def _of_year(folded: str, year: Year, numbers: Sequence[int], editions: Sequence[Edition]) -> tuple[int, ...]:
    month = re.match(r"([0-9]{1,2})月", folded[year.end :])
    return tuple(n for n in numbers if _is_of(editions[n], year, int(month.group(1)) if month else None))


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


def _is_of(edition: Edition, year: Year, month: int | None) -> bool:
    parts = [int(part) for part in edition.date.split("-") if part]
    if not parts:
        return False
    number = parts[0]
    if year.fiscal and len(parts) > 1 and parts[1] < 4:
        number -= 1
    return number == year.number and (month is None or len(parts) < 2 or parts[1] == month)


def _with_describing(group: tuple[int, ...], editions: Sequence[Edition]) -> tuple[int, ...]:
    """The group and after it the documents that describe one of it."""
    slugs = {editions[number].slug for number in group}
    others = (n for n, edition in enumerate(editions) if n not in group and slugs & set(edition.describes))
    return (*group, *others)
