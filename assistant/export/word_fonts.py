"""Japanese fonts by name in a Word file, and what stands in where a machine lacks them."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.styles.style import CharacterStyle

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Face:
    """A font: its name, other names of it or of what stands in, and its family, by which a program chooses another."""

    name: str
    others: str
    family: str
    panose: str


BODY = Face(
    name="游明朝",
    others="Yu Mincho,ヒラギノ明朝 ProN,ＭＳ 明朝,Noto Serif CJK JP,IPA明朝",
    family="roman",
    panose="02020400000000000000",
)
HEADINGS = Face(
    name="游ゴシック",
    others="Yu Gothic,ヒラギノ角ゴ ProN,ＭＳ ゴシック,Noto Sans CJK JP,IPAゴシック",
    family="swiss",
    panose="020B0400000000000000",
)


def put_font_table(document: Document) -> None:
    """List the fonts with their stand-ins in the file's font table, in place of the template's Latin ones."""
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            part.drop_rel(key)
    fonts = "".join(_font(face) for face in (BODY, HEADINGS))
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'
    )
    name = PackURI("/word/fontTable.xml")
    part.relate_to(
        Part(name, CONTENT_TYPE.WML_FONT_TABLE, table.encode("utf-8"), part.package), RELATIONSHIP_TYPE.FONT_TABLE
    )


def set_face(style: CharacterStyle, face: Face) -> None:
    """Set a style in a font, Latin letters too; the theme's fonts would go before it."""
    style.font.name = face.name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face.name)


def _font(face: Face) -> str:
    return (
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(face.others)}/>"
        f'<w:panose1 w:val="{face.panose}"/><w:charset w:val="80"/><w:family w:val="{face.family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
