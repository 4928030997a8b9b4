"""What each line of a text document is by its looks: blank, table row, bullet, numbered or plain text."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from index.document import Line, Mark, Role
from index.normalise import join_lines, readable


class Look(Enum):
    """What a line looks like, before its neighbours are asked."""

    BLANK = auto()
    ROW = auto()
    BULLET = auto()
    TEXT = auto()


_DIGITS = r"[0-9０-９]+"
_KANJI = r"[一二三四五六七八九十〇]+"
# What behind a figure says that it counts: 3 件, 10 年前, 120 000 (and not 3 日程, 2 個人情報).
_COUNTED = r"[0-9０-９％%,.．、/／]|(?:[年月日件人円個名つ回倍]|か所|箇所)(?:[^\u4e00-\u9fff]|[度間前後中内以未目分]|$)"
# The kinds of numbering that Japanese public documents put before a heading; the name is the style.
_NUMBERING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("編", rf"第(?:{_DIGITS}|{_KANJI})編(?=\s|$)"),
        ("章", rf"第(?:{_DIGITS}|{_KANJI})[章部](?=\s|$)"),
        ("節", rf"第(?:{_DIGITS}|{_KANJI})節(?=\s|$)"),
        ("第m-n k.", rf"第{_DIGITS}(?:[-－−]{_DIGITS})?\s+{_DIGITS}[.．]"),
        ("第m-n", rf"第{_DIGITS}[-－−]{_DIGITS}(?=\s)"),
        ("第n", rf"第(?:{_DIGITS}|{_KANJI})(?=[\s　])"),
        ("別紙", r"(?:別紙|別添|別表|付録|附[\s　]*則|参考|様式)(?:第?[0-9０-９]+号?)?(?=[\s　.．（(]|$)"),
        ("1.1", rf"{_DIGITS}[.．]{_DIGITS}(?:[.．]{_DIGITS})*[.．]?(?=[\s　])"),
        ("1.", rf"{_DIGITS}[.．](?![0-9０-９])"),
        ("(1)", rf"[(（](?:{_DIGITS})[)）]"),
        ("1", rf"{_DIGITS}(?:\u3000+(?![0-9０-９])|[ \t]+(?!{_COUNTED}))"),
        ("①", r"[①-⑳㉑-㉟](?![-－−‐]?[0-9０-９])"),
        ("ア", r"[ア-ン](?=[\s　.．])"),
        ("(ア)", r"[(（][ア-ン][)）]"),
        ("一", rf"{_KANJI}(?=[、　\s])"),
        ("【】", r"【[^】]*】(?=$)"),
        ("■", r"[■●○◆◇□◎](?![0-9■●○◆◇□◎])"),
        ("<>", r"[<＜〈](?!https?:)[^<>＜＞〈〉]+[>＞〉]$"),
    )
)
_MARKDOWN = re.compile(r"^(#{1,6})\s+")
_DASH = re.compile(r"^\s*(?:[-*+]\s+)")
_BULLET = re.compile(r"^\s*(?:[-*+]\s+)?(?:[・•‣▪✓✔▶➡➢◦※⇒→]|[①-⑳㉑-㉟]?[-－−‐][0-9０-９]\s)")
_RULE = re.compile(r"\s*([-=*_~＝―─━]\s*)\1{2,}")  # a line drawn with characters
_INDENT = re.compile(r"^[ \u3000](?=\S)")


@dataclass(frozen=True, slots=True)
class LineLook:
    """A line with what its looks say.

    ``style`` names its numbering (empty: none); ``markdown`` counts its ``#`` signs; ``dash`` is true behind a
    Markdown list mark; ``page_top`` where one leading space is all that a page break left. A line that its
    format calls furniture looks blank.
    """

    line: Line
    look: Look
    text: str
    style: str = ""
    markdown: int = 0
    dash: bool = False
    page_top: bool = False

    @property
    def mark(self) -> Mark:
        """What the format says of the line; a mark that says nothing where it is silent."""
        return self.line.mark or Mark()

    @property
    def whole(self) -> bool:
        """Whether the format says that the line is a paragraph of its own."""
        return self.line.mark is not None and self.line.mark.whole

    @property
    def row(self) -> Mark | None:
        """The mark of a table row, where the format says that it is one."""
        mark = self.line.mark
        return mark if mark is not None and mark.role in (Role.ROW, Role.HEADER) else None


def look_at(line: Line) -> LineLook:
    """Classify one line, by what its format says of it and by its characters."""
    mark = line.mark
    if mark is None:
        return _look_at_characters(line)
    if mark.role is Role.FURNITURE or not readable(line.text):
        return LineLook(line, Look.BLANK, "")
    text = join_lines([readable(part) for part in line.text.split("\n")])
    if mark.role in (Role.ROW, Role.HEADER):
        return LineLook(line, Look.ROW, text)
    if mark.role is Role.BULLET or (not mark.level and _BULLET.match(line.text)):
        return LineLook(line, Look.BULLET, text)
    return LineLook(line, Look.TEXT, f"{mark.label} {text}".strip() if mark.level else text, numbering(text))


def _look_at_characters(line: Line) -> LineLook:
    raw = line.text
    if not raw.strip() or not readable(raw) or _RULE.fullmatch(raw):
        return LineLook(line, Look.BLANK, "")
    text = readable(raw)
    if "\t" in raw.strip() or raw.lstrip().startswith("|"):
        return LineLook(line, Look.ROW, text)
    if mark := _MARKDOWN.match(raw):
        return LineLook(line, Look.TEXT, text, numbering(text), markdown=len(mark.group(1)))
    dash = bool(_DASH.match(raw))
    style = numbering(text)
    bullet = bool(_BULLET.match(raw)) or (dash and not style)
    return LineLook(
        line,
        Look.BULLET if bullet else Look.TEXT,
        text,
        "" if bullet and not dash else style,
        dash=dash,
        page_top=bool(_INDENT.match(raw)),
    )


def numbering(text: str) -> str:
    """The style of numbering that a text begins with, or an empty string."""
    for style, pattern in _NUMBERING:
        if pattern.match(text):
            return style
    return ""


def number_end(text: str, style: str) -> int:
    """Where the numbering ends in ``text``."""
    match = dict(_NUMBERING)[style].match(text) if style else None
    return match.end() if match else 0
