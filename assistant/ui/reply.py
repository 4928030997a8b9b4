"""What the page is told of a question: the answer with the lines that its citations stand on."""

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel

from assistant.answer import Answer, Citation
from assistant.export.dates import japanese_date
from assistant.export.paste import place_in_words
from assistant.ui.counterparts import counterparts
from assistant.ui.evidence import cited_lines

if TYPE_CHECKING:
    from index.search import Index

_DATED = re.compile(r"（([0-9]{4}(?:-[0-9]{2}){0,2})[・）]")  # an edition as frames name it


class Reply(BaseModel, frozen=True):
    """The answer so far, or why there is none.

    ``lines`` has the first and last line on the evidence panel of each citation and related place, by its number.
    ``places`` has the names of these places as a copy has them: 667～670行目. ``dates`` has each date of a document
    that the answer names, by era. ``counterparts`` has for each citation of a comparison the number of the one in the
    other edition that stands beside it. ``conversation`` is where the server keeps it, told before all else.
    """

    answer: Answer | None = None
    lines: dict[int, tuple[int, int]] = {}
    places: dict[int, str] = {}
    dates: dict[str, str] = {}
    counterparts: dict[int, int] = {}
    error: str = ""
    conversation: int | None = None


def reply_of(index: "Index", answer: Answer) -> Reply:
    """An answer with the lines and names of its places."""
    places: list[Citation] = [*answer.citations, *answer.related]
    return Reply(
        answer=answer,
        lines={place.number: cited_lines(index, place) for place in places},
        places={place.number: place_in_words(place) for place in places},
        dates={date: japanese_date(date) for date in _dates(answer, places)},
        counterparts=counterparts(answer),
    )


def _dates(answer: Answer, places: list[Citation]) -> list[str]:
    said = [date for said in answer.statements if said.kind == "frame" for date in _DATED.findall(said.text)]
    return list(dict.fromkeys([*(place.date for place in places if place.date), *said]))
