"""A section path in short, as papers point to it: 第3-2 1.②「情報連携の更なる推進」."""

import re
from collections.abc import Sequence

_LONGEST_NAME = 24  # characters
_DIGITS = "0-9０-９"
_END = r"(?=[\s　「（(【①-⑳]|$)"
_NUMBER = re.compile(
    rf"第[{_DIGITS}一二三四五六七八九十]+(?:[-－‐.．][{_DIGITS}]+)*[編部章節款条項]?{_END}"
    rf"|[{_DIGITS}]{{1,2}}(?:[-－‐.．][{_DIGITS}]{{1,2}})*(?:[.．)）](?![{_DIGITS}])|{_END})"
    rf"|[(（](?:[{_DIGITS}]{{1,2}}|[一二三四五六七八九十]{{1,3}}|[ア-ン])[)）]"
    r"|[①-⑳㉑-㉟㊱-㊿]"
    rf"|[Ⅰ-Ⅻ]+[.．]?{_END}"
    r"|[ア-ン][.．)）]"
)
_CIRCLED_END = re.compile(r"\s*[①-⑳]$")
_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿]")
_MARK = re.compile(r"^[○●◎■□◆◇・]\s*")
_INNER = str.maketrans("「」", "『』")


def short_section(path: Sequence[str]) -> str:
    """The numbers of all headings; of those that have none, the names of the last one and of what a number stands in.

    A lone number that says nothing of what it counts (4.) has its name too.
    """
    short = ""
    for place, heading in enumerate(path):
        number, name = _parted(heading)
        below = path[place + 1] if place + 1 < len(path) else None
        if number:
            short = _joined(short, number)
        elif below is None or _parted(below)[0]:
            short += _named(name)
    number, name = _parted(path[0]) if len(path) == 1 else ("", "")
    return short + _named(name) if number and name and not number.startswith("第") else short


def _parted(heading: str) -> tuple[str, str]:
    """A heading's number, with a circled one that ends it (第3-2 1.② of 第3-2 1. 国民に…②), and the rest of it."""
    number, rest = "", heading.strip()
    while match := _NUMBER.match(rest):
        number = _joined(number, match.group())
        rest = rest[match.end() :].lstrip()
    circled = _CIRCLED_END.search(rest) if number else None
    return (number + circled.group().strip(), rest[: circled.start()]) if circled else (number, rest)


def _joined(before: str, number: str) -> str:
    """A number behind another, with a space where they would run into one: 第1 1. and ① ② but 1.(2)."""
    apart = before and (
        (number[0].isalnum() and not _CIRCLED.match(number) and not before.endswith("」"))
        or (_CIRCLED.match(number) and _CIRCLED.match(before[-1]))
    )
    return f"{before} {number}" if apart else before + number


def _named(heading: str) -> str:
    """A heading's name in brackets, cut where it is long; brackets inside become 『』."""
    name = _MARK.sub("", " ".join(heading.split())).translate(_INNER)
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1].rstrip() + "…"
    return f"「{name}」"
