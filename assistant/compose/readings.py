"""The other reading of the years that an answer names: 令和6年度 is 2024年度.

Quotes stay as they are written; the readings stand behind them once, in a frame.
"""

from collections.abc import Iterable, Sequence

from assistant.answer import Statement
from assistant.compose.templates import READING, READINGS
from index.normalise import ERA_LETTERS, Year, era_names, find_years, fold, fold_radicals, search_form

MOST_YEARS = 4  # an answer that names more is a table or a list of years: readings would bury it


def readings(texts: Iterable[str]) -> str:
    """A frame with the reading that each year lacks, in the order of the texts; empty where all are shown."""
    written: dict[tuple[int, bool], str] = {}
    for text in texts:
        form = search_form(text)
        for year in find_years(form.text):
            start, end = form.source_span(year.start, year.end)
            name = fold_radicals(text[start:end])
            name = " ".join(name.split())
            written.setdefault((year.number, _in_era(form.text, year)), name if "年" in name else f"{name}年")
    lacking = {kind: name for kind, name in written.items() if (kind[0], not kind[1]) not in written}
    if not 0 < len(lacking) <= MOST_YEARS:
        return ""
    pairs = (READING.format(written=name, other=_other(name, *kind)) for kind, name in lacking.items())
    return READINGS.format(readings="、".join(pairs))


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
