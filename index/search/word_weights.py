"""How much a word counts: by its rarity here and in the background texts."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import BundledModel
from index.language import is_exact

RARITY = "rarity.npy"
BACKGROUND = 0.4  # share of the background texts in a word's rarity; the rest is rarity among the passages
SHARPNESS = 1.2  # exponent of the weights
VERB = 0.75  # what a verb or adjective counts beside a noun: everyday verbs say little of the subject


def term_weight(term: str, holding: int, passages: int, model: BundledModel) -> float:
    """The weight of a term that ``holding`` of so many passages hold."""
    here = math.log((passages + 1) / (holding + 1)) / math.log(passages + 2)
    background = 1.0 if is_exact(term) else model.background_idf(term) / float(model.idf.max())
    return float((BACKGROUND * background + (1 - BACKGROUND) * here) ** SHARPNESS * (VERB if is_verb(term) else 1))


def is_verb(term: str) -> bool:
    """Whether a lemma is a verb or adjective, by its last character."""
    return len(term) > 1 and term[-1] in "うくぐすつぬぶむるい" and not is_exact(term)


def write_weights(
    generation: Path, names: Sequence[str], holding: NDArray[np.int64], passages: int, model: BundledModel
) -> None:
    """Write the weight of each term of an index."""
    weights = [term_weight(name, int(count), passages, model) for name, count in zip(names, holding, strict=True)]
    np.save(generation / RARITY, np.array(weights, np.float32), allow_pickle=False)
