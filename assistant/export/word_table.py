"""A table of labels and what belongs to them, a row each; a row may have several cells side by side."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table, _Cell, _Row

from assistant.export.word_page import SMALL, WIDTH
from assistant.export.wording import plain

_LABEL = Mm(20)
_SHADE = "F2F2F2"


class LabelledTable:
    """A table that grows by rows; ``columns`` is how many cells stand side by side behind a label."""

    def __init__(self, document: Document, columns: int) -> None:
        self._columns = columns
        self._table: Table = document.add_table(rows=0, cols=1 + columns, style="Table Grid")
        self._table.autofit = False
        _pad(self._table)
        self._widths = [_LABEL, *[Length((WIDTH - _LABEL) // columns)] * columns]
        for column, width in zip(self._table.columns, self._widths, strict=True):
            column.width = width

    def add(self, label: str) -> _Cell:
        """A row whose cells behind the label are one."""
        row = self._row(label)
        return row.cells[1].merge(row.cells[self._columns]) if self._columns > 1 else row.cells[1]

    def add_beside(self, label: str, shaded: bool = False) -> Sequence[_Cell]:
        """A row with its cells side by side; ``shaded`` for the heads of columns."""
        cells = self._row(label).cells[1:]
        for cell in cells if shaded else ():
            _shade(cell)
        return cells

    def _row(self, label: str) -> _Row:
        row: _Row = self._table.add_row()  # type: ignore[no-untyped-call]
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.width = width
        _shade(row.cells[0])
        put(row.cells[0], [label], SMALL)
        return row


def put(cell: _Cell, texts: Sequence[str], style: str | None = None, *, bold: bool = False) -> None:
    """Add texts to a cell, a paragraph each."""
    for text in texts:
        first = cell.paragraphs[0]
        paragraph = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(plain(text)).bold = bold or None


def keep_whole(cell: _Cell) -> None:
    """Keep the row of a cell on one page."""
    cell._tc.getparent().get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next(cell: _Cell) -> None:
    """Keep the row of a cell on one page with the beginning of the row below."""
    keep_whole(cell)
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _pad(table: Table) -> None:
    """Room between the text and the lines of the table."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100)):  # twentieths of a point
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tblPr.find(qn("w:tblLook"))
    if look is not None:  # the schema wants the margins before it
        look.addprevious(margins)
    else:
        table._tblPr.append(margins)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
