"""What is left of a source when units, headings and known furniture are taken out: each piece with its reason.

Nothing may be left without a reason: a piece of letters that no rule explains would be a hole in the outline.
"""

import re
from collections.abc import Iterable, Sequence

from index.document import Furniture, Section, SourceText, Unit
from index.normalise import readable
from index.outline.lines import LineLook
from index.units import is_filler_row

MARKUP = "記法（タグ・罫線・区切り）"
FILLER = "同じ文の繰り返し（文字認識の誤り）"
UNEXPLAINED = "不明"
_PIECE = re.compile(r"\S+(?:[^\S\r\n]+\S+)*")
_MARKS = re.compile(r"[\s|\-:=*_#~`<>,;\"'・•‣▪✓✔▶➡➢◦+.＝―─━│┃]*")


def find_remainder(
    source: SourceText,
    looks: Sequence[LineLook],
    sections: Sequence[Section],
    units: Sequence[Unit],
    furniture: Sequence[Furniture],
) -> list[Furniture]:
    """The furniture that nobody named yet."""
    spans = [*((u.start, u.end) for u in units), *((s.start, s.end) for s in sections)]
    spans += [(piece.start, piece.end) for piece in furniture]
    found = []
    lines = iter(looks)
    look = next(lines, None)
    for start, end in _gaps(spans, len(source.text)):
        for match in _PIECE.finditer(source.text, start, end):
            while look is not None and look.line.end <= match.start():
                look = next(lines, None)
            found.append(Furniture(*match.span(), _reason(match.group(), look)))
    return found


def _gaps(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    gaps = []
    place = 0
    for start, end in sorted(spans):
        if start > place:
            gaps.append((place, start))
        place = max(place, end)
    if place < length:
        gaps.append((place, length))
    return gaps


def _reason(piece: str, look: LineLook | None) -> str:
    if _MARKS.fullmatch(readable(piece)):
        return MARKUP
    if look is not None and is_filler_row(look):
        return FILLER
    return UNEXPLAINED
