"""Whether a PDF cut a sentence at the end of a line: fugashi reads over the cut."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.language import words

# Share of blank lines with a proven cut over them from which a document is taken to cut over blanks.
BLANK_CUT_SHARE = 0.15

# How a title may end though it is no noun; a cut line ends so too, but is nearly full.
TITLE_END = re.compile(r"(?:について|に関して|に向けて|とは)$")
SHORT_TITLE = 0.7  # of the width of a full line

_CLOSED = re.compile(r"[。．！？!?:：]$|[)）」』】〕]$")
_OPEN_END = re.compile(r"[、,・／/（(「『〔【･]$")
_STARTS_NEW = re.compile(r"^[・•✓▶➡※■●○◆◇□①-⑳㉑-㉟【＜<〔⇒→\-*]|^[(（]?[0-9０-９]{1,2}[)）.．]")
_BRACKETS = str.maketrans("（）「」『』", "()[][]")
# After these a Japanese sentence goes on.
_GOES_ON = frozenset({"助詞", "接続詞", "連体詞", "接頭辞"})


def width(text: str) -> int:
    """Columns a text takes in a fixed-width print: full-width characters count two."""
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in text)


@lru_cache(maxsize=8192)
def is_cut(before: str, after: str, full_width: int) -> bool:
    """Whether the sentence at the end of ``before`` goes on in ``after``.

    ``full_width`` is the width of a full line here, in columns: a line that is nearly full and ends in a noun
    was probably cut, a short one probably not. 0 asks for proof in the words themselves.
    """
    if not before or not after or _STARTS_NEW.match(after):
        return False
    if _OPEN_END.search(before) or _open_bracket(before):
        return True
    if before.endswith("。"):
        return False
    if _word_spans(before, after):
        return True
    last = words(before)[-1]
    if last.pos in _GOES_ON and last.subpos not in ("終助詞", "副助詞"):
        return True
    first = words(after)[0]
    if first.pos in ("助詞", "助動詞") or after[0] in "、。）」』)":
        return True
    if _CLOSED.search(before):
        return False
    return full_width > 30 and width(before) >= 0.88 * full_width


@dataclass(frozen=True, slots=True)
class Measure:
    """How a document was cut: the width of a full line, in columns, and whether sentences go on over blank lines."""

    full_width: int
    over_blanks: bool

    def cut(self, before: str, after: str, blanks: int) -> bool:
        """Whether a sentence goes on from one line to the next, with so many blank lines between."""
        if blanks and TITLE_END.search(before) and width(before) < SHORT_TITLE * self.full_width:
            return False
        return is_cut(before, after, self.full_width if self.over_blanks or not blanks else 0)

    def proves_cut(self, before: str, after: str, _blanks: int) -> bool:
        """Whether the words alone prove that a sentence goes on, whatever stands between (a page's end)."""
        return is_cut(before, after, 0)


def cut_over_blanks(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a document cuts its sentences over blank lines too, judged by the lines before and after each.

    Where the words prove it often enough, the width of a line may be believed over a blank as well.
    """
    cuts = [is_cut(before, after, 0) for before, after in pairs]
    return len(cuts) > 0 and sum(cuts) / len(cuts) > BLANK_CUT_SHARE


def _open_bracket(text: str) -> bool:
    plain = text.translate(_BRACKETS)
    return plain.count("(") > plain.count(")") or plain.count("[") > plain.count("]")


def _word_spans(before: str, after: str) -> bool:
    """Whether a word of the joined text lies across the cut (a kanji or katakana word of three or more)."""
    tail, head = before[-12:], after[:12]
    return any(word.start < len(tail) < word.end and word.end - word.start >= 3 for word in words(tail + head))
