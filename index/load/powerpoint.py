"""PowerPoint files: each slide a page, its title a heading, its text in reading order."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.text import CT_TextParagraph
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.table import Table
from pptx.text.text import TextFrame
from pptx.text.text import _Paragraph as Paragraph

from index.document import PAGE_NUMBER, Mark, Place, Role, SourceText
from index.load.draft import Draft, sensible_title
from index.normalise import join_lines

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ROW_HEIGHT = 180_000  # EMU, half a centimetre: shapes whose tops differ less stand side by side
_FURNITURE = {
    PP_PLACEHOLDER.SLIDE_NUMBER: "スライド番号",
    PP_PLACEHOLDER.DATE: "日付",
    PP_PLACEHOLDER.FOOTER: "フッター",
    PP_PLACEHOLDER.HEADER: "ヘッダー",
}
_LISTS = (
    PP_PLACEHOLDER.BODY,
    PP_PLACEHOLDER.OBJECT,
    PP_PLACEHOLDER.VERTICAL_BODY,
    PP_PLACEHOLDER.VERTICAL_OBJECT,
)
_TOP = 0.3  # share of a slide's height in which its title begins
_LONGEST_TITLE = 45  # characters


def load_powerpoint(path: Path) -> SourceText:
    """Read a presentation: titles, text frames, tables, diagrams and the speaker's notes.

    Raises:
        Exception: whatever the library makes of a broken file.
    """
    with path.open("rb") as file:
        deck = Presentation(file)
    draft = Draft()
    first_title = ""
    for number, slide in enumerate(deck.slides, start=1):
        title = slide.shapes.title or _box_on_top(slide.shapes, deck.slide_height or 0)
        heading = join_lines(_pieces(title.text_frame.text)) if title is not None else ""
        first_title = first_title or heading
        if title is not None:
            size, bold = _type(title.text_frame.paragraphs[0])
            draft.add(heading, Mark(level=1, size=size, bold=bold, page=number), Place(page=number))
        for shape in _in_reading_order(slide.shapes):
            if title is None or shape.element is not title.element:
                _add_shape(draft, shape, number)
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None and frame.text.strip():
            _add_paragraphs(draft, frame, number, listed=False)
        if draft.full:
            break
    return draft.finish(sensible_title(deck.core_properties.title) or first_title)


def _box_on_top(shapes: Iterable[BaseShape], height: int) -> Shape | None:
    """The first text box of a slide without a title, if it looks like one: short, and near the top."""
    boxes = (shape for shape in _in_reading_order(shapes) if isinstance(shape, Shape) and shape.text_frame.text.strip())
    box = next(boxes, None)
    if box is None or (box.top or 0) > _TOP * height:
        return None
    text = "".join(_pieces(box.text_frame.text))
    return box if len(text) <= _LONGEST_TITLE and not text.endswith("。") else None


def _in_reading_order(shapes: Iterable[BaseShape]) -> list[BaseShape]:
    """Shapes from top to bottom, and from left to right where they stand side by side."""
    rows: list[list[BaseShape]] = []
    for shape in sorted(shapes, key=lambda shape: shape.top or 0):
        if rows and (shape.top or 0) - (rows[-1][0].top or 0) < _ROW_HEIGHT:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    return [shape for row in rows for shape in sorted(row, key=lambda shape: shape.left or 0)]


def _add_shape(draft: Draft, shape: BaseShape, page: int) -> None:
    if draft.full:
        return
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if isinstance(shape, GroupShape):
        for inner in _in_reading_order(shape.shapes):
            _add_shape(draft, inner, page)
    elif isinstance(shape, Shape) and kind in _FURNITURE:
        text = " ".join(_pieces(shape.text_frame.text))
        draft.add(text, Mark(Role.FURNITURE, reason=_FURNITURE[kind], page=page), Place(page=page))
    elif isinstance(shape, Shape) and shape.text_frame.text.strip() == str(page):
        draft.add(str(page), Mark(Role.FURNITURE, reason=PAGE_NUMBER, page=page), Place(page=page))
    elif isinstance(shape, Shape):
        _add_paragraphs(draft, shape.text_frame, page, listed=kind in _LISTS)
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        _add_table(draft, shape.table, page)
    else:
        for text in _diagram_texts(shape):
            draft.add(text, Mark(page=page), Place(page=page))


def _add_paragraphs(draft: Draft, frame: TextFrame, page: int, *, listed: bool) -> None:
    """Add paragraphs; a line break within one makes lines that may belong together."""
    for paragraph in frame.paragraphs:
        pieces = _pieces(paragraph.text)
        role = Role.BULLET if _is_bullet(paragraph._p, listed) else Role.TEXT
        size, bold = _type(paragraph)
        for place, piece in enumerate(pieces):
            mark = Mark(role if place == 0 else Role.TEXT, size=size, bold=bold, whole=len(pieces) == 1, page=page)
            draft.add(piece, mark, Place(page=page))


def _type(paragraph: Paragraph) -> tuple[float, bool]:
    """The largest size of a paragraph's runs in points, 0 where none says, and whether all are bold."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    return max((run.font.size.pt for run in runs if run.font.size), default=0.0), bool(runs) and all(
        run.font.bold for run in runs
    )


def _is_bullet(paragraph: CT_TextParagraph, listed: bool) -> bool:
    """Whether a bullet or number is drawn before a paragraph: the paragraph says so, else its placeholder."""
    properties = paragraph.find(f"{_A}pPr")
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return False
        if any(properties.find(f"{_A}{name}") is not None for name in ("buChar", "buAutoNum", "buBlip")):
            return True
    return listed


def _add_table(draft: Draft, table: Table, page: int) -> None:
    """Add a table; its first row is the header, if there are more."""
    rows = list(table.rows)
    draft.tables += 1
    for place, row in enumerate(rows):
        cells = ["\n".join(_pieces(cell.text_frame.text)) for cell in row.cells]
        draft.add_row(cells, Role.HEADER if place == 0 and len(rows) > 1 else Role.ROW, Place(page=page), page)


def _diagram_texts(shape: BaseShape) -> Iterator[str]:
    """The texts of a SmartArt diagram, which lie in a part of their own."""
    relations = next(shape.element.iter(f"{{{_DIAGRAM}}}relIds"), None)
    if relations is None:
        return
    data = shape.part.related_part(relations.get(f"{_RELATION}dm"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for point in etree.fromstring(data.blob, parser).iter(f"{{{_DIAGRAM}}}pt"):
        for paragraph in point.iter(f"{_A}p"):
            yield "".join(text.text or "" for text in paragraph.iter(f"{_A}t"))


def _pieces(text: str) -> list[str]:
    """The lines of a text; a line break within a paragraph is a vertical tab here."""
    return [piece.strip() for piece in text.replace("\v", "\n").split("\n") if piece.strip()]
