"""A follow-up question, rewritten by the model into one that stands for itself; it is used for finding only."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.asked import GENERIC
from assistant.compose.chat_model.calling import invoke
from assistant.compose.chat_model.prompt import asked, read_prompt
from assistant.question import LONGEST, Question, read_question
from index.errors import InputError
from index.language import terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_REWRITTEN = 200  # characters more than the question itself


def rewrite(model: "BaseChatModel", question: Question, conversation: Sequence[str], until: float) -> Question | None:
    """The question as the model rewrote it, None if that cannot be used.

    Raises:
        ChatModelError: the model is down, slow or says nothing.
    """
    messages = [("system", read_prompt("follow_up_prompt.txt")), ("user", asked(question, conversation))]
    said = invoke(model, messages, max(0.0, until - time.monotonic())).strip()
    lines = [line.strip(" 「」『』\"'　") for line in said.splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > min(LONGEST, len(question.text) + LONGEST_REWRITTEN):
        return None
    try:
        rewritten = read_question(lines[0])
    except InputError:
        return None
    return rewritten if _keeps_within(rewritten, question, conversation) else None


def _keeps_within(rewritten: Question, question: Question, conversation: Sequence[str]) -> bool:
    """Whether a rewritten question has all words of the question and none that the conversation does not have."""
    has = set(terms(rewritten.text).words)
    own = set(terms(question.text).words) - GENERIC
    before = {word for turn in conversation for word in terms(turn).words}
    return bool(has) and own <= has and has <= own | before | GENERIC
