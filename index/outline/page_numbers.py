"""Page numbers that a text kept from its pages: lone figures that count up."""

import itertools
import re
from collections.abc import Sequence

from index.outline.lines import LineLook

_NUMBER = re.compile(r"[-－–—\s]*([0-9０-９]{1,3})[-－–—\s]*")
_LEAST = 3
_LEAP = 5  # pages without a number between two that have one


def page_numbers(looks: Sequence[LineLook]) -> frozenset[int]:
    """Indices of lone numbers between blank lines, if there are several and they count up as pages do."""
    found = [
        (index, int(match[1]))
        for index, look in enumerate(looks)
        if look.line.mark is None and (match := _NUMBER.fullmatch(look.line.text)) and _stands_alone(looks, index)
    ]
    numbers = [number for _, number in found]
    counts_up = all(before < after for before, after in itertools.pairwise(numbers))
    return frozenset(index for index, _ in found) if counts_up and len(found) >= _LEAST else frozenset()


def _stands_alone(looks: Sequence[LineLook], index: int) -> bool:
    around = [looks[place] for place in (index - 1, index + 1) if 0 <= place < len(looks)]
    return all(not look.line.text.strip() for look in around)
