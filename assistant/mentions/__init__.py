"""Where a question names editions: by alias, by year in any spelling, by both, or by their order in a series.

A *mention* is an alias of the catalogue with what stands before or behind it: years (``令和3年12月の計画``,
``2021年と2023年の重点計画``, ``重点計画（2021年）``) or a word for its place in the series (``最新の計画``,
``前の計画``). An alias that several editions share (計画, 重点計画) needs one of these to mean one of them, a word that
means any document (資料) too. Words of one title alone (``デジタル改革法案の報告では``) and a date alone
(``2020年11月の時点では``) are mentions as well.
"""

import re
from collections.abc import Sequence

from assistant.mentions.dates import of_year, times_alone, whole_dates, year_behind, year_loosely_before, years_before
from assistant.mentions.mention import PLACES, REFERS, Mention
from assistant.mentions.names import ANY_DOCUMENT, PART, any_document, by_title_words, written
from index.document import Edition
from index.normalise import Year, find_years, fold

__all__ = ["Mention", "find_mentions"]

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


def find_mentions(folded: str, editions: Sequence[Edition]) -> list[Mention]:
    """Where a folded question names editions, in order."""
    years = find_years(folded)
    found: list[Mention] = []
    taken = [False] * len(folded)

    def take(mention: Mention) -> None:
        if not any(taken[mention.start : mention.end]):
            found.append(mention)
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)

    own = _names(editions)
    names = {noun: list(range(len(editions))) for noun in ANY_DOCUMENT} | own
    for name in sorted(names, key=lambda name: (name in own, len(name)), reverse=True):  # 閣議決定された重点計画
        pattern = written(name) if name in own else any_document(name)
        for match in pattern.finditer(folded):
            if mention := _mention(folded, match.span(), names[name], years, editions, name in own):
                take(mention)
    for mention in (
        *times_alone(folded, years, editions),
        *whole_dates(folded, years, editions),
        *by_title_words(folded, editions),
    ):
        take(mention)
    return sorted(found, key=lambda mention: mention.start)


def _names(editions: Sequence[Edition]) -> dict[str, list[int]]:
    """The numbers of the documents of each folded name."""
    names: dict[str, list[int]] = {}
    for number, edition in enumerate(editions):
        for name in filter(None, map(fold, (*edition.aliases, edition.title))):
            names.setdefault(name, []).append(number)
    return names


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
    if names_edition and (part := PART.match(folded, end)) and PLACES.match(folded, part.end()):
        end = part.end()
    dated = years_before(folded, start, years)
    if not dated and not names_edition and REFERS.match(folded, end):
        dated = year_loosely_before(folded, start, years)
    if groups := tuple(group for year in dated if (group := of_year(folded, year, numbers, editions))):
        return Mention(dated[0].start, end, groups, refers=True)
    if behind := year_behind(folded, end, years):
        group = of_year(folded, behind[0], numbers, editions)
        return Mention(start, behind[1], (group,), refers=True) if group else None
    if dated and in_series and _ASKS_INTO.match(folded, end):
        return Mention(dated[0].start, end, (), refers=True, others=tuple(numbers))
    by_place = _by_place_in_series(folded, span, numbers, editions) if in_series else None
    refers = bool(REFERS.match(folded, end))
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
