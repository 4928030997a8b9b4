"""HTML pages: one line a block, each at its exact place in the file.

A block runs from its first to its last visible character; tags of words in between lie inside it. Headings,
paragraphs, list items and captions are blocks, and so is text that stands directly in a division; a table row is one,
with its cells. A table that holds headings or another table only lays out the page, so its cells are divisions.
``<br>`` and, in ``<pre>``, a line end cut a block into lines that may belong together (``Mark.whole`` is false).
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path

from index.document import Line, Mark, Role, SourceText
from index.load.limits import Budget, with_cut
from index.load.markup import Kind, Token, tokens, visible_span
from index.load.text import line_spans, read_characters


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = _names(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre
    search section summary table tbody td tfoot th thead tr ul"""
)
_VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
_SILENT = _names(
    """script style template noscript title textarea select button datalist iframe noembed noframes object audio video
    canvas"""
)
_SECTIONS = _names("main article section aside nav table blockquote figure dialog")
_CLOSE_HEADING = _BLOCKS - {"div", "hgroup", "center"}
_CELLS = frozenset(("td", "th"))
_REASONS = {"nav": "ページの案内", "header": "ページの見出し部分", "footer": "ページの下の部分"}
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer"}
_MOST_COLUMNS = 256  # that cells may span
_MOST_DEPTH = 1000  # of elements in one another; those further in count as the outer one's
_TARGETS = _names("a dt h1 h2 h3 h4 h5 h6 li p span")  # what contents lists point to

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _State:
    """What the open elements say of the text within."""

    level: int = 0
    item: int = 0  # number of the list item, 0 outside
    silent: bool = False
    reason: str = ""
    pre: bool = False
    bold: bool = False
    sectioned: bool = False
    head: bool = False  # in a table's head


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element: its name, and the state around it."""

    name: str
    outside: _State


@dataclass(slots=True)
class _Row:
    """A table row as it is read: the span of each column's cell, None for one without text, and the header columns.

    ``above`` says of how many more rows, this one included, a cell further up takes a column.
    """

    table: int
    head: bool
    above: dict[int, int]
    cells: list[Span | None] = field(default_factory=list)
    headers: set[int] = field(default_factory=set)
    current: int = -1  # the cell in which text goes on

    def begin(self, header: bool, columns: int = 1, rows: int = 1) -> None:
        """Begin a cell in the next free column."""
        while self.above.get(len(self.cells), 0) > 0 and len(self.cells) < _MOST_COLUMNS:
            self.cells.append(None)
        self.current = len(self.cells)
        if header:
            self.headers.add(self.current)
        for column in range(self.current, self.current + (columns if self.current < _MOST_COLUMNS else 1)):
            self.cells.append(None)
            if rows > 1 and column < _MOST_COLUMNS:
                self.above[column] = rows

    def add(self, start: int, end: int) -> None:
        """Add text to the cell; text between cells makes one of its own."""
        if self.current < 0:
            self.begin(header=False)
        before = self.cells[self.current]
        self.cells[self.current] = (before[0] if before else start, end)

    def below(self) -> dict[int, int]:
        """The columns that cells of this row and above take in the next one."""
        return {column: rows - 1 for column, rows in self.above.items() if rows > 1}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a page before its blocks are read.

    ``layout`` says of each table, in order, whether it only lays out the page; ``closed`` where an element of a
    name is closed for the last time; ``targets`` are the names that links of the page point to.
    """

    layout: tuple[bool, ...]
    closed: dict[str, int]
    targets: frozenset[str]


def load_html(path: Path) -> SourceText:
    """Read an HTML page.

    Raises:
        DocumentUnreadable: the file cannot be opened, is empty or is no text.
    """
    text, warnings = read_characters(path, markup=True)
    page = _Page(text, _survey(text))
    page.read()
    return SourceText(text, tuple(page.lines), title=page.title, warnings=with_cut(warnings, page.full))


