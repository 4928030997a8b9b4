"""The answer as other programs see it: the JSON contract of ``assistant ask --json``."""

from typing import Literal

from pydantic import BaseModel

from index.document import Where, edition_name
from index.places import place_name

LONGEST_QUOTE = 400


class Citation(BaseModel, frozen=True):
    """A place in a document with its verbatim text. ``lines`` are 1-based and inclusive.

    What a format lacks (``page``, ``sheet``, ``cells``, ``paragraphs``, ``boxes``) is null.
    """

    number: int
    document: str
    title: str
    date: str
    status: str
    section: list[str]
    lines: tuple[int, int] | None
    page: int | None = None
    sheet: str | None = None
    cells: str | None = None
    paragraphs: tuple[int, int] | None = None
    boxes: list[list[float]] | None = None
    quote: str

    @property
    def place(self) -> str:
        """The place as people write it: L12-14, p.3, シート「表1」A5:F7, 段落12-14."""
        return place_name(Where(self.lines, self.page, self.sheet, self.cells, self.paragraphs))

    @property
    def name(self) -> str:
        """The document as staff name it: 『題名』（日付・種別）."""
        return edition_name(self.title, self.date, self.status)


class Statement(BaseModel, frozen=True):
    """One statement of an answer: a ``quote`` stands in the cited place, a ``frame`` comes from a template.

    Where an answer compares editions, ``column`` is the statement's column in the table of them, from 0, the older
    edition first; its first statement is the column's head.
    """

    text: str
    kind: Literal["quote", "frame", "model"]
    citations: list[int] = []
    column: int | None = None

    @property
    def marked(self) -> str:
        """The text with the marks of its citations."""
        return self.text + "".join(f" [{number}]" for number in self.citations)


class Explained(BaseModel, frozen=True):
    """Why a candidate stands where it stands: every part of its score.

    ``lines`` are those of its best unit, ``passage`` those of the whole passage, in the counting of the index.
    ``matches`` says how well each word of the question is matched, ``substitutes`` which words of the thesaurus stand
    in the passage in place of the question's, ``expected`` is the passage's expected question that is nearest.
    """

    document: str
    section: list[str]
    lines: tuple[int, int] | None
    passage: tuple[int, int]
    score: float
    parts: dict[str, float]
    matches: dict[str, float]
    substitutes: list[str] = []
    expected: str | None = None
    text: str


class Answer(BaseModel, frozen=True):
    """An answer or a refusal (``not_found``), with its citations, the strongest first."""

    question: str
    status: Literal["answered", "not_found"]
    answer: str
    statements: list[Statement]
    citations: list[Citation]
    related: list[Citation]
    confidence: float
    composer: str
    notices: list[str] = []
    index: str
    timings_ms: dict[str, float]
    explain: list[Explained] | None = None

    def to_json(self) -> str:
        """One line of JSON; ``explain`` only where it was asked for."""
        return self.model_dump_json(exclude={"explain"} if self.explain is None else None)
