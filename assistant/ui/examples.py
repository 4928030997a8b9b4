"""Example questions: expected questions of different documents that do find their own document."""

from typing import TYPE_CHECKING

from index.language import terms

if TYPE_CHECKING:
    from index.search import Index

MOST = 4
_TRIED = 8  # questions looked at in each document
_LENGTHS = range(14, 32)  # characters of a question that is read at a glance
_ASKING = ("ですか", "ますか", "ましたか")  # a whole polite sentence: words alone are expected too


def example_questions(index: "Index") -> list[str]:
    """A question for each of the newest documents of which questions are expected."""
    order = sorted(range(len(index.editions)), key=lambda number: index.editions[number].date, reverse=True)
    examples: list[str] = []
    for document in order:
        if len(examples) < MOST and index.is_expected_of(document):
            examples.extend(_best_example(index, document))
    return examples


def _best_example(index: "Index", document: int) -> list[str]:
    """The question, of some spread over a document, that finds it most surely; none if none does."""
    numbers = index.expected_of(document)
    texts = [index.expected_question(number) for number in numbers[:: max(1, len(numbers) // (_TRIED * 8))]]
    found = []
    for text in [text for text in texts if len(text) in _LENGTHS and text.endswith(_ASKING)][:_TRIED]:
        first = next(iter(index.search(text, terms(text), None, 1)), None)
        if first is not None and first.passage.document == document:
            found.append((first.score, text))
    return [max(found)[1]] if found else []
