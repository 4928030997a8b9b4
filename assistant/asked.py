"""What exactly a question asks for, and whether a text states a thing of that sort.

The near-miss is the hard refusal: the topic is there, the asked detail is not. Texts are in search form.
"""

import re
from collections.abc import Callable

from assistant.slots import slots_of
from index.language import terms, words

_ORDINAL = re.compile(
    r"(?:第(?=[0-9]+(?:回|条|章|節|項|部|号|弾|期))|(?=[0-9]+(?:番目|つ目)))([0-9]+)(回|条|章|節|項|部|番目|つ目|号|弾|期)"
)


def missing(question: str, text: str) -> float:
    """Share of the details asked for by a folded question that a folded text does not state; 0 if none is."""
    return 1 - stated(question, text) if asks_detail(question) else 0.0


def stated(question: str, text: str) -> float:
    """Share of the details asked for by a folded question that a folded text states; 0 if none is asked."""
    checks = [bool(slot.states.search(text)) for slot in slots_of(question)]
    checks.extend(check(text) for check in _ordinals(question))
    return sum(checks) / len(checks) if checks else 0.0


def unstated(question: str, text: str) -> list[str]:
    """What the details asked for by a folded question are called that a folded text does not state; all if it does."""
    slots = slots_of(question)
    absent = [slot.name for slot in slots if not slot.states.search(text)]
    return list(dict.fromkeys(absent or (slot.name for slot in slots)))


def asks_detail(question: str) -> bool:
    """Whether a folded question asks for a detail of one of the sorts known here."""
    return bool(slots_of(question) or _ordinals(question))


def ordinals(question: str) -> list[tuple[int, str]]:
    """The numbered things that a folded question names: 第5回 as (5, 回)."""
    return [(int(number), unit) for number, unit in _ORDINAL.findall(question) if unit not in ("番目", "つ目")]


def _ordinals(question: str) -> list[Callable[[str], bool]]:
    """Checks for numbered things (第5回, 8番目): the text must have one of that number."""
    checks: list[Callable[[str], bool]] = []
    for number, unit in _ORDINAL.findall(question):
        if unit in ("番目", "つ目"):
            circled = chr(0x245F + int(number)) if 1 <= int(number) <= 20 else "　"
            pattern = rf"(?<![0-9])(?:第{number}(?![0-9])|{number}[.)）番]|{circled})"
        else:
            pattern = rf"(?<![0-9]){number}{unit[0]}"
        checks.append(lambda text, pattern=pattern: bool(re.search(pattern, text)))  # type: ignore[misc]
    return checks


# What a question calls the thing it asks for without naming it.
GENERIC = frozenset((
    "名称", "名前", "理由", "内容", "目的", "意味", "目標", "時期", "予定", "事", "物", "何", "方",
    "話", "点", "所", "場合", "考える", "取り組み", "施策", "項目", "仕組み", "数", "年度", "年", "人", "国",
))  # fmt: skip
_PREDICATE = re.compile(
    r"(?:を)?(?:教えて|知りたい|おしえて).*$|(?:は|って|とは|の)?(?:何|なに|どこ|どれ|どう|どんな|どの|いつ|いくら|いくつ|誰|だれ|なぜ).*$"
    r"|(?:です|でしょう|ます|だっけ|っけ|なの).*$|[?。]+$"
)
_FOCUS_WORDS = 3


def focus(question: str) -> list[str]:
    """The terms of the noun that a folded question asks about: the last nouns before its predicate."""
    chunk: list[str] = []
    for word in reversed(words(_PREDICATE.sub("", question.strip()))):
        if word.pos in ("助詞", "助動詞", "補助記号"):
            if chunk:
                break
            continue
        chunk.insert(0, word.surface)
        if len(chunk) == _FOCUS_WORDS:
            break
    return [term for term in terms("".join(chunk)).words if term not in GENERIC]


def proper_names(question: str) -> list[str]:
    """The terms of the proper names in a folded question (エストニア, 村井)."""
    names = (word.surface for word in words(question) if word.subpos == "固有名詞")
    return [term for name in names for term in terms(name).words]
