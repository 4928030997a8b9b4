"""A citation within its surroundings: the cited lines and those before and after, as they stand in the file."""

from dataclasses import dataclass

from assistant.answer import Citation
from index.search import Index

AROUND = 2


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a document; ``cited`` if the citation covers it; ``number`` is None where files have no lines."""

    number: int | None
    text: str
    cited: bool


def surroundings(index: Index, citation: Citation, around: int = AROUND) -> list[SourceLine]:
    """The lines of a citation with up to ``around`` lines that hold text on either side."""
    if citation.lines is None:
        return [SourceLine(None, line, cited=True) for line in citation.quote.splitlines() if line.strip()]
    lines = index.content.source_lines(index.numbers[citation.document])
    first, last = citation.lines
    before = [number for number in range(first - 1, 0, -1) if lines[number - 1].strip()][:around]
    after = [number for number in range(last + 1, len(lines) + 1) if lines[number - 1].strip()][:around]
    start, stop = min([first, *before]), max([last, *after])
    return [
        SourceLine(number, lines[number - 1], first <= number <= last)
        for number in range(start, stop + 1)
        if lines[number - 1].strip()
    ]