def _survey(source: str) -> _Plan:
    layout: list[bool] = []
    open_tables: list[int] = []
    closed: dict[str, int] = {}
    targets: set[str] = set()
    for token in tokens(source):
        if token.kind is Kind.CLOSE:
            if token.name in _BLOCKS or token.name in _SILENT:
                closed[token.name] = token.start
            if token.name == "table" and open_tables:
                open_tables.pop()
        elif token.kind is Kind.OPEN:
            if open_tables and (token.name == "table" or token.name in _HEADINGS):
                layout[open_tables[-1]] = True  # those further out were marked when this one opened
            if token.name == "table":
                open_tables.append(len(layout))
                layout.append(False)
            if token.name == "a" and (link := token.attributes().get("href", "")).startswith("#"):
                targets.add(link[1:])
    return _Plan(tuple(layout), closed, frozenset(targets - {""}))


class _Page:
    """Reads a page once, from its first tag to its last."""

    def __init__(self, source: str, plan: _Plan) -> None:
        self.source = source
        self.plan = plan
        self.lines: list[Line] = []
        self.title = ""
        self.full = False
        self._starts = [start for start, _ in line_spans(source)]
        self._budget = Budget()
        self._stack: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._state = _State()
        self._tables: list[int] = []  # the open ones by their number from 1; 0 for one that lays out
        self._table = self._met = self._item = self._told = 0
        self._row: _Row | None = None
        self._above: dict[int, int] = {}  # what cells of the rows above take of the next one
        self._pieces: list[Span] = []  # of the block that is being read
        self._new_piece = True
        self._block = _State()
        self._anchored = False
        self._anchor = False

    def read(self) -> None:
        """Read the page into ``lines`` and ``title``."""
        for token in tokens(self.source):
            if token.kind is Kind.TEXT:
                self._text(token)
            elif token.kind is Kind.OPEN:
                self._open(token)
            else:
                self._close(token)
            if self.full:
                return
        self._end_row()
        self._end_block()

    def _text(self, token: Token) -> None:
        if self._stack and self._stack[-1].name == "title" and not self.title:
            self.title = " ".join(unescape(self.source[token.start : token.end]).split())
        if self._state.silent:
            return
        if self._state.pre and self._row is None:
            for number, (start, end) in enumerate(line_spans(self.source[token.start : token.end])):
                self._new_piece = self._new_piece or number > 0
                self._visible(token.start + start, token.start + end)
            return
        self._visible(token.start, token.end)

    def _visible(self, start: int, end: int) -> None:
        span = visible_span(self.source, start, end)
        if span is None:
            return
        if self._row is not None:
            self._row.add(*span)
            self._anchored = False
            return
        if not self._pieces:
            self._block, self._anchor, self._anchored = self._state, self._anchored, False
        elif not self._state.bold:
            self._block = replace(self._block, bold=False)
        if self._new_piece or not self._pieces:
            self._pieces.append(span)
        else:
            self._pieces[-1] = (self._pieces[-1][0], span[1])
        self._new_piece = False

    def _open(self, token: Token) -> None:
        name = token.name
        if self._state.silent:
            self._met += name == "table"
            if name not in _VOID:
                self._push(name, self._state)
            return
        if name in _BLOCKS and self._row is None:
            self._end_block()
        if self._state.level and name in _CLOSE_HEADING:
            self._pop_heading()
        attributes = token.attributes() if token.rest.strip() else {}
        if name == "table":
            self._begin_table()
        elif name == "tr" or name in _CELLS:
            self._begin_row_or_cell(name, attributes)
        if name == "br" or name in _SILENT:
            self._new_piece = not self._block.level
        if name in _VOID:
            return
        if name in _TARGETS and self.plan.targets & {attributes.get("id", ""), attributes.get("name", "")}:
            self._anchored = True
        closed = self.plan.closed.get(name, -1) > token.start
        self._push(name, self._within(name, attributes.get("role", ""), closed))

    def _within(self, name: str, role: str, closed: bool) -> _State:
        """The state within an element that opens; one that is never closed hides no text."""
        state = self._state
        page_part = _ROLES.get(role.strip().lower(), name)
        if name in ("script", "style") or (name in _SILENT and closed):
            return replace(state, silent=True)
        if page_part in _REASONS and closed and (page_part == "nav" or not state.sectioned) and not state.reason:
            return replace(state, reason=_REASONS[page_part])
        if name in _HEADINGS:
            return replace(state, level=_HEADINGS[name])
        if name == "li":
            self._item += 1
            return replace(state, item=self._item)
        if name in ("b", "strong"):
            return replace(state, bold=True)
        if name == "pre":
            return replace(state, pre=True)
        if name in _SECTIONS or name in ("thead", "tbody", "tfoot"):
            return replace(state, sectioned=True, head=name == "thead")
        return state

    def _push(self, name: str, state: _State) -> None:
        if len(self._stack) >= _MOST_DEPTH:
            return
        self._stack.append(_Open(name, self._state))
        self._names[name] += 1
        self._state = state

    def _close(self, token: Token) -> None:
        if token.name in _BLOCKS and self._row is None:
            self._end_block()
        if token.name in _HEADINGS:
            self._pop_heading()  # whichever is open: <h2> ... </h3> happens
        elif self._names[token.name]:
            while self._pop() != token.name:
                pass

    def _pop(self) -> str:
        """Leave the innermost element; its name."""
        left = self._stack.pop()
        self._names[left.name] -= 1
        if not self._names[left.name]:
            del self._names[left.name]
        self._state = left.outside
        if self._state.silent:
            return left.name
        if left.name == "table":
            self._end_row()
            if self._tables:
                self._tables.pop()
        elif left.name in _CELLS and self._row is not None:
            self._row.current = -1
        elif left.name in ("tr", "thead", "tbody", "tfoot"):
            self._end_row()
        return left.name

    def _pop_heading(self) -> None:
        """Leave a heading that was never closed."""
        while self._stack and self._state.level:
            self._pop()

    def _begin_table(self) -> None:
        self._end_row()
        layout = self._met < len(self.plan.layout) and self.plan.layout[self._met]
        self._met += 1
        if not layout:
            self._table += 1
        self._tables.append(0 if layout else self._table)
        self._above = {}

    def _begin_row_or_cell(self, name: str, attributes: dict[str, str]) -> None:
        if not self._tables or not self._tables[-1]:
            return
        if name == "tr":
            self._end_row()
        if self._row is None:
            self._end_block()
            self._row = _Row(self._tables[-1], self._state.head, self._above)
        if name in _CELLS:
            columns, rows = (_count(attributes.get(key, "")) for key in ("colspan", "rowspan"))
            self._row.begin(name == "th", columns, rows)

    def _end_row(self) -> None:
        row, self._row = self._row, None
        self._above = row.below() if row else self._above
        filled = [cell for cell in row.cells if cell] if row else []
        if row is None or not filled:
            return
        start, end = filled[0][0], filled[-1][1]
        spans: list[Span] = []
        for cell in row.cells:
            edge = spans[-1][1] if spans else start
            spans.append(cell or (edge, edge))
        headed = row.head or all(column in row.headers for column, cell in enumerate(row.cells) if cell)
        role = Role.HEADER if headed else Role.ROW
        mark = Mark(role, table=row.table, cells=tuple(spans))
        if self._state.reason:
            mark = Mark(Role.FURNITURE, reason=self._state.reason)
        self._emit(start, end, mark)

    def _end_block(self) -> None:
        pieces, self._pieces = self._pieces, []
        self._new_piece = True
        state = self._block
        for start, end in pieces:
            role = Role.TEXT
            if state.reason:
                role = Role.FURNITURE
            elif state.item > self._told:
                role, self._told = Role.BULLET, state.item
            level = 0 if state.reason else state.level
            self._emit(
                start,
                end,
                Mark(
                    role,
                    level=level,
                    bold=state.bold,
                    anchor=self._anchor and not state.reason,
                    whole=len(pieces) == 1,
                    reason=state.reason,
                ),
            )
            self._anchor = False

    def _emit(self, start: int, end: int, mark: Mark) -> None:
        if not self._budget.take(end - start, len(mark.cells)):
            self.full = True
            return
        first, last = bisect_right(self._starts, start), bisect_right(self._starts, end - 1)
        self.lines.append(Line(first, start, end, self.source[start:end], last, mark))


def _count(value: str) -> int:
    """The number of columns or rows that an attribute says a cell spans."""
    value = value.strip()
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isdecimal() and len(value) < 9 else 1
