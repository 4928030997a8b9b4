"""What stands in place of a question's words by the thesaurus, and where it stands."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.enrich.write import PHRASES

SAME, NEAR = 0.85, 0.6  # what a match counts by a word that means the same, and by a near one


@dataclass(frozen=True, slots=True)
class Substitute:
    """What may stand in place of some of the question's distinct words (``rows``); ``strength`` is what that counts."""

    rows: tuple[int, ...]
    terms: tuple[str, ...]
    strength: float


class Thesaurus:
    """The thesaurus of one index."""

    def __init__(self, generation: Path) -> None:
        made = json.loads((generation / PHRASES).read_text("utf-8"))
        self._phrases: list[tuple[str, ...]] = [tuple(phrase) for phrase in made["phrases"]]
        self._groups: list[tuple[list[int], list[int]]] = made["groups"]
        self._starting: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            self._starting[phrase[0]].append(number)
        self._of_phrase: dict[int, list[int]] = defaultdict(list)
        for number, (same, near) in enumerate(self._groups):
            for phrase in (*same, *near):
                self._of_phrase[phrase].append(number)

    def substitutes(self, words: Sequence[str]) -> list[Substitute]:
        """What may stand in place of a question's words (in their order, with repeats); the longest phrases count."""
        row = {word: place for place, word in enumerate(dict.fromkeys(words))}
        found = [hit for first in range(len(words)) for hit in self._hits(words, first)]
        whole = [hit for hit in found if not any(_inside(hit, other) for other in found)]
        standing: dict[Substitute, None] = {}
        for first, last, phrase in whole:
            rows = tuple(dict.fromkeys(row[word] for word in words[first:last]))
            standing.update(dict.fromkeys(self._standing_for(rows, phrase)))
        return list(standing)

    def _hits(self, words: Sequence[str], first: int) -> Iterator[tuple[int, int, int]]:
        for number in self._starting.get(words[first], ()):
            phrase = self._phrases[number]
            if tuple(words[first : first + len(phrase)]) == phrase:
                yield first, first + len(phrase), number

    def _standing_for(self, rows: tuple[int, ...], phrase: int) -> Iterator[Substitute]:
        for group in self._of_phrase[phrase]:
            same, near = self._groups[group]
            for other in same:
                if other != phrase:
                    yield Substitute(rows, self._phrases[other], SAME if phrase in same else NEAR)
            if phrase in same:
                for other in near:
                    yield Substitute(rows, self._phrases[other], NEAR)


def _inside(hit: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether a phrase is a part of another that was found."""
    return other[0] <= hit[0] and hit[1] <= other[1] and other[1] - other[0] > hit[1] - hit[0]
