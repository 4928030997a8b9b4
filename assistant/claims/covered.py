"""Whether quotes cover a sentence: every figure, date, name and denial, and most of its content words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.dates import Date, date_stands, find_dates
from assistant.claims.denial import Denials, denies_otherwise, find_denials, turned
from assistant.claims.figures import VAGUE, Figure, figure_stands, find_figures
from assistant.claims.names import missing_names
from assistant.claims.numerals import arabic
from index.language import Word, is_exact, terms, words
from index.normalise import fold

MISSING = 0.3  # share of a sentence's content words that its quotes may lack, but one of three or more
# Words with which any quote may be retold.
_RETELLING = frozenset((
    "予定", "目指す", "纏める", "取り纏める", "始まる", "始める", "終える", "高める", "進める",
    "図る", "関する", "係る", "対する", "基づく", "向ける", "通じる", "含む", "後", "氏",
    "本", "時点", "場合", "為", "事", "旨", "計画", "方針", "取り組み", "取り組む",
    "為される", "定める", "位置付ける", "挙がる", "上げる", "挙げる",
))  # fmt: skip
# Markup and addresses are no part of a Japanese sentence, unless the quotes have them too.
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^>]*>?|!?\[[^\]]*\]\([^)]*\)?|https?:\S*|[a-z]+:/\S*|`+|\|.*\||\{\{|#{2,}|\\[a-z]+\{"
)


@dataclass(frozen=True, slots=True)
class _Claims:
    """What one text says, sort by sort."""

    folded: str
    undated: str
    words: list[Word]  # of ``undated``: the era of a year is no name
    figures: list[Figure]
    dates: list[Date]
    denials: Denials
    content: frozenset[str]


@lru_cache(maxsize=512)
def _claims(text: str, *, quote: bool) -> _Claims:
    folded = fold(text)
    readings = [arabic(folded)]
    if quote:  # a numeral that the dictionary took for part of a word is known too
        readings.append(arabic(folded, every=True))
    figures: list[Figure] = []
    dates: list[Date] = []
    undated = folded
    for reading in reversed(readings):
        found = find_dates(reading)
        dates.extend(found)
        undated = _blank(reading, found)
        figures.extend(find_figures(undated))
    content = frozenset(word for word in terms(text).words if not is_exact(word))
    return _Claims(folded, undated, words(undated), figures, dates, find_denials(folded), content)


def _blank(text: str, dates: list[Date]) -> str:
    """A text without its dates, so that their figures count for nothing else."""
    for date in dates:
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


def is_covered(sentence: str, quotes: Sequence[str], beside: Sequence[str] = ()) -> bool:
    """Whether quotes support a sentence.

    ``beside`` is what a citation shows with its quote (title, section path): words and names may come from there,
    figures and dates may not.
    """
    return why_not(sentence, quotes, beside) is None


def why_not(sentence: str, quotes: Sequence[str], beside: Sequence[str] = ()) -> str | None:
    """The first reason for which quotes do not support a sentence, None if they do."""
    said = _claims(sentence, quote=False)
    known = [_claims(quote, quote=True) for quote in quotes]
    shown = [reading for one in known for reading in (one.folded, one.undated)]
    text = "\n".join([*shown, *(fold(one) for one in beside), *(arabic(fold(one)) for one in beside)])
    markup = _MARKUP.search(sentence)
    if markup and not any(markup.group() in quote for quote in quotes):
        return f"markup {markup.group()}"
    return (
        _wrong_figure(said, known)
        or _wrong_date(said, known)
        or next((f"name {name}" for name in missing_names(said.undated, said.words, text)), None)
        or _denial(said, known, text)
        or _uncovered(sentence, said, quotes, known, beside)
    )


def _wrong_figure(said: _Claims, known: list[_Claims]) -> str | None:
    figures = [figure for one in known for figure in one.figures]
    wrong = next((figure for figure in said.figures if not figure_stands(figure, figures)), None)
    if wrong is not None:
        return f"figure {wrong.value}{wrong.counter}"
    vague = next((amount for amount in VAGUE.findall(said.folded) if all(amount not in q.folded for q in known)), None)
    return f"figure {vague}" if vague else None


def _wrong_date(said: _Claims, known: list[_Claims]) -> str | None:
    dates = [date for one in known for date in one.dates]
    wrong = next((date for date in said.dates if not date_stands(date, dates)), None)
    return f"date {said.folded if wrong is None else wrong}" if wrong else None


def _denial(said: _Claims, known: list[_Claims], text: str) -> str | None:
    quotes = Denials(
        frozenset().union(*(one.denials.denied for one in known)),
        frozenset().union(*(one.denials.plain for one in known)),
    )
    word = denies_otherwise(said.denials, quotes) or turned(said.folded, text)
    return f"denial {word}" if word else None


def _uncovered(
    sentence: str, said: _Claims, quotes: Sequence[str], known: list[_Claims], beside: Sequence[str]
) -> str | None:
    if not said.content:
        letters = _letters(sentence)
        whole = any(letters in _letters(quote) for quote in quotes)
        return None if letters and whole else "no words"
    has = frozenset().union(*(one.content for one in known), *(terms(one).words for one in beside))
    said_words = said.content - _RETELLING
    missing = said_words - has
    allowed = max(MISSING * len(said_words), 1 if len(said_words) >= 3 else 0)
    return f"words {sorted(missing)}" if len(missing) > allowed else None


def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())
