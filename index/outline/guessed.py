"""Headings of a file that declares none: by their numbers, their type, and their shape.

Numbers are trusted style by style (1., 1-1., (1), ア …): a style heads if most of its lines are short and are not
followed by the next of the same style, as items of a list are. Type (larger, or bold) is trusted for lines apart,
not for runs of them, which are labels of a figure. Shape, a short phrase above a sentence, a longer text or a
table, is the last resort.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from index.document import Role
from index.outline.cuts import width
from index.outline.headings import LONGEST_HEADING, NO_HEADING, SENTENCE_END, Heading, is_date, is_noun_phrase
from index.outline.lines import LineLook, Look
from index.outline.listed import CONTENTS_TITLES, number_style

LARGER = 1.12  # times the body's size: a heading's, not a rounding
_SMALLER = 0.95
_LEAST = 3  # so many lines of larger type, or a document has no headings by type
_MOST_LABELS = 3  # more lines of heavy type in a row are labels
_STRONG = frozenset({"編", "章", "節", "第m-n k.", "第m-n", "別紙", "Q", "【】", "ステップ"})
_SHORT_SHARE, _SAME_SHARE = 0.6, 0.4
_FULL = 0.85  # of a full line's width: a line of running text
_CAPTION = re.compile(
    r"[図表写真Ff](?:ig(?:ure)?\.?)?\s*[0-9０-９]|[(（]?(?:注|出典|資料|例|単位)[)）:：\s0-9０-９]|例[)）]|以上$|記$|敬具$"
)
_ARTICLE = re.compile(r"第[0-9０-９一二三四五六七八九十百]+条")
_ARTICLE_TITLE = re.compile(r"[（(][^（）()]{1,24}[）)]")
_SHORT = 60  # columns: a heading by shape is shorter
_SENTENCE_SHORT = 36  # columns: one that ends in a verb is shorter still
_MOST_IN_A_ROW = 3
_OPENINGS = ("はじめに", "おわりに", "終わりに", "最後に")
_LONG = 30  # characters: what a heading by shape stands above is longer


def guessed_headings(looks: Sequence[LineLook], contents: frozenset[int]) -> list[Heading]:
    """The headings of a file, in order."""
    prose = [index for index, look in enumerate(looks) if look.look is not Look.BLANK and index not in contents]
    numbered = _numbered(looks, prose) | _articles(looks, prose)
    typed = _by_type(looks, prose, {index for index in numbered if _is_heavy(looks[index])})
    found = {**typed, **numbered}
    if len(found) < _LEAST:
        found = {**_by_shape(looks, prose), **found}
    return [Heading(index, looks[index].text, style) for index, style in sorted(found.items())]


def more_headings(looks: Sequence[LineLook], contents: frozenset[int], known: Sequence[Heading]) -> list[Heading]:
    """Known headings, and those below them whose style of number no known one has."""
    styles = {heading.style for heading in known}
    places = {heading.index + more for heading in known for more in range(heading.more + 1)}
    prose = [index for index, look in enumerate(looks) if look.look is not Look.BLANK and index not in contents]
    first = min(places, default=0)
    numbered = _numbered(looks, prose)
    more = [
        Heading(index, looks[index].text, style)
        for index, style in numbered.items()
        if index > first and index not in places and style not in styles
    ]
    return sorted([*known, *more], key=lambda heading: heading.index)


def _is_heavy(look: LineLook) -> bool:
    return look.mark.bold or look.mark.face


def _numbered(looks: Sequence[LineLook], prose: Sequence[int]) -> dict[int, str]:
    """Lines whose style of number heads, with that style."""
    full = _full_width(looks, prose)
    styles: dict[str, list[int]] = {}
    followed: dict[int, int] = dict(itertools.pairwise(prose))
    for index in prose:
        if looks[index].look is Look.TEXT and (style := number_style(looks[index].text)):
            styles.setdefault(style, []).append(index)
    found: dict[int, str] = {}
    for style, lines in styles.items():
        short = [index for index in lines if _may_head(looks[index], full, style)]
        same = sum(number_style(looks[followed[index]].text) == style for index in short if index in followed)
        heads = len(short) >= _SHORT_SHARE * len(lines) and same <= _SAME_SHARE * len(short)
        heavy = [index for index in short if _is_heavy(looks[index])]
        if style in _STRONG or heads:
            found.update(dict.fromkeys(short, style))
        elif len(heavy) >= _LEAST:
            found.update(dict.fromkeys(heavy, style))
    return found


def _articles(looks: Sequence[LineLook], prose: Sequence[int]) -> dict[int, str]:
    """Titles of articles: （趣旨） above 第１条."""
    return {
        index: "条見出し"
        for index, following in itertools.pairwise(prose)
        if _ARTICLE_TITLE.fullmatch(looks[index].text) and _ARTICLE.match(looks[following].text)
    }


def _by_type(looks: Sequence[LineLook], prose: Sequence[int], numbered: set[int]) -> dict[int, str]:
    """Lines without a number in larger or bold type, by size; none where the numbered ones are no heavier."""
    sizes: Counter[float] = Counter()
    for index in prose:
        sizes[looks[index].mark.size] += len(looks[index].text) if looks[index].look is Look.TEXT else 0
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    if not body:
        return {}
    full = _full_width(looks, prose)
    stands_out = [i for i in prose if _stands_out(looks[i], body)]
    apart = [i for i in _apart(stands_out, prose) if _may_head(looks[i], full, "") and not is_date(looks[i].text)]
    apart = [index for index in apart if not number_style(looks[index].text) and not _is_title(looks, apart, index)]
    if len(apart) + len(numbered) < _LEAST:
        return {}
    ranks = sorted({looks[index].mark.size for index in {*apart, *numbered}}, reverse=True)
    return {index: f"type{ranks.index(looks[index].mark.size)}" for index in apart}


def _stands_out(look: LineLook, body: float) -> bool:
    """Whether a line is larger than the body's, or heavier and not smaller, as labels of figures are."""
    size = look.mark.size
    return size > body * LARGER or (_is_heavy(look) and size >= body * _SMALLER)


