"""The page of a Word file: A4, Japanese styles, page numbers, and what the file says of itself."""

from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from assistant.export.dates import japanese_day
from assistant.export.word_fonts import BODY, HEADINGS, Face, put_font_table, set_face
from assistant.export.wording import AUTHOR, TITLE

MARGIN = Mm(20)
WIDTH = Mm(210) - 2 * MARGIN
QUOTE = "原文"
SMALL = "補足"
_BLACK = RGBColor(0, 0, 0)
_GREY = RGBColor(0x40, 0x40, 0x40)


def blank_page(made: date, index: str) -> Document:
    """An empty A4 document with its styles, its footer and its properties."""
    document = docx.Document()
    _set_up_page(document)
    _set_up_styles(document)
    put_font_table(document)
    _put_footer(document, f"{TITLE}（{AUTHOR}、{japanese_day(made)}、索引 {index}）")
    about = document.core_properties
    about.title, about.author, about.last_modified_by = TITLE, AUTHOR, AUTHOR
    about.language, about.comments, about.subject = "ja-JP", "", ""
    about.created = about.modified = datetime(made.year, made.month, made.day, tzinfo=UTC)
    return document


def _set_up_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(10)


def _set_up_styles(document: Document) -> None:
    """Styles of the template in Japanese fonts, black; headings keep their levels, so the navigation shows them."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "ja-JP")
    styles = document.styles
    for name, face, size, before, after in (
        ("Normal", BODY, 10.5, 0, 0),
        ("Title", HEADINGS, 18, 0, 6),
        ("Heading 1", HEADINGS, 12, 18, 4),
        ("Footer", HEADINGS, 8, 0, 0),
    ):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_style(style, face, size, before, after)
    title = styles["Title"]
    assert isinstance(title, ParagraphStyle)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in list(title.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)  # the template's blue rule
    for name, face, size, colour in ((QUOTE, BODY, 9.5, _BLACK), (SMALL, HEADINGS, 9, _GREY)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = styles["Normal"]
        _set_style(style, face, size, 0, 0)
        style.font.color.rgb = colour
    quote = styles[QUOTE]
    assert isinstance(quote, ParagraphStyle)
    quote.paragraph_format.left_indent = Mm(4)


def _set_style(style: ParagraphStyle, face: Face, size: float, before: float, after: float) -> None:
    set_face(style, face)
    style.font.size, style.font.color.rgb = Pt(size), _BLACK
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), 1.1


def _put_footer(document: Document, text: str) -> None:
    """What the file is, and the page of so many pages."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{text}　")
    _put_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _put_field(paragraph, "NUMPAGES")


def _put_field(paragraph: Paragraph, name: str) -> None:
    """A number that the program fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
