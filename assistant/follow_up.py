"""Whether a question follows up on the one before, and what it then needs of it."""

import re
from collections.abc import Sequence

from assistant.asked import GENERIC
from assistant.question import Question
from index.language import terms
from index.normalise import fold

_POINTS_BACK = re.compile(
    r"^(?:それ|その|そこ|これ|この|あれ|では|じゃあ?|ちなみに|また|さらに|他に|ほかに|もっと|続けて|同じ|前者|後者|[0-9]+(?:つ|番)目)"
)
MOST_TURNS = 3
SHORT = 30  # characters of a question that may lean on the one before without a sign of it


def context_of(question: Question, conversation: Sequence[str]) -> str:
    """The folded earlier questions that this one leans on, or an empty string.

    Goes back until a question that stands for itself, at most ``MOST_TURNS`` turns.
    """
    context: list[str] = []
    current = question.folded
    for earlier in reversed(conversation[-MOST_TURNS:]):
        if not _leans(current):
            break
        current = fold(earlier)
        context.insert(0, current)
    return " ".join(context)


def may_lean(question: Question, conversation: Sequence[str]) -> bool:
    """Whether to ask a chat model what a question follows up on: also where it is only short."""
    return bool(conversation) and (_leans(question.folded) or len(question.folded) <= SHORT)


def _leans(folded: str) -> bool:
    """A question leans on the one before if it points back, or names no subject of its own (いつまで？, 理由は？)."""
    return bool(_POINTS_BACK.match(folded)) or not set(terms(folded).words) - GENERIC
