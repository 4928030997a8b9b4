"""Headings of a file whose format says something of its lines: styles, contents lists, bookmarks, fonts.

Asked in this order, the first that answers decides: levels that the file declares (Word styles, HTML headings,
bookmarks, slide titles); a contents list whose entries stand in the text; places that a contents list points at;
fonts; in a file without any of these, short paragraphs above longer ones.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from index.document import Mark, Role
from index.normalise import join_lines
from index.outline.cuts import width
from index.outline.headings import LONGEST_HEADING, NO_HEADING, SENTENCE_END, Heading, is_date, is_noun_phrase
from index.outline.lines import LineLook, Look
from index.outline.listed import contents_lines, listed_headings, number_style, read_entries

_LARGER = 1.12  # times the body's size: a heading's, not a rounding
_LEAST_NUMBERED = 3
_CAPTION = re.compile(
    r"[図表写真Ff](?:ig(?:ure)?\.?)?\s*[0-9０-９]|[(（]?(?:注|出典|資料|例)[)）:：\s0-9０-９]|例[)）]"
)
_SHORT = 60  # columns: a heading without any style is shorter
_MOST_IN_A_ROW = 2
_OPENINGS = ("はじめに", "おわりに", "終わりに", "最後に")
_LONG = 30  # characters: what it heads is longer


def marked_headings(looks: Sequence[LineLook]) -> tuple[list[Heading], frozenset[int]]:
    """The headings of a file with marks, and the lines of its contents lists."""
    contents = contents_lines(looks)
    lines = frozenset(contents)
    declared = _declared(looks, lines)
    if declared:
        return declared, lines
    listed = listed_headings(read_entries(looks, contents), looks, contents)
    if listed:
        return listed, lines
    return _anchored(looks) or _by_font(looks, lines) or _by_shape(looks, lines), lines


def _mark(look: LineLook) -> Mark:
    return look.line.mark or Mark()


def _declared(looks: Sequence[LineLook], contents: frozenset[int]) -> list[Heading]:
    headings: list[Heading] = []
    for index, look in enumerate(looks):
        mark = _mark(look)
        if mark.level and look.look is Look.TEXT and index not in contents and not _is_cover(looks, index):
            more = _continued(looks, index)
            text = join_lines([other.text for other in looks[index : index + more + 1]])
            headings.append(Heading(index, text, f"#{mark.level}", more))
    return headings


def _continued(looks: Sequence[LineLook], index: int) -> int:
    """How many lines behind a heading go on it."""
    more = 0
    while index + more + 1 < len(looks) and _mark(looks[index + more + 1]).continued:
        more += 1
    return more


def _is_cover(looks: Sequence[LineLook], index: int) -> bool:
    """Whether a bookmarked line is the title on a PDF's first page: larger than every heading behind it."""
    mark = _mark(looks[index])
    if mark.page != 1 or mark.whole or not mark.size:
        return False
    behind = [_mark(look).size for look in looks if _mark(look).level and _mark(look).page > 1]
    return bool(behind) and mark.size > max(behind) * _LARGER


def _anchored(looks: Sequence[LineLook]) -> list[Heading]:
    """Paragraphs that a lost contents list pointed at."""
    found = [i for i, look in enumerate(looks) if _mark(look).anchor and _may_head(look) and not is_date(look.text)]
    return [Heading(i, looks[i].text, number_style(looks[i].text) or "anchor") for i in found] if len(found) > 2 else []


def _by_font(looks: Sequence[LineLook], contents: frozenset[int]) -> list[Heading]:
    """Lines in a larger or heavier type than the body's; where such lines are numbered, only the numbered ones."""
    sizes: Counter[float] = Counter()
    for look in looks:
        sizes[_mark(look).size] += len(look.text) if look.look is Look.TEXT else 0
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    if not body:
        return []
    strong = [
        index
        for index, look in enumerate(looks)
        if index not in contents and _may_head(look) and (_mark(look).bold or _mark(look).size > body * _LARGER)
    ]
    numbered = [index for index in strong if number_style(looks[index].text) and _mark(looks[index]).size >= body]
    if len(numbered) >= _LEAST_NUMBERED:
        return [Heading(index, looks[index].text, number_style(looks[index].text)) for index in numbered]
    larger = [index for index in strong if _mark(looks[index]).size > body * _LARGER] or strong
    top = _title_size(looks, larger)
    ranks = sorted({_mark(looks[index]).size for index in larger if _mark(looks[index]).size < top}, reverse=True)
    return [
        Heading(index, looks[index].text, f"#{ranks.index(_mark(looks[index]).size) + 1}")
        for index in larger
        if _mark(looks[index]).size in ranks
    ]


def _title_size(looks: Sequence[LineLook], larger: Sequence[int]) -> float:
    """The size from which on a line is the document's title: the largest, if only the first page has it."""
    top = max((_mark(looks[index]).size for index in larger), default=0.0)
    pages = {_mark(looks[index]).page for index in larger if _mark(looks[index]).size == top}
    return top if pages == {1} and len({_mark(look).page for look in looks}) > 1 else top + 1


def _by_shape(looks: Sequence[LineLook], contents: frozenset[int]) -> list[Heading]:
    """Short paragraphs above longer ones, in a file that says nothing else of its paragraphs.

    A short paragraph above such a heading is one too (a chapter above its first section); three or more short ones
    in a row are a list.
    """
    prose = [index for index, look in enumerate(looks) if look.look is not Look.BLANK and index not in contents]
    headings: list[Heading] = []
    run: list[int] = []
    for index, following in itertools.pairwise(prose):
        if not _is_short(looks[index]):
            run = []
            continue
        run.append(index)
        if not _is_below(looks[following]):
            continue
        if len(run) <= _MOST_IN_A_ROW:
            for depth, place in enumerate(reversed(run)):
                style = number_style(looks[place].text) or ("upper" if depth else "plain")
                headings.insert(len(headings) - depth, Heading(place, looks[place].text, style))
        run = []
    return headings


def _is_short(look: LineLook) -> bool:
    if not look.whole or not _may_head(look) or width(look.text) > _SHORT or is_date(look.text):
        return False
    return bool(number_style(look.text)) or look.text in _OPENINGS or is_noun_phrase(look.text)


def _is_below(look: LineLook) -> bool:
    """Whether a line is what a heading stands above: a sentence, a longer text or a table."""
    if look.look is Look.ROW:
        return True
    return look.look is Look.TEXT and (len(look.text) >= _LONG or SENTENCE_END.search(look.text) is not None)


def _may_head(look: LineLook) -> bool:
    text = look.text
    return (
        look.look is Look.TEXT
        and _mark(look).role is Role.TEXT
        and len(text) > 1
        and width(text) <= LONGEST_HEADING
        and not SENTENCE_END.search(text)
        and not NO_HEADING.search(text)
        and not _CAPTION.match(text)
    )
