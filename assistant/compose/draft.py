"""A draft: what a composer wants to say, with its places, before it is grounded and numbered."""

from dataclasses import dataclass
from typing import Literal

from index.search import Candidate
from index.store.content import StoredUnit


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place to be cited: neighbouring units of one passage."""

    candidate: Candidate
    units: tuple[StoredUnit, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Character offsets of the quote in the document's source."""
        return self.units[0].unit.start, self.units[-1].unit.end

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line of the quote."""
        return self.units[0].unit.first_line, max(unit.unit.last_line for unit in self.units)


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A statement with the evidence (by place in the draft's list) that it cites.

    ``column`` is its column in a table of sides, from 0; None outside of such.
    """

    text: str
    kind: Literal["quote", "frame", "model"]
    evidence: tuple[int, ...] = ()
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Statements over a list of evidence, the strongest first."""

    statements: tuple[DraftStatement, ...]
    evidence: tuple[Evidence, ...]
