"""A contents list with page numbers: its lines are furniture, its entries name the headings of the document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document import Role
from index.normalise import fold
from index.outline.headings import Heading
from index.outline.lines import LineLook, Look, numbering

# Dots or a wide gap, then a page number: the look of an entry.
_ENTRY = re.compile(
    r"(?P<title>.*?\S)(?:[\s.．・･…‥⋯_·-]{4,}|…+|\t+\s*|\s{3,})(?P<page>[0-9０-９]{1,4}|[ivxIVX]{1,5})\s*"
)
_PAGE = re.compile(r"(?:[\s.．・･…‥⋯]*)(?:[0-9０-９]{1,4}|[ivxIVX]{1,5})\s*$")
_NUMBERED = (
    ("Q", re.compile(r"(?:[QＱ]|問)\s*[0-9]+(?:[-.][0-9]+)*(?=[\s.:：　]|$)")),
    ("ステップ", re.compile(r"(?:ステップ|STEP|Step)\s*[0-9]+(?=[\s.:：　]|$)")),
    ("I", re.compile(r"(?:[Ⅰ-Ⅻ]+|[IVX]{1,4})[.．\s　]")),
    ("1.1", re.compile(r"[0-9]+(?:[.．-][0-9]+)+[.．]?(?![0-9])")),
    ("1)", re.compile(r"[0-9]+[)）]")),
    ("1", re.compile(r"[0-9]{1,2}(?=\s)")),
)
_LEAST_ENTRIES = 3
_FOUND = 0.6  # share of the entries that must name a line, or the list is not believed
_MOST_LINES = 3  # a heading is printed over at most so many lines
REASON = "目次"
CONTENTS_TITLES = ("目次", "もくじ")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a contents list: its readable text without the page, and its level where the file says it."""

    text: str
    level: int


def number_style(text: str) -> str:
    """The style of number that a heading begins with, bare numbers (``1``, ``1.1``, ``1)``) included."""
    folded = text.strip().translate(_WIDE)
    for style, pattern in _NUMBERED:
        if match := pattern.match(folded):
            depth = len(re.findall(r"[0-9]+", match.group()))
            return f"1.{depth}" if style == "1.1" else style
    return numbering(text)


_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


def contents_lines(looks: Sequence[LineLook]) -> list[int]:
    """Indices of the lines of contents lists: what the file marks so, and runs of lines that look so."""
    found = [index for index, look in enumerate(looks) if _is_marked(look)]
    run: list[int] = []
    for index, look in enumerate(looks):
        if not look.line.text.strip() or _is_marked(look):
            continue
        if _ENTRY.fullmatch(look.line.text.strip()):
            run.append(index)
            continue
        found.extend(run if len(run) >= _LEAST_ENTRIES else [])
        run = []
    found.extend(run if len(run) >= _LEAST_ENTRIES else [])
    return sorted(found + _titles(looks, found))


def _is_marked(look: LineLook) -> bool:
    mark = look.line.mark
    return mark is not None and mark.role is Role.FURNITURE and mark.reason == REASON


def _titles(looks: Sequence[LineLook], found: list[int]) -> list[int]:
    """The word 目次 above a list."""
    first = min(found, default=0)
    return [i for i in range(max(0, first - 3), first) if "".join(looks[i].line.text.split()) in CONTENTS_TITLES]


def read_entries(looks: Sequence[LineLook], lines: Sequence[int]) -> list[Entry]:
    """The entries of the contents lines."""
    entries = []
    for index in lines:
        line = looks[index].line
        text = _PAGE.sub("", line.text.strip()).strip(" \t.．・…‥")
        if letters(text) and text not in CONTENTS_TITLES:
            entries.append(Entry(" ".join(text.split()), line.mark.level if line.mark else 0))
    return entries


def letters(text: str) -> str:
    """What is compared of a heading and its entry: folded characters without white space."""
    return "".join(fold(text).split())


def name(text: str) -> str:
    """A heading's letters without its number."""
    folded = letters(text)
    style = number_style(text)
    if not style:
        return folded
    return (
        re.sub(r"^(?:第?[0-9一二三四五六七八九十〇]+[-編章節部条.．)）、]*[0-9.．)）-]*|[(（][^)）]*[)）])", "", folded)
        or folded
    )


def listed_headings(entries: Sequence[Entry], looks: Sequence[LineLook], lines: Sequence[int]) -> list[Heading]:
    """The headings that the entries name, in order; none if too few of them are found."""
    taken = set(lines)
    headings: list[Heading] = []
    place = 0
    for entry in entries:
        found = next(_candidates(entry, looks, range(place, len(looks)), taken), None)
        if found is None:
            continue
        index, more = found
        text = entry.text if letters(entry.text) != letters(looks[index].text) else looks[index].text
        style = number_style(entry.text) or f"toc{entry.level}"
        headings.append(Heading(index, text, style, more))
        place = index + more + 1
    return headings if len(headings) >= max(1, _FOUND * len(entries)) else []


def _candidates(entry: Entry, looks: Sequence[LineLook], places: range, taken: set[int]) -> Iterator[tuple[int, int]]:
    whole, bare = letters(entry.text), name(entry.text)
    for index in places:
        if index in taken or looks[index].look is Look.BLANK:
            continue
        joined = ""
        for more in range(_MOST_LINES):
            if index + more >= len(looks) or index + more in taken:
                break
            joined += letters(looks[index + more].line.text)
            if joined in (whole, bare) or (number_style(looks[index].text) and name(joined) == bare):
                yield index, more
            if not (whole.startswith(joined) or bare.startswith(joined) or bare.startswith(name(joined))):
                break
