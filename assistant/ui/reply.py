"""What the page is told of a question: the answer with the lines that its citations stand on."""

from typing import TYPE_CHECKING

from pydantic import BaseModel

from assistant.answer import Answer, Citation
from assistant.ui.counterparts import counterparts
from assistant.ui.evidence import cited_lines

if TYPE_CHECKING:
    from index.search import Index


class Reply(BaseModel, frozen=True):
    """The answer so far, or why there is none.

    ``lines`` has the first and last line on the evidence panel of each citation and related place, by its number.
    ``places`` has the names of these places. ``counterparts`` has for each citation of a comparison the number of the
    one in the other edition that stands beside it. ``conversation`` is where the server keeps it, told before all else.
    """

    answer: Answer | None = None
    lines: dict[int, tuple[int, int]] = {}
    places: dict[int, str] = {}
    counterparts: dict[int, int] = {}
    error: str = ""
    conversation: int | None = None


def reply_of(index: "Index", answer: Answer) -> Reply:
    """An answer with the lines and names of its places."""
    places: list[Citation] = [*answer.citations, *answer.related]
    return Reply(
        answer=answer,
        lines={place.number: cited_lines(index, place) for place in places},
        places={place.number: place.place for place in places},
        counterparts=counterparts(answer),
    )
