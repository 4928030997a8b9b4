"""Lines become blocks: one bullet, paragraph or table row each, with lines that were cut joined again."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.normalise import join_lines
from index.outline.cuts import Measure
from index.outline.lines import LineLook, Look


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines that are one thing. ``row`` is true for a table row (then one line)."""

    lines: tuple[LineLook, ...]
    row: bool = False

    @property
    def text(self) -> str:
        """The readable text of all lines, joined."""
        return join_lines([look.text for look in self.lines])


def find_blocks(looks: Iterable[LineLook], measure: Measure) -> list[Block]:
    """Cut the lines of one section into blocks."""
    blocks: list[Block] = []
    current: list[LineLook] = []
    blanks = 0

    def close() -> None:
        if current:
            blocks.append(Block(tuple(current)))
            current.clear()

    for look in looks:
        if look.look is Look.BLANK:
            blanks += 1
            continue
        if look.look is Look.ROW:
            close()
            blocks.append(Block((look,), row=True))
        elif current and _goes_on(current, look, blanks, measure):
            current.append(look)
        else:
            close()
            current.append(look)
        blanks = 0
    close()
    return blocks


def _goes_on(current: list[LineLook], look: LineLook, blanks: int, measure: Measure) -> bool:
    if look.look is Look.BULLET or look.dash or look.whole or current[-1].whole or blanks > 1:
        return False
    last = current[-1]
    if look.line.number > last.line.last_number + blanks + 1:  # something else stands between
        return False
    if len(last.text) == 1 and len(look.text) == 1:  # vertical writing, one character a line
        return True
    if look.style and not _is_open(last.text):
        return False
    return measure.cut(last.text, look.text, blanks)


def _is_open(text: str) -> bool:
    return text.endswith(("、", "・", "の", "に", "を", "は", "が", "と"))
