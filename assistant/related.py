"""What else stands near to an answer."""

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.compose.places import related_evidence
from assistant.ground import cite
from assistant.retrieve import Found
from index.search import Index


def related_places(index: Index, found: Sequence[Found], citations: Sequence[Citation], most: int) -> list[Citation]:
    """The next best places, in turn from each side, that the citations do not show already."""
    shown = [*citations]
    related: list[Citation] = []
    for candidate in sorted((c for side in found for c in side.candidates), key=lambda c: -c.score):
        place = cite(index, related_evidence(candidate), len(citations) + len(related) + 1)
        if not any(_overlap(place, other) for other in shown):
            related.append(place)
            shown.append(place)
        if len(related) == most:
            break
    return related


def _overlap(place: Citation, other: Citation) -> bool:
    """Whether a place begins within another of the same document, or says the same."""
    if place.document != other.document:
        return False
    if place.lines and other.lines:
        return other.lines[0] <= place.lines[0] <= other.lines[1]
    return place.quote in other.quote or other.quote in place.quote
