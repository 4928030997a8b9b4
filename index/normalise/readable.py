"""Text as a reader wants it: right characters, no markup, lines joined, widths and wording untouched."""

import re
from html import unescape

from index.normalise.radicals import fold_radicals

# Tags within a word vanish, others part words; a comment says nothing to a reader.
_INLINE = re.compile(
    r"</?(?:sup|sub|b|i|u|s|em|strong|span|font|small|a|mark|code|ruby|rb|wbr)(?=[\s/>])[^<>]{0,2000}>|<!--.{0,2000}?-->",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?=[\s/>])[^<>]{0,2000}>")
_EMPHASIS = re.compile(r"\*\*|(?<!_)__(?!_)|~~|`")
_BULLET = re.compile(r"^\s*(?:[-*+]\s+)?(?:#{1,6}\s+)?(?:[・•‣▪✓✔▶➡➢◦]\s*)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u3000\u00a0]+")


def readable(text: str) -> str:
    """Drop markup and the bullet mark, fold radicals, make one space of many."""
    text = _TAG.sub(" ", _INLINE.sub("", _CONTROL.sub("", text)))
    text = fold_radicals(unescape(_EMPHASIS.sub("", text)))
    text = _BULLET.sub("", text, count=1)
    return _SPACES.sub(" ", text).strip()


def join_lines(lines: list[str]) -> str:
    """Join lines that were cut: nothing between Japanese, a space between two Latin words."""
    joined = ""
    for line in (line.strip() for line in lines):
        latin = joined and line and joined[-1].isascii() and line[0].isascii()
        joined = f"{joined} {line}" if latin else joined + line
    return joined
