"""A contents list with page numbers: its lines are furniture, its entries name the headings of the document."""

import heapq
import itertools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from index.document import CONTENTS, Role
from index.normalise import fold
from index.outline.headings import Heading
from index.outline.lines import LineLook, Look, numbering

# Dots or a wide gap, then a page number: the look of an entry.
_ENTRY = re.compile(
    r"(?P<title>.*?\S)(?:[\s.．・･…‥⋯_·-]{4,}|…+|\t+\s*|\s{3,})(?P<page>[0-9０-９]{1,4}|[ivxIVX]{1,5})\s*"
)
_LONGEST_ENTRY = 300  # characters; the time to look at a longer line would grow with its square
_LEADER = re.compile(r"[.．・･…‥⋯_·]")  # begins the dots that lead to a page number
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
    for run in _runs(looks):
        if len(run) >= _LEAST_ENTRIES and _is_contents_list(looks, run):
            found.extend(run)
    return sorted(found + _titles(looks, found))


def _runs(looks: Sequence[LineLook]) -> Iterator[list[int]]:
    """Runs of lines that end in a figure as entries do, blank lines between them left out."""
    run: list[int] = []
    for index, look in enumerate(looks):
        if not look.line.text.strip() or _is_marked(look):
            continue
        if _entry(look):
            run.append(index)
            continue
        yield run
        run = []
    yield run


def _entry(look: LineLook) -> re.Match[str] | None:
    text = look.line.text.strip()
    return _ENTRY.fullmatch(text) if _PAGE.search(text[-1:]) and len(text) <= _LONGEST_ENTRY else None


def _is_contents_list(looks: Sequence[LineLook], run: Sequence[int]) -> bool:
    """Whether a run of lines is a contents list and no table of names and figures.

    Pages count up. Without dots before them it takes the word 目次 above, or that the document has what is listed.
    """
    matches = [match for index in run if (match := _entry(looks[index]))]
    pages = [int(match["page"]) for match in matches if match["page"].isdecimal()]
    falls = sum(after < before for before, after in itertools.pairwise(pages))
    if falls * _LEAST_ENTRIES >= len(run):  # a list of figures may follow that of chapters
        return False
    dotted = sum(bool(_LEADER.search(match.group(), match.end("title"))) for match in matches)
    return dotted * 2 > len(run) or bool(_titles(looks, run)) or _are_found(looks, run, matches)


def _are_found(looks: Sequence[LineLook], run: Sequence[int], matches: Sequence[re.Match[str]]) -> bool:
    inside = set(run)
    lines = {letters(look.line.text) for index, look in enumerate(looks) if index not in inside}
    found = sum(letters(match["title"]) in lines or name(match["title"]) in lines for match in matches)
    return found >= _FOUND * len(matches)


def _is_marked(look: LineLook) -> bool:
    mark = look.line.mark
    return mark is not None and mark.role is Role.FURNITURE and mark.reason == CONTENTS


def _titles(looks: Sequence[LineLook], found: Sequence[int]) -> list[int]:
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
    lookup = _Lookup(looks, lines)
    headings: list[Heading] = []
    place = 0
    for entry in entries:
        found = lookup.find(entry, place)
        if found is None:
            continue
        index, more = found
        text = entry.text if letters(entry.text) != letters(looks[index].text) else looks[index].text
        style = number_style(entry.text) or f"toc{entry.level}"
        headings.append(Heading(index, text, style, more))
        place = index + more + 1
    return headings if len(headings) >= max(1, _FOUND * len(entries)) else []


class _Lookup:
    """Finds the lines that an entry names by their letters: to compare each entry with each line takes too long."""

    def __init__(self, looks: Sequence[LineLook], taken: Sequence[int]) -> None:
        self._letters = [letters(look.line.text) for look in looks]
        for index in taken:
            self._letters[index] = ""
        self._places: dict[str, list[int]] = {}
        for index, look in enumerate(looks):
            if look.look is not Look.BLANK and self._letters[index]:
                # A printed number may differ from the list's: the name alone serves too.
                for text in {self._letters[index], name(self._letters[index])}:
                    self._places.setdefault(text, []).append(index)

    def find(self, entry: Entry, first: int) -> tuple[int, int] | None:
        """The first line from ``first`` on with the entry's text, and how many lines behind it go on that text."""
        wanted = {letters(entry.text), name(entry.text)}
        beginnings = {text[:end] for text in wanted for end in range(1, len(text) + 1)}
        places = [self._from(found, first) for start in beginnings if (found := self._places.get(start))]
        rest = ((index, self._more(index, wanted)) for index in heapq.merge(*places))
        return next(((index, more) for index, more in rest if more is not None), None)

    def _from(self, places: Sequence[int], first: int) -> Iterator[int]:
        return (places[place] for place in range(bisect_left(places, first), len(places)))

    def _more(self, index: int, wanted: Collection[str]) -> int | None:
        joined = ""
        for more, text in enumerate(self._letters[index : index + _MOST_LINES]):
            joined += text
            if joined in wanted or name(joined) in wanted:
                return more
            if not text or not any(one.startswith((joined, name(joined))) for one in wanted):
                break
        return None
