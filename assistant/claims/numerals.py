"""Numbers in one spelling: 三十億 = 30億 = 3000000000, 二〇二五 = 2025, 26,000 = 2万6千."""

import re
from decimal import Decimal

from index.language import words

_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_RUN = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?[十百千万億兆0-9]*|[〇一二三四五六七八九十百千万億兆]+"
)
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇一二三四五六七八九]+|[十百千万億兆]")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def arabic(folded: str, *, every: bool = False) -> str:
    """A folded text with its numbers in plain Arabic figures.

    A kanji is a numeral only where the dictionary says so (一体 and 千葉 are none), unless ``every`` takes all.
    """
    numerals = set() if every else {word.start for word in words(folded) if word.subpos == "数詞"}

    def plain(match: re.Match[str]) -> str:
        run = match.group()
        if not run[0].isdigit() and not every and match.start() not in numerals:
            return run
        return format(value(run), "f")

    return _RUN.sub(plain, folded)


def value(run: str) -> Decimal:
    """The number that a run of figures and numerals writes."""
    run = run.replace(",", "")
    if _DECIMAL.fullmatch(run):  # most numbers
        return Decimal(run)
    total = section = Decimal(0)
    figure: Decimal | None = None
    for piece in _PIECE.findall(run):
        if piece in _SMALL:
            section += (1 if figure is None else figure) * _SMALL[piece]
            figure = None
        elif piece in _LARGE:
            section += figure or 0
            total += (section or 1) * _LARGE[piece]
            section, figure = Decimal(0), None
        else:
            figure = Decimal(piece.translate(_DIGITS))
    return total + section + (figure or 0)
