"""What a document becomes on its way into the index: plain frozen records.

Character offsets (``start``, ``end``) count into the decoded source text of the file; line numbers are
1-based and inclusive and count only LF, CRLF and CR as line ends.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class UnitKind(StrEnum):
    """What sort of thing a unit is."""

    BULLET = "bullet"
    SENTENCE = "sentence"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Edition:
    """What the catalogue says of a document.

    ``describes`` lists slugs of documents that this one explains; ``series`` names the plan of which this is
    an edition; ``date`` is YYYY, YYYY-MM or YYYY-MM-DD, or empty where nobody knows.
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source text, without its line end."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The decoded text of a file and its lines."""

    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline. ``path`` runs from the top, without the document's title; the root has ()."""

    path: tuple[str, ...]
    level: int
    first_line: int
    last_line: int


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


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring units of one section: ``units[first:last]`` of the document."""

    section: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its edition, outline, units and passages, and the source they quote from."""

    edition: Edition
    source: str
    sections: tuple[Section, ...]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...] = field(default=())
