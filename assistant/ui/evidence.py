"""Seeing the evidence: a document with its numbered lines and its outline, and where in it a citation stands."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.answer import Citation
from assistant.export.dates import japanese_date
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from index.places import place_name

if TYPE_CHECKING:
    from gradio import Server

    from index.search import Index


class Heading(BaseModel, frozen=True):
    """A section of the outline: its own title, its level from 1, and the line where it begins."""

    title: str
    level: int
    line: int


class DocumentView(BaseModel, frozen=True):
    """A whole document as the evidence panel shows it.

    ``date_in_words`` is the date by era. ``lines`` are the lines as they stand in the source, the first one being line
    1. ``places`` says for a file that has no lines of its own (PDF, Word …) where each one lies, a page for instance;
    it is empty for a text file.
    """

    slug: str
    name: str
    title: str
    date: str
    date_in_words: str
    status: str
    lines: list[str]
    places: list[str]
    outline: list[Heading]


def cited_lines(index: "Index", citation: Citation) -> tuple[int, int]:
    """The first and last line of a citation on the evidence panel, which counts lines in every format."""
    if citation.lines is not None:
        return citation.lines
    number = index.numbers.get(citation.document)
    if number is None:  # an answer of earlier, kept in a conversation; the document is gone
        return 1, 1
    source = index.content.whole_source(number)
    first = 1
    start = source.find(citation.quote)
    while start >= 0:
        first = source.count("\n", 0, start) + 1
        last = first + citation.quote.rstrip().count("\n")
        where = index.content.where(number, first, last)
        if (where.page, where.sheet, where.paragraphs) == (citation.page, citation.sheet, citation.paragraphs):
            return first, last
        start = source.find(citation.quote, start + 1)
    return first, first


def document_view(index: "Index", slug: str) -> DocumentView:
    """A document for the evidence panel.

    Raises:
        UnknownDocument: there is none of this name.
    """
    (number,) = index.document_numbers([slug])
    edition = index.editions[number]
    content = index.content
    lines = content.source_lines(number)
    places = [place_name(content.where(number, line, line)) for line in range(1, len(lines) + 1)]
    has_lines = not places or places[0] == "L1"
    return DocumentView(
        slug=slug,
        name=edition.name,
        title=edition.title,
        date=edition.date,
        date_in_words=japanese_date(edition.date),
        status=edition.status,
        lines=list(lines),
        places=[] if has_lines else places,
        outline=outline_view(index, number),
    )


def outline_view(index: "Index", number: int) -> list[Heading]:
    """The outline of a document by its number, in order."""
    sections = [section for _, section in index.content.sections(number) if section.path]
    return [Heading(title=s.path[-1], level=max(1, s.level), line=max(1, s.first_line)) for s in sections]


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``document``."""

    def document(slug: str) -> dict[str, Any]:
        return document_view(application.assistant.index, slug).model_dump(mode="json")

    add_calls(server, {"document": document})
