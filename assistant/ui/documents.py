"""The documents that can be asked about: the catalogue with outlines, and a few questions to begin with."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.export.dates import japanese_date
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.evidence import Heading, outline_view
from assistant.ui.examples import example_questions

if TYPE_CHECKING:
    from gradio import Server

    from index.search import Index


class Entry(BaseModel, frozen=True):
    """A document in the catalogue, ``date_in_words`` by era.

    ``newest`` if its series has no later edition, or it belongs to none.
    """

    slug: str
    name: str
    title: str
    date: str
    date_in_words: str
    status: str
    issuer: str
    series: str
    aliases: list[str]
    source: str
    licence: str
    derived: bool
    newest: bool
    sections: int
    units: int
    outline: list[Heading]


class Opening(BaseModel, frozen=True):
    """What the page needs when it opens."""

    title: str
    index: str
    notices: list[str]
    documents: list[Entry]
    examples: list[str]


def opening(application: Application) -> Opening:
    """The catalogue, example questions and what is always shown."""
    index = application.assistant.index
    documents, examples = _of_generation(index)
    return Opening(
        title=application.title,
        index=index.fingerprint,
        notices=application.notices,
        documents=documents,
        examples=examples,
    )


@lru_cache(maxsize=1)
def _of_generation(index: "Index") -> tuple[list[Entry], list[str]]:
    """Catalogue and examples: to find these anew for each visitor would take half a second."""
    return catalogue(index), example_questions(index)


def catalogue(index: "Index") -> list[Entry]:
    """All documents, the newest first."""
    last: dict[str, str] = {}
    for edition in index.editions:
        last[edition.series] = max(last.get(edition.series, ""), edition.date)
    entries = [
        Entry(
            slug=edition.slug,
            name=edition.name,
            title=edition.title,
            date=edition.date,
            date_in_words=japanese_date(edition.date),
            status=edition.status,
            issuer=edition.issuer,
            series=edition.series,
            aliases=list(edition.aliases),
            source=edition.source,
            licence=edition.licence,
            derived=edition.derived,
            newest=not edition.series or edition.date == last[edition.series],
            sections=counts["sections"],
            units=counts["units"],
            outline=outline_view(index, number),
        )
        for number, (edition, counts) in enumerate(zip(index.editions, index.content.counts(), strict=True))
    ]
    return sorted(entries, key=lambda entry: (entry.date, entry.slug), reverse=True)


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``opening``."""

    def open_page() -> dict[str, Any]:
        return opening(application).model_dump(mode="json")

    add_calls(server, {"opening": open_page})
