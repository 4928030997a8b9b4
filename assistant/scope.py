"""Which editions a question names: by alias, by year in any spelling, or by both.

A *mention* is an alias of the catalogue with the years before it (``令和3年12月の計画``, ``2021年と2023年の
重点計画``). An alias that several editions share (計画, 重点計画) needs a year to mean one of them. An edition
that describes another speaks for it too, after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Edition
from index.normalise import Year, find_years, fold

# What may stand between a year and the name of the document that it dates.
_BETWEEN = re.compile(
    r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:付け?)?に?(?:版|時点|頃|当時|決定|閣議決定|公表|策定)?(?:された|に出た|に出された)?の?"
    r"(?:政府の|国の|デジタル庁の|デジタル社会の実現に向けた)?[「『]?$"
)
_BETWEEN_YEARS = re.compile(r"(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:版|案|のもの)?[とや、・と](?:、)?$")
# Behind a name these say that it is the place to look, not the subject.
_REFERS = re.compile(
    r"[」』]?(?:では|で(?=[、,])|によると|において|における|に(?:書|記|載|あ)|の(?:中|なか|うち)|(?:と|や)(?=[0-9一-鿿]))"
)
_GENERIC = ("資料", "スライド", "文書", "文献", "報告書", "報告", "とりまとめ", "取りまとめ", "講演", "案")


@dataclass(frozen=True, slots=True)
class Scope:
    """The sides that a question names, each a group of document numbers, the edition itself first.

    ``rest`` is the folded question without the mentions: what is searched for.
    """

    sides: tuple[tuple[int, ...], ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    documents: tuple[tuple[int, ...], ...]  # one group for each year named, or one
    refers: bool  # it only says where to look; else it may be the subject of the question too


def find_scope(folded: str, editions: Sequence[Edition]) -> Scope:
    """Find the editions that a folded question names."""
    years = find_years(folded)
    sides: list[tuple[int, ...]] = []
    rest = list(folded)
    for mention in _mentions(folded, years, editions):
        for group in mention.documents:
            side = _with_describing(group, editions)
            if side not in sides:
                sides.append(side)
        if mention.refers:
            rest[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    return Scope(tuple(sides), "".join(rest))


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
            mention = _mention(folded, match.span(), aliases[alias], years, editions)
            if mention:
                found.append(mention)
                taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return sorted(found, key=lambda mention: mention.start)


def _mention(
    folded: str, span: tuple[int, int], numbers: list[int], years: list[Year], editions: Sequence[Edition]
) -> _Mention | None:
    dated = _years_before(folded, span[0], years)
    if dated:
        groups = []
        for year in dated:
            month = re.match(r"([0-9]{1,2})月", folded[year.end :])
            group = tuple(n for n in numbers if _is_of(editions[n], year, int(month.group(1)) if month else None))
            if group:
                groups.append(group)
        if groups:
            return _Mention(dated[0].start, span[1], tuple(groups), refers=True)
    if len(numbers) == 1 and span[1] - span[0] >= 3:
        return _Mention(*span, ((numbers[0],),), refers=bool(_REFERS.match(folded, span[1])))
    return None


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
