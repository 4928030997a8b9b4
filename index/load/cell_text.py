"""The value of a spreadsheet's cell as its reader sees it."""

import re
from datetime import date, datetime, time, timedelta

_SHOWN_DIGITS = 15  # digits that a spreadsheet keeps of a number
_LITERAL = r'(?:"[^"]*"|\\.|[¥￥$%()（） /-])*'
_NUMBER = re.compile(rf"({_LITERAL})(#,##0|#,###|0+|#+0?)(\.0+)?({_LITERAL})")
_LOCALE = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, currencies, padding


def cell_text(value: object, number_format: str) -> str:
    """Text of a cell: dates as 2026-03-31, percentages and thousands as the format says, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value.date().isoformat()} {_time(value)}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _time(value)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return _clean(str(value))


def _time(value: datetime | time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _number(value: float, number_format: str) -> str:
    """A number by its format where that is a plain one, else as precisely as a spreadsheet keeps it."""
    match = _NUMBER.fullmatch(_LOCALE.sub("", number_format.split(";")[0]))
    if match is None or abs(value) >= 10**_SHOWN_DIGITS:
        return _plain(value)
    before, whole, places, after = match.groups()
    percent = "%" in re.sub(r'"[^"]*"', "", after)
    decimals = len(places) - 1 if places else 0
    digits = f"{abs(value) * (100 if percent else 1):{',' if ',' in whole else ''}.{decimals}f}"
    if set(whole) == {"0"}:
        digits = digits.zfill(len(whole) + (decimals + 1 if decimals else 0))
    sign = "-" if value < 0 and re.search("[1-9]", digits) else ""
    return f"{sign}{_words(before)}{digits}{_words(after)}".strip()


def _plain(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 10**_SHOWN_DIGITS else f"{value:.{_SHOWN_DIGITS}g}"
    return f"{value:.{_SHOWN_DIGITS}g}"


def _words(literal: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda match: match.group(1) or match.group(2) or "", literal)


def _clean(text: str) -> str:
    """Line ends as one character; ``_x000D_`` is how Excel writes a carriage return."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
