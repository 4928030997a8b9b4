"""Ties all expected questions to the documents of an index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.enrich.anchor import Anchored, Place, anchor
from index.enrich.expected import ExpectedEntry
from index.store.content import Content


@dataclass(frozen=True, slots=True)
class Tied:
    """The entries of one document: those tied to a unit, in the order of the units, and those that fit none."""

    slug: str
    found: tuple[Anchored, ...]
    lost: tuple[ExpectedEntry, ...]

    @property
    def units(self) -> set[int]:
        """The units that answer a question tied to them."""
        return {found.unit for found in self.found if found.entry.questions}

    @property
    def questions(self) -> int:
        """How many questions are tied to a unit that answers them."""
        return sum(len(found.entry.questions) for found in self.found)

    @property
    def unanswered(self) -> int:
        """How many questions are tied to a unit that brings them up, and no document answers."""
        return sum(len(found.entry.unanswered) for found in self.found)

    @property
    def moved(self) -> list[Anchored]:
        """The entries whose unit reads otherwise now."""
        return [found for found in self.found if not found.exact]


def tie(content: Content, entries: Mapping[str, list[ExpectedEntry]]) -> Iterator[Tied]:
    """Tie the entries of every document of an index; entries of other documents are left out."""
    for number, edition in enumerate(content.editions):
        wanted = entries.get(edition.slug, [])
        if wanted:
            found, lost = anchor(wanted, list(places(content, number)))
            yield Tied(edition.slug, tuple(sorted(found, key=lambda tied: tied.unit)), tuple(lost))


def places(content: Content, document: int) -> Iterator[Place]:
    """The units of a document with the headings above them."""
    for number, section in content.sections(document):
        heading = section.path[-1] if section.path else ""
        for unit in content.units_of_section(number):
            yield Place(unit.number, unit.unit.text, heading)
