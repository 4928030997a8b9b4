"""Units: the smallest things worth quoting, each verbatim at its place in the source."""

import re

from index.document import Role, Unit, UnitKind
from index.normalise import join_lines, readable
from index.outline.cuts import Measure
from index.outline.lines import LineLook, Look, numbering
from index.units.blocks import Block, find_blocks
from index.units.loose import heads_above, is_column_heads

LONG_BLOCK = 110  # characters; a longer bullet or paragraph is cut into its sentences
LONGEST_UNIT = 400  # characters of the source; what is longer is cut, so that it can be quoted
LONG_ROW = 120  # characters; a longer table row is cut into its cells and their items
_CELL_BREAK = re.compile(r"\t|</?(?:p|li|ul|ol|td|th|tr|br|div|table)\b[^<>]*>|\|", re.IGNORECASE)
_ITEM_BREAK = re.compile(r"</?(?:p|li|ul|ol|br|div)\b[^<>]*>", re.IGNORECASE)  # within a cell that the file marks
_LINE_END = re.compile(r"\r\n|\r|\n")
_RULE = re.compile(r"[-:=\s]+")  # the line under a Markdown table's header
_OPENING, _CLOSING = "（(「『【〔", "）)」』】〕"
_HEADER_CELL = 24  # characters

__all__ = ["is_filler_row", "section_units"]


def section_units(section: int, looks: list[LineLook], source: str, measure: Measure) -> list[Unit]:
    """The units of one section's lines, in order."""
    units: list[Unit] = []
    header = ""
    said: set[str] = set()
    previous: Block | None = None
    blocks = find_blocks(looks, measure)
    loose = ""
    row_lines = {look.line.number for look in looks if look.look is Look.ROW}
    for place, block in enumerate(blocks):
        if not block.row:
            units.extend(_block_units(section, block, source, heads_above(blocks, place) or loose))
            loose = block.text if is_column_heads(block.text) else loose
            continue
        if is_repeated_filler(block.lines[0], said):
            previous = block
            continue
        if previous is None or not _same_table(previous, block):
            units.extend(_row_units(section, block, source, ""))
            header = _header(block, row_lines, source)
        else:
            units.extend(_row_units(section, block, source, header))
            if _is_header(block):
                header = f"{header} {_header(block, row_lines, source)}".strip()
        previous = block
    return units


def _same_table(before: Block, after: Block) -> bool:
    """Whether two rows stand one under the other in one table."""
    first, second = before.lines[0], after.lines[0]
    if first.row and second.row:
        return first.row.table == second.row.table
    return second.line.number == first.line.last_number + 1


def _is_header(block: Block) -> bool:
    row = block.lines[0].row
    return row is not None and row.role is Role.HEADER


def _block_units(section: int, block: Block, source: str, context: str) -> list[Unit]:
    first, last = block.lines[0].line, block.lines[-1].line
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    bullet = block.lines[0].look is Look.BULLET or block.lines[0].dash or bool(block.lines[0].style)
    kind = UnitKind.BULLET if bullet else UnitKind.SENTENCE
    text = block.text
    spans = _sentences(source, start, end) if len(text) > LONG_BLOCK else [(start, end)]
    if len(spans) == 1:
        return [Unit(section, kind, start, end, first.number, last.last_number, text, context)]
    units = []
    for begin, stop in spans:
        lines = [look.line for look in block.lines if look.line.start < stop and look.line.end > begin]
        text = join_lines([readable(source[max(begin, line.start) : min(stop, line.end)]) for line in lines])
        units.append(Unit(section, kind, begin, stop, lines[0].number, lines[-1].last_number, text, context))
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
    pieces = _row_pieces(block.lines[0], source)
    if not pieces:
        return []
    text = " ".join(_cell_text(source[begin:stop]) for begin, stop in pieces)
    start, end = pieces[0][0], pieces[-1][1]
    if len(text) <= LONG_ROW and end - start <= LONGEST_UNIT:
        return [Unit(section, UnitKind.ROW, start, end, line.number, line.last_number, text, header)]
    label = _cell_text(source[slice(*pieces[0])])
    beside = f"{header} {label}".strip() if len(label) <= LONG_ROW // 2 else header
    return [
        Unit(
            section,
            UnitKind.ROW,
            begin,
            stop,
            line.number,
            line.last_number,
            _cell_text(source[begin:stop]),
            beside if place else header,
        )
        for place, piece in enumerate(pieces)
        for begin, stop in _at_most(source, *piece)
    ]


def _row_pieces(look: LineLook, source: str) -> list[tuple[int, int]]:
    """Spans of a row's cells and of the items in them, rules between rows left out."""
    line = look.line
    cells = look.row.cells if look.row and look.row.cells else ((line.start, line.end),)
    pieces = [piece for start, end in cells for piece in _cells(source, start, end, has_cells=look.row is not None)]
    return [span for span in pieces if not _RULE.fullmatch(source[slice(*span)]) or look.row is not None]


def _cells(source: str, start: int, end: int, *, has_cells: bool) -> list[tuple[int, int]]:
    """Spans of the cells and items of a table row, without white space around them."""
    breaks = _ITEM_BREAK if has_cells else _CELL_BREAK
    edges = [start]
    for match in breaks.finditer(source, start, end):
        edges.extend(match.span())
    edges.append(end)
    spans = []
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        piece = source[begin:stop]
        if readable(piece):
            spans.append((begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())))
    return spans


def _cell_text(text: str) -> str:
    """The readable text of a cell, its own lines joined."""
    return join_lines([readable(line) for line in _LINE_END.split(text)])


def is_repeated_filler(look: LineLook, said: set[str]) -> bool:
    """Whether a row says one sentence over and over that a row before it said so too; ``said`` collects them.

    The first such row stays: it may be read.
    """
    fillers = [text for text in _cell_texts(look) if _is_filler(text)]
    if not fillers:
        return False
    repeated = all(text in said for text in fillers)
    said.update(fillers)
    return repeated


def is_filler_row(look: LineLook) -> bool:
    """Whether a table row holds a cell that says one sentence over and over."""
    return look.look is Look.ROW and any(_is_filler(text) for text in _cell_texts(look))


def _cell_texts(look: LineLook) -> list[str]:
    text = look.line.text
    return [_cell_text(text[start:end]) for start, end in _cells(text, 0, len(text), has_cells=False)]


def _is_filler(text: str) -> bool:
    """Whether a cell says one sentence over and over: what an OCR makes of print too small to read."""
    sentences = [sentence.strip() for sentence in text.split("。") if sentence.strip()]
    return len(sentences) > 1 and len(set(sentences)) == 1


def _header(block: Block, row_lines: set[int], source: str) -> str:
    """The text of a table's first row if it is a header: said so by the file, or short cells and rows under it."""
    look = block.lines[0]
    if look.row:
        cells = [_cell_text(source[slice(*cell)]) for cell in look.row.cells] if look.row.role is Role.HEADER else []
        return " ".join(cell for cell in cells if cell)
    follows = look.line.number + 1 in row_lines
    cells = [cell.strip() for cell in _CELL_BREAK.split(look.line.text) if cell.strip()]
    if follows and cells and all(len(cell) <= _HEADER_CELL and not numbering(cell) for cell in cells):
        return " ".join(readable(cell) for cell in cells)
    return ""
