"""Headings of a file whose format says something of its lines: styles, contents lists, bookmarks, fonts.

Asked in this order, the first that answers decides: levels that the file declares (Word styles, HTML headings,
bookmarks, slide titles); a contents list whose entries stand in the text, with the places that it points at and the
styles of number below it; numbers, type and shape (``guessed``).
"""

from collections.abc import Sequence

from index.normalise import join_lines
from index.outline.cuts import width
from index.outline.guessed import LARGER, guessed_headings, more_headings
from index.outline.headings import LONGEST_HEADING, Heading, is_date
from index.outline.lines import LineLook, Look
from index.outline.listed import contents_lines, listed_headings, number_style, read_entries

_FEW = 2  # so few targets of a contents list may be leftovers on a cover


def marked_headings(looks: Sequence[LineLook]) -> tuple[list[Heading], frozenset[int]]:
    """The headings of a file with marks, and the lines of its contents lists."""
    contents = contents_lines(looks)
    lines = frozenset(contents)
    declared = _declared(looks, lines)
    if declared:
        return declared, lines
    listed = listed_headings(read_entries(looks, contents), looks, contents)
    targets = _anchored(looks, lines, listed)
    if len(targets) > _FEW:
        return (more_headings(looks, lines, targets) if listed else targets), lines
    return guessed_headings(looks, lines), lines


def _declared(looks: Sequence[LineLook], contents: frozenset[int]) -> list[Heading]:
    headings: list[Heading] = []
    for index, look in enumerate(looks):
        mark = look.mark
        if mark.level and look.look is Look.TEXT and index not in contents and not _is_cover(looks, index):
            more = _continued(looks, index)
            text = join_lines([other.text for other in looks[index : index + more + 1]])
            headings.append(Heading(index, text, f"#{mark.level}", more))
    return headings


def _continued(looks: Sequence[LineLook], index: int) -> int:
    """How many lines behind a heading go on it."""
    more = 0
    while index + more + 1 < len(looks) and looks[index + more + 1].mark.continued:
        more += 1
    return more


def _is_cover(looks: Sequence[LineLook], index: int) -> bool:
    """Whether a bookmarked line is the title on a PDF's first page: larger than every heading behind it."""
    mark = looks[index].mark
    if mark.page != 1 or mark.whole or not mark.size:
        return False
    behind = [look.mark.size for look in looks if look.mark.level and look.mark.page > 1]
    return bool(behind) and mark.size > max(behind) * LARGER


def _anchored(looks: Sequence[LineLook], contents: frozenset[int], known: Sequence[Heading]) -> list[Heading]:
    """Known headings, and other paragraphs that a contents list pointed at."""
    places = {heading.index for heading in known}
    first = min(places, default=0)
    more = [
        Heading(index, look.text, number_style(look.text) or "anchor")
        for index, look in enumerate(looks)
        if look.mark.anchor and index >= first and index not in places | contents and _may_be_title(look)
    ]
    return sorted([*known, *more], key=lambda heading: heading.index)


def _may_be_title(look: LineLook) -> bool:
    return look.look is Look.TEXT and width(look.text) <= LONGEST_HEADING and not is_date(look.text)
