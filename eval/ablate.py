"""Each part of the score switched off in turn: what it is worth."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant import PlanAssistant
from eval.gold import GoldQuestion
from eval.record import Record
from index.embed.identity import BUNDLED
from index.search.fusion import Weights

PARTS = tuple(Weights.model_fields)


@contextmanager
def without(assistant: PlanAssistant, *parts: str) -> Iterator[None]:
    """Switch parts of the score off, for as long as the block lasts."""
    index = assistant.index
    before = index.weights
    index.weights = before.model_copy(update=dict.fromkeys(parts, 0.0))
    try:
        yield
    finally:
        index.weights = before


@contextmanager
def without_expected(assistant: PlanAssistant) -> Iterator[None]:
    """Leave expected questions out of account, for as long as the block lasts."""
    index = assistant.index
    before = index.expecting
    index.expecting = False
    try:
        yield
    finally:
        index.expecting = before


def ablate(
    assistant: PlanAssistant,
    questions: Sequence[GoldQuestion],
    ask: Callable[[Sequence[GoldQuestion]], list[Record]],
) -> dict[str, list[Record]]:
    """The records of the whole (``""``), and without each part that counts now."""
    found = {"": ask(questions)}
    for part in PARTS:
        if part == "dense" and assistant.settings.embedding_model == BUNDLED:
            continue
        if part == "rerank" and not assistant.settings.reranker:
            continue
        with without(assistant, part):
            found[part] = ask(questions)
    return found
