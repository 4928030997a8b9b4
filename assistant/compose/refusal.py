"""What a refusal says: which thing is missing, which edition, or which premise of the question is wrong."""

import re
from collections.abc import Sequence

from assistant.asked import ordinals, unstated
from assistant.compose.templates import (
    NO_SUCH_DETAIL,
    NO_SUCH_EDITION,
    NO_SUCH_NUMBER,
    NOT_FOUND,
    NOT_FOUND_DETAIL,
    NOT_FOUND_NEAR,
    SMALL_TALK,
)
from assistant.question import Question
from assistant.retrieve import Found, passage_text
from assistant.small_talk import is_small_talk
from assistant.understand import Understood
from index.language import words
from index.search import Index

MEETING = "回"
LOOKED_AT = 5  # candidates of each side
LONGEST_TOPIC = 30  # characters; a longer one is cut at its last particle
_INTERROGATIVE = re.compile(
    r"いつ|いくら|いくつ|どこ|どれ|どの|どう|どんな|誰|だれ|なぜ|なんで|何|(?:の|を|は)?(?:予算|費用|金額|総額|割合|人数|件数|時期|理由|名前|氏名|電話|連絡先|住所|担当|罰則|要件|条件)"
)
_BEFORE_TOPIC = re.compile(r"^.*(?:[、。,?]|(?:では|によると|において|における|について)(?=.))")
_BEHIND_TOPIC = re.compile(
    r"(?:(?:という|といった)?の?(?:は|って|とは|が|を|に|へ|で|と|も|の|から|まで|には|では|について|に関して|に対して|だと|なら))+$|[\s「」]+$"
)
_ADVERB = re.compile(
    r"(?:全部|全て|すべて|結局|実際|合計|合わせて|それぞれ|全国|一体|いったい|本当|約|だいたい|大体|今(?:の時点)?|現在|現時点|具体的|最終的|最大|最低|月|年|1人|ひとり|なん)$"
)
_INNER = re.compile(r"^.*?(?:は|には|では|って|が|を)(?=.{4,}$)")


def refusal(index: Index, understood: Understood, found: Sequence[Found], premise: str = "") -> str:
    """One or two sentences from the list of templates; ``premise`` is what :func:`wrong_premise` found."""
    question, absent = understood.question, understood.scope.absent
    if is_small_talk(question.folded):
        return SMALL_TALK
    best = next((side.candidates[0] for side in found if side.candidates), None)
    near = NOT_FOUND_NEAR if best else ""
    if absent:
        first = absent[0]
        others = "、".join(index.editions[number].name for number in first.others)
        return NO_SUCH_EDITION.format(name=_shown(question, first.name), others=others) + near
    if best is None:
        return NOT_FOUND
    if premise:
        return premise + near
    text = passage_text(index, best)
    details, topic = unstated(question.folded, text), topic_of(question)
    if details:
        missing = "・".join(details)
        named = NOT_FOUND_DETAIL.format(topic=topic, detail=missing) if topic else NO_SUCH_DETAIL.format(detail=missing)
        return named + near
    return NOT_FOUND + near


def topic_of(question: Question) -> str:
    """What a question asks a detail of, in its own words; empty where that cannot be told."""
    match = _INTERROGATIVE.search(question.folded)
    if match is None or len(question.folded) != len(question.text):
        return ""
    topic = _without_adverbs(_BEFORE_TOPIC.sub("", question.text[: match.start()]))
    while len(topic) > LONGEST_TOPIC and (inner := _INNER.match(topic)):
        topic = topic[inner.end() :]
    return topic if 2 <= len(topic) <= LONGEST_TOPIC and topic.count("「") == topic.count("」") else ""


def _without_adverbs(text: str) -> str:
    """A text up to its last noun or bracket; empty where a verb stands behind that."""
    topic = text.strip()
    while topic:
        shorter = _BEHIND_TOPIC.sub("", _ADVERB.sub("", topic))
        if shorter == topic:
            break
        topic = shorter
    last = words(topic)[-1:] if topic else []
    return topic if topic.endswith("」") or (last and last[0].pos in ("名詞", "接尾辞")) else ""


def wrong_premise(index: Index, understood: Understood, found: Sequence[Found]) -> str:
    """What to say where a question names a fifth meeting and the places found know four; else empty."""
    numbered = [(number, unit) for number, unit in ordinals(understood.question.folded) if unit == MEETING]
    if not numbered:
        return ""
    text = " ".join(passage_text(index, c) for side in found for c in side.candidates[:LOOKED_AT])
    for number, unit in numbered:
        known = {int(found_number) for found_number in re.findall(rf"第([0-9]{{1,3}}){unit}", text)}
        if len(known) > 1 and number > max(known):
            return NO_SUCH_NUMBER.format(asked=f"第{number}{unit}", known=f"第{max(known)}{unit}")
    return ""


def _shown(question: Question, folded_name: str) -> str:
    """A name as the question writes it, where folding kept its length."""
    place = question.folded.find(folded_name)
    same = len(question.folded) == len(question.text)
    return question.text[place : place + len(folded_name)] if same and place >= 0 else folded_name
