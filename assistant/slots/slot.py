"""A sort of detail: what a refusal calls it, how a question asks for it, what a text that answers has.

The patterns of :mod:`assistant.slots` see texts in search form. Both patterns of a sort were held against questions
that nobody who wrote them had seen: 240 ways to ask for a detail, and the 11,000 expected questions with the units
that answer them, which have to be seen stating it.
"""

import re
from dataclasses import dataclass

FIGURE = r"[0-9〇一二三四五六七八九十百千数][0-9,.]*(?:[万億兆千百]+)?"
_HOW_MUCH = r"(?:いくら|幾ら|いくつ|どれ|どの(?:くらい|ぐらい|程度)|何|\?|。|$|教え|知り|ご教示|お願い|で(?:す|しょう))"
# Behind the noun for what is asked: it is asked for, not only spoken of.
ASKED = (
    rf"(?:は|って|を|が|とは)?[、,]?(?:今|現在|直近|最新)?(?:の数字)?(?:約|一体|だいたい|大体|全部で|総額)?{_HOW_MUCH}"
)
WHICH = r"(?:は|って)?[、,]?(?:いま|今)?(?:どこ|どちら|どれ|何(?:です|でしょ|という|て)|教え|ご教示)"


@dataclass(frozen=True, slots=True)
class Slot:
    """A sort of detail."""

    name: str
    asks: re.Pattern[str]
    states: re.Pattern[str]


def sorts(*rows: tuple[str, str, str]) -> tuple[Slot, ...]:
    """Slots out of rows of a name and two patterns."""
    return tuple(Slot(name, re.compile(asks), re.compile(states)) for name, asks, states in rows)
