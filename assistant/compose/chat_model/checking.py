"""A growing answer of a chat model: each sentence is checked against the quotes that it cites."""

from collections.abc import Sequence

from assistant.answer import Citation, Statement
from assistant.claims import is_covered
from assistant.compose.chat_model.orders import without_orders
from assistant.compose.chat_model.reading import Sentence
from assistant.compose.draft import Evidence
from assistant.ground import cite, shown_text
from index.search import Index

LONGEST_SENTENCE = 300  # characters
MOST_SENTENCES = 12
MOST_DROPPED = 24  # a model that says more without support talks nonsense


class Checked:
    """The sentences that hold so far, with their citations in order of first use; ``dropped`` counts the rest."""

    def __init__(self, index: Index, evidence: Sequence[Evidence], most: int) -> None:
        self._index = index
        self._places = [cite(index, place, number) for number, place in enumerate(evidence, start=1)]
        self._quotes = [without_orders(place.quote) for place in self._places]
        self._beside = [_beside(place, citation) for place, citation in zip(evidence, self._places, strict=True)]
        self._most = most
        self._used: list[int] = []
        self._said: set[str] = set()
        self.statements: list[Statement] = []
        self.dropped = 0

    @property
    def citations(self) -> list[Citation]:
        """The places that are cited so far."""
        return [
            self._places[place].model_copy(update={"number": number})
            for number, place in enumerate(self._used, start=1)
        ]

    @property
    def full(self) -> bool:
        """Whether enough is said, or enough of what does not hold."""
        return len(self.statements) >= MOST_SENTENCES or self.dropped >= MOST_DROPPED

    def add(self, sentence: Sentence) -> bool:
        """Take a sentence up if its quotes support it. One that was said before is neither shown nor counted."""
        text = shown_text(sentence.text)
        if text in self._said:
            return False
        self._said.add(text)
        places = [number - 1 for number in sentence.cited if 1 <= number <= len(self._places)]
        supporting = self._supporting(text, places) if len(text) <= LONGEST_SENTENCE else []
        if not supporting:
            self.dropped += 1
            return False
        kept = self._within_limit(text, supporting)
        if kept:
            self._used.extend(place for place in kept if place not in self._used)
            numbers = [self._used.index(place) + 1 for place in kept]
            self.statements.append(Statement(text=text, kind="model", citations=numbers))
        return bool(kept)

    def _supporting(self, text: str, places: list[int]) -> list[int]:
        """Of the places that a sentence cites those that support it: each by itself, else as few as do together."""
        alone = [place for place in places if self._support(text, [place])]
        if alone or len(places) < 2 or not self._support(text, places):
            return alone
        needed = list(places)
        for place in reversed(places):
            rest = [other for other in needed if other != place]
            if self._support(text, rest):
                needed = rest
        return needed

    def _within_limit(self, text: str, places: list[int]) -> list[int]:
        """The places that there is room for, if they still support the sentence."""
        room = self._most - len(self._used)
        new = [place for place in places if place not in self._used][: max(0, room)]
        kept = [place for place in places if place in self._used or place in new]
        return kept if kept == places or self._support(text, kept) else []

    def _support(self, text: str, places: list[int]) -> bool:
        beside = [shown for place in places for shown in self._beside[place]]
        return bool(places) and is_covered(text, [self._quotes[place] for place in places], beside)


def _beside(place: Evidence, citation: Citation) -> list[str]:
    """What a citation shows with its quote: title, section path, the heads of a table."""
    heads = dict.fromkeys(unit.unit.context for unit in place.units if unit.unit.context)
    return [without_orders(shown) for shown in (citation.title, *citation.section, *heads)]
