"""Units of one statement that were cut apart, by the end of a line or column of a slide, are put together again."""

import re
from collections.abc import Sequence

from index.normalise import join_lines
from index.store.content import StoredUnit

# How a unit begins that goes on the one before: inside a word, or with a particle.
_GOES_ON = re.compile(r"(?:して|させ|され|ない|ことを?|うな|い又は|[をがにでのはへとも、](?![ァ-ヺ一-鿿]{0,2}[：:]))")
_WHOLE_WORDS = re.compile(
    r"(?:はじめ|とりまとめ|のり|もの|もっと|とくに|できる|では|でも|とも|には|はい|にぎ|がん|とき|はんこ|ところ)"
)
_ENDED = re.compile(r"[。．」』)）】:：]$")


def whole_statements(units: Sequence[StoredUnit], around: Sequence[StoredUnit]) -> list[tuple[StoredUnit, ...]]:
    """The units, each with the neighbours (of those ``around`` it) that it makes one statement with, none twice."""
    order = list(around)
    whole: list[tuple[StoredUnit, ...]] = []
    for unit in units:
        if any(unit in said for said in whole):
            continue
        if unit not in order:
            whole.append((unit,))
            continue
        first = last = order.index(unit)
        while first > 0 and _go_on(order[first - 1], order[first]):
            first -= 1
        while last + 1 < len(order) and _go_on(order[last], order[last + 1]):
            last += 1
        whole.append(tuple(order[first : last + 1]))
    return whole


def text_of(units: Sequence[StoredUnit]) -> str:
    """The text of the units of one statement."""
    return join_lines([unit.unit.text for unit in units])


def _go_on(one: StoredUnit, other: StoredUnit) -> bool:
    """Whether a unit goes on the one before it."""
    if one.unit.section != other.unit.section or _ENDED.search(one.unit.text):
        return False
    text = other.unit.text
    return bool(_GOES_ON.match(text)) and not _WHOLE_WORDS.match(text)
