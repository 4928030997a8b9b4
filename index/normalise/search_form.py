"""The search form of a text, beside the untouched source, with a map back.

What is folded: Unicode compatibility (NFKC, but ① stays ①: it is a label, not the number 1), CJK radicals,
letter case, marks of Markdown and HTML, spaces inside words (``I T 基本法``, ``R6 年度``), dashes that stand
for a long vowel (``サ－ビス``), kinds of hyphen. Every character of the form knows the source character that
it came from, so a place found in the form is a place in the file.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from index.normalise.radicals import radical_table

_COMBINING = "\u0300-\u036f\u3099\u309a\uff9e\uff9f゛゜"
_PIECE = re.compile(
    r"(?P<word_markup>\*\*|__|~~|`|</?(?:sup|sub|b|i|u|em|strong|span|font|small)\b[^<>]*>)"
    r"|(?P<markup></?[a-zA-Z][a-zA-Z0-9]*(?=[\s/>])[^<>]{0,200}>)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});)"
    r"|(?P<space>\s+)"
    r"|(?P<circled>[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])"
    # characters that stand for themselves
    rf"|(?P<plain>[!-%'-)+-;=-^a-}}\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff、。「」『』【】〔〕]+(?![{_COMBINING}]))"
    rf"|(?P<cluster>.[{_COMBINING}]*)",
    re.DOTALL,
)
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺ])[-‐‑‒–—―−－ｰ](?=[ァ-ヺ]|$|[^-‐‑‒–—―−－0-9A-Za-zァ-ヺ])")
_HYPHEN = str.maketrans("‐‑‒–−﹣－", "-------")
_WIDE = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆〇、。・「」『』()〔〕【】"
_DROP_SPACE = re.compile(
    rf"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])"  # beside Japanese a space separates nothing
    r"|(?<=(?<![A-Za-z])[A-Z]) (?=[A-Z](?![A-Za-z]))"  # I T
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A text in search form. ``offsets[i]`` is the source position of ``text[i]``, never decreasing."""

    text: str
    offsets: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source positions [first, last + 1) of the characters ``text[start:end]`` (start < end)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def search_form(source: str) -> SearchForm:
    """Fold ``source`` into its search form."""
    characters, offsets = _fold_characters(source)
    characters, offsets = _keep(characters, offsets, _DROP_SPACE)
    text = _LONG_VOWEL.sub("ー", characters).translate(_HYPHEN).lower()
    if len(text) != len(offsets):  # a few capitals have no lower case of one character (İ)
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in characters)
    return SearchForm(text, tuple(offsets))


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The search form's text alone."""
    return search_form(text).text


def _fold_characters(source: str) -> tuple[str, list[int]]:
    """NFKC, radicals, markup and white space, with the source position of each character left."""
    parts: list[str] = []
    offsets: list[int] = []
    for piece in _PIECE.finditer(source):
        if piece.lastgroup == "plain":
            parts.append(piece.group())
            offsets.extend(range(*piece.span()))
        else:
            folded = _fold_piece(piece.lastgroup, piece.group())
            parts.append(folded)
            offsets.extend([piece.start()] * len(folded))
    return "".join(parts), offsets


def _fold_piece(sort: str | None, piece: str) -> str:
    if sort == "word_markup":
        return ""
    if sort in ("markup", "space"):
        return " "
    if sort == "circled":
        return piece
    text = unescape(piece) if sort == "entity" else piece
    folded = unicodedata.normalize("NFKC", text.translate(radical_table())).translate(radical_table())
    visible = "".join(c for c in folded if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return _SPACE.sub(" ", visible)


def _keep(text: str, offsets: list[int], drop: re.Pattern[str]) -> tuple[str, list[int]]:
    """Drop what the pattern matches, and spaces that follow a space or stand at an end."""
    dropped = bytearray(len(text))
    for match in drop.finditer(text):
        for place in range(*match.span()):
            dropped[place] = 1
    kept: list[int] = []
    for place, character in enumerate(text):
        if dropped[place] or (character == " " and (not kept or text[kept[-1]] == " ")):
            continue
        kept.append(place)
    while kept and text[kept[-1]] == " ":
        kept.pop()
    return "".join(text[place] for place in kept), [offsets[place] for place in kept]
