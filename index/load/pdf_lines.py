"""Printed lines of a PDF: which are page numbers and running heads, and which stand out from the body."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from index.document import PAGE_NUMBER

_PAGE_NUMBER = re.compile(
    r"[-－–—\s]*(?:p\.?|P\.?|頁)?\s*[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9０-９]{1,4})?\s*(?:頁|ページ)?[-－–—\s]*"
)
_DIGITS = re.compile(r"[0-9０-９]+")
# Shares of a page's height: what lies above or below the text of a page in Word's usual settings.
_HEAD_MARGIN, _FOOT_MARGIN = 0.08, 0.12
_LEAST_SLIDES = 2
_TOP = 0.3  # share of a slide's height in which its title begins
_TITLE_LINES = 3
_LEAST_PAGES = 3  # a running head stands on at least so many pages
_GOTHIC = re.compile(r"gothic|goth|kaku|ゴシック|meiryo|メイリオ|udev|biz-?ud|sans", re.IGNORECASE)
_MINCHO = re.compile(r"mincho|明朝|ming|min-|serif|song|times", re.IGNORECASE)

RUNNING_HEAD = "柱（各頁の見出し）"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line: its box is left, top, right, bottom in points from the page's top left.

    ``face`` is true where it is set in a Gothic face among text in a Mincho one; ``page_size`` is width and height
    in points.
    """

    text: str
    page: int
    box: tuple[float, float, float, float]
    size: float = 0.0
    font: str = ""
    bold: bool = False
    face: bool = False
    page_size: tuple[float, float] = (0.0, 0.0)
    reason: str = ""


def join_pages(pages: list[list[PrintedLine]]) -> list[PrintedLine]:
    """The lines of all pages, with furniture and heavier faces marked."""
    heads = _running_heads(pages)
    fonts: Counter[str] = Counter()
    for page in pages:
        for line in page:
            fonts[line.font] += len(line.text)
    body = fonts.most_common(1)[0][0] if fonts else ""
    return [_judge(line, heads, body) for page in pages for line in page]


def _judge(line: PrintedLine, heads: set[str], body: str) -> PrintedLine:
    if _in_margin(line) and _PAGE_NUMBER.fullmatch(line.text.strip()):
        return replace(line, reason=PAGE_NUMBER)
    if _in_margin(line) and _pattern(line) in heads:
        return replace(line, reason=RUNNING_HEAD)
    gothic = bool(_GOTHIC.search(line.font)) and bool(_MINCHO.search(body)) and not _MINCHO.search(line.font)
    return replace(line, face=gothic)


def _in_margin(line: PrintedLine) -> bool:
    return _in_foot(line) or line.box[3] < _HEAD_MARGIN * line.page_size[1]


def _in_foot(line: PrintedLine) -> bool:
    height = line.page_size[1]
    return height > 0 and line.box[1] > (1 - _FOOT_MARGIN) * height


def _running_heads(pages: list[list[PrintedLine]]) -> set[str]:
    """Texts that stand in the margin of many pages; in the foot they may count the pages."""
    counts = Counter(pattern for page in pages for pattern in {_pattern(line) for line in page if _in_margin(line)})
    least = max(_LEAST_PAGES, len(pages) // 3)
    return {pattern for pattern, count in counts.items() if count >= least}


def _pattern(line: PrintedLine) -> str:
    text = "".join(line.text.split())
    return _DIGITS.sub("0", text) if _in_foot(line) else text


def slide_titles(lines: list[PrintedLine]) -> dict[int, tuple[int, int]]:
    """The titles of slides: for the first line of each its level (1) and how many lines it has.

    Pages that are wider than high are slides; the largest type in the upper part of each is its title.
    """
    by_page: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        if line.page_size[0] > line.page_size[1] and not line.reason:
            by_page.setdefault(line.page, []).append(place)
    if len(by_page) < _LEAST_SLIDES or len(by_page) < 0.7 * len({line.page for line in lines}):
        return {}
    titles = {}
    for places in by_page.values():
        upper = [place for place in places if lines[place].box[1] < _TOP * lines[place].page_size[1]]
        largest = max((lines[place].size for place in upper), default=0.0)
        smaller = [place for place in places if lines[place].size < largest]
        first = next((place for place in upper if lines[place].size == largest), None)
        if first is not None and smaller:
            count = 1
            while first + count in upper and lines[first + count].size == largest and count < _TITLE_LINES:
                count += 1
            titles[first] = (1, count)
    return titles
