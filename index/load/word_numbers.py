"""The numbers that Word draws before paragraphs (1.1, 第1章, ①, ア) and does not keep in their text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from index.load.word_styles import Styles

_PLACEHOLDER = re.compile(r"%([1-9])")
_KANJI = "〇一二三四五六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class Numbers:
    """Counts through a Word file; ask for each paragraph in turn."""

    def __init__(self, document: Any, styles: Styles) -> None:  # noqa: ANN401 - python-docx's Document
        self._styles = styles
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # the file has no lists
            return
        for found in root.findall(qn("w:num")):
            self._abstract[found.get(qn("w:numId"))] = found.find(qn("w:abstractNumId")).get(qn("w:val"))
        for found in root.findall(qn("w:abstractNum")):
            self._levels[found.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): _read_level(level) for level in found.findall(qn("w:lvl"))
            }

    def label(self, paragraph: Any) -> str:  # noqa: ANN401 - an lxml element
        """The number or mark before a paragraph, or an empty string; counts on."""
        numbering = self._numbering(paragraph)
        if numbering is None:
            return ""
        number, depth = numbering
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [])
        while len(counts) <= depth:
            counts.append(levels[len(counts)].start - 1 if len(counts) in levels else 0)
        counts[depth] += 1
        del counts[depth + 1 :]
        return _draw(levels, counts, depth)

    def _numbering(self, paragraph: Any) -> tuple[str, int] | None:  # noqa: ANN401
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = self._styles.of(paragraph).numbering
        if own is None:
            return style
        number, depth = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
        which = number.get(qn("w:val")) if number is not None else (style[0] if style else "0")
        return (which, int(depth.get(qn("w:val"))) if depth is not None else 0) if which != "0" else None


def _read_level(level: Any) -> _Level:  # noqa: ANN401
    def value(tag: str, otherwise: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val")) or "") if found is not None else otherwise

    start = value("w:start", "1")
    return _Level(int(start) if start.isdigit() else 1, value("w:numFmt", "decimal"), value("w:lvlText", ""))


def _draw(levels: dict[int, _Level], counts: list[int], depth: int) -> str:
    level = levels[depth]
    if level.form in ("bullet", "none"):
        return level.text.strip() if level.form == "none" else "・"

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place >= len(counts) or place not in levels:
            return ""
        return _FORMS.get(levels[place].form, str)(counts[place])

    return _PLACEHOLDER.sub(number, level.text).strip()


def _kanji(number: int) -> str:
    """Counting in kanji up to 99: 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < tens < 10:
        return _KANJI[ones] if not tens else str(number)
    return (_KANJI[tens] if tens > 1 else "") + "十" + (_KANJI[ones] if ones else "")


def _roman(number: int) -> str:
    drawn = ""
    for value, letters in _ROMAN:
        while number >= value:
            drawn += letters
            number -= value
    return drawn


def _from(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else chr(0x3251 + number - 21) if number <= 35 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedCircle": _circled,
    "japaneseCounting": _kanji,
    "ideographDigital": lambda number: "".join(_KANJI[int(digit)] for digit in str(number)),
    "aiueo": _from(_AIUEO),
    "aiueoFullWidth": _from(_AIUEO),
    "iroha": _from(_IROHA),
    "irohaFullWidth": _from(_IROHA),
    "lowerLetter": _from(_LETTERS),
    "upperLetter": _from(_LETTERS.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
