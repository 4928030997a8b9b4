"""Real files of each format, made for a test."""

import io
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
for name in (MINCHO, GOTHIC):
    pdfmetrics.registerFont(UnicodeCIDFont(name))

Paragraph = tuple[str, str]
"""A style of Word's default template and a text; the style ``表`` takes rows parted by ``/``, cells by ``|``."""


def word_file(path: Path, paragraphs: Sequence[Paragraph]) -> Path:
    document = docx.Document()
    for style, text in paragraphs:
        if style == "表":
            rows = [row.split("|") for row in text.split("/")]
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, content in zip(row.cells, cells, strict=True):
                    cell.text = content
        else:
            document.add_paragraph(text, style)
    document.save(str(path))
    return path


def number_headings(path: Path, numbers: Sequence[tuple[str, str]]) -> None:
    """Let Word draw a number before each level of heading: (form, pattern) by level."""
    document = docx.Document(str(path))
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for depth, (form, pattern) in enumerate(numbers):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "90")
    target = OxmlElement("w:abstractNumId")
    target.set(qn("w:val"), "90")
    number.append(target)
    root.append(number)
    for depth in range(len(numbers)):
        properties = document.styles[f"Heading {depth + 1}"].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = 90
    document.save(str(path))


def flatten_styles(path: Path) -> None:
    """Make body text of every paragraph, as when a text was pasted into a new file."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        paragraph.style = document.styles["Normal"]
    document.save(str(path))


Printed = tuple[float, float, float, str, str]
"""Left and top in points from the page's top left, size, font, text."""


def pdf_file(
    path: Path,
    pages: Sequence[Sequence[Printed]],
    bookmarks: Sequence[tuple[int, int, str]] = (),
    *,
    size: tuple[float, float] = A4,
    password: str = "",
) -> Path:
    """A PDF; ``bookmarks`` are page (from 1), level (from 1) and title."""
    canvas = Canvas(str(path), pagesize=size, encrypt=StandardEncryption(password) if password else None)
    for number, page in enumerate(pages, 1):
        for left, top, points, font, text in page:
            canvas.setFont(font, points)
            canvas.drawString(left, size[1] - top, text)
        for place, (where, level, title) in enumerate(bookmarks):
            if where == number:
                canvas.bookmarkPage(f"b{place}")
                canvas.addOutlineEntry(title, f"b{place}", level - 1)
        canvas.showPage()
    canvas.save()
    return path


def scanned_pdf(path: Path, source: Path) -> Path:
    """A PDF whose pages are pictures of another's."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    canvas = Canvas(str(path), pagesize=A4)
    for page in document:
        picture = io.BytesIO()
        page.render(scale=3).to_pil().save(picture, "PNG")
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
        page.close()
    document.close()
    canvas.save()
    return path
