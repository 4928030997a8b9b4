"""Units: the smallest things worth quoting, each verbatim at its place in the source."""

import re

from index.document import Unit, UnitKind
from index.normalise import join_lines, readable
from index.outline.cuts import Measure
from index.outline.lines import LineLook, Look, numbering
from index.units.blocks import Block, find_blocks

LONG_BLOCK = 110  # characters; a longer bullet or paragraph is cut into its sentences
LONGEST_UNIT = 400  # characters of the source; what is longer is cut, so that it can be quoted
LONG_ROW = 120  # characters; a longer table row is cut into its cells and their items
_CELL_BREAK = re.compile(r"\t|</?(?:p|li|ul|ol|td|th|tr|br|div|table)\b[^<>]*>|\|", re.IGNORECASE)
_RULE = re.compile(r"[-:=\s]+")  # the line under a Markdown table's header
_OPENING, _CLOSING = "（(「『【〔", "）)」』】〕"
_HEADER_CELL = 24  # characters

__all__ = ["section_units"]


def section_units(section: int, looks: list[LineLook], source: str, measure: Measure) -> list[Unit]:
    """The units of one section's lines, in order."""
    units: list[Unit] = []
    header = ""
    previous_row = -2
    for block in find_blocks(looks, measure):
        if not block.row:
            units.extend(_block_units(section, block, source))
            continue
        number = block.lines[0].line.number
        if number != previous_row + 1:
            header = ""
        units.extend(_row_units(section, block, source, header))
        if number != previous_row + 1:
            header = _header(block, looks)
        previous_row = number
    return units


def _block_units(section: int, block: Block, source: str) -> list[Unit]:
    first, last = block.lines[0].line, block.lines[-1].line
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    bullet = block.lines[0].look is Look.BULLET or block.lines[0].dash or bool(block.lines[0].style)
    kind = UnitKind.BULLET if bullet else UnitKind.SENTENCE
    text = block.text
    spans = _sentences(source, start, end) if len(text) > LONG_BLOCK else [(start, end)]
    if len(spans) == 1:
        return [Unit(section, kind, start, end, first.number, last.number, text)]
    units = []
    for begin, stop in spans:
        lines = [look.line for look in block.lines if look.line.start < stop and look.line.end > begin]
        text = join_lines([readable(source[max(begin, line.start) : min(stop, line.end)]) for line in lines])
        units.append(Unit(section, kind, begin, stop, lines[0].number, lines[-1].number, text))
    return units


def _sentences(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of a block: 。 ends one unless it stands in brackets."""
    spans: list[tuple[int, int]] = []
    depth = 0
    begin = start
    for place in range(start, end):
        character = source[place]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == "。" and depth == 0:
            spans.append((begin, place + 1))
            begin = place + 1
            while begin < end and source[begin].isspace():
                begin += 1
    if begin < end:
        spans.append((begin, end))
    return [piece for span in spans for piece in _at_most(source, *span)]


def _at_most(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence too long for a quote behind a comma or a space, else anywhere."""
    pieces = []
    while end - start > LONGEST_UNIT:
        edge = max(source.rfind(mark, start + LONGEST_UNIT // 2, start + LONGEST_UNIT) for mark in "、,，　 \n")
        cut = edge + 1 if edge > 0 else start + LONGEST_UNIT
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _row_units(section: int, block: Block, source: str, header: str) -> list[Unit]:
    line = block.lines[0].line
    start = line.start + len(line.text) - len(line.text.lstrip())
    end = line.start + len(line.text.rstrip())
    pieces = [span for span in _cells(source, start, end) if not _RULE.fullmatch(source[slice(*span)])]
    if not pieces or any(_is_filler(readable(source[slice(*span)])) for span in pieces):
        return []
    text = " ".join(readable(source[begin:stop]) for begin, stop in pieces)
    if len(text) <= LONG_ROW:
        return [Unit(section, UnitKind.ROW, start, end, line.number, line.number, text, header)]
    label = readable(source[slice(*pieces[0])])
    beside = f"{header} {label}".strip() if len(label) <= LONG_ROW // 2 else header
    return [
        Unit(
            section,
            UnitKind.ROW,
            begin,
            stop,
            line.number,
            line.number,
            readable(source[begin:stop]),
            beside if place else header,
        )
        for place, piece in enumerate(pieces)
        for begin, stop in _at_most(source, *piece)
    ]


def _cells(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells and items of a table row, without white space around them."""
    edges = [start]
    for match in _CELL_BREAK.finditer(source, start, end):
        edges.extend(match.span())
    edges.append(end)
    spans = []
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        piece = source[begin:stop]
        if readable(piece):
            spans.append((begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())))
    return spans


def _is_filler(text: str) -> bool:
    """Whether a cell says one sentence over and over: what an OCR makes of print too small to read.

    The whole row is dropped then; its label came from the same print.
    """
    sentences = [sentence.strip() for sentence in text.split("。") if sentence.strip()]
    return len(sentences) > 1 and len(set(sentences)) == 1


def _header(block: Block, looks: list[LineLook]) -> str:
    """The text of a table's first row if it looks like a header: short cells and rows under it."""
    number = block.lines[0].line.number
    follows = any(look.look is Look.ROW and look.line.number == number + 1 for look in looks)
    cells = [cell.strip() for cell in _CELL_BREAK.split(block.lines[0].line.text) if cell.strip()]
    if follows and cells and all(len(cell) <= _HEADER_CELL and not numbering(cell) for cell in cells):
        return " ".join(readable(cell) for cell in cells)
    return ""
