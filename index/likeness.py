"""How alike two texts are: by Jaccard of their character triples after normalisation.

Near-repeats are alike to 0.6 and more.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil

from index.normalise import fold

NEAR = 0.6
GRAM = 3
_ROUNDING = 1e-6  # 0.6 x 5 triples are 3, whatever floats say


@lru_cache(maxsize=1 << 16)
def triples(text: str) -> frozenset[str]:
    """The character triples of a text in search form, its letters and figures only; of a shorter one itself."""
    letters = "".join(character for character in fold(text) if character.isalnum())
    return frozenset(letters[place : place + GRAM] for place in range(max(1, len(letters) - GRAM + 1)) if letters)


def likeness(one: str, other: str) -> float:
    """Jaccard of the triples of two texts: shared ones among all."""
    a, b = triples(one), triples(other)
    return len(a & b) / len(a | b) if a or b else 0.0


class NearTexts:
    """Texts to find near-repeats among: only those that share triples are compared."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._triples = [triples(text) for text in texts]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, grams in enumerate(self._triples):
            for gram in grams:
                self._having[gram].append(number)

    def near(self, text: str, least: float = NEAR) -> Iterator[tuple[int, float]]:
        """The numbers of the texts that are at least so much like this one, with their likeness."""
        grams = triples(text)
        for number in sorted(self._sharing(grams, least)):
            shared = len(grams & self._triples[number])
            jaccard = shared / (len(grams) + len(self._triples[number]) - shared)
            if jaccard >= least:
                yield number, jaccard

    def _sharing(self, grams: frozenset[str], least: float) -> set[int]:
        """The texts that can be so much alike.

        They share ``least`` of the triples, so at least one of the rarest, and are neither much longer nor shorter.
        """
        rarest = sorted(grams, key=lambda gram: len(self._having.get(gram, ())))
        few = rarest[: len(grams) - ceil(least * len(grams) - _ROUNDING) + 1]
        shortest, longest = least * len(grams) - _ROUNDING, len(grams) / least + _ROUNDING
        sharing = {number for gram in few for number in self._having.get(gram, ())}
        return {number for number in sharing if shortest <= len(self._triples[number]) <= longest}
