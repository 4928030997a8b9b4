"""What an evaluation leaves behind: one record a question, and the run they belong to. Plain data, kept as JSON.

Everything after the run (figures, intervals, gate, report, history) reads these and nothing else.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from assistant.answer import Citation
from eval.gold import Kind, Piece


class Fault(StrEnum):
    """Where a miss went wrong, the earliest station first.

    ``READING``: the evidence stands in no unit of the index. ``FINDING``: it was not among the first places.
    ``CHOOSING``: it was found, but another place was cited. ``SAYING``: it was cited, but a fact is missing in the
    answer. ``REFUSING``: silent though the documents answer, or talkative though they do not.
    """

    READING = "reading"
    FINDING = "finding"
    CHOOSING = "choosing"
    SAYING = "saying"
    REFUSING = "refusing"


class Record(BaseModel, frozen=True):
    """One question, what was answered, and how it did; ``None`` where a figure does not apply.

    ``cluster`` names the document and section that the evidence stands in: questions of one cluster are not
    independent of each other. ``rank`` is the place (from 0) of the first citation, then related place, that holds
    evidence. ``ranking`` says of each place in that order whether it holds evidence, and ``relevant`` how many units
    of the index hold some; ``found`` whether the search had a passage with evidence among its first five. ``instead``
    is what came in place of the evidence. Where it is not known which answer is right (``judged`` is false: a user's
    own question without evidence) only refusal and latency say anything.
    """

    id: str
    set: str
    kind: Kind
    question: str
    documents: list[str]
    cluster: str
    answerable: bool
    judged: bool = True
    evidence: list[Piece]
    expected: str
    must_contain: list[list[str]] = []

    status: Literal["answered", "not_found"]
    answer: str
    confidence: float
    milliseconds: float
    citations: list[Citation]
    related: list[Citation]

    rank: int | None = None
    ranking: list[bool] = []
    relevant: int = 0
    found: bool = False
    score: float = 0.0  # of the passage that the search had first, as it ranks
    facts: float | None = None  # share of the reference's facts in the answer
    precision: float | None = None  # share of citations that hold evidence
    section: bool | None = None  # the holding citation's path names the place
    sides: float | None = None  # kind cross: share of sides with evidence among the citations
    edition: bool | None = None  # scoped and cross: cited from the documents that were named, none else first
    citation_recall: float | None = None  # share of statements that their quotes support (ALCE)
    citation_precision: float | None = None  # share of citations that a statement needs (ALCE)
    citations_valid: bool | None = None  # every citation's document, place and quote exist
    numbers_agree: bool | None = None  # every number of a statement stands in its quotes

    fault: Fault | None = None
    instead: str = ""

    @property
    def refused(self) -> bool:
        """Whether the assistant refused."""
        return self.status == "not_found"

    @property
    def right(self) -> bool:
        """Whether the answer may be shown: refused where it must be, else evidence among the first three places."""
        if not self.answerable:
            return self.refused
        return not self.refused and self.rank is not None and self.rank < 3


class Probe(BaseModel, frozen=True):
    """A question made from the documents by rule, with only one right outcome."""

    id: str
    suite: Literal["eras", "sections", "refusals", "editions"]
    question: str
    wanted: str
    got: str
    passed: bool
    fault: Fault | None = None


class Run(BaseModel, frozen=True):
    """A whole run: when, over what, with what, and all that came of it."""

    started: str  # ISO 8601, UTC
    seconds: float
    program: str  # version, and the commit where there is one
    index: str  # fingerprint
    embedding_model: str
    composer: str
    sets: list[str]
    records: list[Record]
    unaided: list[Record] = []  # the held-out questions asked again without expected questions
    probes: list[Probe] = []
