"""Which sections of some documents speak to a topic."""

from collections.abc import Sequence

from assistant.confidence import confidence_of
from assistant.question import read_question
from assistant.retrieve import retrieve
from assistant.scope import Scope
from assistant.understand import Understood
from index.search import Index

# Score below which a passage only brushes a topic, however sure the best answer seems. Tried with 40 topics on the
# real editions: those that are in neither (富士山, 介護保険料, 水道) reach 1.28, those put in other words 1.36.
LEAST = 1.3


def scores_of_sections(index: Index, topic: str, documents: Sequence[int]) -> dict[int, float]:
    """The score of each section that speaks to a topic, by its number; each document is searched for itself.

    Raises:
        EmptyQuestion, QuestionTooLong: the topic cannot be used.
    """
    asked = read_question(topic)
    scores: dict[int, float] = {}
    for document in documents:
        understood = Understood(asked, Scope((), asked.folded), (document,))
        found = retrieve(index, understood)
        if not confidence_of(index, understood, found).enough:
            continue
        for candidate in (candidate for side in found for candidate in side.candidates):
            section = candidate.passage.section
            if candidate.score >= LEAST:
                scores[section] = max(scores.get(section, 0.0), candidate.score)
    return scores
