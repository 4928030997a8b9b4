"""Things counted by a counter of their own, which a text may write otherwise than the question: 何人, 何か所."""

import re
from collections.abc import Iterator

from assistant.slots.figures import ANY_COUNT
from assistant.slots.slot import FIGURE, Slot
from index.language import words

_PLACE = r"[かカヶケヵ箇]所|施設|機関"
_COUNTERS = {
    "人": "人|名", "名": "人|名", "か所": _PLACE, "箇所": _PLACE, "カ所": _PLACE, "ヶ所": _PLACE, "ヵ所": _PLACE,
    "社": "社|団体|事業者|者", "日間": "日",
    "か月": "[かカヶケヵ箇]月", "ヶ月": "[かカヶケヵ箇]月", "カ月": "[かカヶケヵ箇]月",
    "時間": "時間|分|秒", "週": "週", "回": "回|度|初めて",
}  # fmt: skip
_LISTED = "[①-⑳]|[(（][0-9][)）]"
_NAMES_OF_COUNTS = {
    "人": "人数", "名": "人数", "つ": "数",
    "か": "箇所数", "カ": "箇所数", "ヶ": "箇所数", "ヵ": "箇所数", "箇": "箇所数",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:何|いくつの)(?:千|百|十|数)?(?:万|億)?(?P<counter>[かカヶケヵ箇][所月]|[ァ-ヺー]+|[一-鿿]{1,3}|つ)(?!も|か(?!ら|所|月|国|[?。]?$))"
)
_NO_COUNTER = re.compile(
    r"^(?:年|月|日(?!間)|時(?!間)|度|故|色|処|方|者|卒|事|語|番|型|系|条|次|級|章|節|頁|ページ|割|倍|円|位|歳|パーセント|先|係|課|より)"
    r"|^(?:という|の|が|と|で|か$)"
)


def counted(question: str) -> Iterator[Slot]:
    """The numbers of things that a folded question asks for by a counter."""
    for match in _COUNTED.finditer(question):
        counter = match["counter"]
        if not _NO_COUNTER.match(counter):
            yield Slot(_name_of_count(counter), _COUNTED, _counted(counter))


def _name_of_count(counter: str) -> str:
    """What the number of things so counted is called: 人数, 割合, トン数."""
    if counter[0] in _NAMES_OF_COUNTS:
        return _NAMES_OF_COUNTS[counter[0]]
    return f"{words(counter)[0].surface}数"


def _counted(counter: str) -> re.Pattern[str]:
    """How a text states a number of what is counted so."""
    for known in sorted(_COUNTERS, key=len, reverse=True):
        if counter.startswith(known):
            return re.compile(rf"{FIGURE}(?:{_COUNTERS[known]})")
    return re.compile(f"{ANY_COUNT}|{_LISTED}")
