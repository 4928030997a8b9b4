"""CSV and TSV files: a record is a line, and each cell knows where it lies in the file.

The standard library's reader says nothing of places, so the records are scanned here, by its rules: a quote opens
a cell only at its beginning, a doubled quote within stands for one, and a quoted cell may hold line ends.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from index.document import Line, Mark, Role, SourceText
from index.load.limits import Budget, with_cut
from index.load.tables import is_heading_row
from index.load.text import line_spans, read_characters

_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_MOST_CELLS = 16_384  # of a record, as in Excel; the rest of a longer one is its last cell
_LINE_END = re.compile("[\r\n]")
_SNIFFED = 20_000  # characters that decide on the delimiter
_STRING = re.compile(r'"[^"]*"')

Span = tuple[int, int]


def load_delimited(path: Path) -> SourceText:
    """Read a CSV or TSV file; a first record that looks like a header is one.

    Raises:
        DocumentUnreadable: the file cannot be opened, is empty or is no text.
    """
    text, warnings = read_characters(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else sniff_delimiter(text)
    starts = [start for start, _ in line_spans(text)]
    lines: list[Line] = []
    budget = Budget()
    for record in scan(text, delimiter):
        start, end = record[0][0], record[-1][1]
        piece = text[start:end]
        if not piece.strip():
            continue
        if not budget.take(len(piece), len(record)):
            warnings = with_cut(warnings, cut=True)
            break
        begin, stop = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        mark = _mark(text, record, begin, stop)
        lines.append(
            Line(bisect_right(starts, begin), begin, stop, text[begin:stop], bisect_right(starts, stop - 1), mark)
        )
    return SourceText(text, tuple(_with_header(text, lines)), warnings=warnings)


def _mark(text: str, record: list[Span], begin: int, stop: int) -> Mark:
    cells = tuple(_inside(text, *cell, begin, stop) for cell in record)
    if all(start == end for start, end in cells):
        return Mark(Role.FURNITURE, reason="空の行")
    return Mark(Role.ROW, table=1, cells=cells)


def _inside(text: str, start: int, end: int, begin: int, stop: int) -> Span:
    """Where a cell's own text lies: without its quotes, without white space around it, within the line."""
    if match := _QUOTED.match(text, start, end):
        start, end = start + 1, (match.end() - 1 if match.end() == end else end)
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    if start >= end:
        start = end = min(max(start, begin), stop)
    return start, end


def _with_header(text: str, lines: list[Line]) -> list[Line]:
    """Call the first record a header if it looks like one and there are rows under it."""
    rows = [place for place, line in enumerate(lines) if line.mark and line.mark.role is Role.ROW]
    if len(rows) > 1:
        first = lines[rows[0]]
        cells = first.mark.cells if first.mark else ()
        if is_heading_row([text[start:end] for start, end in cells]):
            mark = Mark(Role.HEADER, table=1, cells=cells)
            lines[rows[0]] = Line(first.number, first.start, first.end, first.text, first.last, mark)
    return lines


def scan(text: str, delimiter: str) -> Iterator[list[Span]]:
    """The records of a text, each as the spans of its cells with their quotes; a blank line has one empty cell."""
    stop = re.compile(f"[{re.escape(delimiter)}\r\n]")
    place = 0
    record: list[Span] = []
    while place < len(text) or record:
        quoted = _QUOTED.match(text, place)
        until = stop if len(record) < _MOST_CELLS - 1 else _LINE_END
        match = until.search(text, quoted.end() if quoted else place)
        end = match.start() if match else len(text)
        record.append((place, end))
        if match and match.group() == delimiter:
            place = end + 1
            continue
        yield record
        record = []
        place = end + (2 if text.startswith("\r\n", end) else 1)


def sniff_delimiter(text: str) -> str:
    """The delimiter of a CSV file: a tab or semicolon where most lines have more of them than commas."""
    sample = _STRING.sub("", text[:_SNIFFED])
    lines = [line for line in sample.splitlines() if line.strip()]
    return max(",\t;", key=lambda mark: sum(mark in line for line in lines))
