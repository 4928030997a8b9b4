"""Whether a question follows up on the one before, and what it then takes from it.

A follow-up is searched for together with the words of the questions that it leans on, and a place near to what
they found is nearer to what it means. 「2つ目」 is the second item of the list that was found before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked import GENERIC
from assistant.question import Question
from assistant.small_talk import is_small_talk
from index.language import terms
from index.normalise import fold, small_number
from index.search import Candidate, Index

_POINTS_BACK = re.compile(
    r"^(?:(?:じゃあ?|では|で)[、,]|それ(?!ぞれ)|その|そこ|そちら|そっち|これ|この|あれ|では|じゃあ?|ちなみに|あと[、は]|また|さらに|他に|ほかに|他は|ほかは"
    r"|もっと|もう少し|続けて|続き|同じ|同様|前者|後者|反対に|逆に|一方|最後の|[0-9一二三四五六七八九十]+(?:つ|番|個|点|件|条)目)"
)
_PRONOUN = re.compile(
    r"(?:それ(?!ぞれ|以外)|その(?!他|ほか|後の|もの)|そこ(?!で)|そちら|そっち|そういう|そんな|これ(?!から|まで|ら|以)|こちら|上記|前述|先ほど|さっき|今の(?:話|件|回答))"
)
# 期限は? デジタル庁の方は?: a bare topic asks the same of another thing.
_BARE_TOPIC = re.compile(r"^.{1,14}(?:は|の(?:方|ほう)は|について(?:は)?|とは|も)[?。]*$")
_ORDINAL = re.compile(r"(?:上から)?([0-9]+|[一二三四五六七八九十])(?:つ|番|個|点|件|条)目")
_ENUMERATED = re.compile(r"^[\s・(（]*(?:第?([0-9]{1,2})(?:条|[.．)）:：、 ])|([①-⑳]))")
_ASKS = re.compile(
    r"いつ|どこ|誰|だれ|どなた|いくら|いくつ|なぜ|なんで|どうして|どう|どれ|どの|どんな|何|なに|ほか|他|詳し|くわし|もっと|理由|続き|具体|例えば|たとえば"
    r"|目的|時期|期限|予算|費用|担当|人数|数は|名前|内容|意味|方法|場所|対象"
)
MOST_TURNS = 3
SHORT = 30  # characters of a question that may lean on the one before without a sign of it
SAME_SECTION, SAME_PARENT, SAME_DOCUMENT = 1.0, 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Place:
    """Where the turn before was answered."""

    document: int
    path: tuple[str, ...]


def context_of(question: Question, conversation: Sequence[str]) -> str:
    """The folded earlier questions that this one leans on, or an empty string.

    Goes back until a question that stands for itself, at most ``MOST_TURNS`` turns.
    """
    context: list[str] = []
    current = question.folded
    for earlier in reversed(conversation[-MOST_TURNS:]):
        if not leans(current):
            break
        current = fold(earlier)
        context.insert(0, current)
    return " ".join(context)


def leans(folded: str) -> bool:
    """Whether a question leans on the one before.

    It does if it points back, is a bare topic (期限は？), or names no subject of its own (いつまで？).
    """
    if is_small_talk(folded):
        return False
    return bool(
        _POINTS_BACK.search(folded)
        or _PRONOUN.search(folded)
        or _BARE_TOPIC.fullmatch(folded)
        or (_ASKS.search(folded) and not set(terms(folded).words) - GENERIC)
    )


def is_bare_topic(folded: str) -> bool:
    """Whether a question only names another thing (明日の天気は？) and does not point back (ほかには？)."""
    asked = folded.strip()
    return bool(_BARE_TOPIC.fullmatch(asked)) and not _POINTS_BACK.search(asked)


def may_lean(question: Question, conversation: Sequence[str]) -> bool:
    """Whether to ask a chat model what a question follows up on: also where it is only short."""
    return bool(conversation) and (leans(question.folded) or len(question.folded) <= SHORT)


def place_of(index: Index, candidate: Candidate) -> Place:
    """Where a candidate stands."""
    return Place(candidate.passage.document, index.section(candidate.passage.section).path)


def nearness(index: Index, candidate: Candidate, before: Place) -> float:
    """How near a candidate is to where the turn before was answered, from 0 to 1."""
    if candidate.passage.document != before.document:
        return 0.0
    path = index.section(candidate.passage.section).path
    if path == before.path:
        return SAME_SECTION
    if path[:-1] == before.path[:-1] or path[: len(before.path)] == before.path or before.path[: len(path)] == path:
        return SAME_PARENT
    return SAME_DOCUMENT


def item_asked_for(index: Index, folded: str, candidate: Candidate) -> str:
    """The folded text of the item that 「2つ目」 means in what was found before; empty if there is none."""
    match = _ORDINAL.search(folded)
    if match is None:
        return ""
    wanted = small_number(match[1])
    items = _items(index, candidate)
    numbered = {number: text for text in items if (number := _number(text)) is not None}
    if wanted in numbered:
        return fold(numbered[wanted])
    return fold(items[wanted - 1]) if not numbered and 0 < wanted <= len(items) else ""


def without_ordinal(folded: str) -> str:
    """The question without the words that pick an item."""
    return _ORDINAL.sub(" ", folded)


def _items(index: Index, candidate: Candidate) -> list[str]:
    """What may be counted at a place: its units, and the sections below."""
    section = index.section(candidate.passage.section)
    below = [
        other.path[-1]
        for _, other in index.content.sections(candidate.passage.document)
        if len(other.path) == len(section.path) + 1 and other.path[:-1] == section.path
    ]
    return [*(unit.unit.text for unit in index.content.units_of_section(candidate.passage.section)), *below]


def _number(text: str) -> int | None:
    """The number with which an item begins (②, 第8条, (4)), if any."""
    match = _ENUMERATED.match(text)
    if match is None:
        return None
    return int(match[1]) if match[1] else ord(match[2]) - ord("①") + 1
