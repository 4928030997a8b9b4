"""The other reading of the years that an answer names: 令和6年度 is 2024年度.

Quotes stay as they are written; the readings stand behind them once, in a frame.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Statement
from assistant.compose.templates import READING, READINGS
from index.normalise import ERA_LETTERS, Year, era_names, find_years, fold, fold_radicals, search_form, year_of_same_era

MOST_YEARS = 4  # an answer that names more is a table or a list of years: readings would bury it
_FIGURES = "0123456789０１２３４５６７８９元〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Named:
    """A year as a text names it: ``name`` is what it says, with 年 or 年度."""

    number: int
    fiscal: bool
    in_era: bool
    name: str


def readings(texts: Iterable[str]) -> str:
    """A frame with the reading that each year lacks, in the order of the texts; empty where all are shown."""
    written = dict.fromkeys(named for text in texts for named in _named(text))
    shown = {(one.number, one.fiscal, one.in_era) for one in written}
    lacking: dict[tuple[int, bool, bool], str] = {}
    for one in written:
        if (one.number, one.fiscal, not one.in_era) not in shown:
            lacking.setdefault((one.number, one.fiscal, one.in_era), one.name)
    if not 0 < len(lacking) <= MOST_YEARS:
        return ""
    pairs = (
        READING.format(written=name, other=_other(name, number, in_era))
        for (number, _, in_era), name in lacking.items()
    )
    return READINGS.format(readings="、".join(pairs))


def _named(text: str) -> Iterator[_Named]:
    """The years that a text names, with those that lean on the one before: R3、4年度 are R3年度 and R4年度."""
    form = search_form(text)
    for year in find_years(form.text):
        start, end = form.source_span(year.start, year.end)
        name = " ".join(fold_radicals(text[start:end]).split())
        in_era = _in_era(form.text, year)
        if "年" in name:
            yield _Named(year.number, name.endswith("年度"), in_era, name)
            continue
        more = year_of_same_era(form.text, year, year.end)
        fiscal = more is not None and more.fiscal
        unit = "年度" if fiscal else "年"
        yield _Named(year.number, fiscal, in_era, name + unit)
        if more and in_era:
            yield _Named(more.number, fiscal, in_era, name.rstrip(_FIGURES) + form.text[more.start : more.end])


def with_readings(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, and behind them the other reading of the years that they name."""
    frame = readings(statement.text for statement in statements if statement.kind != "frame")
    return [*statements, Statement(text=frame, kind="frame")] if frame else list(statements)


def _in_era(text: str, year: Year) -> bool:
    return not text[year.start : year.end].startswith(("1", "2", "一", "二"))


def _other(written: str, number: int, in_era: bool) -> str:
    """The western year of an era's (and the era that it became, for 平成32年), or the eras' of a western one."""
    unit = "年度" if written.endswith("年度") else "年"
    names = era_names(number)
    if in_era:
        became = [] if any(name.startswith((written[:2], _era_of(written[0]))) for name in names) else names
        names = [str(number), *became]
    return "／".join(name + unit for name in names)


def _era_of(letter: str) -> str:
    """The era that a letter stands for; the letter itself where it stands for none."""
    return ERA_LETTERS.get(fold(letter), letter)
