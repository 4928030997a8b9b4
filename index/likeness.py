"""How alike two texts are: by Jaccard of their character triples after normalisation.

Near-repeats are alike to 0.6 and more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.normalise import fold

NEAR = 0.6
GRAM = 3


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
        self._sizes = [len(triples(text)) for text in texts]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for gram in triples(text):
                self._having[gram].append(number)

    def near(self, text: str, least: float = NEAR) -> Iterator[tuple[int, float]]:
        """The numbers of the texts that are at least so much like this one, with their likeness."""
        grams = triples(text)
        shared = Counter(number for gram in grams for number in self._having.get(gram, ()))
        for number, count in sorted(shared.items()):
            jaccard = count / (len(grams) + self._sizes[number] - count)
            if jaccard >= least:
                yield number, jaccard
