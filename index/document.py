"""What a document becomes on its way into the index: plain frozen records.

Character offsets (``start``, ``end``) count into the source text: the decoded file where the file is text
(txt, md, html, csv), else the text that the loader took out of it. Line numbers are 1-based and inclusive. In a
text file they are the file's own, which end at LF, CRLF and CR only; elsewhere they count the loader's lines (a
paragraph or table row of Word, a printed line of a PDF, a row of a sheet), and ``places`` says where those lie.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class UnitKind(StrEnum):
    """What sort of thing a unit is."""

    BULLET = "bullet"
    SENTENCE = "sentence"
    ROW = "row"


def edition_name(title: str, date: str, status: str) -> str:
    """An edition as staff name it: 『題名』（日付・種別）."""
    beside = "・".join(part for part in (date, status) if part)
    return f"『{title}』（{beside}）" if beside else f"『{title}』"


@dataclass(frozen=True, slots=True)
class Edition:
    """What the catalogue says of a document.

    ``describes`` lists slugs of documents that this one explains; ``series`` names the plan of which this is
    an edition; ``date`` is YYYY, YYYY-MM or YYYY-MM-DD, or empty where nobody knows; ``derived`` is true where
    no catalogue entry says this but the document itself.
    """

    slug: str
    title: str
    date: str = ""
    issuer: str = ""
    status: str = ""
    aliases: tuple[str, ...] = ()
    series: str = ""
    describes: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    derived: bool = False

    @property
    def name(self) -> str:
        """The edition as staff name it: 『題名』（日付・種別）."""
        return edition_name(self.title, self.date, self.status)


class Role(StrEnum):
    """What a file's format says that a line is."""

    TEXT = "text"
    BULLET = "bullet"
    ROW = "row"
    HEADER = "header"  # a table's header row
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file's format says of a line beyond its characters (a plain text file says nothing).

    ``level`` is that of a heading style, element or bookmark, 0 for none; ``label`` a number that the program
    draws and the text lacks; ``size`` the font's, in points, 0 where unknown; ``face`` whether it is set in a
    heavier face than the body's (Gothic among Mincho); ``anchor`` whether a contents list
    of the file points here; ``whole`` whether the line is a paragraph of its own, never a part of one; ``table``
    numbers the tables from 1; ``cells`` are the (start, end) spans of a row's cells in the source; ``reason``
    says why the line is furniture; ``page`` the page on which it stands; ``continued`` whether it goes on the
    heading of the line before.
    """

    role: Role = Role.TEXT
    level: int = 0
    label: str = ""
    size: float = 0.0
    bold: bool = False
    face: bool = False
    anchor: bool = False
    whole: bool = True
    table: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    page: int = 0
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source text, without its line end; it runs over the file's lines ``number`` to ``last``."""

    number: int
    start: int
    end: int
    text: str
    last: int = 0
    mark: Mark | None = None

    @property
    def last_number(self) -> int:
        """The last line of the file that this one reaches."""
        return self.last or self.number


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line lies in a file that has no lines of its own.

    ``page`` counts pages or slides from 1; ``cells`` reads ``A5:F5``; ``paragraphs`` count the paragraphs of a
    Word file from 1, those in tables too; ``box`` is left, top, right, bottom in points from the page's top left.
    """

    page: int | None = None
    sheet: str | None = None
    cells: str | None = None
    paragraphs: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Where a quote stands, as a citation shows it; what the format lacks is None.

    ``boxes`` are page, left, top, right, bottom of each printed line of a PDF, in points from the top left.
    """

    lines: tuple[int, int] | None = None
    page: int | None = None
    sheet: str | None = None
    cells: str | None = None
    paragraphs: tuple[int, int] | None = None
    boxes: tuple[tuple[float, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file and its lines.

    ``places`` has one for each line of a file that has no lines of its own, in their order, else none; ``title``
    is the title that the file declares; ``warnings`` are (why, what to do) of what was read only in part.
    """

    text: str
    lines: tuple[Line, ...]
    places: tuple[Place, ...] = ()
    title: str = ""
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileWarning:
    """A file of the documents folder that is not read, or only in part: which, why, what to do (Japanese)."""

    file: str
    why: str
    do: str


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline. ``path`` runs from the top, without the document's title; the root has ().

    ``start`` and ``end`` are the heading's place in the source; both are 0 for the root and for a chapter that
    only a table of contents names.
    """

    path: tuple[str, ...]
    level: int
    first_line: int
    last_line: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing worth quoting.

    ``section`` counts into the document's sections. ``text`` has readable characters, lines joined, marks
    removed; ``context`` is what a reader needs beside it (a table's header), else empty.
    """

    section: int
    kind: UnitKind
    start: int
    end: int
    first_line: int
    last_line: int
    text: str
    context: str = ""


CONTENTS, PAGE_NUMBER = "目次", "頁番号"  # reasons that a loader and the outline both give


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the source that belongs to no unit and no heading, and why (Japanese)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A source text cut up: sections in document order (the root first), units and furniture in source order."""

    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    furniture: tuple[Furniture, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring units of one section: ``units[first:last]`` of the document."""

    section: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its edition, outline, units and passages, and the source they quote from.

    Each character of the source that is no white space belongs to one unit, one heading or one piece of
    ``furniture``. ``places`` as in :class:`SourceText`.
    """

    edition: Edition
    source: str
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...] = field(default=())
    furniture: tuple[Furniture, ...] = ()
    places: tuple[Place, ...] = ()
