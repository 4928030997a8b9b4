"""Which lines are headings, and of what style."""

import re
from collections import Counter
from dataclasses import dataclass

from index.language import words
from index.outline.contents import Contents
from index.outline.cuts import TITLE_END, Measure, cut_over_blanks, width
from index.outline.lines import LineLook, Look, number_end
from index.units.loose import is_column_heads

CHAPTER = "chapter"  # style of a chapter that only a table of contents names
LONGEST_HEADING = 90  # columns: 45 full-width characters
SENTENCE_END = re.compile(r"[。、．,：:]$|(?:です|ます|する|した|こと|図る|行う)[。]?$")
NO_HEADING = re.compile(r"^[（(〔\[※→⇒<「]|https?://|[。]|^約?[0-9０-９.,%％]+\D{0,2}$")
_HAS_WORD = re.compile(r"[\u3041-\u30ff\u4e00-\u9fffA-Za-z]")
_STRONG = frozenset({"編", "章", "節", "第m-n k.", "第m-n", "第n"})
_NOUN_LIKE = frozenset({"名詞", "接尾辞", "形状詞", "補助記号", "記号"})
_PERSON = re.compile(r"[\u4e00-\u9fff々]{1,3}[ \u3000][\u3041-\u30ff\u4e00-\u9fff々]{1,4}")  # 村井 純
_FIGURE_AT_END = re.compile(r"[ \u3000]{2,}[0-9０-９][0-9０-９,.，．]*\S?\s*$")  # a row of a table set with spaces
_LONGEST_FIGURE = 40  # characters, white space around it included
_DATE_LINE = re.compile(r"^(?:令和|平成|昭和)?\s*[0-9０-９]{1,4}年(?:[（(][^）)]*[）)])?.{0,10}[日月年]?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the index of its line, its readable text and its style; ``more`` lines behind it go on."""

    index: int
    text: str
    style: str
    more: int = 0


def find_headings(looks: list[LineLook], contents: Contents, measure: Measure) -> list[Heading]:
    """All headings of a document in order; tables of contents left out."""
    found: list[Heading] = []
    columns = {cell for look in looks if is_column_heads(look.text) for cell in look.text.split()}
    for index, look in enumerate(looks):
        if index in contents.chapters:
            found.append(Heading(index, contents.chapters[index], CHAPTER))
        if index in contents.lines or look.look in (Look.BLANK, Look.ROW):
            continue
        style = _style(looks, index, measure)
        if style and look.text not in columns:
            found.append(Heading(index, look.text, style))
    return _settle_plain(found, looks)


def take_measure(looks: list[LineLook]) -> Measure:
    """A full line's width (the 90th percentile of text lines) and whether cuts go over blank lines."""
    widths = sorted(width(look.text) for look in looks if look.look in (Look.TEXT, Look.BULLET))
    pairs = [
        (before.text, after.text)
        for before, blank, after in zip(looks, looks[1:], looks[2:], strict=False)
        if blank.look is Look.BLANK and before.text and after.look is Look.TEXT and not after.style
    ]
    return Measure(widths[int(len(widths) * 0.9)] if widths else 0, cut_over_blanks(pairs))


def _style(looks: list[LineLook], index: int, measure: Measure) -> str:
    look = looks[index]
    if look.markdown:
        return f"#{look.markdown}"
    if look.look is Look.BULLET or width(look.text) > LONGEST_HEADING or SENTENCE_END.search(look.text):
        return ""
    if look.style:
        return look.style if _is_numbered_heading(looks, index) else ""
    if look.dash or not _may_stand_alone(looks, index, measure):
        return ""
    if look.page_top:
        return "top" if is_noun_phrase(look.text) else ""
    return "plain"


def _is_numbered_heading(looks: list[LineLook], index: int) -> bool:
    look = looks[index]
    rest = look.text[number_end(look.text, look.style) :].strip()
    if look.style in ("【】", "<>"):
        return not look.dash
    if look.style in _STRONG:
        return bool(rest) and not look.dash
    beside = [looks[place] for place in (index - 1, index + 1) if 0 <= place < len(looks)]
    if not look.dash and any(other.style == look.style and not other.dash for other in beside):
        return False  # an item of a list: the next or the one before stands right beside it
    if not rest or rest.count("／") > 1 or rest.count("、") > 3 or re.search(r"[①-⑳].*[①-⑳]", look.text):
        return False
    return not look.dash or _followed_by_items(looks, index)


def _followed_by_items(looks: list[LineLook], index: int) -> bool:
    """A numbered list item is a heading if deeper bullets follow it directly."""
    place = _next_line(looks, index)
    if place is None or looks[place].look is not Look.BULLET:
        return False
    following = looks[place]
    indent = len(looks[index].line.text) - len(looks[index].line.text.lstrip())
    return len(following.line.text) - len(following.line.text.lstrip()) > indent


def _may_stand_alone(looks: list[LineLook], index: int, measure: Measure) -> bool:
    """Whether an unnumbered line is a heading: short, whole, and set off from what stands before it."""
    text = looks[index].text
    if (
        len(text) < 3
        or width(text) > LONGEST_HEADING
        or NO_HEADING.search(text)
        or _DATE_LINE.match(text)
        or _FIGURE_AT_END.search(looks[index].line.text[-_LONGEST_FIGURE:])
        or not _HAS_WORD.search(text)
        or text.count("、") + text.count("／") > 2
        or is_column_heads(text)
        or _PERSON.fullmatch(text)
    ):
        return False
    if index and looks[index - 1].look is not Look.BLANK and not looks[index].page_top:
        return False
    previous = next((looks[i] for i in range(index - 1, -1, -1) if looks[i].look is not Look.BLANK), None)
    if previous and (measure.proves_cut if looks[index].page_top else measure.cut)(previous.text, text, 1):
        return False
    following = _next_line(looks, index)
    if following is None:
        return False
    if looks[following].look is Look.TEXT and not looks[following].style:
        if measure.cut(text, looks[following].text, following - index - 1):
            return False
        if following == index + 1 and not looks[index].page_top:
            return width(text) < 0.6 * measure.full_width and words(text)[-1].pos in _NOUN_LIKE
    last = words(text)[-1]
    if TITLE_END.search(text):
        return True
    return last.pos not in ("助詞", "助動詞", "接続詞") or last.subpos == "終助詞"


def is_date(text: str) -> bool:
    """Whether a line only says a date."""
    return bool(_DATE_LINE.match("".join(text.split())))


def is_noun_phrase(text: str) -> bool:
    """Whether a line ends as a title does, in a noun, not as a sentence."""
    return words(text)[-1].pos in _NOUN_LIKE


def _settle_plain(headings: list[Heading], looks: list[LineLook]) -> list[Heading]:
    """Tell plain headings apart: slide titles (a heading follows at once), labels (repeated), the rest."""
    starts = {heading.index for heading in headings}
    plain = Counter(heading.text for heading in headings if heading.style == "plain")
    titles = {
        heading.text
        for heading in headings
        if heading.style == "top" or (heading.style == "plain" and _heading_follows(heading.index, looks, starts))
    }
    settled = []
    for heading in headings:
        style = heading.style
        if style in ("plain", "top"):
            if heading.text in titles:
                style = "title"
            elif plain[heading.text] >= 3:
                style = "label"
        settled.append(Heading(heading.index, heading.text, style))
    return settled


def _heading_follows(index: int, looks: list[LineLook], starts: set[int]) -> bool:
    return _next_line(looks, index) in starts


def _next_line(looks: list[LineLook], index: int) -> int | None:
    """Index of the first line behind another that is not blank."""
    return next((i for i in range(index + 1, len(looks)) if looks[i].look is not Look.BLANK), None)
