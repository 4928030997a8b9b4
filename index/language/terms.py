"""From words to terms: what a text is found by.

Four sorts of term share one space of strings, told apart by their first character:

- a content word's lemma (``手続き``), which may have a vector;
- a year (``年2023``, ``年度2023``), a number (``#48``) or a Latin word or abbreviation (``@kpi``): exact,
  never matched by vector;
- a pair of neighbouring content words (``+マイ_ナンバー``): exact, for compounds and names;
- three neighbouring characters (``~共サー``): exact, forgiving typing and OCR slips.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.language.words import words
from index.normalise import find_years, fold, year_terms

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞", "接頭辞"})
_NOT_CONTENT = frozenset({"助動詞語幹", "非自立可能"})
# Words that carry a question or a sentence, not its subject.
STOP_LEMMAS = frozenset((Path(__file__).parents[1] / "data" / "stop_words.txt").read_text("utf-8").split())
_LATIN = re.compile(r"[a-z][a-z0-9.+&'-]*")
_LATIN_RUN = re.compile(r"[a-z][a-z0-9]*(?:[-&.][a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_KANJI_NUMBER = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}
_GRAM_CHARACTER = re.compile(r"[\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fffa-z0-9]+")
GRAM = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text: ``words`` in order (lemmas and exact terms), ``pairs`` and ``grams``."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    grams: tuple[str, ...]

    @property
    def lexical(self) -> list[str]:
        """What the lexical index holds."""
        return [*self.words, *self.pairs]


def terms(text: str) -> Terms:
    """The terms of a text in any form."""
    return _terms(fold(text))


@lru_cache(maxsize=4096)
def _terms(folded: str) -> Terms:
    years = find_years(folded)
    kept: list[str] = []
    pairs: list[str] = []
    previous: tuple[str, int] | None = None
    for term, start, end in _word_terms(folded, [(year.start, year.end) for year in years]):
        kept.append(term)
        if previous is not None and previous[1] == start and term[0] not in "#":
            pairs.append(f"+{previous[0]}_{term}")
        previous = (term, end)
    kept.extend(year_terms(folded))
    return Terms(tuple(kept), tuple(pairs), tuple(_grams(folded)))


def _word_terms(folded: str, years: list[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Content terms with their places, without what belongs to a year."""
    found: list[tuple[str, int, int]] = []
    latin = {match.start(): match for match in _LATIN_RUN.finditer(folded)}
    skip_to = 0
    for word in words(folded):
        if word.start < skip_to or (years and any(start <= word.start < end for start, end in years)):
            continue
        if run := latin.get(word.start):
            found.append((f"@{run.group()}", *run.span()))
            skip_to = run.end()
        elif term := _term(word.surface, word.lemma, word.pos, word.subpos):
            found.append((term, word.start, word.end))
    return found


@lru_cache(maxsize=1 << 14)
def _term(surface: str, lemma: str, pos: str, subpos: str) -> str | None:
    """The term of a word, None for one that says nothing of a subject."""
    if _NUMBER.fullmatch(surface):
        return f"#{surface.replace(',', '')}"
    if subpos == "数詞":
        digit = _KANJI_NUMBER.get(surface)
        return f"#{digit}" if digit else None
    if _LATIN.fullmatch(surface):
        return f"@{surface}"
    if pos not in _CONTENT or lemma in STOP_LEMMAS or not _GRAM_CHARACTER.search(surface):
        return None
    if pos == "接尾辞" and subpos != "名詞的":
        return None
    if len(surface) == 1 and "\u3041" <= surface <= "\u3096":
        return None
    return lemma


def _grams(folded: str) -> list[str]:
    return [
        f"~{run[place : place + GRAM]}"
        for run in _GRAM_CHARACTER.findall(folded)
        for place in range(len(run) - GRAM + 1)
    ]


def is_exact(term: str) -> bool:
    """Whether a term is matched only by itself, never by vector (numbers, years, Latin words)."""
    return term[0] in "#@+~" or (term[0] == "年" and term[-1].isdigit())
