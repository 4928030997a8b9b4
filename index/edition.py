"""What a document says of itself: title, date, issuer and status, for one that no catalogue entry describes."""

import re
from collections.abc import Iterator
from itertools import takewhile

from index.document import Edition, Line, SourceText
from index.normalise import find_years, fold, readable
from index.outline.lines import LineLook, Look, look_at
from index.outline.listed import number_style

_HEAD_LINES = 30  # lines in which a document introduces itself
_LONGEST_TITLE = 80  # characters
_LONGEST_STATUS = 40
_TITLE_STYLES = ("", "別紙", "【】", "■", "<>")  # what may stand before a title; other numbers count chapters
_MONTH = re.compile(
    r"\s*(?:\([^)]{1,12}\)\s*)?[./-]?\s*(?P<month>1[0-2]|0?[1-9])(?:月|[./-]|(?![0-9]))"
    r"(?:\s*(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9]))?"
)
_TELLS = re.compile(
    r"。|[月日](?:に(?!閣議|決定)|から|まで|以降|より|頃|を|の(?=[^)）]))"
)  # a sentence on a day, no date of a paper
_KANJI_DAYS = str.maketrans("一二三四五六七八九", "123456789")  # 五月一日; 十 stays: 十月 is said seldom
_COMPACT = re.compile(r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_ONLY_DATE = re.compile(
    r"[()\s]*(?:改定|更新|作成|公表|発行|初版|平成|令和|昭和|[rhs]|[0-9〇一二三四五六七八九十年月日元度./()-]|\s)*"
    r"(?:閣議決定|決定|公表|改定|現在)?[()\s]*"
)
# What a document is, the telling words first.
_STATUSES = (
    ("案", re.compile(r"[(（]案[)）]|[(（]素案[)）]|(?:計画|報告書|とりまとめ|方針)案(?:$|[^件内])")),
    ("閣議決定", re.compile(r"閣議決定")),
    ("中間とりまとめ", re.compile(r"中間(?:とりまとめ|取りまとめ|報告)")),
    ("とりまとめ", re.compile(r"とりまとめ|取りまとめ|取りまとめ")),
    ("報告書", re.compile(r"報告書")),
    ("講演資料", re.compile(r"講演")),
    ("議事録", re.compile(r"議事(?:録|要旨|概要)")),
    ("ガイドブック", re.compile(r"ガイドブック")),
    ("ガイドライン", re.compile(r"ガイドライン")),
    ("計画", re.compile(r"計画(?:書)?$")),
    ("説明資料", re.compile(r"説明(?:資料|会)")),
)
_ISSUER = re.compile(
    r"[\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff・]{1,24}(?:省|庁|府|局|都|道|県|市|区|町|村|委員会|会議|本部|事務局|機構)"
)
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|powerpoint ?プレゼンテーション|無題|untitled|document\d*"
    r"|presentation\d*|スライド ?\d|.{1,3}$)",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(r"\.(?:docx?|pptx?|xlsx?|pdf|txt|md|html?|jtd|csv)$", re.IGNORECASE)


def derive_edition(slug: str, source: SourceText) -> Edition:
    """The edition that the first lines of a document and its name speak of; what they don't say stays empty."""
    looks = [look for line in source.lines[: 3 * _HEAD_LINES] if (look := look_at(line)).text][:_HEAD_LINES]
    lines = [look.text for look in looks]
    name = slug.rpartition("/")[2]
    title = _title(source, looks) or name
    return Edition(
        slug=slug,
        title=title,
        date=_date(lines, name),
        issuer=next((line for line in lines[:15] if _ISSUER.fullmatch(line)), ""),
        status=_status(title, name, lines),
        derived=True,
    )


def _title(source: SourceText, looks: list[LineLook]) -> str:
    declared = _FILE_ENDING.sub("", " ".join(readable(source.title).split()))
    if declared and not _NO_TITLE.match(declared) and len(declared) <= _LONGEST_TITLE:
        return declared
    if source.places and source.places[0].sheet:  # a sheet's name says less than the file's
        return ""
    return _largest(source) or next((look.text for look in takewhile(_is_free, looks) if _may_be_title(look.text)), "")


def _is_free(look: LineLook) -> bool:
    """Whether a line is no table row, list item or numbered heading: with these a document's text begins."""
    return look.look is Look.TEXT and number_style(look.text) in _TITLE_STYLES


def _largest(source: SourceText) -> str:
    """The lines of the first page in the largest type, if it is larger than the rest."""
    first = [line for line in source.lines[:_HEAD_LINES] if line.mark is not None and line.mark.page in (0, 1)]
    sizes = [line.mark.size for line in first if line.mark is not None and line.mark.size]
    if not sizes or max(sizes) == min(sizes):
        return ""
    title = " ".join(readable(line.text) for line in first if _size(line) == max(sizes))
    return title if _may_be_title(title) else ""


def _size(line: Line) -> float:
    return line.mark.size if line.mark is not None else 0.0


def _may_be_title(text: str) -> bool:
    return 3 <= len(text) <= _LONGEST_TITLE and not text.endswith(("。", "、")) and not _ONLY_DATE.fullmatch(fold(text))


def _date(lines: list[str], name: str) -> str:
    """A line that is only a date says it; else the file's name; else a date in the first lines that no sentence has.

    「令和8年4月に公開する」 tells when something happens, not when the document was made.
    """
    folded = [fold(line) for line in lines]
    alone = (date for line in folded if _ONLY_DATE.fullmatch(line) for date in _dates(line))
    first = (date for line in folded[:10] if not _TELLS.search(line) for date in _dates(line))
    return next(alone, "") or next(_dates(fold(name)), "") or next(first, "")


def _dates(text: str) -> Iterator[str]:
    """The dates of a folded text, as YYYY-MM-DD or YYYY-MM."""
    for year in find_years(text):
        if match := _MONTH.match(text.translate(_KANJI_DAYS), year.end):
            day = f"-{int(match['day']):02d}" if match["day"] else ""
            yield f"{year.number}-{int(match['month']):02d}{day}"
    for match in _COMPACT.finditer(text):
        yield "-".join(match.groups())


def _status(title: str, name: str, lines: list[str]) -> str:
    """The title says what a document is, else its file's name, else short lines under the title.

    That the cabinet decided something is often said of other papers: only a line with nothing but its date counts.
    """
    under = [line for line in lines[:5] if len(line) <= _LONGEST_STATUS]
    for texts in ((title,), (name,), under):
        for status, pattern in _STATUSES:
            if any(pattern.search(text) and _tells(status, text, texts is under) for text in texts):
                return status
    return ""


def _tells(status: str, text: str, is_under: bool) -> bool:
    return not is_under or status != "閣議決定" or bool(_ONLY_DATE.fullmatch(fold(text)))
