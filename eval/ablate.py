"""Each part of the score switched off in turn: what it is worth."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace

from assistant import PlanAssistant
from eval.gold import GoldQuestion
from eval.record import Record
from index.search.fusion import Weights

PARTS = tuple(field.name for field in fields(Weights))


@contextmanager
def without(assistant: PlanAssistant, *parts: str) -> Iterator[None]:
    """Switch parts of the score off, for as long as the block lasts."""
    index = assistant.index
    before = index.weights
    index.weights = replace(before, **dict.fromkeys(parts, 0.0))
    try:
        yield
    finally:
        index.weights = before


def ablate(
    assistant: PlanAssistant,
    questions: Sequence[GoldQuestion],
    ask: Callable[[Sequence[GoldQuestion]], list[Record]],
) -> dict[str, list[Record]]:
    """The records of the whole (``""``), and without each part that counts now."""
    found = {"": ask(questions)}
    for part in PARTS:
        if part == "dense" and assistant.settings.embedding_model == "bundled":
            continue
        with without(assistant, part):
            found[part] = ask(questions)
    return found
