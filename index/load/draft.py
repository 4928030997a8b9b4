"""Builds the text of a file that has no lines of its own, line by line, with the place of each."""

from collections.abc import Sequence

from index.document import Line, Mark, Place, Role, SourceText
from index.load.limits import Budget, with_cut


class Draft:
    """Lines are added in reading order; ``full`` says that no more fit, and later ones are dropped."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lines: list[Line] = []
        self._places: list[Place] = []
        self._length = 0
        self._budget = Budget()
        self.tables = 0
        self.full = False

    def add(self, text: str, mark: Mark, place: Place) -> None:
        """Add one line; white space around it is cut, and of white space alone there is no line."""
        text = text.strip()
        if text:
            self._append(text, mark, place)

    def add_row(self, cells: Sequence[str], role: Role, place: Place, page: int = 0) -> None:
        """Add a row of the table that is numbered ``tables``: its cells joined by tabs, empty ones too."""
        texts = [cell.strip().replace("\t", " ") for cell in cells]
        if not any(texts):
            return
        spans: list[tuple[int, int]] = []
        start = self._length
        for text in texts:
            spans.append((start, start + len(text)))
            start += len(text) + 1
        self._append("\t".join(texts), Mark(role, table=self.tables, cells=tuple(spans), page=page), place)

    def _append(self, text: str, mark: Mark, place: Place) -> None:
        self.full = self.full or not self._budget.take(len(text) + 1, len(mark.cells))
        if self.full:
            return
        self._lines.append(Line(len(self._lines) + 1, self._length, self._length + len(text), text, mark=mark))
        self._places.append(place)
        self._pieces.append(text)
        self._length += len(text) + 1

    def finish(self, title: str = "", warnings: Sequence[tuple[str, str]] = ()) -> SourceText:
        """The text with its lines and places, and a warning if not everything fitted."""
        return SourceText(
            "\n".join(self._pieces),
            tuple(self._lines),
            tuple(self._places),
            title,
            with_cut(warnings, self.full),
        )


def sensible_title(declared: str | None) -> str:
    """The title that a file's properties declare, unless a program put it there."""
    title = " ".join((declared or "").split())
    made_up = ("PowerPoint", "Microsoft", "スライド", "プレゼンテーション", "無題", "タイトル", "Untitled", "Book")
    endings = (".ppt", ".pptx", ".xls", ".xlsx", ".xlsm")
    return "" if title.startswith(made_up) or title.lower().endswith(endings) else title


def at_level(level: int, page: int = 0) -> Mark:
    """The mark of a heading."""
    return Mark(level=level, page=page)
