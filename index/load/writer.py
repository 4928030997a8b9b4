"""Builds the source text of a file that is not text, line by line, and remembers where each line lies."""

from collections.abc import Sequence
from dataclasses import replace

from index.document import Line, Mark, Place, SourceText


class Writer:
    """Collects lines; each is separated from the next by a line feed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self._places: list[Place] = []
        self._length = 0

    def add(self, text: str, mark: Mark, place: Place) -> None:
        """Add a line; one without anything to see is left out."""
        if text.strip():
            self._put(text, mark, place)

    def add_row(self, cells: Sequence[str], mark: Mark, place: Place) -> None:
        """Add a table row, its cells joined by tabs; the mark gets the spans of the cells that hold text."""
        spans = []
        start = self._length
        for cell in cells:
            text = cell.strip()
            if text:
                begin = start + cell.index(text)
                spans.append((begin, begin + len(text)))
            start += len(cell) + 1
        if spans:
            self._put("\t".join(cells), replace(mark, cells=tuple(spans)), place)

    def _put(self, text: str, mark: Mark, place: Place) -> None:
        start = self._length
        self._lines.append(Line(len(self._lines) + 1, start, start + len(text), text, mark=mark))
        self._places.append(place)
        self._parts.append(text)
        self._length += len(text) + 1

    def finish(self, title: str = "", warnings: tuple[tuple[str, str], ...] = ()) -> SourceText:
        """The whole text."""
        return SourceText("\n".join(self._parts), tuple(self._lines), tuple(self._places), title, warnings)