def _apart(lines: Sequence[int], prose: Sequence[int]) -> list[int]:
    """Those lines that do not stand in a long run of such lines."""
    order = {index: place for place, index in enumerate(prose)}
    runs: list[list[int]] = []
    for index in lines:
        if runs and order[index] == order[runs[-1][-1]] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [index for run in runs if len(run) <= _MOST_LABELS for index in run]


def _is_title(looks: Sequence[LineLook], apart: Sequence[int], index: int) -> bool:
    """Whether a line belongs to the title: on the first page or among the first lines, and larger than those behind."""
    mark = looks[index].mark
    behind = [looks[other].mark.size for other in apart if other > index + _TITLE_LINES]
    return index < _TITLE_LINES and (not behind or mark.size > max(behind) or mark.page == 1 < _pages(looks))


_TITLE_LINES = 8


def _pages(looks: Sequence[LineLook]) -> int:
    return max((look.mark.page for look in looks), default=0)


def _by_shape(looks: Sequence[LineLook], prose: Sequence[int]) -> dict[int, str]:
    """Short paragraphs above longer ones, in a file that says nothing else of its paragraphs.

    A short paragraph above such a heading is one too (a chapter above its first section); many short ones in a row
    are a list.
    """
    found: dict[int, str] = {}
    run: list[int] = []
    for index, following in itertools.pairwise(prose):
        if not _is_short(looks[index]):
            run = []
            continue
        run.append(index)
        if not _is_below(looks[following]):
            continue
        for depth, place in enumerate(_stack(looks, run)):
            found[place] = ("plain", "upper", "top")[depth]
        run = []
    return found


def _stack(looks: Sequence[LineLook], run: Sequence[int]) -> list[int]:
    """The headings at the end of a run of short lines, the lowest first: names, or a single phrase."""
    if len(run) == 1:
        return list(run)
    names = list(itertools.takewhile(lambda place: _is_name(looks[place].text), reversed(run)))
    return names if len(names) <= _MOST_IN_A_ROW else []


def _is_short(look: LineLook) -> bool:
    if not look.whole or not _may_head(look, 0, "") or width(look.text) > _SHORT or is_date(look.text):
        return False
    return _is_name(look.text) or width(look.text) <= _SENTENCE_SHORT


def _is_name(text: str) -> bool:
    return text in _OPENINGS or is_noun_phrase(text)


def _is_below(look: LineLook) -> bool:
    """Whether a line is what a heading stands above: a sentence, a longer text or a table."""
    if look.look is Look.ROW:
        return True
    return look.look is Look.TEXT and (len(look.text) >= _LONG or SENTENCE_END.search(look.text) is not None)


def _full_width(looks: Sequence[LineLook], prose: Sequence[int]) -> int:
    """The width of a full line where lines are printed ones; 0 where they are paragraphs."""
    widths = sorted(width(looks[index].text) for index in prose if not looks[index].whole)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _may_head(look: LineLook, full: int, style: str) -> bool:
    """Whether a line can be a heading at all; a question of a list of questions may end as sentences do."""
    text = look.text
    if look.look is not Look.TEXT or look.mark.role is not Role.TEXT or not len(text) > 1:
        return False
    if width(text) > LONGEST_HEADING or "".join(text.split()) in CONTENTS_TITLES or _CAPTION.match(text):
        return False
    if full and width(text) >= _FULL * full and not _is_heavy(look):
        return False
    if style == "Q":
        return True
    ends = text.endswith(("。", "、", "，", ",", "：", ":", "．"))
    return not ends and not NO_HEADING.search(text)
