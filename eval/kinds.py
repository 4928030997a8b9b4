"""The kinds of questions: their Japanese names, and which kind a question is likely to be."""

import re
from collections.abc import Sequence
from typing import get_args

from assistant.question import Wants, read_question
from assistant.scope import find_scope
from eval.gold import Kind
from index.document import Edition
from index.normalise import fold

NAMES: dict[Kind, str] = {
    "paraphrase": "言い換え",
    "fact": "事実",
    "number": "数値",
    "date": "時期",
    "definition": "定義",
    "why": "理由",
    "yesno": "可否",
    "list": "一覧",
    "noisy": "くずれた文",
    "scoped": "資料指定",
    "cross": "比較",
    "unanswerable": "資料にない",
}
_OTHER_NAMES: dict[str, Kind] = {
    "数": "number",
    "日付": "date",
    "はい・いいえ": "yesno",
    "列挙": "list",
    "回答なし": "unanswerable",
    "答えなし": "unanswerable",
}
_BY_NAME: dict[str, Kind] = {
    **{fold(kind): kind for kind in get_args(Kind)},
    **{fold(name): kind for kind, name in NAMES.items()},
    **{fold(name): kind for name, kind in _OTHER_NAMES.items()},
}
_BY_WANTS: dict[Wants, Kind] = {
    Wants.DATE: "date",
    Wants.NUMBER: "number",
    Wants.LIST: "list",
    Wants.DEFINITION: "definition",
    Wants.REASON: "why",
    Wants.YESNO: "yesno",
    Wants.OTHER: "fact",
}
_ASKS_WHICH = re.compile(r"何|なに|誰|だれ|どこ|どの|どれ|どう|どんな")


def read_kind(name: str) -> Kind | None:
    """The kind of an English or Japanese name, if there is one."""
    return _BY_NAME.get(fold(name).replace(" ", ""))


def guess_kind(question: str, editions: Sequence[Edition] = ()) -> Kind:
    """The likely kind: what the question asks for, or that it names one of the ``editions``, or compares two.

    Raises:
        EmptyQuestion, QuestionTooLong: the question cannot be used.
    """
    asked = read_question(question)
    sides = find_scope(asked.folded, editions).sides
    if sides:
        return "scoped" if len(sides) == 1 else "cross"
    if asked.wants is Wants.YESNO and _ASKS_WHICH.search(asked.folded):
        return "fact"
    return _BY_WANTS[asked.wants]
