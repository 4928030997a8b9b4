"""Whether a question that no document is said to answer has an answer after all: a search for near misses.

Of the answerable dev and sample questions, held to be unanswerable, the rule finds 46 %; were every word wanted, 22 %.
"""

from collections.abc import Iterator

from assistant import PlanAssistant
from assistant.answer import Explained
from assistant.asked import GENERIC, missing
from eval.check.finding import Finding, Problem, found
from eval.gold import GoldQuestion
from eval.scoring import Sources
from index.document import Where
from index.normalise import fold
from index.places import place_name
from index.search.word_weights import is_verb

SHOWN = 60  # characters of the passage's best unit
MOST_WORDS = 0.8  # of the question's content words stand in the passage themselves


def check_unanswered(question: GoldQuestion, assistant: PlanAssistant, sources: Sources) -> Iterator[Finding]:
    """The best passage that has nearly every content word of the question and a thing of the kind that it asks for.

    A note only: search proves nothing by itself, so a person has to read the place.
    """
    asked = fold(question.question)
    answer = assistant.ask(question.question, conversation=question.conversation, explain=True)
    for passage in answer.explain or ():
        if _has_the_words(passage) and missing(asked, _text(passage, sources)) == 0:
            place = " ".join([passage.document, place_name(Where(lines=passage.lines))])
            yield found(question, Problem.ANSWERED, f"{place}「{passage.text[:SHOWN]}」")
            return


def _has_the_words(passage: Explained) -> bool:
    matches = [match for word, match in passage.matches.items() if word not in GENERIC and not is_verb(word)]
    return bool(matches) and sum(match == 1 for match in matches) / len(matches) >= MOST_WORDS


def _text(passage: Explained, sources: Sources) -> str:
    text = sources.text(passage.document, passage.passage) or passage.text
    return fold(" ".join([*passage.section, text]))
