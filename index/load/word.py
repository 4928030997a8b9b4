"""Word files: paragraphs and table rows in their order, with styles, drawn numbers and contents lists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from index.document import CONTENTS, Mark, Place, Role, SourceText
from index.load.draft import Draft
from index.load.word_numbers import Numbers
from index.load.word_styles import Styles

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_NESTED = tuple(qn(name) for name in ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent"))
_SKIPPED = frozenset((_FALLBACK, *map(qn, ("w:del", "w:moveFrom", "w:rt", "w:txbxContent", "w:pPr"))))
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = (qn("w:t"), _MATHS)
_ENDS_IN_PAGE = re.compile(r"[0-9０-９ivxIVX]+\s*$")
_HEADER_CELL = 40  # characters; a first row with longer cells is no header
Element = Any  # lxml elements have no types


def load_word(path: Path) -> SourceText:
    """Read a Word file.

    Raises whatever python-docx raises for a file that it cannot read; the loaders' door turns that into
    DocumentUnreadable.
    """
    document = docx.Document(str(path))
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self._body = document.element.body
        self._styles = Styles(document)
        self._numbers = Numbers(document, self._styles)
        self._draft = Draft()
        # lxml makes a new object at each visit unless somebody keeps the old one; the list does.
        self._kept = list(_own_paragraphs(self._body))
        self._paragraphs = {id(p): number for number, p in enumerate(self._kept, 1)}
        self._notes = _read_notes(document)
        self._title: list[str] = []

    def read(self) -> SourceText:
        self._blocks(self._body, contents=False)
        return self._draft.finish(title=" ".join(self._title))

    def _blocks(self, parent: Element, *, contents: bool) -> None:
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element, contents=contents)
            elif element.tag == qn("w:tbl"):
                self._table_rows(element)
            elif element.tag == qn("w:sdt"):
                inner = element.find(qn("w:sdtContent"))
                if inner is not None:
                    self._blocks(inner, contents=contents or _is_contents_list(element))
            elif element.tag in _NESTED:
                self._blocks(element, contents=contents)

    def _paragraph(self, element: Element, *, contents: bool) -> None:
        text = paragraph_text(element)
        style = self._styles.of(element)
        label = self._numbers.label(element)
        place = self._place(element)
        if contents or style.contents or _is_contents_entry(element, text):
            level = style.contents if style.contents else 0
            self._draft.add(text, Mark(Role.FURNITURE, level, reason=CONTENTS), place)
            return
        if style.title and text.strip():
            self._title.append(" ".join(text.split()))
        role = Role.BULLET if label and not style.level else Role.TEXT
        mark = Mark(
            role,
            style.level,
            label if style.level else "",
            size=self._styles.size(element, style),
            bold=self._styles.bold(element, style),
            anchor=_is_target(element),
        )
        self._draft.add(text, mark, place)
        for text in self._beside(element):
            self._draft.add(text, Mark(), place)

    def _table_rows(self, table: Element) -> None:
        rows = _rows(table)
        if len(rows) == 1 and len(_cells(rows[0])) == 1:  # a frame around a text
            self._blocks(_cells(rows[0])[0], contents=False)
            return
        self._draft.tables += 1
        for place, row in enumerate(rows):
            cells = _cells(row)
            texts = [self._cell_text(cell) for cell in cells]
            header = _repeats(row) or (place == 0 and len(rows) > 1 and _looks_like_header(texts))
            where = self._place(*(p for cell in cells for p in cell.iter(qn("w:p"))))
            self._draft.add_row(texts, Role.HEADER if header else Role.ROW, where)

    def _cell_text(self, cell: Element) -> str:
        """The paragraphs of a cell, those of its text boxes and its notes behind the one they belong to."""
        paragraphs = [p for p in cell.iter(qn("w:p")) if id(p) in self._paragraphs]
        texts = (text for p in paragraphs for text in (paragraph_text(p), *self._beside(p)))
        return "\n".join(text for text in texts if text.strip())

    def _beside(self, paragraph: Element) -> Iterator[str]:
        """The texts of the notes and text boxes that a paragraph holds."""
        for reference in paragraph.iter(qn("w:footnoteReference"), qn("w:endnoteReference")):
            yield self._notes.get((reference.tag, reference.get(qn("w:id"))), "")
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                yield from (paragraph_text(inner) for inner in box.iter(qn("w:p")))

    def _place(self, *paragraphs: Element) -> Place:
        numbers = [self._paragraphs[id(p)] for p in paragraphs if id(p) in self._paragraphs]
        return Place(paragraphs=(min(numbers), max(numbers)) if numbers else None)


def _read_notes(document: Any) -> dict[tuple[str, str], str]:  # noqa: ANN401
    """The texts of footnotes and endnotes by the tag of their reference and their id."""
    notes = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in ("footnotes", "endnotes") or relation.is_external:
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
        for note in root:
            text = "\n".join(paragraph_text(paragraph) for paragraph in note.iter(qn("w:p")))
            notes[qn(f"w:{kind[:-1]}Reference"), note.get(qn("w:id"))] = text.strip()
    return notes


def _own_paragraphs(body: Element) -> Iterator[Element]:
    """Every paragraph of the body in order, those in tables too, those in text boxes not."""
    for paragraph in body.iter(qn("w:p")):
        if not any(parent.tag == qn("w:txbxContent") for parent in paragraph.iterancestors()):
            yield paragraph


def paragraph_text(paragraph: Element) -> str:
    """The text of a paragraph as it is read: deletions, readings of ruby and text boxes left out."""
    return "".join(_characters(paragraph))


def _characters(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag == qn("w:br") and child.get(qn("w:type")) in ("page", "column"):
            continue
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _characters(child)


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]


def _rows(table: Element) -> list[Element]:
    """The table's own rows, those in a content control too."""
    return [row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table]


def _repeats(row: Element) -> bool:
    """Whether Word repeats the row as the table's header on every page."""
    return row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def _looks_like_header(texts: list[str]) -> bool:
    return all(text.strip() and len(text) <= _HEADER_CELL for text in texts) and not texts[0][:1].isdigit()


def _is_contents_list(sdt: Element) -> bool:
    gallery = sdt.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _is_contents_entry(paragraph: Element, text: str) -> bool:
    """Whether a paragraph links to a heading and ends in its page: an entry whose style was lost."""
    links = any((link.get(qn("w:anchor")) or "").startswith("_Toc") for link in paragraph.iter(qn("w:hyperlink")))
    fields = any("PAGEREF _Toc" in (field.text or "") for field in paragraph.iter(qn("w:instrText")))
    return (links or fields) and bool(_ENDS_IN_PAGE.search(text))


def _is_target(paragraph: Element) -> bool:
    """Whether a contents list points at the paragraph."""
    return any((mark.get(qn("w:name")) or "").startswith("_Toc") for mark in paragraph.iter(qn("w:bookmarkStart")))
