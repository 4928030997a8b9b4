"""What was found becomes an answer: by the chat model where one is set and its sentences hold, else word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Citation, Statement
from assistant.compose.extractive import compose as compose_extract
from assistant.compose.templates import (
    CHAT_CONVERSATION,
    CHAT_CUT,
    CHAT_DROPPED,
    CHAT_FAILED,
    CHAT_UNSUPPORTED,
    REMOTE_MODEL,
)
from assistant.follow_up import context_of, may_lean
from assistant.ground import ground
from assistant.question import Question
from assistant.retrieve import Found
from assistant.scope import find_scope
from index.search import Index

if TYPE_CHECKING:
    from assistant.compose.chat_model import ChatComposer

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with the questions before it, how many citations it may have, and when a chat model has to be done."""

    question: Question
    conversation: tuple[str, ...]
    most: int
    deadline: float


@dataclass(frozen=True, slots=True)
class Composed:
    """Grounded statements with their citations, who composed them, and what the user should be told."""

    statements: list[Statement]
    citations: list[Citation]
    composer: str = EXTRACTIVE
    notices: tuple[str, ...] = ()


def compose(index: Index, turn: Turn, found: list[Found], chat: "ChatComposer | None") -> Iterator[Composed]:
    """The chat model's answer as it grows, where one is set and its sentences hold, else the extractive one."""
    notices: tuple[str, ...] = ()
    if chat is not None:
        for composed in _by_model(index, turn, found, chat):
            if composed.citations:
                yield composed
            notices = () if composed.citations else composed.notices
        if not notices:
            return
    draft = compose_extract(index, turn.question, found)
    yield Composed(*_at_most(*ground(index, draft), turn.most), notices=notices)


def _by_model(index: Index, turn: Turn, found: list[Found], chat: "ChatComposer") -> Iterator[Composed]:
    shown = [REMOTE_MODEL.format(model=chat.name), *([CHAT_CONVERSATION] if turn.conversation else [])]
    for written in chat.write(
        index, turn.question, found, conversation=turn.conversation, most=turn.most, deadline=turn.deadline
    ):
        notices = [*shown]
        if written.failed:
            notices.append(CHAT_CUT if written.citations else CHAT_FAILED)
        elif not written.citations:
            notices.append(CHAT_UNSUPPORTED)
        if written.citations and written.dropped:
            notices.append(CHAT_DROPPED.format(count=written.dropped))
        yield Composed(written.statements, written.citations, chat.name, tuple(notices))


def rewrite(index: Index, turn: Turn, chat: "ChatComposer") -> Question | None:
    """A follow-up as the chat model rewrote it for the search; None where the rules are to read it.

    A rewriting that loses the edition which the conversation named is not used.
    """
    asked = turn.question
    if not may_lean(asked, turn.conversation):
        return None
    rewritten = chat.standalone(asked, turn.conversation, turn.deadline)
    if rewritten is None:
        return None
    named = find_scope(f"{context_of(asked, turn.conversation)} {asked.folded}", index.editions).sides
    return None if named and not find_scope(rewritten.folded, index.editions).sides else rewritten


def _at_most(
    statements: Sequence[Statement], citations: Sequence[Citation], most: int
) -> tuple[list[Statement], list[Citation]]:
    """Keep the first ``most`` citations, the statements that they support, and frames with such behind them."""
    kept: list[Statement] = []
    for statement in statements:
        cited = [number for number in statement.citations if number <= most]
        if statement.kind == "frame" or cited:
            kept.append(statement.model_copy(update={"citations": cited}))
    while kept and kept[-1].kind == "frame":
        kept.pop()
    return kept, list(citations[:most])
